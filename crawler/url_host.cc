#include "crawler/url_host.h"

#include <libpsl.h>
#include <unicode/uidna.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "core/utf8.h"
#include "crawler/url.h"
#include "crawler/url_text.h"

namespace agencywatch::crawler {

namespace {

bool IsForbiddenHost(char c) {
  return c == '\0' || std::string_view("\t\n\r #/:<>?@[\\]^|").find(c) != std::string_view::npos;
}

bool IsForbiddenDomain(char c) {
  return IsForbiddenHost(c) || static_cast<unsigned char>(c) <= 0x1F || c == '%' || c == '\x7F';
}

// Section 3.5, IPv4 number parser. Values above 2^32 come out as 2^32, which every caller refuses.
std::optional<std::uint64_t> ParseIpv4Number(std::string_view text) {
  constexpr std::uint64_t kTooLarge = std::uint64_t{1} << 32;
  if (text.empty()) return std::nullopt;
  int radix = 10;
  if (text.size() >= 2 && text[0] == '0' && Lower(text[1]) == 'x') {
    radix = 16;
    text.remove_prefix(2);
  } else if (text.size() >= 2 && text[0] == '0') {
    radix = 8;
    text.remove_prefix(1);
  }
  std::uint64_t value = 0;
  for (const char c : text) {
    const int digit = HexValue(c);
    if (digit < 0 || digit >= radix) return std::nullopt;
    value = std::min(kTooLarge,
                     value * static_cast<std::uint64_t>(radix) + static_cast<std::uint64_t>(digit));
  }
  return value;
}

std::optional<std::string> ParseIpv4(std::string_view domain) {
  auto parts = Split(domain, '.');
  if (parts.back().empty() && parts.size() > 1) parts.pop_back();
  if (parts.size() > 4) return std::nullopt;
  std::uint64_t address = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto number = ParseIpv4Number(parts[i]);
    if (!number) return std::nullopt;
    if (i + 1 < parts.size()) {
      if (*number > 255) return std::nullopt;
      address |= *number << (8 * (3 - i));
    } else {
      if (*number >= std::uint64_t{1} << (8 * (5 - parts.size()))) return std::nullopt;
      address |= *number;
    }
  }
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8) {
    text += std::to_string((address >> shift) & 255);
    if (shift > 0) text += '.';
  }
  return text;
}

std::string SerialiseIpv6(const std::array<std::uint16_t, 8>& pieces) {
  // The first longest run of two or more zero pieces becomes "::".
  std::size_t best = 8;
  std::size_t best_length = 1;
  for (std::size_t i = 0; i < 8;) {
    std::size_t length = 0;
    while (i + length < 8 && pieces[i + length] == 0) ++length;
    if (length > best_length) {
      best = i;
      best_length = length;
    }
    i += length + 1;
  }
  static constexpr char kHex[] = "0123456789abcdef";
  std::string text = "[";
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == best) {
      text += i == 0 ? "::" : ":";
      i += best_length - 1;
      continue;
    }
    bool started = false;
    for (int shift = 12; shift >= 0; shift -= 4) {
      const int digit = (pieces[i] >> shift) & 15;
      started = started || digit != 0 || shift == 0;
      if (started) text += kHex[digit];
    }
    if (i < 7) text += ':';
  }
  return text + "]";
}

// Section 3.5, IPv6 parser; `text` is without the brackets.
std::optional<std::string> ParseIpv6(std::string_view text) {
  std::array<std::uint16_t, 8> address{};
  std::size_t piece = 0;
  std::optional<std::size_t> compress;
  std::size_t at = 0;
  const auto peek = [&](std::size_t i) { return i < text.size() ? text[i] : '\0'; };
  const auto ended = [&] { return at >= text.size(); };
  if (peek(at) == ':') {
    if (peek(at + 1) != ':') return std::nullopt;
    at += 2;
    compress = ++piece;
  }
  while (!ended()) {
    if (piece == 8) return std::nullopt;
    if (text[at] == ':') {
      if (compress) return std::nullopt;
      ++at;
      compress = ++piece;
      continue;
    }
    unsigned value = 0;
    std::size_t length = 0;
    while (length < 4 && !ended() && HexValue(text[at]) >= 0) {
      value = value * 16 + static_cast<unsigned>(HexValue(text[at]));
      ++at;
      ++length;
    }
    if (!ended() && text[at] == '.') {
      if (length == 0) return std::nullopt;
      at -= length;
      if (piece > 6) return std::nullopt;
      int seen = 0;
      while (!ended()) {
        if (seen > 0) {
          if (text[at] != '.' || seen >= 4) return std::nullopt;
          ++at;
        }
        if (ended() || !IsDigit(text[at])) return std::nullopt;
        int number = -1;
        while (!ended() && IsDigit(text[at])) {
          if (number == 0) return std::nullopt;  // no leading zero
          number = (number < 0 ? 0 : number) * 10 + (text[at] - '0');
          if (number > 255) return std::nullopt;
          ++at;
        }
        address[piece] = static_cast<std::uint16_t>(address[piece] * 256 + number);
        ++seen;
        if (seen == 2 || seen == 4) ++piece;
      }
      if (seen != 4) return std::nullopt;
      break;
    }
    if (!ended() && text[at] == ':') {
      ++at;
      if (ended()) return std::nullopt;
    } else if (!ended()) {
      return std::nullopt;
    }
    address[piece] = static_cast<std::uint16_t>(value);
    ++piece;
  }
  if (compress) {
    std::size_t swaps = piece - *compress;
    piece = 7;
    while (piece != 0 && swaps > 0) {
      std::swap(address[piece], address[*compress + swaps - 1]);
      --piece;
      --swaps;
    }
  } else if (piece != 8) {
    return std::nullopt;
  }
  return SerialiseIpv6(address);
}

