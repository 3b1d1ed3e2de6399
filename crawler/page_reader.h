// What a page holds for us: postings, agency listings, rows of a register, links. Reads JSON-LD, microdata and free
// HTML in Vietnamese and English. 'Nothing found' is an answer: what the page does not say stays empty, and a home
// page or a list of teasers gives no posting.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/posting.h"
#include "core/register_view.h"
#include "core/time.h"
#include "crawler/page_barrier.h"
#include "crawler/page_links.h"
#include "crawler/sources.h"

namespace agencywatch::crawler {

enum class PageKind {
  kPosting,   // one advert, or a page of whole adverts (an order table, cards)
  kList,      // teasers that lead to adverts or articles
  kListing,   // an agency presents itself
  kRegister,  // a list of licensed enterprises
  kArticle,   // news; it still gives a posting, whose genre the rules decide
  kFeed,      // RSS, Atom
  kSitemap,
  kOther
};
[[nodiscard]] std::string_view PageKindName(
    PageKind kind);  // posting, list, listing, register, article …

// One entry of a feed or sitemap.
struct PageEntry {
  std::string url;
  std::string title;
  std::optional<core::Day> published;
  std::optional<core::Day> updated;
  std::string summary;
  std::string content;
};

struct PageContent {
  PageKind kind = PageKind::kOther;
  PageBarrier barrier =
      PageBarrier::kNone;  // not the page that was asked for; kind kOther, no postings
  std::string charset;
  std::string title;      // the page's own (<title>, else og:title, else h1), as one line
  std::string canonical;  // absolute; the page's URL where it names none, or one on another site
  std::vector<PageLink> links;  // in page order, each once
  std::vector<core::Posting> postings;
  std::vector<core::Posting> listings;  // kind kListing
  std::vector<core::RegisterRow> register_rows;
  std::vector<std::string> register_headings;  // of the tables they came from, as written
  std::vector<std::string> register_problems;  // cells that were not understood, one sentence each
  std::optional<core::Day> register_published_on;  // "Cập nhật đến ngày …"
  std::vector<PageEntry> entries;
  std::size_t foreign_entries = 0;  // URLs in a sitemap that are on other sites: not kept
  std::string
      text;  // what the page shows without menus and other adverts: main text, then its surroundings
  bool cut = false;  // a bound was met: the page was not read to its end
};

inline constexpr std::size_t kMaxPostingsPerPage = 500;
inline constexpr std::size_t kMaxEntriesPerPage = 50'000;  // as many as a sitemap may have
inline constexpr std::size_t kMaxInflatedBytes =
    50UL * 1024 * 1024;  // of a sitemap.xml.gz: sitemaps.org's own limit

// `bytes` is the decoded body of a response (no content coding), `url` where it came from (after redirects; may be
// empty), `content_type` the header or empty. `extract`, where given, wins over everything the page says; its XPaths
// have been checked by LoadSources. Never throws for what is in the bytes.
[[nodiscard]] PageContent ReadPage(std::string_view bytes, std::string_view url,
                                   std::string_view content_type,
                                   const ExtractRules* extract = nullptr);

}  // namespace agencywatch::crawler
