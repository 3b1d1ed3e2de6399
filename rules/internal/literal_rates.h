// How often a literal is to be expected in adverts: a chain of letters (Shannon 1948) with the frequencies of
// letter trigrams in Vietnamese and English adverts without marks (trigrams.txt, counted in texts of our own).
#pragma once

#include <string_view>

namespace agencywatch::rules::internal {

// Occurrences of folded `literal` per byte of text, with a word border before or behind it where so stated.
[[nodiscard]] double LiteralRate(std::string_view literal, bool border_before, bool border_after);

}  // namespace agencywatch::rules::internal
