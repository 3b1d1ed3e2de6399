#include "rules/scanned_text.h"

#include <gtest/gtest.h>

#include <memory>
#include <ostream>

#include "core/fold.h"
#include "rules/pack_loader.h"

namespace agencywatch::rules {
namespace {

constexpr std::string_view kWords = R"(
negations:
  words: ['khong', 'chua', 'mien', 'no', '0d']
  over_commas: ['khong (?:thu|nhan)']
  conditional:
    - 'khong (?:[a-z]+ ){1,3}thi (?:khong|mat)'
    - 'khong coc khong (?:cho|giu)'
    - 'khong chi'
  breaks: ['nhung', 'chi can']
quotations:
  attributing: ['chieu tro', 'thu doan', 'rao']
jobs:
  - {id: probe, text: 'coc|phi'}
)";

struct Scan {
  explicit Scan(std::string original_text)
      : original(std::move(original_text)),
        pack(LoadPack(std::vector<PackFile>{{"words.yaml", std::string(kWords)}})),
        folding(core::Fold(original, core::Field::kBody)),
        text(*pack, core::Field::kBody, original, folding.folded) {}
  std::string original;
  std::shared_ptr<const Pack> pack;
  core::Folding folding;
  ScannedText text;
  PatternId probe() const { return pack->jobs.front().pattern; }
};

struct Case {
  const char* name;
  const char* text;  // with "cọc" or "phí" in it; the last one of them is judged
  bool holds;        // as a sign
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

class Negation : public testing::TestWithParam<Case> {};

// fraud-patterns.md, "Negation": the scope is short, and a conditional denial is a demand.
TEST_P(Negation, ReachesAsFarAsItIsMeant) {
  Scan scan(GetParam().text);
  const auto all = scan.text.Matches(scan.probe());
  ASSERT_FALSE(all.empty()) << scan.folding.folded.text();
  EXPECT_EQ(!scan.text.Negated(all.back()), GetParam().holds) << scan.folding.folded.text();
}

INSTANTIATE_TEST_SUITE_P(
    Table, Negation,
    testing::Values(Case{"PlainDemand", "Đặt cọc 15tr giữ chỗ", true},
                    Case{"Denial", "Công ty không thu tiền cọc", false},
                    Case{"TeencodeDenial", "đi nhanh ko cọc", false},
                    Case{"DenialOfEverySum", "không thu bất kỳ khoản tiền cọc nào", false},
                    Case{"DenialOfAList", "Không thu tiền môi giới, tiền giữ chỗ, tiền cọc", false},
                    Case{"AnotherClauseAfterAComma", "không cần bằng cấp, cọc 5tr", true},
                    Case{"AnotherSentence", "Không giữ giấy tờ. Đặt cọc 5tr", true},
                    Case{"AnotherLine", "Không giữ giấy tờ\nĐặt cọc 5tr", true},
                    Case{"ThreatWithIf", "không cọc thì không giữ chỗ", true},
                    Case{"ThreatWithoutIf", "KO CỌC KO CHO THI", true},
                    Case{"NotOnly", "không chỉ thu cọc mà còn giữ bằng", true},
                    Case{"SentenceTurns", "không mất tiền nhưng phải cọc", true},
                    Case{"TooFarAway", "không đâu rẻ bằng bên em luôn các bác ạ qua đây rồi là cọc",
                         true},
                    Case{"AnswerToAQuestion", "Có phải nộp cọc trước không? - Không.", false},
                    Case{"OtherAnswerToAQuestion", "Phải nộp cọc không? Có, 5 triệu.", true},
                    Case{"AnswerBehindAColon", "Tiền cọc: không", false},
                    Case{"NoughtBehindAColon", "Phí: 0đ", false},
                    Case{"NotRefunded", "Tiền cọc không hoàn lại", true}),
    [](const testing::TestParamInfo<Case>& row) { return std::string(row.param.name); });

class Quotation : public testing::TestWithParam<Case> {};

TEST_P(Quotation, IsSkippedOnlyWhenItIsReported) {
  Scan scan(GetParam().text);
  const auto all = scan.text.Matches(scan.probe());
  ASSERT_FALSE(all.empty());
  EXPECT_EQ(!scan.text.Quoted(all.back()), GetParam().holds);
}

INSTANTIATE_TEST_SUITE_P(
    Table, Quotation,
    testing::Values(Case{"Reported", "Chiêu trò “đặt cọc giữ chỗ” lại tái diễn", false},
                    Case{"ReportedBehind", "\"Đặt cọc giữ chỗ\" là thủ đoạn quen thuộc", false},
                    Case{"BareMarksInAnOffer", "Suất “VIP”, “đặt cọc” hôm nay bay luôn", true},
                    Case{"OutsideTheMarks", "Chiêu trò “việc nhẹ” và đặt cọc", true},
                    Case{"AnotherLine", "Thủ đoạn\n\n“đặt cọc”", true},
                    Case{"SingleMarks", "chiêu trò 'đặt cọc' cũ", false}),
    [](const testing::TestParamInfo<Case>& row) { return std::string(row.param.name); });

struct MarkedCase {
  const char* name;
  const char* pattern;
  const char* text;
  const char* match;  // as published; nullptr: none
};
void PrintTo(const MarkedCase& c, std::ostream* out) { *out << c.name; }

class MarksOfAPattern : public testing::TestWithParam<MarkedCase> {};

TEST_P(MarksOfAPattern, CountWhereTheTextHasMarks) {
  const MarkedCase& row = GetParam();
  const auto pack = LoadPack(std::vector<PackFile>{
      {"p.yaml", std::string("jobs:\n  - {id: probe, text: '") + row.pattern + "'}\n"}});
  const std::string original = row.text;
  const core::Folding folding = core::Fold(original, core::Field::kBody);
  ScannedText text(*pack, core::Field::kBody, original, folding.folded);
  const PatternId probe = pack->jobs.front().pattern;
  const auto& matches = text.Matches(probe);
  if (row.match == nullptr) {
    EXPECT_TRUE(matches.empty()) << text.PlaceOf(probe, matches.front()).quote;
  } else {
    ASSERT_EQ(matches.size(), 1U);
    EXPECT_EQ(text.PlaceOf(probe, matches.front()).quote, row.match);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Table, MarksOfAPattern,
    testing::Values(
        MarkedCase{"TheWordThatIsMeant", "giữ hộ chiếu", "Chủ giữ hộ chiếu của em", "giữ hộ chiếu"},
        MarkedCase{"NotOneOfTheSameLetters", "thiếu [0-9]+ nam", "Giới thiệu 5 nam đi Nhật",
                   nullptr},
        MarkedCase{"ALaterOneWhereTheFirstIsAnother", "thu (?:[a-z]+ ){0,3}hộ chiếu",
                   "thứ hai công ty thu lại hộ chiếu", "thu lại hộ chiếu"},
        MarkedCase{"WithoutMarksAWordIsAnySpelling", "giu [a-z]+ chieu", "Chủ giữ hộ chiếu",
                   "giữ hộ chiếu"},
        MarkedCase{"ATextWithoutMarksHasAnySpelling", "giữ hộ chiếu", "chu giu ho chieu cua em",
                   "giu ho chieu"},
        MarkedCase{"HoiAndNgaAreOne", "giữ chỗ", "Cọc giử chổ ngay hôm nay", "giử chổ"},
        MarkedCase{"MarksThatFollowTheirLetter", "giữ chỗ",
                   "co\xCC\xA3"
                   "c giu\xCC\x9B\xCC\x83 cho\xCC\x82\xCC\x83 ngay",
                   "giu\xCC\x9B\xCC\x83 cho\xCC\x82\xCC\x83"},
        MarkedCase{"PlainLettersOfAMarkedWordArePlain", "dán nhãn", "Đán nhãn là tên lạ", nullptr},
        MarkedCase{"BordersStandAtMarkedLetters", "ước", "Nước và điều ước của tôi", "ước"},
        MarkedCase{"CapitalsAreLetters", "đặt cọc", "ĐẶT CỌC NGAY HÔM NAY", "ĐẶT CỌC"}),
    [](const testing::TestParamInfo<MarkedCase>& row) { return std::string(row.param.name); });

TEST(ScannedText, OptionsChooseAmongMatches) {
  Scan scan("Không thu cọc. Phí 5tr");
  TextOptions options;
  EXPECT_EQ(scan.text.Matches(scan.probe(), options).size(), 1u);
  options.negated = Inside::kOnly;
  EXPECT_EQ(scan.text.Matches(scan.probe(), options).size(), 1u);
  options.negated = Inside::kAny;
  EXPECT_EQ(scan.text.Matches(scan.probe(), options).size(), 2u);
  options.in = FieldBit(core::Field::kTitle);
  EXPECT_TRUE(scan.text.Matches(scan.probe(), options).empty());
}

TEST(ScannedText, PlacesQuoteTheOriginal) {
  Scan scan("Đặt c.ọ.c ngay");
  const auto all = scan.text.Matches(scan.probe());
  ASSERT_EQ(all.size(), 1u);
  const core::Place place = scan.text.PlaceOf(scan.probe(), all[0]);
  EXPECT_EQ(place.quote, "c.ọ.c");
  EXPECT_EQ(scan.original.substr(place.start, place.end - place.start), place.quote);
}

TEST(ScannedText, FoldedRangeIsTheWayBack) {
  Scan scan("Phí  trọn gói: “đặt cọc” 🛫 xong");
  for (const Match& match : scan.text.Matches(scan.probe())) {
    const core::Place place = scan.text.PlaceOf(scan.probe(), match);
    EXPECT_EQ(scan.text.FoldedRange(place.start, place.end), match);
  }
  EXPECT_FALSE(scan.text.FoldedRange(scan.original.size(), scan.original.size()));
}

TEST(ScannedText, ParagraphsEndAtEmptyLines) {
  Scan scan("phí một\nphí hai\n \n\nphí ba");
  const auto all = scan.text.Matches(scan.probe());
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(scan.text.ParagraphOf(all[0]), scan.text.ParagraphOf(all[1]));
  EXPECT_NE(scan.text.ParagraphOf(all[1]), scan.text.ParagraphOf(all[2]));
}

}  // namespace
}  // namespace agencywatch::rules
