// A page taken apart: its heading, the text that is its own, and what surrounds it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/html_text.h"
#include "crawler/page_head.h"

namespace agencywatch::crawler {

inline constexpr std::size_t kMaxBodyBytes =
    256UL * 1024;  // of one posting's body, and of its context

struct PageParts {
  std::string heading;
  TextLine heading_line;  // where the heading stands; without text when it is the document's title
  std::string near_heading;  // a few lines above and below it, where a day may stand
  std::string
      body;  // main text with its lists and tables and the page's bottom; no menus, no other adverts
  std::string context;          // publisher, header, contact boxes, footer
  std::vector<TextLine> lines;  // of the body
  std::size_t labels = 0;       // labelled particulars outside of teasers
  std::size_t prose_bytes = 0;  // lines of running text outside of teasers
  std::size_t teaser_bytes = 0;
  HtmlNode main;  // the element that holds the main text, where one could be told
};

// `publisher` is who the mark-up names as such, or empty. Of a thread, whose posts stand side by side (forum_thread.h),
// no element is the main part.
[[nodiscard]] PageParts TakeApart(const PageText& page, const PageHead& head,
                                  std::string_view publisher, bool is_thread);

}  // namespace agencywatch::crawler
