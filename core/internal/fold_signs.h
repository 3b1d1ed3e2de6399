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
  bool teencode = false;
  std::size_t most_number_words = 0;  // and single digits, in a row
  std::size_t letters_only = 0;       // words without digits
  std::size_t marked = 0;             // of those
};
// `flags` has one for each byte of `text`.
[[nodiscard]] WordSigns LookAtWords(std::string_view text, const std::vector<std::uint8_t>& flags);

}  // namespace agencywatch::core::internal
