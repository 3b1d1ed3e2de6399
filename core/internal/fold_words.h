// Words that the folding knows: teencode with its meaning, numbers, and words that tell Vietnamese without marks.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string_view>
#include <vector>

namespace agencywatch::core::internal {

// A word of at most eight letters as a number, the first letter lowest; 0 for a longer one.
inline constexpr std::size_t kPackedLetters = 8;
[[nodiscard]] constexpr std::uint64_t PackWord(std::string_view word) {
  if (word.size() > kPackedLetters) return 0;
  std::uint64_t packed = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    packed |= std::uint64_t{static_cast<unsigned char>(word[i])} << (8 * i);
  }
  return packed;
}

// What packed words of six letters at most are; a word is found, or not, at the first place looked at.
template <unsigned kSlotBits>
class PackedWords {
 public:
  struct Word {
    std::string_view word;
    unsigned kinds = 0;  // bits
  };
  explicit PackedWords(const std::vector<Word>& words) {
    for (std::mt19937_64 random; !Fill(words);) factor_ = random() | 1;
  }
  // 0 for most words.
  [[nodiscard]] unsigned KindsOf(std::uint64_t packed) const {
    const std::uint64_t word = words_[SlotOf(packed)];
    return (word & kLetters) == packed ? static_cast<unsigned>(word >> kKindShift) : 0;
  }

 private:
  static constexpr unsigned kKindShift = 48;
  static constexpr std::uint64_t kLetters = (std::uint64_t{1} << kKindShift) - 1;

  // False when two words fell on the same slot.
  [[nodiscard]] bool Fill(const std::vector<Word>& words) {
    words_.fill(0);
    for (const auto& [word, kinds] : words) {
      std::uint64_t& slot = words_[SlotOf(PackWord(word))];
      if (slot != 0 && (slot & kLetters) != PackWord(word)) return false;
      slot |= PackWord(word) | std::uint64_t{kinds} << kKindShift;
    }
    return true;
  }
  [[nodiscard]] std::size_t SlotOf(std::uint64_t packed) const { return (packed * factor_) >> (64 - kSlotBits); }

  std::uint64_t factor_ = 1;  // under which no two words have the same slot
  std::array<std::uint64_t, std::size_t{1} << kSlotBits> words_{};
};

inline constexpr unsigned kTeencodeWord = 1;  // also words that are teencode only beside certain others
inline constexpr unsigned kNumberWord = 2;
[[nodiscard]] const PackedWords<9>& ShortWords();
inline constexpr unsigned kVietnameseWord = 1;  // which it is without its marks
[[nodiscard]] const PackedWords<11>& VietnameseWords();

// Of teencode that means the same wherever it stands as a word.
[[nodiscard]] std::optional<std::string_view> MeaningOfTeencode(std::string_view word);
// Abbreviations of careful writing too (ĐT in a footer, XKLĐ in a heading): written out, but no disguise.
[[nodiscard]] bool IsAbbreviation(std::string_view word);
// 0 … 9; -1 mươi, -2 linh.
[[nodiscard]] std::optional<int> ValueOfNumberWord(std::string_view word);

}  // namespace agencywatch::core::internal
