// Where the words of one folded text begin, by their first letters: asked once for each of the many patterns that are
// tried on the same text, most of which begin with a few letters only.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace agencywatch::rules::internal {

// Letters of folded text by a number of six bits: letters and digits have their own, signs share one with another byte.
constexpr std::size_t kLetterCodes = 64;
[[nodiscard]] constexpr std::size_t LetterCode(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte & 0x1FU) | (byte & 0x40U) >> 1U;
}

// Refers to nothing.
class WordIndex {
 public:
  explicit WordIndex(std::string_view folded);

  // Calls visit(begin) for the words at or behind `from` whose first letter has one of `codes` (a bit each), from left
  // to right, until one returns true.
  template <class Visit>
  void FindFrom(std::size_t from, std::uint64_t codes, Visit&& visit) const {
    const auto word = static_cast<std::size_t>(std::lower_bound(begins_.begin(), begins_.end(), from) - begins_.begin());
    for (std::size_t block = word / 64; block < blocks_; ++block) {
      std::uint64_t words = 0;
      for (std::uint64_t rest = codes; rest != 0; rest &= rest - 1) {
        words |= by_code_[static_cast<std::size_t>(std::countr_zero(rest)) * blocks_ + block];
      }
      if (block == word / 64) words &= ~std::uint64_t{0} << (word % 64);
      for (; words != 0; words &= words - 1) {
        if (visit(begins_[block * 64 + static_cast<std::size_t>(std::countr_zero(words))])) return;
      }
    }
  }

 private:
  std::size_t blocks_ = 0;                // of 64 words
  std::vector<std::uint32_t> begins_;     // rising
  std::vector<std::uint64_t> by_code_;    // blocks_ for each code: bit i of a block is its word i
};

}  // namespace agencywatch::rules::internal
