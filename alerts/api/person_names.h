// Persons' names and homes in running text, told by the words before them: "Người liên hệ: …", "gặp anh …", "địa chỉ: 12 …".
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace agencywatch::alerts {

// Begin and end in bytes; in no order, perhaps one within another. A name without a word before it is not told from others.
[[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> PersonNamePlaces(std::string_view text);
// House number and street, up to the ward or district, which stays.
[[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> HomePlaces(std::string_view text);

}  // namespace agencywatch::alerts
