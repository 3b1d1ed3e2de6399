// Copies of a text in the disguises that adverts use to slip past filters. For tests: what is written stays
// legible to a person, and the rules must read it too.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace agencywatch::rules {

struct Disguise {
  std::string name;
  std::string (*apply)(const std::string& text);
};

// no_diacritics, nfd, zero_width, homoglyph, full_width, emoji_digits, spaced_letters, dotted_letters,
// repeated_letters, leet, teencode, mixed_case. Names (a capital at the start of a word), numbers and what holds
// digits keep their letters where a disguise would make them illegible.
[[nodiscard]] const std::vector<Disguise>& Disguises();

}  // namespace agencywatch::rules
