// The names of particulars that only a picture or an attribute tells: <i title="Địa điểm">, <svg><title>Mức
// lương</title>, data-label="Phí".
#pragma once

#include <string_view>

#include "crawler/html_tree.h"

namespace agencywatch::crawler {

// Without a colon; points into the tree. Empty when the element tells none.
[[nodiscard]] std::string_view IconLabel(HtmlNode element);

}  // namespace agencywatch::crawler
