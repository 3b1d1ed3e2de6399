// Feeds and sitemaps: RSS 0.9x to 2.0, RSS 1.0 (RDF), Atom (RFC 4287), sitemaps.org as XML and as plain text. XML
// without DTD: entities that a document defines for itself are never expanded, so bombs and external entities do
// nothing.
#pragma once

#include <string_view>

#include "crawler/page_reader.h"

namespace agencywatch::crawler {

// The document's first element is that of a feed or sitemap; `content_type` does not say HTML.
[[nodiscard]] bool LooksLikeFeed(std::string_view utf8, std::string_view content_type);

// Fills kind, title, links, entries and text. False when `utf8` is neither. Of an ill-formed document (mark-up that is
// not escaped, elements left open, a cut-off end) the entries are read one by one, as far as each can be.
bool ReadFeed(std::string_view utf8, std::string_view url, PageContent& content);

// Plain text whose lines are all URLs.
[[nodiscard]] bool IsTextSitemap(std::string_view utf8, std::string_view content_type);
void ReadTextSitemap(std::string_view utf8, std::string_view url, PageContent& content);

}  // namespace agencywatch::crawler
