#include "crawler/order_table.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <unordered_set>
#include <utility>

#include "core/fold.h"
#include "core/utf8.h"
#include "crawler/html_text.h"
#include "crawler/job_labels.h"
#include "crawler/page_teasers.h"
#include "crawler/phrase_set.h"
#include "crawler/table_grid.h"

namespace agencywatch::crawler {
namespace {

struct Heading {
  std::string text;
  std::optional<JobLabel> label;
};

bool IsRowNumber(std::string_view heading) {
  const std::string folded = core::FoldPlain(heading);
  return folded == "stt" || folded == "tt" || folded == "no." || folded == "no" || folded == "#";
}

Heading MakeHeading(std::string text) {
  constexpr std::size_t kMaxHeadingBytes = 80;
  while (!text.empty() && (text.back() == ':' || text.back() == ' ')) text.pop_back();
  std::optional<JobLabel> label;
  if (text.size() <= kMaxHeadingBytes && !IsRowNumber(text)) label = FindJobLabel(text);
  return {std::move(text), label};
}

// Under "Tài chính", "Lương" stands for itself; under "Số lượng", "Nam" does not.
Heading JoinHeadings(const std::string& upper, const std::string& lower) {
  if (lower.empty() || lower == upper) return MakeHeading(upper);
  Heading own = MakeHeading(lower);
  if (upper.empty() || own.label) return own;
  return MakeHeading(upper + " " + lower);
}

bool AreOrderHeadings(const std::vector<Heading>& headings) {
  int known = 0;
  bool what = false;
  bool terms = false;
  for (const Heading& heading : headings) {
    if (!heading.label) continue;
    ++known;
    switch (*heading.label) {
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

std::string Title(const std::string& job, const std::string& country, const std::string& place,
                  const std::string& code) {
  std::string title = job;
  const std::string& where = country.empty() ? place : country;
  if (!where.empty() && core::FoldPlain(title).find(core::FoldPlain(where)) == std::string::npos)
    title += (title.empty() ? "" : " - ") + where;
  return title.empty() ? code : title;
}

// "Đăng ký", "Xem chi tiết": what one presses, no particular.
bool IsButton(std::string_view cell) {
  constexpr std::array<std::string_view, 9> kButtons = {"dang ky",      "chi tiet", "xem",
                                                        "xem chi tiet", "xem them", "ung tuyen",
                                                        "tu van",       "apply",    "view"};
  return std::find(kButtons.begin(), kButtons.end(), core::FoldPlain(cell)) != kButtons.end();
}

// An order out of its cells; `cells[i]` stands under `headings[i]`.
OrderRow MakeOrder(const std::vector<Heading>& headings, const std::vector<std::string>& cells,
                   const std::string& group) {
  OrderRow order;
  std::string country;
  std::string place;
  if (!group.empty()) order.body = group;
  for (std::size_t i = 0; i < headings.size(); ++i) {
    if (cells[i].empty()) continue;
    const Heading& heading = headings[i];
    if (IsRowNumber(heading.text)) {
      if (order.number.empty()) order.number = cells[i];
      continue;
    }
    if (heading.text.empty() && !heading.label && IsButton(cells[i])) continue;
    if (heading.label == JobLabel::kCode && order.code.empty()) order.code = cells[i];
    if (heading.label == JobLabel::kJob && order.job.empty()) order.job = cells[i];
    if (heading.label == JobLabel::kCountry && country.empty()) country = cells[i];
    if (heading.label == JobLabel::kPlace && place.empty()) place = cells[i];
    if (heading.label == JobLabel::kFee) order.has_fee = true;
    if (!order.body.empty()) order.body += '\n';
    order.body += heading.text.empty() ? cells[i] : heading.text + ": " + cells[i];
  }
  order.title = Title(order.job, country, place, order.code);
  return order;
}

// The headings in `row`, joined with those in the row below where cells divide there.
struct HeadingRows {
  std::vector<Heading> headings;
  std::size_t rows = 1;
};

std::optional<HeadingRows> FindHeadingRows(const TableGrid& grid, std::size_t row) {
  HeadingRows found;
  if (grid.DividesBelow(row)) {
    for (std::size_t c = 0; c < grid.columns(); ++c)
      found.headings.push_back(JoinHeadings(grid.Text(row, c), grid.Text(row + 1, c)));
    found.rows = 2;
    if (AreOrderHeadings(found.headings)) return found;
  }
  found.headings.clear();
  found.rows = 1;
  for (std::size_t c = 0; c < grid.columns(); ++c)
    found.headings.push_back(MakeHeading(grid.Text(row, c)));
  if (AreOrderHeadings(found.headings)) return found;
  return std::nullopt;
}

// The row's code or job, or a cell that says "Xem", is a link to a page that is not among those `seen`.
bool LeadsToItsPage(const TableGrid& grid, std::size_t row, const std::vector<Heading>& headings,
                    std::unordered_set<std::string_view>& seen) {
  static const PhraseSet kDetails = {"xem",      "chi tiet", "xem chi tiet",
                                     "xem them", "view",     "details"};
  for (std::size_t c = 0; c < grid.columns(); ++c) {
    const bool names = headings[c].label == JobLabel::kCode || headings[c].label == JobLabel::kJob;
    for (const HtmlNode node : grid.Cell(row, c).below()) {
      if (node.name() != "a" || node.text_bytes() == 0) continue;
      const std::string_view target = node.attribute("href");
      if (IsOtherPage(target) && (names || kDetails.IsIn(core::FoldPlain(LineOf(node)))) &&
          seen.insert(target).second)
        return true;
    }
  }
  return false;
}

std::vector<OrderRow> ReadRows(const TableGrid& grid, const HeadingRows& heading,
                               std::size_t heading_row) {
  std::vector<OrderRow> orders;
  std::unordered_set<std::string_view> seen;
  std::string group;  // "ĐƠN HÀNG NHẬT BẢN" across all columns
  for (std::size_t r = heading_row + heading.rows; r < grid.rows(); ++r) {
    if (grid.IsOneCell(r)) {
      group = grid.Text(r, 0);
      continue;
    }
    std::vector<std::string> cells(heading.headings.size());
    std::size_t filled = 0;
    bool is_heading_again = true;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      if (!grid.FromLeft(r, c)) cells[c] = grid.Text(r, c);
      if (!cells[c].empty() && !grid.FromAbove(r, c)) ++filled;
      is_heading_again &=
          cells[c].empty() || MakeHeading(cells[c]).text == heading.headings[c].text;
    }
    if (filled < 2 || is_heading_again) continue;
    OrderRow order = MakeOrder(heading.headings, cells, group);
    order.has_own_page = LeadsToItsPage(grid, r, heading.headings, seen);
    if (!order.title.empty()) orders.push_back(std::move(order));
  }
  return orders;
}

// What stands above the headings of a table that is read downwards.
bool IsBlankHeading(std::string_view text) {
  const std::string folded = core::FoldPlain(text);
  constexpr std::array<std::string_view, 7> kBlank = {
      "", "tieu chi", "noi dung", "thong tin", "hang muc", "chi tiet", "muc"};
  return std::find(kBlank.begin(), kBlank.end(), folded) != kBlank.end();
}

// One order a column, the headings in the first.
std::vector<OrderRow> ReadColumns(const TableGrid& grid) {
  std::vector<OrderRow> orders;
  std::vector<Heading> headings;
  std::size_t labels_in_third = 0;
  bool names_above = grid.columns() > 2 && !grid.IsOneCell(0) && IsBlankHeading(grid.Text(0, 0));
  for (std::size_t c = 1; c < grid.columns(); ++c) names_above &= !grid.Text(0, c).empty();
  for (std::size_t r = 0; r < grid.rows(); ++r) {
    headings.push_back(grid.IsOneCell(r) ? Heading() : MakeHeading(grid.Text(r, 0)));
    labels_in_third += FindJobLabel(grid.Text(r, 2)) ? 1 : 0;
  }
  // The columns may be headed by the orders' names, with nothing that says so.
  if (names_above) headings.front() = {std::string(), JobLabel::kJob};
  // Label, value, label, value: the particulars of one advert in two columns.
  if (!AreOrderHeadings(headings) || labels_in_third * 2 >= grid.rows()) return orders;
  for (std::size_t c = 1; c < grid.columns(); ++c) {
    std::vector<std::string> cells;
    std::size_t filled = 0;
    for (std::size_t r = 0; r < grid.rows(); ++r) {
      cells.push_back(headings[r].text.empty() && !headings[r].label ? std::string()
                                                                     : grid.Text(r, c));
      filled += cells.back().empty() ? 0 : 1;
    }
    if (filled < 3) continue;
    OrderRow order = MakeOrder(headings, cells, {});
    if (!order.title.empty()) orders.push_back(std::move(order));
  }
  if (orders.size() < 2) orders.clear();
  return orders;
}

// "(*)", "**", "(1)", "[2]" at the beginning of a note.
std::string_view LeadingMark(std::string_view note) {
  std::size_t end = 0;
  while (end < note.size() && note[end] == '*') ++end;
  if (end > 0) return note.substr(0, end);
  if (note.empty() || (note[0] != '(' && note[0] != '[')) return {};
  const std::size_t close = note.find_first_of(")]");
  constexpr std::size_t kMaxMarkBytes = 5;
  if (close == std::string_view::npos || close + 1 > kMaxMarkBytes) return {};
  return note.substr(0, close + 1);
}

bool HasMark(std::string_view text, std::string_view mark) {
  for (std::size_t at = text.find(mark); at != std::string_view::npos;
       at = text.find(mark, at + 1)) {
    const std::size_t end = at + mark.size();
    const bool longer = mark[0] == '*' && ((at > 0 && text[at - 1] == '*') ||
                                           (end < text.size() && text[end] == '*'));
    if (!longer) return true;
  }
  return false;
}

}  // namespace

OrderTable ReadOrderTable(HtmlNode table) {
  constexpr std::size_t kLeastColumns = 3;
  constexpr std::size_t kHeadingWithin = 4;
  if (WidestRow(table) < kLeastColumns) return {};
  const TableGrid grid(table);
  for (std::size_t row = 0; row < std::min(grid.rows(), kHeadingWithin); ++row)
    if (const auto heading = FindHeadingRows(grid, row)) return {ReadRows(grid, *heading, row)};
  return {ReadColumns(grid)};
}

bool SpeaksOf(std::string_view note, const OrderRow& order) {
  const std::string_view mark = LeadingMark(note);
  if (!mark.empty()) return HasMark(order.title + "\n" + order.body, mark);
  const std::string folded = core::FoldPlain(note);
  if (!order.code.empty() && HasPhrase(folded, core::FoldPlain(order.code))) return true;
  constexpr std::size_t kNearTheBeginning = 20;
  for (const std::string_view word :
       {"don hang so ", "don so ", "don hang ", "don ", "stt ", "order "}) {
    const std::size_t at = folded.find(word);
    if (at > kNearTheBeginning) continue;
    const std::string_view behind = std::string_view(folded).substr(at + word.size());
    const auto begins_with = [&](const std::string& name) {
      return !name.empty() && HasPhrase(behind.substr(0, name.size() + 1), name) &&
             behind.starts_with(name);
    };
    if (begins_with(core::FoldPlain(order.number)) || begins_with(core::FoldPlain(order.job)))
      return true;
  }
  return false;
}

}  // namespace agencywatch::crawler
