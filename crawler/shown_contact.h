// Numbers, names and addresses by which a page lets somebody be reached without writing them as text: what a link
// calls, an attribute keeps until a click, a picture shows, or a scramble hides from collectors. `shown` is what the
// element's text says already; what stands in there is not told again.
#pragma once

#include <string>
#include <string_view>

#include "crawler/html_tree.h"

namespace agencywatch::crawler {

// Nothing but a telephone number, as the alt text of one drawn against collectors.
[[nodiscard]] bool IsNumber(std::string_view text);

// "Zalo cô Huyền 0915 000 934"
[[nodiscard]] bool HoldsNumber(std::string_view text);

// "Gọi ngay", "Chat Zalo", "Email the agency": the number, name or address that a link leads to. Points into the link's
// address; empty where there is none.
[[nodiscard]] std::string_view ContactBehind(HtmlNode link, std::string_view shown);

// "Bấm để hiện số 0912000***": the number that a click would show. Points into an attribute; empty where there is none.
[[nodiscard]] std::string_view NumberBehind(HtmlNode element, std::string_view shown);

// An address that Cloudflare hides from collectors and shows to people; empty where there is none.
[[nodiscard]] std::string UnscrambledAddress(HtmlNode element);

}  // namespace agencywatch::crawler
