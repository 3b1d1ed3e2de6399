// The licence register as a file: CSV (comma, semicolon or tab, with or without BOM, quotes as in RFC 4180) or
// JSON lines (also one JSON array). Pure: bytes in, rows out.
//
// The columns of a CSV are found by their headings, Vietnamese or English (see core/register_columns.h); lines
// above the headings ("DANH SÁCH DOANH NGHIỆP …", "Cập nhật đến ngày …") are passed over. JSON objects have the keys
// name, name_en, short_name, licence_no, issued_on, status, status_from, status_to, status_market, tax_code, address,
// phone, markets, reissued_from, website, email; phone and markets may be a text or a list.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/errors.h"
#include "core/register_view.h"
#include "core/time.h"

namespace agencywatch::core {

struct RegisterFile {
  std::vector<RegisterRow> rows;
  // Lines that gave no row, and cells that were not understood (their row is there, without them). `file` is the
  // name given, `line` counts from 1.
  std::vector<InputProblem> problems;
  std::optional<Day> published_on;  // where the lines above the headings say so
};

inline constexpr std::size_t kMaxRegisterFileBytes =
    64UL * 1024 * 1024;  // the national list has about 500 rows

// `name` is used in messages only. Never throws for what is in the bytes: an empty file, or one without a column
// for name or licence, gives no rows and a problem that says so.
[[nodiscard]] RegisterFile ParseRegisterFile(std::string_view bytes, std::string_view name);

}  // namespace agencywatch::core