const UIDNA* Idna() {
  struct Closer {
    void operator()(UIDNA* idna) const noexcept { uidna_close(idna); }
  };
  static const std::unique_ptr<UIDNA, Closer> instance = [] {
    UErrorCode error = U_ZERO_ERROR;
    UIDNA* idna =
        uidna_openUTS46(UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII |
                            UIDNA_NONTRANSITIONAL_TO_UNICODE,
                        &error);
    return std::unique_ptr<UIDNA, Closer>(U_SUCCESS(error) ? idna : nullptr);
  }();
  return instance.get();
}

// Section 3.3, domain to ASCII with beStrict false: UTS 46 without CheckHyphens and
// VerifyDnsLength, both of which ICU always reports and we leave aside.
std::optional<std::string> DomainToAscii(std::string_view domain) {
  bool plain = true;
  bool at_label = true;
  for (std::size_t i = 0; i < domain.size() && plain; ++i) {
    if (static_cast<unsigned char>(domain[i]) >= 0x80) plain = false;
    if (at_label && domain.size() - i >= 4 && EqualsIgnoringCase(domain.substr(i, 4), "xn--")) {
      plain = false;
    }
    at_label = domain[i] == '.';
  }
  if (plain) {
    std::string lower(domain);
    std::transform(lower.begin(), lower.end(), lower.begin(), Lower);
    return lower;
  }
  constexpr std::size_t kMaxDomainBytes = 4096;  // ICU's work grows with the label; DNS ends at 253
  const UIDNA* idna = Idna();
  if (idna == nullptr || domain.size() > kMaxDomainBytes) return std::nullopt;
  std::string ascii(domain.size() * 8 + 64, '\0');
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  UErrorCode error = U_ZERO_ERROR;
  const std::int32_t length =
      uidna_nameToASCII_UTF8(idna, domain.data(), static_cast<std::int32_t>(domain.size()),
                             ascii.data(), static_cast<std::int32_t>(ascii.size()), &info, &error);
  constexpr std::uint32_t kLeftAside =
      UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LABEL_TOO_LONG | UIDNA_ERROR_DOMAIN_NAME_TOO_LONG |
      UIDNA_ERROR_LEADING_HYPHEN | UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;
  if (U_FAILURE(error) || (info.errors & ~kLeftAside) != 0) return std::nullopt;
  if (length < 0 || static_cast<std::size_t>(length) > ascii.size()) return std::nullopt;
  ascii.resize(static_cast<std::size_t>(length));
  return ascii;
}

}  // namespace

bool EndsInNumber(std::string_view domain) {
  auto parts = Split(domain, '.');
  if (parts.back().empty()) {
    if (parts.size() == 1) return false;
    parts.pop_back();
  }
  const std::string_view last = parts.back();
  if (!last.empty() && std::all_of(last.begin(), last.end(), IsDigit)) return true;
  return ParseIpv4Number(last).has_value();
}

std::optional<std::string> ParseHost(std::string_view text, bool special) {
  if (text.starts_with('[')) {
    if (!text.ends_with(']') || text.size() < 2) return std::nullopt;
    return ParseIpv6(text.substr(1, text.size() - 2));
  }
  if (!special) {  // opaque-host parser
    std::string host;
    for (const char c : text) {
      if (IsForbiddenHost(c)) return std::nullopt;
      AppendEncoded(host, c, kC0Set);
    }
    return host;
  }
  const std::string decoded = PercentDecode(text);
  if (decoded.find('\0') != std::string::npos) return std::nullopt;
  const auto ascii = DomainToAscii(core::MakeValidUtf8(decoded));
  if (!ascii || ascii->empty()) return std::nullopt;
  if (std::any_of(ascii->begin(), ascii->end(), IsForbiddenDomain)) return std::nullopt;
  if (EndsInNumber(*ascii)) return ParseIpv4(*ascii);
  return ascii;
}

std::string RegistrableDomain(std::string_view host) {
  struct Freer {
    void operator()(psl_ctx_t* list) const noexcept { psl_free(list); }
  };
  static const std::unique_ptr<psl_ctx_t, Freer> list(psl_latest(nullptr));
  std::string name(host);
  if (name.size() > 1 && name.ends_with('.')) name.pop_back();
  if (name.empty() || name.front() == '[' || EndsInNumber(name) || !list) return name;
  const char* domain = psl_registrable_domain(list.get(), name.c_str());
  return domain == nullptr ? name : std::string(domain);
}

}  // namespace agencywatch::crawler
