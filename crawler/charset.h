// The bytes of a page as UTF-8. Source: the WHATWG encoding standard and its "encoding sniffing" for HTML; where we
// differ, it says so here.
//
// What decides, in this order: a byte order mark; the charset of the Content-Type header; <meta charset> or
// <?xml encoding?> near the beginning; whether the bytes are valid UTF-8; detection by uchardet; windows-1258, the
// legacy code page of Vietnamese. Bytes that are valid UTF-8 and use it are UTF-8 whatever a single-byte declaration
// says: such declarations are left over from templates, while text in those charsets is never valid UTF-8 by chance.
// Last, the letters of fonts from before Unicode (vietnamese_fonts.h) are told by what words they make.
#pragma once

#include <string>
#include <string_view>

namespace agencywatch::crawler {

struct DecodedPage {
  std::string
      text;  // valid UTF-8 without NUL (core::MakeValidUtf8), without a byte order mark; as decoded, never
             // normalised: windows-1258 keeps its combining marks
  std::string
      charset;  // the standard's name in lower case: utf-8, windows-1258, gb18030 …; tcvn3, vni
};

// `content_type` is the header's value, or empty. Never fails: what cannot be decoded becomes U+FFFD.
[[nodiscard]] DecodedPage DecodePage(std::string_view bytes, std::string_view content_type);

}  // namespace agencywatch::crawler
