// What people call a country.
#pragma once

#include <string>
#include <vector>

namespace agencywatch::alerts {

// "KH" -> "Campuchia" / "Cambodia", as the Unicode CLDR has it; what is no country's code stays as it is.
[[nodiscard]] std::string CountryName(const std::string& code, bool english);
// "Campuchia, Lào".
[[nodiscard]] std::string CountryNames(const std::vector<std::string>& codes, bool english);

}  // namespace agencywatch::alerts
