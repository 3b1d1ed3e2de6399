// Tables of orders on agencies' pages: mã đơn | ngành | số lượng | lương | phí …, one advert a row.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <vector>

namespace agencywatch::crawler {

struct OrderRow {
  std::string code;   // the order's code; empty when there is no such column
  std::string title;  // job and destination
  std::string body;   // "Heading: cell", a line each, in the order of the table
};

struct OrderTable {
  std::vector<OrderRow> rows;  // empty when the table is none of orders
};

// A table of orders has a row of headings of which three at least are particulars of adverts, among them what is
// done (or the code) and what it pays, costs, where it is or how many are sought; cells that span several rows count
// for each of them.
[[nodiscard]] OrderTable ReadOrderTable(pugi::xml_node table);

}  // namespace agencywatch::crawler
