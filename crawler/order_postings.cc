#include "crawler/order_postings.h"

#include <algorithm>
#include <string>
#include <utility>

#include "crawler/job_particulars.h"
#include "crawler/order_table.h"
#include "crawler/table_grid.h"
#include "crawler/text_lines.h"

namespace agencywatch::crawler {
namespace {

// "Thông báo tuyển 60 lao động …", in numbered parts of which the table is one: the parts speak of all trades, and the
// rows have neither codes nor fees of their own.
bool IsAnnouncement(const PageView& page, const OrderTable& orders) {
  constexpr std::size_t kMostTrades = 12;
  if (orders.rows.size() > kMostTrades || !IsAnnouncementTitle(page.folded_heading)) return false;
  std::size_t rows_bytes = 0;
  for (const OrderRow& order : orders.rows) {
    if (!order.code.empty() || order.has_fee) return false;
    rows_bytes += order.body.size();
  }
  std::size_t parts = 0;
  std::size_t bytes = 0;
  for (const TextLine& line : page.parts.lines) {
    if (line.table) continue;
    bytes += line.text.size();
    const std::size_t dot = line.text.find_first_of(".)");
    parts += dot != std::string::npos && dot > 0 && dot <= 4 &&
                     line.text.find_first_not_of("0123456789IVX") == dot
                 ? 1
                 : 0;
  }
  constexpr std::size_t kLeastParts = 3;
  return parts >= kLeastParts || bytes > 2 * rows_bytes;
}

}  // namespace

OrderPostings ReadOrderPostings(const PageView& page) {
  OrderPostings result;
  struct Found {
    HtmlNode table;
    std::size_t number;  // of the table on the page, from 1
    OrderTable orders;
  };
  std::vector<Found> found;
  const std::vector<HtmlNode> tables = TablesBelow(page.root);
  for (std::size_t i = 0; i < tables.size(); ++i)
    if (OrderTable orders = ReadOrderTable(tables[i]); !orders.rows.empty())
      found.push_back({tables[i], i + 1, std::move(orders)});
  if (found.empty()) return result;
  // Rows that each lead to a page of their own are teasers, and told in full there; but a fee can be judged here.
  std::size_t rows = 0;
  std::size_t linked = 0;
  for (const Found& one : found) {
    rows += one.orders.rows.size();
    for (const OrderRow& order : one.orders.rows) linked += order.has_own_page ? 1 : 0;
  }
  constexpr std::size_t kSeveral = 3;
  const bool fees = std::any_of(found.begin(), found.end(),
                                [](const Found& one) { return one.orders.rows.front().has_fee; });
  if (rows >= kSeveral && linked == rows && !fees) {
    result.leads_away = true;
    return result;
  }
  // One announcement that lists its trades is one advert.
  if (found.size() == 1 && IsAnnouncement(page, found.front().orders)) return result;
  // Words outside of the tables speak to all orders, unless they name one; a heading speaks to the table below it.
  struct Note {
    const TextLine* line;
    HtmlNode below;  // the order table that follows a heading
  };
  std::vector<Note> notes;
  const auto is_order_table = [&](HtmlNode table) {
    return std::any_of(found.begin(), found.end(),
                       [&](const Found& one) { return one.table == table; });
  };
  for (std::size_t i = page.parts.lines.size(); i-- > 0;) {
    const TextLine& line = page.parts.lines[i];
    if (is_order_table(line.table)) continue;
    const TextLine* next = i + 1 < page.parts.lines.size() ? &page.parts.lines[i + 1] : nullptr;
    const bool above = next != nullptr && is_order_table(next->table) && line.heading != 0;
    notes.push_back({&line, above && found.size() > 1 ? next->table : HtmlNode()});
  }
  std::reverse(notes.begin(), notes.end());
  const auto names_an_order = [&](const TextLine& line) {
    return std::any_of(found.begin(), found.end(), [&](const Found& one) {
      return std::any_of(one.orders.rows.begin(), one.orders.rows.end(),
                         [&](const OrderRow& order) { return SpeaksOf(line.text, order); });
    });
  };
  std::vector<bool> to_all;
  for (const Note& note : notes) to_all.push_back(!note.below && !names_an_order(*note.line));
  const std::string agency = page.Employer(true);
  const auto day = page.Day();
  for (const Found& one : found) {
    for (std::size_t i = 0; i < one.orders.rows.size(); ++i) {
      const OrderRow& order = one.orders.rows[i];
      core::Posting posting = page.NewPosting();
      posting.text.title = order.title;
      posting.text.body = order.body;
      Append(posting.text.body, page.parts.heading);
      for (std::size_t n = 0; n < notes.size(); ++n)
        if (to_all[n] || notes[n].below == one.table ||
            (!notes[n].below && SpeaksOf(notes[n].line->text, order)))
          Append(posting.text.body, notes[n].line->text);
      posting.item_key = order.code.empty() ? HeadingKey(order.title) : order.code;
      posting.locator = "table:" + std::to_string(one.number) + ":" + std::to_string(i + 1);
      posting.employer = agency;
      ReadParticulars(order.body, posting);
      // What is said to all of them: until when one may apply.
      core::Posting said = page.NewPosting();
      ReadParticulars(posting.text.body, said);
      if (!posting.valid_through) posting.valid_through = said.valid_through;
      if (!posting.date_posted) posting.date_posted = day ? day : said.date_posted;
      result.postings.push_back(std::move(posting));
    }
  }
  return result;
}

}  // namespace agencywatch::crawler
