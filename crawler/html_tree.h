// A page as a tree: HTML parsed by the HTML5 algorithm (WHATWG HTML, section 13.2) into a pugixml document.
//
// The parser behind it is MyHTML (Debian's libmodest), because it follows HTML5 and is fast: measured on 17 KB pages
// about three times Gumbo and one and a half times libxml2, which does not follow HTML5. Nobody maintains it any
// more (neither Gumbo), so nothing of it shows in this header, and it gets nothing it has not been seen to survive:
// valid UTF-8 without NUL, with elements, attributes and depth bounded while it parses; what comes out is made valid
// again. libFuzzer with the address and undefined-behaviour sanitizers found one fault in 580,000 runs of it: joining
// two texts copies within one buffer by memcpy, forwards, onto bytes that are done with. Debian's C library copies that
// rightly (its memcpy is memmove); a sanitizer run that stumbles over it needs `interceptor_via_lib:libmodest`.
#pragma once

#include <cstddef>
#include <pugixml.hpp>
#include <string_view>

namespace agencywatch::crawler {

inline constexpr std::size_t kMaxHtmlBytes =
    4UL * 1024 * 1024;  // the rest of a longer page is not read
inline constexpr std::size_t kMaxHtmlTags =
    120'000;  // so many '<'; what stands behind them is not read
inline constexpr std::size_t kMaxHtmlNodes =
    300'000;  // elements made for formatting left open count too
inline constexpr std::size_t kMaxHtmlDepth =
    256;  // browsers stop near 512; deeper elements become siblings
inline constexpr std::size_t kMaxAttributes = 64;  // of one element

struct HtmlTree {
  bool cut = false;  // one of the bounds was met
};

// Fills `document` with the page's elements and texts: names in lower case, no comments, no doctype, the text of
// script only where its type is JSON-LD, no style. Attributes whose names XML does not allow are left out. The depth
// is at most 2 * kMaxHtmlDepth, so what walks the tree may recurse. `utf8` is valid UTF-8 without NUL
// (core/utf8.h) and need not outlive the call. Safe to call from several threads.
HtmlTree ParseHtml(std::string_view utf8, pugi::xml_document& document);

}  // namespace agencywatch::crawler
