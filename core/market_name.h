// The names of the countries that workers go to. The table is market_names.txt.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace agencywatch::core {

// ISO 3166 alpha-2 of a market's Vietnamese or English name, or of a code; nullopt for what is none.
[[nodiscard]] std::optional<std::string> FindMarket(std::string_view name);

}  // namespace agencywatch::core
