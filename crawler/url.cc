#include "crawler/url.h"

#include <libpsl.h>
#include <unicode/uidna.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "core/utf8.h"

namespace agencywatch::crawler {
namespace {

// ---- Characters and percent-encoding (sections 1.3 and 4.2) ----

constexpr bool IsAlpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
constexpr int HexValue(char c) {
  if (IsDigit(c)) return c - '0';
  const char lower = Lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

using EncodeSet = std::array<bool, 256>;

constexpr EncodeSet MakeSet(std::string_view more, EncodeSet set = {}) {
  for (std::size_t i = 0; i < set.size(); ++i) {
    if (i <= 0x1F || i > 0x7E) set[i] = true;
  }
  for (const char c : more) set[static_cast<unsigned char>(c)] = true;
  return set;
}
constexpr EncodeSet kC0Set = MakeSet("");
constexpr EncodeSet kFragmentSet = MakeSet(" \"<>`");
constexpr EncodeSet kQuerySet = MakeSet(" \"#<>");
constexpr EncodeSet kSpecialQuerySet = MakeSet("'", kQuerySet);
constexpr EncodeSet kPathSet = MakeSet("?^`{}", kQuerySet);
constexpr EncodeSet kUserinfoSet = MakeSet("/:;=@[\\]^|", kPathSet);

void AppendEncoded(std::string& out, char c, const EncodeSet& set) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  if (set[byte]) {
    out += '%';
    out += kHex[byte >> 4];
    out += kHex[byte & 15];
  } else {
    out += c;
  }
}

std::string PercentDecode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && HexValue(text[i + 1]) >= 0 &&
        HexValue(text[i + 2]) >= 0) {
      out += static_cast<char>(HexValue(text[i + 1]) * 16 + HexValue(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

bool EqualsIgnoringCase(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() && std::equal(text.begin(), text.end(), lower.begin(),
                                                   [](char a, char b) { return Lower(a) == b; });
}

// ---- Schemes (section 4.2) ----

std::optional<std::uint16_t> DefaultPort(std::string_view scheme) {
  if (scheme == "http" || scheme == "ws") return std::uint16_t{80};
  if (scheme == "https" || scheme == "wss") return std::uint16_t{443};
  if (scheme == "ftp") return std::uint16_t{21};
  return std::nullopt;
}

bool IsSpecial(std::string_view scheme) { return scheme == "file" || DefaultPort(scheme); }

// ---- Hosts (section 3) ----

bool IsForbiddenHost(char c) {
  return c == '\0' || std::string_view("\t\n\r #/:<>?@[\\]^|").find(c) != std::string_view::npos;
}

bool IsForbiddenDomain(char c) {
  return IsForbiddenHost(c) || static_cast<unsigned char>(c) <= 0x1F || c == '%' || c == '\x7F';
}

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
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

// ---- The basic URL parser (section 4.4) ----

bool IsWindowsDriveLetter(std::string_view text, bool normalised = false) {
  return text.size() == 2 && IsAlpha(text[0]) &&
         (text[1] == ':' || (!normalised && text[1] == '|'));
}

bool StartsWithWindowsDriveLetter(std::string_view text) {
  return text.size() >= 2 && IsWindowsDriveLetter(text.substr(0, 2)) &&
         (text.size() == 2 || std::string_view("/\\?#").find(text[2]) != std::string_view::npos);
}

bool IsSingleDot(std::string_view segment) {
  return segment == "." || EqualsIgnoringCase(segment, "%2e");
}

bool IsDoubleDot(std::string_view segment) {
  return segment == ".." || EqualsIgnoringCase(segment, ".%2e") ||
         EqualsIgnoringCase(segment, "%2e.") || EqualsIgnoringCase(segment, "%2e%2e");
}

enum class State {
  kSchemeStart,
  kScheme,
  kNoScheme,
  kSpecialRelativeOrAuthority,
  kPathOrAuthority,
  kRelative,
  kRelativeSlash,
  kSpecialAuthoritySlashes,
  kSpecialAuthorityIgnoreSlashes,
  kAuthority,
  kHost,
  kPort,
  kFile,
  kFileSlash,
  kFileHost,
  kPathStart,
  kPath,
  kOpaquePath,
  kQuery,
  kFragment
};

class Parser {
 public:
  Parser(std::string_view input, const Url* base) : input_(input), base_(base) {}

  std::optional<Url> Run() {
    // One step more than there are bytes: the standard's EOF code point. Steps may move the pointer
    // back.
    for (at_ = 0;; ++at_) {
      end_ = at_ >= static_cast<std::ptrdiff_t>(input_.size());
      c_ = end_ ? '\0' : input_[static_cast<std::size_t>(at_)];
      if (!Step()) return std::nullopt;
      if (at_ >= static_cast<std::ptrdiff_t>(input_.size())) break;
    }
    if (!url_.opaque_path) {
      for (const std::string& segment : segments_) url_.path += "/" + segment;
    }
    return std::move(url_);
  }

 private:
  [[nodiscard]] bool Is(char c) const { return !end_ && c_ == c; }
  [[nodiscard]] bool special() const { return IsSpecial(url_.scheme); }
  [[nodiscard]] bool IsSlash() const { return Is('/') || (special() && Is('\\')); }
  [[nodiscard]] std::string_view Remaining() const {
    return input_.substr(std::min(input_.size(), static_cast<std::size_t>(at_ + 1)));
  }
  [[nodiscard]] std::string_view FromHere() const {
    return input_.substr(std::min(input_.size(), static_cast<std::size_t>(at_)));
  }
  void TakeSegmentsOf(const Url& other) {
    segments_.clear();
    if (other.path.empty()) return;
    for (const std::string_view part : Split(std::string_view(other.path).substr(1), '/')) {
      segments_.emplace_back(part);
    }
  }
  void TakeAuthorityOf(const Url& other) {
    url_.username = other.username;
    url_.password = other.password;
    url_.host = other.host;
    url_.port = other.port;
  }
  void ShortenPath() {
    if (url_.scheme == "file" && segments_.size() == 1 &&
        IsWindowsDriveLetter(segments_[0], true)) {
      return;
    }
    if (!segments_.empty()) segments_.pop_back();
  }
  void Begin(State state) { state_ = state; }
  void BeginQuery() {
    url_.query.emplace();
    state_ = State::kQuery;
  }
  void BeginFragment() {
    url_.fragment.emplace();
    state_ = State::kFragment;
  }

  bool Step() {
    switch (state_) {
      case State::kSchemeStart:
        return SchemeStart();
      case State::kScheme:
        return Scheme();
      case State::kNoScheme:
        return NoScheme();
      case State::kSpecialRelativeOrAuthority:
        if (Is('/') && Remaining().starts_with('/')) {
          Begin(State::kSpecialAuthorityIgnoreSlashes);
          ++at_;
        } else {
          Begin(State::kRelative);
          --at_;
        }
        return true;
      case State::kPathOrAuthority:
        if (Is('/')) {
          Begin(State::kAuthority);
        } else {
          Begin(State::kPath);
          --at_;
        }
        return true;
      case State::kRelative:
        return Relative();
      case State::kRelativeSlash:
        if (special() && (Is('/') || Is('\\'))) {
          Begin(State::kSpecialAuthorityIgnoreSlashes);
        } else if (Is('/')) {
          Begin(State::kAuthority);
        } else {
          TakeAuthorityOf(*base_);
          Begin(State::kPath);
          --at_;
        }
        return true;
      case State::kSpecialAuthoritySlashes:
        Begin(State::kSpecialAuthorityIgnoreSlashes);
        if (Is('/') && Remaining().starts_with('/')) {
          ++at_;
        } else {
          --at_;
        }
        return true;
      case State::kSpecialAuthorityIgnoreSlashes:
        if (!Is('/') && !Is('\\')) {
          Begin(State::kAuthority);
          --at_;
        }
        return true;
      case State::kAuthority:
        return Authority();
      case State::kHost:
        return Host();
      case State::kPort:
        return Port();
      case State::kFile:
        return File();
      case State::kFileSlash:
        return FileSlash();
      case State::kFileHost:
        return FileHost();
      case State::kPathStart:
        if (special()) {
          Begin(State::kPath);
          if (!Is('/') && !Is('\\')) --at_;
        } else if (Is('?')) {
          BeginQuery();
        } else if (Is('#')) {
          BeginFragment();
        } else if (!end_) {
          Begin(State::kPath);
          if (!Is('/')) --at_;
        }
        return true;
      case State::kPath:
        return Path();
      case State::kOpaquePath:
        if (Is('?')) {
          BeginQuery();
        } else if (Is('#')) {
          BeginFragment();
        } else if (Is(' ')) {
          const std::string_view rest = Remaining();
          url_.path += rest.starts_with('?') || rest.starts_with('#') ? "%20" : " ";
        } else if (!end_) {
          AppendEncoded(url_.path, c_, kC0Set);
        }
        return true;
      case State::kQuery:
        if (Is('#')) {
          BeginFragment();
        } else if (!end_) {
          AppendEncoded(*url_.query, c_, special() ? kSpecialQuerySet : kQuerySet);
        }
        return true;
      case State::kFragment:
        if (!end_) AppendEncoded(*url_.fragment, c_, kFragmentSet);
        return true;
    }
    return false;
  }

  bool SchemeStart() {
    if (!end_ && IsAlpha(c_)) {
      buffer_ += Lower(c_);
      Begin(State::kScheme);
    } else {
      Begin(State::kNoScheme);
      --at_;
    }
    return true;
  }

  bool Scheme() {
    if (!end_ && (IsAlpha(c_) || IsDigit(c_) || c_ == '+' || c_ == '-' || c_ == '.')) {
      buffer_ += Lower(c_);
      return true;
    }
    if (!Is(':')) {
      buffer_.clear();
      Begin(State::kNoScheme);
      at_ = -1;
      return true;
    }
    url_.scheme = std::move(buffer_);
    buffer_.clear();
    if (url_.scheme == "file") {
      Begin(State::kFile);
    } else if (special() && base_ != nullptr && base_->scheme == url_.scheme) {
      Begin(State::kSpecialRelativeOrAuthority);
    } else if (special()) {
      Begin(State::kSpecialAuthoritySlashes);
    } else if (Remaining().starts_with('/')) {
      Begin(State::kPathOrAuthority);
      ++at_;
    } else {
      url_.opaque_path = true;
      Begin(State::kOpaquePath);
    }
    return true;
  }

  bool NoScheme() {
    if (base_ == nullptr || (base_->opaque_path && !Is('#'))) return false;
    if (base_->opaque_path) {
      url_ = *base_;
      url_.fragment.reset();
      BeginFragment();
    } else {
      Begin(base_->scheme == "file" ? State::kFile : State::kRelative);
      --at_;
    }
    return true;
  }

  bool Relative() {
    url_.scheme = base_->scheme;
    if (Is('/') || (special() && Is('\\'))) {
      Begin(State::kRelativeSlash);
      return true;
    }
    TakeAuthorityOf(*base_);
    TakeSegmentsOf(*base_);
    url_.query = base_->query;
    if (Is('?')) {
      BeginQuery();
    } else if (Is('#')) {
      BeginFragment();
    } else if (!end_) {
      url_.query.reset();
      ShortenPath();
      Begin(State::kPath);
      --at_;
    }
    return true;
  }

  bool Authority() {
    if (Is('@')) {
      if (at_seen_) buffer_.insert(0, "%40");
      at_seen_ = true;
      for (const char c : buffer_) {
        if (c == ':' && !password_seen_) {
          password_seen_ = true;
        } else {
          AppendEncoded(password_seen_ ? url_.password : url_.username, c, kUserinfoSet);
        }
      }
      buffer_.clear();
    } else if (end_ || IsSlash() || Is('?') || Is('#')) {
      if (at_seen_ && buffer_.empty()) return false;
      at_ -= static_cast<std::ptrdiff_t>(buffer_.size()) + 1;
      buffer_.clear();
      Begin(State::kHost);
    } else {
      buffer_ += c_;
    }
    return true;
  }

  bool Host() {
    if (Is(':') && !in_brackets_) {
      if (buffer_.empty()) return false;
      if (!TakeHost()) return false;
      Begin(State::kPort);
    } else if (end_ || IsSlash() || Is('?') || Is('#')) {
      --at_;
      if (special() && buffer_.empty()) return false;
      if (!TakeHost()) return false;
      Begin(State::kPathStart);
    } else {
      if (c_ == '[') in_brackets_ = true;
      if (c_ == ']') in_brackets_ = false;
      buffer_ += c_;
    }
    return true;
  }

  bool TakeHost() {
    url_.host = ParseHost(buffer_, special());
    buffer_.clear();
    return url_.host.has_value();
  }

  bool Port() {
    if (!end_ && IsDigit(c_)) {
      buffer_ += c_;
      return true;
    }
    if (!(end_ || IsSlash() || Is('?') || Is('#'))) return false;
    if (!buffer_.empty()) {
      std::uint32_t port = 0;
      for (const char c : buffer_) {
        port = port * 10 + static_cast<std::uint32_t>(c - '0');
        if (port > 65535) return false;
      }
      url_.port = static_cast<std::uint16_t>(port);
      if (url_.port == DefaultPort(url_.scheme)) url_.port.reset();
      buffer_.clear();
    }
    Begin(State::kPathStart);
    --at_;
    return true;
  }

  bool File() {
    url_.scheme = "file";
    url_.host = "";
    if (Is('/') || Is('\\')) {
      Begin(State::kFileSlash);
    } else if (base_ != nullptr && base_->scheme == "file") {
      url_.host = base_->host;
      TakeSegmentsOf(*base_);
      url_.query = base_->query;
      if (Is('?')) {
        BeginQuery();
      } else if (Is('#')) {
        BeginFragment();
      } else if (!end_) {
        url_.query.reset();
        if (StartsWithWindowsDriveLetter(FromHere())) {
          segments_.clear();
        } else {
          ShortenPath();
        }
        Begin(State::kPath);
        --at_;
      }
    } else {
      Begin(State::kPath);
      --at_;
    }
    return true;
  }

  bool FileSlash() {
    if (Is('/') || Is('\\')) {
      Begin(State::kFileHost);
      return true;
    }
    if (base_ != nullptr && base_->scheme == "file") {
      url_.host = base_->host;
      if (!StartsWithWindowsDriveLetter(FromHere()) && base_->path.size() >= 3) {
        const std::string_view first =
            std::string_view(base_->path).substr(1, base_->path.find('/', 1) - 1);
        if (IsWindowsDriveLetter(first, true)) segments_.emplace_back(first);
      }
    }
    Begin(State::kPath);
    --at_;
    return true;
  }

  bool FileHost() {
    if (!(end_ || Is('/') || Is('\\') || Is('?') || Is('#'))) {
      buffer_ += c_;
      return true;
    }
    --at_;
    if (IsWindowsDriveLetter(buffer_)) {
      Begin(State::kPath);  // the buffer stays: it is the path's first segment
    } else if (buffer_.empty()) {
      url_.host = "";
      Begin(State::kPathStart);
    } else {
      if (!TakeHost()) return false;
      if (url_.host == "localhost") url_.host = "";
      Begin(State::kPathStart);
    }
    return true;
  }

  bool Path() {
    if (!(end_ || IsSlash() || Is('?') || Is('#'))) {
      AppendEncoded(buffer_, c_, kPathSet);
      return true;
    }
    if (IsDoubleDot(buffer_)) {
      ShortenPath();
      if (!IsSlash()) segments_.emplace_back();
    } else if (IsSingleDot(buffer_)) {
      if (!IsSlash()) segments_.emplace_back();
    } else {
      if (url_.scheme == "file" && segments_.empty() && IsWindowsDriveLetter(buffer_)) {
        buffer_[1] = ':';
      }
      segments_.push_back(buffer_);
    }
    buffer_.clear();
    if (Is('?')) BeginQuery();
    if (Is('#')) BeginFragment();
    return true;
  }

  std::string_view input_;
  const Url* base_;
  Url url_;
  std::vector<std::string> segments_;
  std::string buffer_;
  State state_ = State::kSchemeStart;
  std::ptrdiff_t at_ = 0;
  char c_ = '\0';
  bool end_ = false;
  bool at_seen_ = false;
  bool in_brackets_ = false;
  bool password_seen_ = false;
};

// ---- Normalising ----

// Names that say how a reader came to a page, never which page it is.
bool IsTracking(std::string_view name) {
  static constexpr std::string_view kNames[] = {
      "fbclid",    "gclid",   "dclid",     "gbraid",        "wbraid",
      "msclkid",   "yclid",   "ttclid",    "zarsrc",        "mc_cid",
      "mc_eid",    "igshid",  "igsh",      "_ga",           "_gl",
      "twclid",    "vero_id", "_openstat", "fb_action_ids", "fb_action_types",
      "fb_source", "zclid"};
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(), Lower);
  return lower.starts_with("utm_") ||
         std::find(std::begin(kNames), std::end(kNames), lower) != std::end(kNames);
}

bool IsSessionId(std::string_view name) {
  static constexpr std::string_view kNames[] = {"phpsessid", "jsessionid", "aspsessionid",
                                                "sessionid", "session_id", "sid",
                                                "cfid",      "cftoken"};
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(), Lower);
  return std::find(std::begin(kNames), std::end(kNames), lower) != std::end(kNames);
}

// "sid=3" may well be a page's number; a session id is long.
bool IsDropped(std::string_view parameter) {
  constexpr std::size_t kShortestSessionId = 12;
  const std::size_t equals = parameter.find('=');
  const std::string_view name = parameter.substr(0, equals);
  if (IsTracking(name)) return true;
  return IsSessionId(name) && equals != std::string_view::npos &&
         parameter.size() - equals - 1 >= kShortestSessionId;
}

std::string WithoutPathSession(std::string path) {
  for (;;) {
    std::string lower = path;
    std::transform(lower.begin(), lower.end(), lower.begin(), Lower);
    const std::size_t begin = lower.find(";jsessionid=");
    if (begin == std::string::npos) return path;
    const std::size_t end = std::min(path.find_first_of("/;", begin + 1), path.size());
    path.erase(begin, end - begin);
  }
}

bool IsC0OrSpace(char c) { return static_cast<unsigned char>(c) <= 0x20; }

}  // namespace

std::string Origin::Text() const {
  std::string text = scheme + "://" + host;
  if (DefaultPort(scheme) != port) text += ":" + std::to_string(port);
  return text;
}

std::string Url::Href() const {
  std::string href = scheme + ":";
  if (host) {
    href += "//";
    if (!username.empty() || !password.empty()) {
      href += username;
      if (!password.empty()) href += ":" + password;
      href += "@";
    }
    href += *host;
    if (port) href += ":" + std::to_string(*port);
  } else if (!opaque_path && path.starts_with("//")) {
    href += "/.";
  }
  href += path;
  if (query) href += "?" + *query;
  if (fragment) href += "#" + *fragment;
  return href;
}

Origin Url::origin() const {
  return {scheme, host.value_or(""), port ? *port : DefaultPort(scheme).value_or(0)};
}

std::string Url::PathAndQuery() const { return query ? path + "?" + *query : path; }

std::optional<Url> ParseUrl(std::string_view text, const Url* base) {
  if (text.size() > kMaxUrlBytes) return std::nullopt;
  while (!text.empty() && IsC0OrSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsC0OrSpace(text.back())) text.remove_suffix(1);
  std::string clean;
  clean.reserve(text.size());
  for (const char c : text) {
    if (c != '\t' && c != '\n' && c != '\r') clean += c;
  }
  // NUL is a character of its own here, while for MakeValidUtf8 it is damage: it is kept out of its
  // sight.
  std::string input;
  std::string_view rest = clean;
  for (;;) {
    const std::size_t nul = rest.find('\0');
    input += core::MakeValidUtf8(rest.substr(0, nul));
    if (nul == std::string_view::npos) break;
    input += '\0';
    rest.remove_prefix(nul + 1);
  }
  return Parser(input, base).Run();
}

Url Normalise(const Url& url) {
  Url normal = url;
  normal.fragment.reset();
  normal.username.clear();
  normal.password.clear();
  if (!normal.IsHttp()) return normal;
  normal.path = WithoutPathSession(normal.path);
  if (normal.query) {
    std::string kept;
    for (const std::string_view parameter : Split(*url.query, '&')) {
      if (parameter.empty() || IsDropped(parameter)) continue;
      if (!kept.empty()) kept += '&';
      kept += parameter;
    }
    normal.query.reset();
    if (!kept.empty()) normal.query = kept;
  }
  return normal;
}

std::string RegistrableDomain(std::string_view host) {
  struct Freer {
    void operator()(psl_ctx_t* list) const noexcept { psl_free(list); }
  };
  static const std::unique_ptr<psl_ctx_t, Freer> list(psl_latest(nullptr));
  std::string name(host);
  if (name.ends_with('.')) name.pop_back();
  if (name.empty() || name.front() == '[' || EndsInNumber(name) || !list) return name;
  const char* domain = psl_registrable_domain(list.get(), name.c_str());
  return domain == nullptr ? name : std::string(domain);
}

}  // namespace agencywatch::crawler
