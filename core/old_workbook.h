// The cells of a workbook of an old Office (.xls, BIFF 2 to 8) as text, read by libfreexl.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/spreadsheet.h"

namespace agencywatch::core {

// As ReadWorkbook: all worksheets, days as YYYY-MM-DD, the same bounds. Throws core::InputError, naming `name`, for what is no
// such workbook (a .doc begins with the same bytes), is damaged, or is protected by a password.
[[nodiscard]] std::vector<Sheet> ReadOldWorkbook(std::string_view bytes, const std::string& name);

}  // namespace agencywatch::core
