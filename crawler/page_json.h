// What was read from a page, as the one line of JSON that `agencywatch inspect page` prints.
#pragma once

#include <string>
#include <string_view>

#include "crawler/page_reader.h"

namespace agencywatch::crawler {

// {"kind","barrier","charset","title","canonical","links":[url…],"postings":[…],"listings":[…],"register_rows":[…],
//  "entries":[{"url","title","published","updated","summary","content"}],"text"}; postings and listings have the
// fields of `postings export` and "channel", those that only a scan knows as null. Days are YYYY-MM-DD or null.
// `url` is the page's own. No line break inside.
[[nodiscard]] std::string PageJson(const PageContent& content, std::string_view url);

}  // namespace agencywatch::crawler
