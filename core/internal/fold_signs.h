// What one look at the words of a draft tells of the disguises that may be there. Most texts have little of them: the
// passes that would find nothing need not run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace agencywatch::core::internal {

struct WordSigns {
  bool atoms_together = false;  // two letters or digits that stand alone are close enough to be joined
  bool digits = false;          // there is one
  bool repeats = false;         // some letter stands three times in a row
  std::size_t most_number_words = 0;  // and single digits, in a row
  std::size_t letters_only = 0;       // words without digits
  std::size_t marked = 0;             // of those
  std::vector<std::size_t> teencode;  // where words begin that may be it

  // Bit i of the nth stands for byte 64 n + i of the text.
  struct Window {
    std::uint64_t starts = 0;  // of words
    std::uint64_t digits = 0;
    std::uint64_t ats = 0;  // '@'
  };
  static constexpr std::size_t kWindow = 64;
  std::vector<Window> windows;  // one more than the text has
  // Of the nth window: bytes with a digit among the 32 from there on.
  [[nodiscard]] std::uint64_t NearDigits(std::size_t n) const;
};
// `flags` has one for each byte of `text`.
[[nodiscard]] WordSigns LookAtWords(std::string_view text, const std::vector<std::uint8_t>& flags);

}  // namespace agencywatch::core::internal
