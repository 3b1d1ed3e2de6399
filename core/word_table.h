// Vocabulary as people keep it, in a text file that is built into the program: "[section]", then its words, by commas,
// on as many lines as they like. A section may come again further down. '#' begins a line that is a comment.
#pragma once

#include <string_view>
#include <vector>

namespace agencywatch::core {

struct SectionWord {
  std::string_view section;
  std::string_view word;  // trimmed, as written
};

// In the order of the table; what comes points into it. A word before the first section, or a section that is not
// closed, is a std::logic_error.
[[nodiscard]] std::vector<SectionWord> ReadWordTable(std::string_view table);

}  // namespace agencywatch::core
