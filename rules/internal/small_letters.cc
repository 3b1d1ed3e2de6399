#include "rules/internal/small_letters.h"

#include <cstddef>

namespace agencywatch::rules::internal {
namespace {

// In these ranges a capital and its small letter stand side by side.
bool IsEvenCapital(char32_t c) {
  return (c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177) || (c >= 0x1A0 && c <= 0x1A5) ||
         (c >= 0x1E00 && c <= 0x1E95) || (c >= 0x1EA0 && c <= 0x1EFF);
}
bool IsOddCapital(char32_t c) {
  return (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E) || c == 0x1AF || c == 0x1B0;
}

char32_t SmallOf(char32_t c) {
  if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 0x20;
  if (IsEvenCapital(c)) return c | 1;
  if (IsOddCapital(c)) return c + (c & 1);
  return c;
}

// Forms of Latin letters that are no neighbours: the long s, the Kelvin and the Angstrom sign, the dotted long s, the
// capital sharp s, the capital y with diaeresis.
bool IsOddForm(char32_t c) {
  return c == 0x17F || c == 0x212A || c == 0x212B || c == 0x1E9B || c == 0x1E9E || c == 0x178;
}

}  // namespace

std::optional<std::string> SmallLetters(std::string_view utf8) {
  std::string small(utf8);
  for (std::size_t at = 0; at < small.size(); ++at) {
    const auto byte = static_cast<unsigned char>(small[at]);
    if (byte < 0x80) {
      small[at] = static_cast<char>(byte + (byte >= 'A' && byte <= 'Z' ? 0x20 : 0));
      continue;
    }
    const auto next = [&](std::size_t n) -> char32_t {
      return at + n < small.size() ? static_cast<unsigned char>(small[at + n]) & 0x3FU : 0;
    };
    if (byte >= 0xC3 && byte <= 0xC6) {
      const char32_t c = (byte & 0x1FU) << 6 | next(1);
      if (IsOddForm(c)) return std::nullopt;
      const char32_t folded = SmallOf(c);
      small[at] = static_cast<char>(0xC0 | folded >> 6);
      if (at + 1 < small.size()) small[at + 1] = static_cast<char>(0x80 | (folded & 0x3F));
      ++at;
    } else if (byte == 0xE1 || byte == 0xE2) {
      const char32_t c = (byte & 0x0FU) << 12 | next(1) << 6 | next(2);
      if (IsOddForm(c)) return std::nullopt;
      if (at + 2 < small.size()) small[at + 2] = static_cast<char>(0x80 | (SmallOf(c) & 0x3F));
      at += 2;
    }
  }
  return small;
}

bool KnowsCaseOf(char32_t c) {
  if (c < 0x80) return true;
  if (IsOddForm(c) || c == 0xB5 || c == 0xDF || c == 0xFF) return false;
  const bool latin = c <= 0x17E || (c >= 0x1A0 && c <= 0x1A5) || c == 0x1AF || c == 0x1B0 ||
                     (c >= 0x1E00 && c <= 0x1E95) || (c >= 0x1EA0 && c <= 0x1EFF);
  // Punctuation, currency signs, arrows, dingbats: these have no case.
  return latin || (c >= 0x2000 && c <= 0x20CF) || (c >= 0x2190 && c <= 0x23FF) || (c >= 0x2500 && c <= 0x27FF);
}

}  // namespace agencywatch::rules::internal
