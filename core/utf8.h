// UTF-8 made safe to store and to match on. Source: RFC 3629; Unicode 15 section 3.9 (U+FFFD for
// ill-formed parts).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace agencywatch::core {

[[nodiscard]] bool IsValidUtf8(std::string_view text);  // NUL and surrogates count as invalid
// Ill-formed parts become U+FFFD, NUL becomes U+FFFD; valid text comes back unchanged, byte for
// byte.
[[nodiscard]] std::string MakeValidUtf8(std::string_view text);
// The code point that begins at text[at] (valid UTF-8), and `at` moved behind it.
[[nodiscard]] char32_t NextCodePoint(std::string_view text, std::size_t& at);
// Whether somebody could have written it: valid UTF-8 with hardly a control character or U+FFFD in it, one in twenty at most. A
// picture or a recording is none.
[[nodiscard]] bool LooksLikeText(std::string_view text);
void AppendUtf8(std::string& out, char32_t code_point);
// The longest prefix of at most `max_bytes` that ends on a code-point border.
[[nodiscard]] std::string_view Utf8Prefix(std::string_view text, std::size_t max_bytes);
// Blanks, tabs and line breaks (also U+00A0 and the like) off both ends.
[[nodiscard]] std::string_view Trim(std::string_view text);

}  // namespace agencywatch::core
