// The small parts of URLs that their parser, their hosts and their normal form share: characters and what has to be
// percent-encoded where (WHATWG URL, sections 1.3 and 4.2), and the special schemes.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace agencywatch::crawler {

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

inline void AppendEncoded(std::string& out, char c, const EncodeSet& set) {
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

inline std::string PercentDecode(std::string_view text) {
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

inline bool EqualsIgnoringCase(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() && std::equal(text.begin(), text.end(), lower.begin(),
                                                   [](char a, char b) { return Lower(a) == b; });
}

// Schemes (section 4.2).

inline std::optional<std::uint16_t> DefaultPort(std::string_view scheme) {
  if (scheme == "http" || scheme == "ws") return std::uint16_t{80};
  if (scheme == "https" || scheme == "wss") return std::uint16_t{443};
  if (scheme == "ftp") return std::uint16_t{21};
  return std::nullopt;
}

inline bool IsSpecial(std::string_view scheme) { return scheme == "file" || DefaultPort(scheme); }

inline std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

}  // namespace agencywatch::crawler
