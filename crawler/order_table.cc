#include "crawler/order_table.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

#include "core/fold.h"
#include "core/utf8.h"
#include "crawler/html_text.h"
#include "crawler/job_labels.h"

namespace agencywatch::crawler {
namespace {

struct Column {
  std::string heading;
  std::optional<JobLabel> label;
};

// Headings in lists of vacancies that mean something else under an advert's label.
std::optional<JobLabel> ColumnLabel(std::string_view heading) {
  const std::string folded = core::FoldPlain(heading);
  if (folded == "stt" || folded == "tt" || folded == "no." || folded == "no" || folded == "#")
    return std::nullopt;
  return FindJobLabel(heading);
}

bool IsOrderHeading(const std::vector<Column>& columns) {
  int known = 0;
  bool what = false;
  bool terms = false;
  for (const Column& column : columns) {
    if (!column.label) continue;
    ++known;
    switch (*column.label) {
      case JobLabel::kJob:
      case JobLabel::kCode:
        what = true;
        break;
      case JobLabel::kSalary:
      case JobLabel::kFee:
      case JobLabel::kQuantity:
      case JobLabel::kCountry:
      case JobLabel::kPlace:
        terms = true;
        break;
      default:
        break;
    }
  }
  return known >= 3 && what && terms;
}

std::vector<Column> ReadHeading(const std::vector<pugi::xml_node>& row) {
  std::vector<Column> columns;
  for (const pugi::xml_node cell : row) {
    constexpr std::size_t kMaxHeadingBytes = 80;
    std::string heading = LineOf(cell);
    while (!heading.empty() && (heading.back() == ':' || heading.back() == ' ')) heading.pop_back();
    auto label = heading.size() <= kMaxHeadingBytes ? ColumnLabel(heading) : std::nullopt;
    columns.push_back({std::move(heading), label});
    const int span = std::clamp(cell.attribute("colspan").as_int(1), 1, 20);
    for (int i = 1; i < span; ++i) columns.push_back(columns.back());
  }
  return columns;
}

// A cell that reaches down into the rows below.
struct Hanging {
  std::string text;
  int rows = 0;
};

std::string Title(const std::string& job, const std::string& country, const std::string& place,
                  const std::string& code) {
  std::string title = job;
  const std::string& where = country.empty() ? place : country;
  if (!where.empty() && core::FoldPlain(title).find(core::FoldPlain(where)) == std::string::npos)
    title += (title.empty() ? "" : " - ") + where;
  if (title.empty()) title = code;
  return title;
}

}  // namespace

OrderTable ReadOrderTable(pugi::xml_node table) {
  OrderTable orders;
  const auto rows = RowsOf(table);
  constexpr std::size_t kHeadingWithin = 4;
  std::vector<Column> columns;
  std::size_t heading = 0;
  for (; heading < rows.size() && heading < kHeadingWithin; ++heading) {
    columns = ReadHeading(rows[heading]);
    if (IsOrderHeading(columns)) break;
    columns.clear();
  }
  if (columns.empty()) return orders;
  std::vector<Hanging> hanging(columns.size());
  std::string group;  // "ĐƠN HÀNG NHẬT BẢN" across all columns
  for (std::size_t r = heading + 1; r < rows.size(); ++r) {
    const auto& row = rows[r];
    if (row.size() == 1) {
      group = LineOf(row.front());
      continue;
    }
    std::vector<std::string> cells(columns.size());
    std::size_t at = 0;
    std::size_t filled = 0;
    const auto take_hanging = [&] {
      while (at < columns.size() && hanging[at].rows > 0) {
        --hanging[at].rows;
        cells[at] = hanging[at].text;
        ++at;
      }
    };
    take_hanging();
    for (const pugi::xml_node cell : row) {
      if (at >= columns.size()) break;
      std::string text = LineOf(cell);
      filled += text.empty() ? 0 : 1;
      const int down = std::clamp(cell.attribute("rowspan").as_int(1), 1, 1000);
      const int across = std::clamp(cell.attribute("colspan").as_int(1), 1, 20);
      for (int i = 0; i < across && at < columns.size(); ++i) {
        if (i == 0) cells[at] = text;
        if (down > 1) hanging[at] = {i == 0 ? text : std::string(), down - 1};
        ++at;
      }
      take_hanging();
    }
    if (filled < 2) continue;
    // The headings again, in the middle of a long table.
    if (std::equal(
            cells.begin(), cells.end(), columns.begin(),
            [](const std::string& cell, const Column& column) { return cell == column.heading; }))
      continue;
    OrderRow order;
    std::string job;
    std::string country;
    std::string place;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (cells[i].empty()) continue;
      const auto& label = columns[i].label;
      if (label == JobLabel::kCode && order.code.empty()) order.code = cells[i];
      if (label == JobLabel::kJob && job.empty()) job = cells[i];
      if (label == JobLabel::kCountry && country.empty()) country = cells[i];
      if (label == JobLabel::kPlace && place.empty()) place = cells[i];
      const std::string folded = core::FoldPlain(columns[i].heading);
      if (folded == "stt" || folded == "tt" || folded == "no." || folded == "no" || folded == "#")
        continue;
      if (!order.body.empty()) order.body += '\n';
      order.body += columns[i].heading.empty() ? cells[i] : columns[i].heading + ": " + cells[i];
    }
    if (!group.empty()) order.body = group + "\n" + order.body;
    order.title = Title(job, country, place, order.code);
    if (order.title.empty()) continue;
    orders.rows.push_back(std::move(order));
  }
  return orders;
}

}  // namespace agencywatch::crawler
