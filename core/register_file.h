// The licence register as a file: CSV (comma, semicolon, tab or bar, UTF-8 or UTF-16, quotes as in RFC 4180), JSON
// lines (also one JSON array), or the cells of a spreadsheet. Pure: bytes in, rows out.
//
// The columns of a table are found by their headings, Vietnamese or English (see core/register_columns.h); lines
// above the headings ("DANH SÁCH DOANH NGHIỆP …", "Cập nhật đến ngày …") are passed over. JSON objects have the keys
// name, name_en, short_name, licence_no, issued_on, status, status_from, status_to, status_market, status_activity, tax_code, address,
// phone, markets, reissued_from, website, email, branches, accounts; those of several values may be a text or a list.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/csv_reader.h"
#include "core/errors.h"
#include "core/register_columns.h"
#include "core/register_view.h"
#include "core/time.h"

namespace agencywatch::core {

// What a heading of the file was taken for.
struct RegisterHeading {
  std::string heading;                   // as written
  std::optional<RegisterColumn> column;  // nullopt: passed over
};

struct RegisterPlace {
  std::string file;  // the name given
  int line = 0;      // from 1; 0 when unknown
};

struct RegisterFile {
  std::vector<RegisterRow> rows;
  std::vector<RegisterPlace> places;  // of each row
  // Lines that gave no row, and cells that were not understood (their row is there, without them).
  std::vector<InputProblem> problems;
  // What makes the list doubtful as a whole: a quote that is never closed, a status nobody understands.
  std::vector<InputProblem> doubts;
  std::vector<RegisterHeading> headings;  // in the order of the file; empty for JSON
  std::optional<Day> published_on;        // where the lines above the headings say so
};

inline constexpr std::size_t kMaxRegisterFileBytes =
    64UL * 1024 * 1024;  // the national list has about 500 rows

// `name` is used in messages only. Never throws for what is in the bytes: an empty file, or one without a column
// for name or licence, gives no rows and a problem that says so.
[[nodiscard]] RegisterFile ParseRegisterFile(std::string_view bytes, std::string_view name);

// A line of a table, with its number from 1.
using TableLine = CsvReader::Record;
// The same for the lines of a spreadsheet.
[[nodiscard]] RegisterFile ParseRegisterTable(const std::vector<TableLine>& lines,
                                              std::string_view name);

// A row that came from elsewhere (an HTML table).
void AddRow(RegisterFile& file, RegisterRow row, RegisterPlace place);
// `next` is another page of the same list. Of two days of publication the earlier one counts.
void Append(RegisterFile& list, RegisterFile next);
// One problem for each number that stands twice for the same status and market, with both places.
[[nodiscard]] std::vector<InputProblem> FindDuplicates(const RegisterFile& list);

}  // namespace agencywatch::core
