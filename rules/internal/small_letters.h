// Small letters for capitals, byte for byte: what literals of exact patterns are looked up in, so that one search does
// for patterns that mind capitals and for those that do not. Source: Unicode 15, CaseFolding.txt, simple folds.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace agencywatch::rules::internal {

// Latin letters in small letters, everything else as it is; as many bytes as `utf8` has, which is valid UTF-8. nullopt
// when there is a character in it that RE2 takes for a Latin letter without regard to case and that is none (the Kelvin
// sign, the long s, …): then nothing is known.
[[nodiscard]] std::optional<std::string> SmallLetters(std::string_view utf8);

// Whether SmallLetters tells all forms of this character that RE2 takes for each other without regard to case.
[[nodiscard]] bool KnowsCaseOf(char32_t c);

}  // namespace agencywatch::rules::internal
