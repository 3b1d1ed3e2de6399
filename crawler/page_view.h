// A page of HTML as those who look for adverts on it see it: taken apart, with what it says of itself and of the site it
// stands on.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/posting.h"
#include "core/time.h"
#include "crawler/forum_thread.h"
#include "crawler/html_text.h"
#include "crawler/html_tree.h"
#include "crawler/job_markup.h"
#include "crawler/page_head.h"
#include "crawler/page_parts.h"
#include "crawler/page_signs.h"
#include "crawler/url.h"

namespace agencywatch::crawler {

// `root` points into the tree, which outlives this.
struct PageView {
  std::optional<Url> url;  // where it came from; nullopt when that is not known
  std::string canonical;   // what its postings are kept under
  HtmlNode root;           // its body
  PageHead head;
  PageMarkup markup;
  ForumThread thread;
  PageText text;
  PageParts parts;
  std::string title;  // of the document; <title>, else og:title, else the heading
  SiteKind site = SiteKind::kUnknown;
  std::string folded_heading;  // core::FoldPlain of parts.heading

  // A saved page without an address is no home page, and neither is "/index.php?id=74".
  [[nodiscard]] std::string Path() const;

  // The heading and the title, folded.
  [[nodiscard]] std::string FoldedTitle() const;

  // When it was published, by its mark-up or its text.
  [[nodiscard]] std::optional<core::Day> Day() const;

  // Who recruits, by the text; else whose site it is, where it is one enterprise's own, as an `agency_page` is.
  [[nodiscard]] std::string Employer(bool agency_page) const;

  // With what all postings of this page share.
  [[nodiscard]] core::Posting NewPosting() const;
};

// The key of a posting that is known by its heading alone.
[[nodiscard]] std::string HeadingKey(std::string_view heading);

}  // namespace agencywatch::crawler
