// What a server answers to a program in the browser ("Xem thêm", /wp-json/wp/v2/posts): JSON that holds pieces of HTML, or
// adverts as data.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace agencywatch::crawler {

// The page that such a program would make of it: titles as headings, HTML as it is, addresses as links, other members as
// "name: value", in the order in which they stand; JSON-LD as a page holds it. nullopt for what is no JSON object or array.
[[nodiscard]] std::optional<std::string> HtmlOfJson(std::string_view text);

}  // namespace agencywatch::crawler
