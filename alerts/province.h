// The provinces and cities of Vietnam, as they are since 1 July 2025 (Resolution 202/2025/QH15): 34, made of the 63
// before. A text that names a former one means the one that it went into.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace agencywatch::alerts {

// As of today, with marks: "An Giang" … The order is that of the alphabet without marks.
[[nodiscard]] std::vector<std::string> Provinces();
// Former names and names without marks, too ("nam dinh" -> "Ninh Bình", "TPHCM"); nullopt for anything else.
[[nodiscard]] std::optional<std::string> FindProvince(std::string_view name);
// All that a place or an address names.
[[nodiscard]] std::set<std::string> ProvincesIn(std::string_view text);

}  // namespace agencywatch::alerts
