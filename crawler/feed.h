// Feeds and sitemaps: RSS 0.9x to 2.0, RSS 1.0 (RDF), Atom (RFC 4287), sitemaps.org. XML without DTD: entities that a
// document defines for itself are never expanded, so bombs and external entities do nothing.
#pragma once

#include <string_view>

#include "crawler/page_reader.h"

namespace agencywatch::crawler {

// Fills kind, title, links, entries and text. False when `utf8` is neither; an ill-formed document is read as far as
// it goes.
bool ReadFeed(std::string_view utf8, std::string_view url, PageContent& content);

}  // namespace agencywatch::crawler
