// Rows of cards and links that lead to other adverts and articles.
#pragma once

#include <cstddef>
#include <string_view>
#include <unordered_map>

#include "crawler/html_tree.h"

namespace agencywatch::crawler {

// Rows of at least four (three) similar elements, each of them short and with a link in it.
// By HtmlNode::id; true: a few words each, an entry of a menu.
using Teasers = std::unordered_map<std::size_t, bool>;
[[nodiscard]] Teasers FindTeasers(HtmlNode root);

// The link leads to another page, and is no anchor, telephone, mail or chat.
[[nodiscard]] bool IsOtherPage(std::string_view href);

// An element of that name stands somewhere below.
[[nodiscard]] bool Holds(HtmlNode element, std::string_view name);

}  // namespace agencywatch::crawler
