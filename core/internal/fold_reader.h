// The table pass of folding: letters without marks and case, white space as single blanks. Undoes no disguise.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/internal/fold_map.h"

namespace agencywatch::core::internal {

// Bytes of the original.
struct Stretch {
  std::size_t start = 0;
  std::size_t end = 0;
};

struct FoldReading {
  std::string text;
  std::vector<std::uint8_t> flags;  // of each byte: Flag
  FoldMap map;
  std::uint8_t all_flags = 0;     // of anything that was read, but for kUpper
  std::optional<Stretch> hidden;  // the first invisible characters that stand inside a word
};

// `utf8` is valid.
[[nodiscard]] FoldReading ReadFolded(std::string_view utf8);

// The text alone, letters of other scripts as symbols. Most texts are folded for nothing more.
[[nodiscard]] std::string FoldLetters(std::string_view utf8);

}  // namespace agencywatch::core::internal
