// Phrases looked for as whole words in a short text, as a heading or a cell of a list is.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace agencywatch::core::internal {

// Folded letters and digits, one blank for everything between, a blank at both ends: " so giay phep ".
[[nodiscard]] std::string WholeWords(std::string_view text);

// `words` as above, `phrase` without the blanks at its ends.
[[nodiscard]] bool Has(std::string_view words, std::string_view phrase);

template <std::size_t N>
[[nodiscard]] bool HasAny(std::string_view words, const std::array<std::string_view, N>& phrases) {
  return std::any_of(phrases.begin(), phrases.end(),
                     [&](std::string_view phrase) { return Has(words, phrase); });
}

}  // namespace agencywatch::core::internal
