// Which elements a browser shows nobody, as far as the page's own mark-up tells without its style sheets.
#pragma once

#include "crawler/html_tree.h"

namespace agencywatch::crawler {

// By the attribute, by a class that style frameworks use for it on every screen, or by its own style. What a click
// opens ("Xem thêm", a tab) is a text of the page and not hidden.
[[nodiscard]] bool IsHidden(HtmlNode element);

}  // namespace agencywatch::crawler
