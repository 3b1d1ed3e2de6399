// Texts of the years before Unicode, whose bytes are letters only in a font made for them: TCVN 5712:1993 VN3 ("ABC",
// fonts .VnTime, .VnArial …) and VNI for Windows (fonts VNI-Times …). No library decodes them. Sources: the standard
// TCVN 5712:1993, table VN3; VNI Software's character set for Windows, as its fonts and the converters of the time
// (xvnkb, vietuni) have it.
//
// Pages declare such text as Latin-1, as nothing, or even as UTF-8 (typed into a form in such a font). So it comes here
// as Latin-1 letters, U+00A0 to U+00FF, in UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace agencywatch::crawler {

enum class VietnameseFont { kTcvn3, kVni };
[[nodiscard]] std::string_view VietnameseFontName(VietnameseFont font);  // tcvn3, vni

// Which of the two `utf8` is written in: nullopt unless nearly all words with such letters become Vietnamese syllables
// by one of the tables; a few such words are enough where the text names a font of the kind.
[[nodiscard]] std::optional<VietnameseFont> FindVietnameseFont(std::string_view utf8);

// Capitals that only a font for capitals shows (.VnTimeH) come out as small letters. What is in no table stays.
[[nodiscard]] std::string DecodeVietnameseFont(std::string_view utf8, VietnameseFont font);

}  // namespace agencywatch::crawler
