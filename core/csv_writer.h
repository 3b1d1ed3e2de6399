// A line of CSV that a spreadsheet shows as it was meant. Source: RFC 4180; OWASP, "CSV Injection".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace agencywatch::core {

// What a spreadsheet needs at the beginning of a file to read it as UTF-8.
inline constexpr std::string_view kCsvMark = "\xEF\xBB\xBF";

// Comma and CRLF; a cell with a comma, quote or line break is quoted. A text that a spreadsheet would take for a formula
// (it begins with = + - @, tab or carriage return, white space before it too) is led by an apostrophe; a plain number is not.
// Marks that turn the direction of writing, behind which a text can look like another (Unicode UAX 9; "Trojan Source"), and
// control characters are written out: [U+202E].
[[nodiscard]] std::string CsvLine(const std::vector<std::string>& cells);

}  // namespace agencywatch::core
