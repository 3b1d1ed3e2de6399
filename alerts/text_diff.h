// What an edit took out of a text and what it put in, sentence by sentence.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace agencywatch::alerts {

struct TextDiff {
  std::vector<std::string> removed;  // in the order of the old text
  std::vector<std::string> added;    // in the order of the new one
};
// Pieces end at line breaks and behind . ! ? ; White space around a piece does not count. The longest common run of
// pieces is left out; texts of more than 2,000 pieces are compared as sets of pieces.
[[nodiscard]] TextDiff DiffText(std::string_view before, std::string_view after);

}  // namespace agencywatch::alerts
