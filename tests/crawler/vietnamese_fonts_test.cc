#include "crawler/vietnamese_fonts.h"

#include <gtest/gtest.h>
#include <iconv.h>

#include <array>
#include <string>

#include "core/fold.h"
#include "core/utf8.h"
#include "crawler/charset.h"

namespace agencywatch::crawler {
namespace {

// glibc knows TCVN 5712 (with the capitals of VN1 in places where VN3 has none).
TEST(VietnameseFonts, LettersOfTcvn3AreThoseOfTheStandard) {
  const iconv_t converter = iconv_open("UTF-8", "TCVN5712-1");
  ASSERT_NE(converter, reinterpret_cast<iconv_t>(-1));
  int compared = 0;
  for (unsigned code = 0xA1; code <= 0xFE; ++code) {
    std::string in(1, static_cast<char>(code));
    in += ' ';  // ends a letter that could take a mark
    std::array<char, 16> out{};
    char* from = in.data();
    char* to = out.data();
    std::size_t in_left = in.size();
    std::size_t out_left = out.size();
    if (iconv(converter, &from, &in_left, &to, &out_left) == static_cast<std::size_t>(-1)) continue;
    std::string latin1;
    core::AppendUtf8(latin1, code);
    const std::string ours = DecodeVietnameseFont(latin1, VietnameseFont::kTcvn3);
    if (ours == latin1) continue;  // no letter of VN3
    EXPECT_EQ(core::Compose(std::string(out.data(), to)), ours + " ") << std::hex << code;
    ++compared;
  }
  iconv_close(converter);
  EXPECT_EQ(compared, 73);  // 74 letters, of which ý is the same in Latin-1
}

TEST(VietnameseFonts, VniWritesVowelsAndTheirMarksApart) {
  EXPECT_EQ(
      DecodeVietnameseFont("Tuyeån lao ñoäng ñi laøm vieäc ôû nöôùc ngoaøi", VietnameseFont::kVni),
      "Tuyển lao động đi làm việc ở nước ngoài");
  EXPECT_EQ(DecodeVietnameseFont("ÑAËT COÏC GIÖÕ CHOÃ, PHÍ DÒCH VUÏ", VietnameseFont::kVni),
            "ĐẶT CỌC GIỮ CHỖ, PHÍ DỊCH VỤ");
}

TEST(VietnameseFonts, AreToldByTheWordsTheyMake) {
  const std::string tcvn3 =
      "TuyÓn lao ®éng ®i lµm viÖc ë n­íc ngoµi, l­¬ng cao, ®Æt cäc tr­íc n¨m triÖu ®ång, phÝ dÞch "
      "vô";
  EXPECT_EQ(FindVietnameseFont(tcvn3), VietnameseFont::kTcvn3);
  EXPECT_EQ(DecodeVietnameseFont(tcvn3, VietnameseFont::kTcvn3),
            "Tuyển lao động đi làm việc ở nước ngoài, lương cao, đặt cọc trước năm triệu đồng, phí "
            "dịch vụ");
  EXPECT_EQ(FindVietnameseFont(
                "Tuyeån lao ñoäng ñi laøm vieäc ôû nöôùc ngoaøi, löông cao, ñaët coïc tröôùc "
                "naêm trieäu ñoàng, phí dòch vuï"),
            VietnameseFont::kVni);
}

TEST(VietnameseFonts, OtherLanguagesAndUnicodeAreLeftAlone) {
  for (const char* text :
       {"Les employés agréés ont été très déçus: après l'été, la société a cessé d'être à côté, "
        "déjà. "
        "Ça été décidé à l'étranger, où l'élève préféré a été blessé.",
        "Não há informação: o avô não vê você à manhã, já é só coração, irmã e mãe, até amanhã cá.",
        "Tuyển lao động đi làm việc ở nước ngoài, lương cao, đặt cọc trước năm triệu đồng",
        "là và bà cà gà há hà mà ta ba ông cô bê tê", "© 2026 – «Über uns» für Köln"})
    EXPECT_EQ(FindVietnameseFont(text), std::nullopt) << text;
}

TEST(VietnameseFonts, AFewWordsAreEnoughWhereThePageNamesTheFont) {
  const std::string words = "TuyÓn lao ®éng l­¬ng cao ®Æt cäc";
  EXPECT_EQ(FindVietnameseFont(words), std::nullopt);
  EXPECT_EQ(FindVietnameseFont("<font face=\".VnTime\">" + words), VietnameseFont::kTcvn3);
}

// Typed in such a font into a page that is UTF-8.
TEST(VietnameseFonts, AreReadInUtf8PagesToo) {
  const DecodedPage page = DecodePage(
      "<meta charset=utf-8><p>TuyÓn lao ®éng ®i lµm viÖc ë n­íc ngoµi, l­¬ng cao, ®Æt cäc tr­íc "
      "n¨m triÖu ®ång</p>",
      "text/html; charset=utf-8");
  EXPECT_EQ(page.charset, "tcvn3");
  EXPECT_NE(page.text.find("đặt cọc trước năm triệu đồng"), std::string::npos);
}

}  // namespace
}  // namespace agencywatch::crawler
