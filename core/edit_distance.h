// How many letters must be added, removed or replaced to turn one word into another.
// Source: Levenshtein's distance; bytes count as letters, so fold first.
#pragma once

#include <cstddef>
#include <string_view>

namespace agencywatch::core {

[[nodiscard]] std::size_t EditDistance(std::string_view a, std::string_view b);

}  // namespace agencywatch::core
