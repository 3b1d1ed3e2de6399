#include "alerts/informant.h"

#include <gtest/gtest.h>

#include "rules/shipped_rules.h"

namespace agencywatch::alerts {
namespace {

// What is left of a tip's text.
std::string Kept(const DeclaredInformant& informant, std::string text) {
  KeepOut(informant, {&text}, *rules::ShippedRules());
  return text;
}

struct Spelling {
  const char* name;
  const char* contact;
  const char* text;
  const char* kept;
};
void PrintTo(const Spelling& spelling, std::ostream* out) { *out << spelling.name; }

class InformantsContact : public testing::TestWithParam<Spelling> {};

TEST_P(InformantsContact, IsBlackedOutWhereverTheTipSaysItAndNothingElseIs) {
  const Spelling& spelling = GetParam();
  EXPECT_EQ(Kept({"", spelling.contact}, spelling.text), spelling.kept);
}

INSTANTIATE_TEST_SUITE_P(
    Spellings, InformantsContact,
    testing::Values(
        Spelling{"AsDeclared", "0912 000 345", "số 0912 000 345, nó dùng 0912 000 346", "số ************, nó dùng 0912 000 346"},
        Spelling{"Dotted", "0912000345", "gọi 0912.000.345.", "gọi ************."},
        Spelling{"International", "0912000345", "gọi +84 912 000 345", "gọi ***************"},
        Spelling{"WithBothPrefixes", "+84912000345", "gọi +84(0)912000345", "gọi ***************"},
        Spelling{"OfTwoNoughts", "0912000345", "gọi 0084912000345", "gọi *************"},
        Spelling{"LettersForDigits", "0912000345", "gọi O912ooo345", "gọi **********"},
        Spelling{"InWords", "0912000345", "gọi khong chin mot hai khong khong khong ba bon nam nhé",
                 "gọi *********************************************** nhé"},
        Spelling{"Zalo", "zalo 0912000345", "https://zalo.me/0912000345", "https://zalo.me/**********"},
        Spelling{"PartOfALongerNumber", "0912000345", "tài khoản 10912000345 và 09120003456", "tài khoản 10912000345 và 09120003456"},
        Spelling{"Landline", "024 3000 0123", "gọi (024) 3000.0123", "gọi (**************"},
        Spelling{"EMail", "Lan@Example.vn", "thư lan@example.vn hay lan@example.com", "thư ************** hay lan@example.com"},
        Spelling{"Handle", "@lan_pham99", "t.me/Lan_Pham99", "t.me/**********"},
        Spelling{"SecondOfTwo", "0912000345 (Lan), 0912000346", "0912000346", "**********"},
        Spelling{"NothingDeclared", "", "0912000346", "0912000346"},
        Spelling{"WordsOnly", "gọi qua tổ trưởng", "gọi qua tổ trưởng xã", "gọi qua tổ trưởng xã"}),
    [](const auto& tested) { return std::string{tested.param.name}; });

// Whatever spelling the program's own reader decodes would be filed as a suspect's.
class InformantsSpelling : public testing::TestWithParam<Spelling> {};

TEST_P(InformantsSpelling, LeavesNothingAReaderOfFactsFinds) {
  const Spelling& spelling = GetParam();
  const std::string kept = Kept({"", spelling.contact}, spelling.text);
  rules::AssessInput input;
  input.text.body = kept;
  for (const auto& fact : rules::ShippedRules()->Read(input).facts.facts) ADD_FAILURE() << kept << ": " << fact.value;
  EXPECT_TRUE(kept.ends_with(spelling.kept)) << kept;
}

INSTANTIATE_TEST_SUITE_P(
    Spellings, InformantsSpelling,
    testing::Values(
        Spelling{"WordsAmongDigits", "0977223445", "gọi 0977 hai hai ba 445 nhé", "* nhé"},
        Spelling{"LastDigitInWords", "0977223445", "gọi 0977 223 44 năm nhé", "* nhé"},
        Spelling{"WordsAfterSpacedDigits", "0977223445", "gọi 0 9 7 7 2 2 3 bốn bốn năm nhé", "* nhé"},
        Spelling{"EMailWithBlanks", "nga.le7@gmail.com", "thư nga.le7 @ gmail.com nhé", "* nhé"},
        Spelling{"EMailWithAtInBrackets", "nga.le7@gmail.com", "thư Nga.Le7(at)gmail.com nhé", "* nhé"},
        Spelling{"EMailWithAInBrackets", "nga.le7@gmail.com", "thư nga.le7 (a) gmail.com nhé", "* nhé"},
        Spelling{"EMailWithACong", "nga.le7@gmail.com", "thư nga.le7 a còng gmail.com nhé", "* nhé"},
        Spelling{"EMailWithDotInWords", "nga.le7@gmail.com", "thư nga.le7 a còng gmail chấm com nhé", "* nhé"},
        Spelling{"EMailOfTheNumber", "0977223445", "thư 0977223445@yahoo.com.vn nhé", "* nhé"},
        Spelling{"EMailOfTheHandle", "@nga_le77", "thư nga_le77@yahoo.com.vn nhé", "* nhé"}),
    [](const auto& tested) { return std::string{tested.param.name}; });

TEST(AnotherOnesContact, WrittenAlikeStays) {
  for (const char* text : {"nó dùng 0977 hai hai ba 446", "nó dùng nga.le8 @ gmail.com", "nó dùng le.nga.le7 (at) gmail.com",
                                 "nó dùng *****@gmail.com"})
    EXPECT_EQ(Kept({"", "0977223445, nga.le7@gmail.com"}, text), text);
}

TEST(InformantsName, IsBlackedOutInFullHoweverMarked) {
  EXPECT_EQ(Kept({"Chị Nguyễn Thị Hoa (mẹ)", ""}, "Tôi là NGUYEN THI HOA, con tôi Nguyễn Thị Hoan"),
            "Tôi là **************, con tôi Nguyễn Thị Hoan");
}

TEST(InformantsName, IsBlackedOutInOddSpellings) {
  for (const char* written : {"Lê.Thị.Nga", "Nga Lê", "lethinga", "L ê T h ị N g a", "LÊ-THỊ-NGA", "Lê Nga", "Nga Thị Lê", "lê_thị_nga", "l.e.t.h.i.n.g.a",
                              "lethinga88", "Nga, Lê Thị"}) {
    const std::string kept = Kept({"Lê Thị Nga", ""}, "tên " + std::string{written} + " đây");
    EXPECT_TRUE(kept.starts_with("tên **") && kept.ends_with("** đây")) << kept;
  }
}

TEST(InformantsName, LeavesWhatIsAnotherName) {
  for (const char* text : {"Lê Thị Ngân, chị Thị Nga", "lên ga tàu", "Ngãi Lê"}) EXPECT_EQ(Kept({"Lê Thị Nga", ""}, text), text) << text;
  EXPECT_EQ(Kept({"Thái Văn Bình", ""}, "ở Thái Bình"), "ở Thái Bình");
}

TEST(InformantsName, OfOneWordGoesWhereItIsSurelyThePersonAndIsCountedElsewhere) {
  EXPECT_EQ(Kept({"Lan", ""}, "Em tên Lan, tôi là Lan. Lan ở Thái Lan"), "Em tên ***, tôi là ***. Lan ở Thái Lan");
  EXPECT_EQ(Kept({"Bà Tám", ""}, "Gặp bà Tám hay Ba Tam. Tôi tên Tám, số ba tám, Tám kẹo"),
            "Gặp ******** hay ******. Tôi tên ****, số ba tám, Tám kẹo");
  const std::string left = "Lan ở Thái Lan";
  EXPECT_EQ(NamesLeft("Lan", {&left}), 2);
  EXPECT_EQ(NamesLeft("Lê Thị Lan", {&left}), 0);
}

TEST(InformantsName, OfOneWordStaysForItIsAWordOfTheLanguage) {
  EXPECT_EQ(Kept({"Lan", ""}, "đi Đài Loan, Thái Lan"), "đi Đài Loan, Thái Lan");
}

// A place is a line of the officer's, where a name of one word is nobody else's.
TEST(InformantsPlace, NamesThemNeitherInFullNorByTheNameTheyAreCalled) {
  std::string place = "nhà chị Nga, xóm 3, Nghệ An";
  EXPECT_EQ(KeepNameOut("Lê Thị Nga", place), 1);
  EXPECT_EQ(place, "nhà chị ***, xóm 3, Nghệ An");
  place = "Huyện Thanh Chương";
  EXPECT_EQ(KeepNameOut("", place), 0);
  EXPECT_EQ(place, "Huyện Thanh Chương");
}

}  // namespace
}  // namespace agencywatch::alerts
