// Tables of orders on agencies' pages: mã đơn | ngành | số lượng | lương | phí …, one advert a row (or a column).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crawler/html_tree.h"

namespace agencywatch::crawler {

struct OrderRow {
  std::string code;    // the order's code; empty when there is no such column
  std::string number;  // in the column STT
  std::string job;
  std::string title;  // job and destination
  std::string body;   // "Heading: cell", a line each, in the order of the table
  bool has_fee = false;
  bool has_own_page =
      false;  // its code or job is a link that no other row has, or one says "Xem chi tiết"
};

struct OrderTable {
  std::vector<OrderRow> rows;  // empty when the table is none of orders
};

// A table of orders has a row of headings, or two that belong together, of which three at least are particulars of
// adverts, among them what is done (or the code) and what it pays, costs, where it is or how many are sought. Or its
// first column holds such headings, and every further column an order, its name above where the corner says nothing.
// Cells that span several rows or columns count for each of them.
[[nodiscard]] OrderTable ReadOrderTable(HtmlNode table);

// A note beside the table is about this order alone: it names its code, its number ("Đơn số 2: …"), its job, or begins
// with a mark that stands in its row ("(*)").
[[nodiscard]] bool SpeaksOf(std::string_view note, const OrderRow& order);

}  // namespace agencywatch::crawler
