// Microdata (itemprop) and RDFa (property), which share one shape: elements with a name and a value.
// Source: WHATWG HTML section 5.2, RDFa Lite 1.1.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "crawler/html_tree.h"

namespace agencywatch::crawler {

// The name of the property that the element is, without its prefix; empty for none.
[[nodiscard]] std::string PropertyName(HtmlNode element);

// What it says to machines, else what it shows: as lines or as one.
[[nodiscard]] std::string PropertyValue(HtmlNode element, bool lines);

// A scope as the JSON-LD that would say the same, so that both are read by one reader.
[[nodiscard]] nlohmann::json ScopeAsJson(HtmlNode scope);

}  // namespace agencywatch::crawler
