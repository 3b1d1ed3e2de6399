// Small things that readers of pages do with text: join its parts, walk its lines.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "core/utf8.h"

namespace agencywatch::crawler {

// The first byte of a letter of Thai and its neighbours, or of the writings from U+3000 on, as Japanese, Korean and
// Chinese: folding leaves nothing of them.
[[nodiscard]] inline bool IsOtherWriting(char first) {
  constexpr unsigned char kThai = 0xE0;
  constexpr unsigned char kEastAsian = 0xE3;
  const auto byte = static_cast<unsigned char>(first);
  return byte == kThai || byte >= kEastAsian;
}
[[nodiscard]] inline bool HoldsOtherWriting(std::string_view text) {
  return std::any_of(text.begin(), text.end(), IsOtherWriting);
}

// What HTML collapses to one blank.
[[nodiscard]] inline bool IsBlank(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

// Of the Latin letters that Vietnamese and its neighbours use.
[[nodiscard]] inline bool IsSmallLetter(char32_t c) {
  const bool pairs = (c >= 0x100 && c < 0x180) || (c >= 0x1EA0 && c < 0x1F00);
  return (c >= 'a' && c <= 'z') || (c >= 0xDF && c <= 0xFF && c != 0xF7) || (pairs && c % 2 == 1) ||
         c == 0x1A1 || c == 0x1B0;  // ơ, ư
}

// Adds `part`, trimmed, behind a separator; nothing for an empty part.
inline void Append(std::string& to, std::string_view part, std::string_view separator = "\n") {
  part = core::Trim(part);
  if (part.empty()) return;
  if (!to.empty()) to += separator;
  to += part;
}

// As one line: every run of white space becomes one blank.
[[nodiscard]] inline std::string OneLine(std::string_view text) {
  std::string out;
  for (const char c : core::Trim(text)) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  return out;
}

// Calls `use` with every line of `text`, empty ones too.
template <class Use>
void ForEachLine(std::string_view text, const Use& use) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    use(text.substr(begin, end - begin));
    begin = end + 1;
  }
}

// Calls `use` with every part of a line of details: "Mã tin: 190334 · Đăng 15/11/2026 | Khu vực: Ba Lan".
template <class Use>
void ForEachPart(std::string_view line, const Use& use) {
  while (!line.empty()) {
    std::size_t end = line.size();
    std::size_t behind = line.size();
    for (const std::string_view mark : {" | ", " · ", " • "})
      if (const std::size_t at = line.find(mark); at < end) {
        end = at;
        behind = at + mark.size();
      }
    use(line.substr(0, end));
    line.remove_prefix(behind);
  }
}

}  // namespace agencywatch::crawler
