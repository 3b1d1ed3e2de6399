#include "core/utf8.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace agencywatch::core {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

unsigned char At(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

// Reads one well-formed sequence at `at`; false leaves `length` as the ill-formed part to replace
// as one.
bool Read(std::string_view text, std::size_t at, char32_t& code_point, std::size_t& length) {
  const unsigned char lead = At(text, at);
  length = 1;
  if (lead < 0x80) {
    code_point = lead;
    return lead != 0;
  }
  unsigned low = 0x80;
  unsigned high = 0xBF;
  int more = 0;
  if (lead >= 0xC2 && lead <= 0xDF) {
    more = 1;
    code_point = lead & 0x1FU;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    more = 2;
    code_point = lead & 0x0FU;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    more = 3;
    code_point = lead & 0x07U;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  } else {
    return false;
  }
  for (int i = 0; i < more; ++i) {
    if (at + length >= text.size()) return false;
    const unsigned char next = At(text, at + length);
    if (next < low || next > high) return false;
    code_point = (code_point << 6) | (next & 0x3FU);
    low = 0x80;
    high = 0xBF;
    ++length;
  }
  return true;
}

// How many of the next eight bytes are ASCII and not NUL, up to the first that is not; 0 near the end of the text.
std::size_t PlainAsciiOf8(std::string_view text, std::size_t at) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080U;
  constexpr std::uint64_t kOnes = 0x0101010101010101U;
  static_assert(std::endian::native == std::endian::little);
  if (text.size() - at < 8) return 0;
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, text.data() + at, 8);
  return static_cast<std::size_t>(std::countr_zero((bytes | (bytes - kOnes)) & kHighBits)) / 8;
}

bool IsAsciiNoBlank(char c) { return c > ' ' && c < 0x7F; }

bool IsBlank(char32_t c) {
  return c == ' ' || (c >= 9 && c <= 13) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000 || c == 0xFEFF;
}

}  // namespace

bool IsValidUtf8(std::string_view text) {
  const auto is_more = [&](std::size_t at) { return (At(text, at) & 0xC0U) == 0x80; };
  for (std::size_t at = 0; at < text.size();) {
    const unsigned char lead = At(text, at);
    if (lead < 0x80) {
      if (lead == 0) return false;
      at += std::max<std::size_t>(PlainAsciiOf8(text, at), 1);
      continue;
    }
    // Nearly all letters beyond ASCII have two or three bytes, and no lead byte with bounds of its own.
    if (lead >= 0xC2 && lead <= 0xDF && at + 1 < text.size() && is_more(at + 1)) {
      at += 2;
      continue;
    }
    if (lead > 0xE0 && lead < 0xED && at + 2 < text.size() && is_more(at + 1) && is_more(at + 2)) {
      at += 3;
      continue;
    }
    char32_t code_point = 0;
    std::size_t length = 0;
    if (!Read(text, at, code_point, length)) return false;
    at += length;
  }
  return true;
}

std::string MakeValidUtf8(std::string_view text) {
  if (IsValidUtf8(text)) return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    char32_t code_point = 0;
    std::size_t length = 0;
    if (Read(text, at, code_point, length)) {
      out.append(text.substr(at, length));
    } else {
      AppendUtf8(out, kReplacement);
    }
    at += length;
  }
  return out;
}

char32_t NextCodePoint(std::string_view text, std::size_t& at) {
  char32_t code_point = 0;
  std::size_t length = 0;
  const bool good = Read(text, at, code_point, length);
  at += length;
  return good ? code_point : kReplacement;
}

void AppendUtf8(std::string& out, char32_t c) {
  const auto put = [&out](char32_t byte) { out += static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

bool LooksLikeText(std::string_view text) {
  constexpr std::size_t kOneIn = 20;
  std::size_t all = 0;
  std::size_t odd = 0;
  for (std::size_t at = 0; at < text.size(); ++all) {
    const char32_t c = NextCodePoint(text, at);
    const bool control = (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') || (c >= 0x7F && c < 0xA0);
    if (control || c == 0xFFFD) ++odd;
  }
  return odd * kOneIn <= all;
}

std::string_view Utf8Prefix(std::string_view text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  std::size_t end = max_bytes;
  while (end > 0 && (At(text, end) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

std::string_view Trim(std::string_view text) {
  std::size_t begin = 0;
  while (begin < text.size()) {
    if (IsAsciiNoBlank(text[begin])) break;
    std::size_t next = begin;
    if (!IsBlank(NextCodePoint(text, next))) break;
    begin = next;
  }
  std::size_t end = text.size();
  while (end > begin) {
    if (IsAsciiNoBlank(text[end - 1])) break;
    std::size_t start = end - 1;
    while (start > begin && (At(text, start) & 0xC0) == 0x80) --start;
    std::size_t next = start;
    if (!IsBlank(NextCodePoint(text, next))) break;
    end = start;
  }
  return text.substr(begin, end - begin);
}

}  // namespace agencywatch::core
