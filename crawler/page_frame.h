// The layout of pages made before style sheets, by tables.
#pragma once

#include <cstddef>
#include <unordered_map>

#include "crawler/html_text.h"
#include "crawler/html_tree.h"

namespace agencywatch::crawler {

// A table lays out header, menu, main cell and footer. From the outside in,
// follows the element that holds most of the text, through rows and cells, and remembers what those beside it are:
// mostly links: a menu; before a menu was passed, or beside it: header; behind: footer.
// Regions by HtmlNode::id; empty for a page that is not laid out so.
[[nodiscard]] std::unordered_map<std::size_t, Region> FindFrame(HtmlNode root);

}  // namespace agencywatch::crawler
