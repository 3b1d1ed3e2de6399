// How one code point folds: a table made from ICU's NFKD once, with the look-alikes and spellings of our own.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace agencywatch::core::internal {

inline constexpr char kSymbol = '\x01';

// What is known about a folded byte beyond the byte itself.
enum Flag : std::uint8_t {
  kUpper = 1,        // written as a capital
  kMarked = 2,       // had Vietnamese marks, or was a đ
  kForeign = 4,      // a letter of a script other than Latin
  kStyled = 8,       // full-width, mathematical, circled, small capital …
  kEmojiDigit = 16,  // keycap, circled, superscript
  kWide = 32,        // a blank written as two or more
  kNewline = 64      // a blank with a line break in it
};

// How one code point folds.
struct FoldEntry {
  enum class Kind : std::uint8_t { kSymbolKind, kText, kBlank, kMark, kInvisible, kSelector };
  Kind kind = Kind::kSymbolKind;
  std::uint8_t size = 1;  // of what a letter or symbol folds to
  std::uint8_t flags = 0;
  std::array<char, 5> text{kSymbol};

  void Set(std::string_view bytes) {
    kind = Kind::kText;
    size = static_cast<std::uint8_t>(bytes.size());
    std::copy(bytes.begin(), bytes.end(), text.begin());
  }
};

constexpr bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsWord(char c) { return IsLetter(c) || IsDigit(c); }
constexpr bool IsVowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

// Fold of every code point in the blocks that have something to fold to; everything outside is a symbol (Han, emoji …).
class FoldTable {
 public:
  static const FoldTable& Get();
  [[nodiscard]] const FoldEntry& Of(char32_t code_point) const {
    return code_point < kFirstBlockEnd ? entries_[code_point] : OfLater(code_point);
  }

 private:
  static constexpr char32_t kFirstBlockEnd = 0x3400;

  FoldTable();
  [[nodiscard]] const FoldEntry& OfLater(char32_t code_point) const;
  FoldEntry& At(char32_t code_point);
  void SetLookalike(char32_t code_point, char latin, int flags);

  std::vector<FoldEntry> entries_;
  FoldEntry other_;
  FoldEntry ten_;
};

}  // namespace agencywatch::core::internal
