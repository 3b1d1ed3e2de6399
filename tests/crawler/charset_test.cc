#include "crawler/charset.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "core/utf8.h"

namespace agencywatch::crawler {
namespace {

struct Case {
  const char* name;
  std::string bytes;
  const char* content_type;
  const char* charset;
  const char* text;
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

class Charset : public testing::TestWithParam<Case> {};

TEST_P(Charset, IsFoundAndDecoded) {
  const DecodedPage page = DecodePage(GetParam().bytes, GetParam().content_type);
  EXPECT_EQ(page.charset, GetParam().charset);
  EXPECT_EQ(page.text, GetParam().text);
  EXPECT_TRUE(core::IsValidUtf8(page.text));
}

INSTANTIATE_TEST_SUITE_P(
    All, Charset,
    testing::Values(
        Case{"Utf8WithoutDeclaration", "Lương", "", "utf-8", "Lương"},
        Case{"ByteOrderMarkBeatsTheHeader", "\xEF\xBB\xBFphí", "text/html; charset=windows-1258",
             "utf-8", "phí"},
        Case{"HeaderBeatsMeta", "<meta charset=iso-8859-2>\xE9",
             "text/html; charset=\"windows-1252\"", "windows-1252", "<meta charset=iso-8859-2>é"},
        // 1258 has its tone marks as letters of their own; they stay so.
        Case{"Windows1258KeepsCombiningMarks",
             "<meta http-equiv=Content-Type content='text/html; charset=windows-1258'>M\xFD\xCC",
             "", "windows-1258",
             "<meta http-equiv=Content-Type content='text/html; charset=windows-1258'>Mư\xCC\x80"},
        Case{"Latin1MeansWindows1252", "\x93phi\x94", "text/html; charset=ISO-8859-1",
             "windows-1252", "“phi”"},
        Case{"TextThatIsUtf8IsUtf8WhateverATemplateSays", "<meta charset=iso-8859-1>Lương tháng",
             "", "utf-8", "<meta charset=iso-8859-1>Lương tháng"},
        Case{"Utf16LittleEndian", std::string("\xFF\xFEL\0\xB0\x01", 6), "", "utf-16le", "Lư"},
        Case{"MetaOfUtf16IsUtf8", "<meta charset=utf-16>phí", "", "utf-8",
             "<meta charset=utf-16>phí"},
        Case{"MetaInACommentDoesNotCount",
             "<!-- <meta charset=big5> --><meta charset=windows-1252>\xE9", "", "windows-1252",
             "<!-- <meta charset=big5> --><meta charset=windows-1252>é"},
        Case{"UnknownCharsetIsPassedOver", "phí", "text/html; charset=klingon", "utf-8", "phí"},
        Case{"IllFormedUtf8IsMended", "ph\xC3", "text/html; charset=utf-8", "utf-8",
             "ph\xEF\xBF\xBD"},
        Case{"NulIsMended", std::string("a\0b", 3), "", "utf-8",
             "a\xEF\xBF\xBD"
             "b"}),
    [](const auto& one) { return one.param.name; });

TEST(DecodePage, SurvivesAnyBytesInEveryCharset) {
  std::string bytes;
  for (int i = 0; i < 70'000; ++i) bytes += static_cast<char>((i * 7919) >> 3);
  for (const char* charset :
       {"utf-8", "utf-16le", "utf-16be", "windows-1258", "gb18030", "big5", "shift_jis", "euc-jp",
        "iso-2022-jp", "euc-kr", "koi8-r", "euc-tw", "macintosh"})
    EXPECT_TRUE(
        core::IsValidUtf8(DecodePage(bytes, std::string("text/html; charset=") + charset).text))
        << charset;
}

}  // namespace
}  // namespace agencywatch::crawler
