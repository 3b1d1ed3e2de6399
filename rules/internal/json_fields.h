// The text fields of a JSON object, read without a tree in between: `match` handles thousands of lines a second.
// Source: RFC 8259.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace agencywatch::rules::internal {

// The string fields of one JSON object. `texts` is filled by the place of the key in `keys`; a missing key and
// null leave nullopt, the last of two equal keys counts.
struct TextFields {
  enum class Problem { kNone, kNotJson, kNotAnObject, kNotAString };
  std::vector<std::optional<std::string>> texts;
  Problem problem = Problem::kNone;
  std::string_view key;  // that is no string
};
[[nodiscard]] TextFields ReadTextFields(std::string_view json,
                                        const std::vector<std::string_view>& keys);

}  // namespace agencywatch::rules::internal
