// A page's tables of orders (order_table.h) as adverts: each row with what the page says around the tables to all orders,
// or to this one.
#pragma once

#include <vector>

#include "core/posting.h"
#include "crawler/page_view.h"

namespace agencywatch::crawler {

struct OrderPostings {
  std::vector<core::Posting> postings;  // none, too, where the table is part of one announcement
  bool leads_away =
      false;  // the rows are teasers of pages of their own, where they are told in full
};

[[nodiscard]] OrderPostings ReadOrderPostings(const PageView& page);

}  // namespace agencywatch::crawler
