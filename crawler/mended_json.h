// JSON as pages really hold it: with comments and CDATA around it, entities inside it, a semicolon behind it, line breaks
// in its texts, commas too many.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

namespace agencywatch::crawler {

inline constexpr int kMaxJsonDepth = 64;  // what is nested deeper is not read

// All values of a script block; templates put several objects behind one another.
// Empty when it cannot be read.
[[nodiscard]] std::vector<nlohmann::json> ParseMendedJson(std::string_view text);

}  // namespace agencywatch::crawler
