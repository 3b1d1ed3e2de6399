// Published lists of licensed enterprises on a page: tables with a column of names and one of licence numbers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/register_view.h"
#include "crawler/html_tree.h"

namespace agencywatch::crawler {

struct RegisterTables {
  std::vector<std::string> headings;  // as written, of all tables
  std::vector<core::RegisterRow> rows;
  std::vector<std::string> problems;  // cells that were not understood, one sentence each
};

// Headings may stand in one row or two (core/register_columns.h knows their words). A table without headings, as the
// further pages of a long list have, is read where its cells show names and licence numbers. `heading` is the page's:
// it says what holds for a table with no heading of its own ("Danh sách doanh nghiệp bị thu hồi giấy phép").
[[nodiscard]] RegisterTables ReadRegisterTables(HtmlNode root, std::string_view heading);

}  // namespace agencywatch::crawler
