// The cells of an XLSX workbook as text. Source: ECMA-376 part 1 (SpreadsheetML), sections 18.3 and 18.8.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/register_file.h"

namespace agencywatch::core {

struct Sheet {
  std::string name;
  std::vector<TableLine> lines;  // those that have cells, with their numbers
};

// All worksheets in their order. A cell formatted as a day is given as YYYY-MM-DD; formulas by their last value.
// Bounded: 64 MB unpacked in all, 100,000 lines and 200 columns a sheet; the rest is left out.
// Throws core::InputError, naming `name`, for bytes that are no such workbook.
[[nodiscard]] std::vector<Sheet> ReadWorkbook(std::string_view bytes, const std::string& name);

}  // namespace agencywatch::core
