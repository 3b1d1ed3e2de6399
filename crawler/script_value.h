// Values that programs in a page are given: JSON, and the literals of JavaScript that say the same (keys without quotes,
// single quotes, !0, void 0, new Date("…"), JSON.parse("…"), Nuxt's function of the values that occur often).
// Source: ECMA-262 (12.9 literals), RFC 8259. Nothing is run.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace agencywatch::crawler {

using ScriptValue = nlohmann::ordered_json;  // members in the order in which they stand

// The value that begins `text`; what stands behind it does not matter. nullopt where it is cut off, holds more than a
// literal, or is nested deeper than 64 or larger than 200,000 values. Of an object, 300 members are kept.
[[nodiscard]] std::optional<ScriptValue> ParseScriptValue(std::string_view text);

}  // namespace agencywatch::crawler
