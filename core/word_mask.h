// Words of folded text, found 64 bytes at a time.
#pragma once

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace agencywatch::core {

// What words are made of: letters and digits, or '_' too, as RE2's \b has it.
enum class WordBytes { kLettersAndDigits, kUnderscoreToo };

template <WordBytes kBytes>
[[nodiscard]] constexpr bool IsWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '_' && kBytes == WordBytes::kUnderscoreToo);
}

// RE2's \b between at - 1 and at.
[[nodiscard]] inline bool BorderAt(std::string_view text, std::size_t at) {
  const bool before = at > 0 && IsWordByte<WordBytes::kUnderscoreToo>(text[at - 1]);
  const bool behind = at < text.size() && IsWordByte<WordBytes::kUnderscoreToo>(text[at]);
  return before != behind;
}

// Bit i: whether bytes[i] belongs to a word, for 64 bytes.
template <WordBytes kBytes>
[[nodiscard]] std::uint64_t WordMask(const char* bytes) {
  std::uint64_t mask = 0;
#ifdef __SSE2__
  const auto within = [](__m128i c, char first, char count) {
    const __m128i offset = _mm_sub_epi8(c, _mm_set1_epi8(first));
    return _mm_cmpeq_epi8(_mm_min_epu8(offset, _mm_set1_epi8(static_cast<char>(count - 1))), offset);
  };
  for (int block = 0; block < 4; ++block) {
    const __m128i c = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 16 * block));
    __m128i word = _mm_or_si128(within(c, 'a', 26), within(c, '0', 10));
    if constexpr (kBytes == WordBytes::kUnderscoreToo) {
      word = _mm_or_si128(word, _mm_cmpeq_epi8(c, _mm_set1_epi8('_')));
    }
    const auto bits = static_cast<std::uint32_t>(_mm_movemask_epi8(word));
    mask |= std::uint64_t{bits} << (16 * block);
  }
#else
  for (int i = 0; i < 64; ++i) mask |= std::uint64_t{IsWordByte<kBytes>(bytes[i])} << i;
#endif
  return mask;
}

// The same for text[at, …), of which there may be less than 64 bytes.
template <WordBytes kBytes>
[[nodiscard]] std::uint64_t WordMaskAt(std::string_view text, std::size_t at) {
  if (text.size() - at >= 64) return WordMask<kBytes>(text.data() + at);
  std::array<char, 64> last{};
  std::memcpy(last.data(), text.data() + at, text.size() - at);
  return WordMask<kBytes>(last.data());
}

// Calls visit(begin, end) for every word, from left to right. `visit` may change bytes of words, not their extent.
template <WordBytes kBytes, class Visit>
void ForEachWord(std::string_view text, Visit&& visit) {
  std::size_t begin = 0;  // of the word that is open
  bool open = false;
  for (std::size_t base = 0; base < text.size(); base += 64) {
    const std::uint64_t mask = WordMaskAt<kBytes>(text, base);
    // Where a word begins or, one behind its last byte, ends: bytes that differ from the one before.
    std::uint64_t edges = mask ^ (mask << 1 | static_cast<std::uint64_t>(open));
    for (; edges != 0; edges &= edges - 1) {
      const std::size_t at = base + static_cast<std::size_t>(std::countr_zero(edges));
      if (open) {
        visit(begin, at);
      } else {
        begin = at;
      }
      open = !open;
    }
  }
  if (open) visit(begin, text.size());
}

}  // namespace agencywatch::core
