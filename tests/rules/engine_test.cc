#include "rules/engine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <thread>

#include "rules/explain.h"
#include "rules/self_test.h"

namespace agencywatch::rules {
namespace {

core::Day On(const char* text) { return *core::ParseDay(text); }

const RuleSet& Rules() {
  static const auto rules = [] {
    std::ifstream file(AW_SOURCE_DIR "/tests/rules/testdata/engine.yaml");
    const std::vector<PackFile> files = {
        {"engine.yaml", {std::istreambuf_iterator<char>(file), {}}}};
    return RuleSet::Load(files);
  }();
  return *rules;
}

AssessInput Advert(std::string body, std::string title = "") {
  AssessInput input;
  input.text.title = std::move(title);
  input.text.body = std::move(body);
  input.day_from = input.day_to = On("2026-11-01");
  return input;
}

core::RegisterView Register(const char* as_of = "2026-10-30") {
  return core::RegisterView(core::RegisterView::EntriesOf(Rules().pack().test_register), On(as_of));
}

core::Assessment Assess(const AssessInput& input) {
  static const core::RegisterView view = Register();
  return Rules().Assess(input, &view);
}

const core::Finding* FindingOf(const core::Assessment& assessment, std::string_view rule) {
  const auto found =
      std::find_if(assessment.findings.begin(), assessment.findings.end(),
                   [&](const core::Finding& finding) { return finding.rule == rule; });
  return found == assessment.findings.end() ? nullptr : &*found;
}

bool Fires(std::string_view rule, const AssessInput& input) {
  return FindingOf(Assess(input), rule) != nullptr;
}
bool Fires(std::string_view rule, std::string body, std::string title = "") {
  return Fires(rule, Advert(std::move(body), std::move(title)));
}

TEST(Engine, FindingQuotesTheOriginalAndCitesLawInForce) {
  const AssessInput input = Advert("Nhanh lên, ĐẶT  CỌC rồi ib em");
  const core::Assessment assessment = Assess(input);
  const core::Finding* finding = FindingOf(assessment, "t.text");
  ASSERT_NE(finding, nullptr);
  ASSERT_EQ(finding->spans.size(), 1u);
  EXPECT_EQ(finding->spans[0].quote, "ĐẶT  CỌC");
  EXPECT_EQ(input.text.body.substr(finding->spans[0].start,
                                   finding->spans[0].end - finding->spans[0].start),
            finding->spans[0].quote);
  EXPECT_EQ(finding->why_vi, "Tin viết “ĐẶT  CỌC”.");
  EXPECT_EQ(finding->rule_version, 2);
  EXPECT_EQ(finding->law, (std::vector<std::string>{"L69-7.7", "D283-49"}));
}

// Decree 283/2026 replaced Decree 12/2022 on 10 September 2026: the last judged day decides.
TEST(Engine, QuotesThatTouchAreOneQuoteAndOthersStayApart) {
  const auto quotes = [](const std::string& body) {
    const core::Assessment assessment = Assess(Advert(body));
    const core::Finding* finding = FindingOf(assessment, "t.count");
    std::vector<std::string> texts;
    if (finding != nullptr) {
      for (const core::Place& place : finding->spans) texts.push_back(place.quote);
    }
    return texts;
  };
  EXPECT_EQ(quotes("ib em, bao đậu bao visa"), std::vector<std::string>{"bao đậu bao visa"});
  EXPECT_EQ(quotes("ib em, bao đậu, bao visa"), (std::vector<std::string>{"bao đậu", "bao visa"}));
}

TEST(Engine, LawIsThatOfTheLastJudgedDay) {
  AssessInput input = Advert("Đặt cọc, ib em");
  input.day_from = input.day_to = On("2026-09-09");
  EXPECT_EQ(Rules().Assess(input, nullptr).findings.at(0).law,
            (std::vector<std::string>{"L69-7.7", "D12-43"}));
  input.day_to = On("2026-09-10");
  EXPECT_EQ(Rules().Assess(input, nullptr).findings.at(0).law,
            (std::vector<std::string>{"L69-7.7", "D283-49"}));
}

TEST(Engine, DenialsAndReportedSpeechAreNoSigns) {
  EXPECT_TRUE(Fires("t.text", "Đặt cọc giữ chỗ, ib em"));
  EXPECT_TRUE(Fires("t.text", "ib em, không cọc thì không giữ chỗ"));
  EXPECT_FALSE(Fires("t.text", "ib em, bên em không thu cọc"));
  EXPECT_FALSE(Fires("t.text", "ib em, ko cọc"));
  EXPECT_FALSE(Fires("t.text", "ib em, chiêu trò “đặt cọc” ai cũng biết"));
}

TEST(Engine, NearKeepsOrderGapAndParagraph) {
  EXPECT_TRUE(Fires("t.near", "ib em, chốt sổ\nhôm nay"));
  EXPECT_FALSE(Fires("t.near", "ib em, hôm nay chốt"));
  EXPECT_FALSE(Fires("t.near", "ib em, chốt với nhau xong xuôi hôm nay"));
  EXPECT_FALSE(Fires("t.near", "ib em, chốt\n\nhôm nay"));
  EXPECT_TRUE(Fires("t.near_any_order", "ib em, nhanh tay, suất cuối"));
  EXPECT_TRUE(Fires("t.near_any_order", "ib em, cuối suất nhanh"));
  EXPECT_FALSE(Fires("t.near_any_order", "ib em, suất cuối cho các anh chị em nhanh tay"));
}

TEST(Engine, CountWantsThatMany) {
  EXPECT_TRUE(Fires("t.count", "ib em, bao đậu bao visa"));
  EXPECT_FALSE(Fires("t.count", "ib em, bao đậu"));
}

TEST(Engine, GroupsCombine) {
  EXPECT_TRUE(Fires("t.combined", "ib em, bay ngay, lo visa và hộ chiếu"));
  EXPECT_TRUE(Fires("t.combined", "ib em, bay gấp, lo visa, vé máy bay"));
  EXPECT_FALSE(Fires("t.combined", "ib em, bay ngay, lo visa"));
  EXPECT_FALSE(Fires("t.combined", "ib em, bay ngay, lo visa du lịch và hộ chiếu"));
  EXPECT_FALSE(Fires("t.combined", "ib em, bay ngay, lo visa và hộ chiếu", "Thăm thân"));
}

TEST(Engine, ExactSeesCaseAndMarks) {
  EXPECT_TRUE(Fires("t.exact", "ib em\nKT. BỘ TRƯỞNG"));
  EXPECT_FALSE(Fires("t.exact", "ib em\nKt. bộ trưởng"));
}

TEST(Engine, OnlyOffersAreJudgedUnlessTheRuleSaysOtherwise) {
  EXPECT_EQ(Assess(Advert("Công an khởi tố vì thu tiền cọc, việc nhẹ")).genre, "news");
  EXPECT_FALSE(Fires("t.text", "Công an khởi tố vì thu tiền cọc, việc nhẹ"));
  EXPECT_TRUE(Fires("t.any_genre", "Công an khởi tố vì thu tiền cọc, việc nhẹ"));
  EXPECT_TRUE(Fires("t.only_news", "Công an khởi tố vụ visa du lịch"));
  EXPECT_FALSE(Fires("t.only_news", "visa du lịch, ib em"));
  EXPECT_EQ(Assess(Advert("Trời hôm nay đẹp")).genre, "other");
}

TEST(Engine, AWarningFollowedByAnOfferIsAnOffer) {
  EXPECT_EQ(Assess(Advert("Công an khởi tố nhiều vụ. Ib em, liên hệ để tuyển, đặt cọc")).genre,
            "news");
  EXPECT_EQ(Assess(Advert("Đã khởi tố nhiều vụ. Ib em, tuyển, bay ngay, đặt cọc")).genre, "advert");
}

TEST(Engine, AnOfficialChannelMakesNoOffers) {
  AssessInput input = Advert("Tuyển, liên hệ, đặt cọc");
  EXPECT_EQ(Assess(input).genre, "advert");
  input.url = "https://www.dolab.example/tin";
  EXPECT_EQ(Assess(input).genre, "official_notice");
  EXPECT_TRUE(Assess(input).findings.empty());
}

TEST(Engine, FindingsOfOtherRulesAreSeenInTheirOrder) {
  EXPECT_TRUE(Fires("t.finding", "Đặt cọc trước, phần còn lại trả sau, ib em"));
  EXPECT_TRUE(Fires("t.finding_of_indicator", "Đặt cọc trước, phần còn lại trả sau, ib em"));
  EXPECT_FALSE(Fires("t.finding", "Trả sau, ib em"));
  EXPECT_FALSE(Fires("t.finding_of_indicator", "Trả sau, ib em"));
}

TEST(Engine, OnlyStableRulesCount) {
  const AssessInput input = Advert("hoa hồng cao, ib em");
  EXPECT_FALSE(Fires("t.experimental", input));
  EXPECT_TRUE(Rules().Fires("t.experimental", input, nullptr));
}

TEST(Engine, RegisterConditionsAreTrueFalseOrUnknown) {
  AssessInput input = Advert("Công ty TNHH Đông Âu Sao Khuê tuyển, liên hệ để kiểm tra");
  input.agency = "Công ty TNHH Đông Âu Sao Khuê";
  const core::RegisterView fresh = Register();
  const core::Assessment listed = Rules().Assess(input, &fresh);
  ASSERT_NE(FindingOf(listed, "t.unlisted"), nullptr);
  EXPECT_EQ(FindingOf(listed, "t.unlisted")->why_en,
            "Công ty TNHH Đông Âu Sao Khuê is not listed.");
  EXPECT_EQ(FindingOf(listed, "t.not_unlisted"), nullptr);
  EXPECT_EQ(listed.verdict, core::Verdict::kUnlicensed);
  EXPECT_EQ(listed.register_as_of, On("2026-10-30"));
  const core::RegisterView old = Register("2026-10-01");
  for (const core::RegisterView* view : {static_cast<const core::RegisterView*>(nullptr), &old}) {
    const core::Assessment unknown = Rules().Assess(input, view);
    EXPECT_EQ(FindingOf(unknown, "t.unlisted"), nullptr);
    EXPECT_EQ(FindingOf(unknown, "t.not_unlisted"), nullptr) << "not knowing is not a denial";
    EXPECT_NE(FindingOf(unknown, "t.unknown"), nullptr);
    EXPECT_EQ(unknown.verdict, core::Verdict::kClear);
    EXPECT_EQ(unknown.register_stale, view != nullptr);
  }
}

TEST(Engine, InactiveNamesTheDayAndTheStatus) {
  AssessInput input = Advert("Tuyển, liên hệ");
  input.agency = "Công ty Cổ phần Nhân lực Đồi Sim Biếc";
  input.day_from = On("2026-10-01");
  const core::Assessment assessment = Assess(input);
  const core::Finding* finding = FindingOf(assessment, "t.inactive");
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->why_en,
            "Công ty Cổ phần Nhân lực Đồi Sim Biếc (8101/LĐTBXH-GP) was revoked on 2026-10-15.");
  input.day_to = On("2026-10-14");
  EXPECT_FALSE(Fires("t.inactive", input));
}

TEST(Engine, MoneyFactsAreHeldAgainstTheTables) {
  EXPECT_TRUE(Fires(
      "t.fee",
      "Tuyển đi Ba Lan, hợp đồng 2 năm, lương 20 triệu/tháng, phí trọn gói 100 triệu, lh em"));
  EXPECT_FALSE(
      Fires("t.fee",
            "Tuyển đi Ba Lan, hợp đồng 2 năm, lương 20 triệu/tháng, phí trọn gói 40 triệu, lh em"));
  EXPECT_FALSE(Fires("t.fee", "Tuyển đi Ba Lan, hợp đồng 2 năm, phí trọn gói 100 triệu, lh em"))
      << "wage unknown";
  EXPECT_TRUE(Fires("t.fee", "Tuyển đi Hàn Quốc, phí trọn gói 10 triệu, lh em"))
      << "the ceiling is nought";
  EXPECT_TRUE(Fires("t.wage", "Tuyển đi Nhật Bản, lương 100 triệu/tháng, lh em"));
  EXPECT_FALSE(Fires("t.wage", "Tuyển đi Nhật Bản, lương 35 triệu/tháng, lh em"));
  EXPECT_TRUE(Fires("t.money", "Đi Nhật Bản, đặt cọc 1.000 USD, lh em"));
  EXPECT_FALSE(Fires("t.money", "Đi Nhật Bản, đặt cọc 5 triệu, lh em"));
}

TEST(Engine, AbroadIsNotACountryThatIsOnlyMentioned) {
  EXPECT_TRUE(Fires("t.money", "Đi Nhật Bản, đặt cọc 20 triệu, lh em"));
  EXPECT_TRUE(Fires("t.money", "Xuất khẩu lao động, đặt cọc 20 triệu, lh em"));
  EXPECT_FALSE(
      Fires("t.money", "Làm cho công ty Nhật Bản tại Bình Dương, đặt cọc 20 triệu, lh em"));
}

TEST(Engine, ContactsOfTheContextCount) {
  AssessInput input = Advert("Tuyển lao động, không cần kinh nghiệm, liên hệ 0912 000 345");
  EXPECT_TRUE(Fires("t.fact", input));
  input.text.context = "Điện thoại: 024 3000 0123";
  EXPECT_FALSE(Fires("t.fact", input));
}

TEST(Engine, ScoreIsTheSumOfTheBestOfEachIndicatorWithItsCap) {
  const core::Assessment assessment =
      Assess(Advert("ib em, đặt cọc, chốt hôm nay, nhanh tay, suất cuối"));
  // 35 capped to 33; of the two urgency rules only the dearer one, 12.
  EXPECT_EQ(assessment.score, 45);
  EXPECT_EQ(assessment.verdict, core::Verdict::kViolation);
  EXPECT_TRUE(assessment.review);
  ASSERT_EQ(assessment.findings.size(), 3u);
  EXPECT_EQ(assessment.findings[0].rule, "t.text");
  EXPECT_EQ(assessment.findings[1].rule, "t.near_any_order");
  EXPECT_EQ(assessment.findings[2].rule, "t.near");
}

TEST(Engine, FirstVerdictThatHoldsWins) {
  EXPECT_EQ(
      Assess(Advert("ib em, đặt cọc, bay ngay, lo visa và hộ chiếu, suất cuối nhanh tay")).verdict,
      core::Verdict::kFraud);
  EXPECT_EQ(Assess(Advert("ib em, chốt hôm nay")).verdict, core::Verdict::kClear);
  EXPECT_FALSE(Assess(Advert("ib em, chốt hôm nay")).review);
  EXPECT_FALSE(Assess(Advert("ib em, chốt hôm nay")).findings.empty());
}

TEST(Engine, SameInputGivesTheSameAssessmentOnEveryThread) {
  AssessInput input =
      Advert("ib em, đặt cọc 20 triệu, bay ngay Nhật Bản, lo visa và hộ chiếu, zalo 0912 000 345");
  const core::RegisterView view = Register();
  const auto print = [](const core::Assessment& assessment) {
    std::string text =
        std::to_string(assessment.score) + assessment.genre + assessment.register_note_en;
    for (const core::Finding& finding : assessment.findings) {
      text += finding.rule + finding.why_vi;
      for (const core::Place& place : finding.spans)
        text += std::to_string(place.start) + place.quote;
    }
    for (const core::Fact& fact : assessment.facts.facts) text += fact.value;
    return text;
  };
  const std::string expected = print(Rules().Assess(input, &view));
  std::vector<std::string> results(4);
  {
    std::vector<std::jthread> threads;
    for (std::string& result : results) {
      threads.emplace_back([&] {
        for (int i = 0; i < 50; ++i) {
          result = print(Rules().Assess(input, &view));
          if (result != expected) return;
        }
      });
    }
  }
  for (const std::string& result : results) EXPECT_EQ(result, expected);
}

TEST(Engine, HostileTextIsBounded) {
  std::string repeated;
  for (int i = 0; i < 20000; ++i) repeated += "đặt cọc \"chốt hôm nay\" không suất cuối nhanh ";
  const core::Assessment assessment = Assess(Advert(repeated));
  for (const core::Finding& finding : assessment.findings) EXPECT_LE(finding.spans.size(), 8u);
  EXPECT_TRUE(Assess(Advert(std::string(1000000, '"'))).findings.empty());
}

TEST(SelfTest, RunsEveryRulesOwnCases) {
  const SelfTestResult result = RunSelfTests(Rules());
  EXPECT_EQ(result.tests, 7u);
  for (const TestFailure& failure : result.failures) ADD_FAILURE() << failure.Text();
  EXPECT_EQ(RunSelfTests(Rules(), "t.experimental").tests, 1u);
}

TEST(SelfTest, AFailureNamesRulePlaceAndText) {
  const std::vector<PackFile> files = {{"p.yaml", R"(
genres: [{id: offer, needs: 1, cues: [{text: 'ib', weight: 1}]}]
rules:
  - id: t.a
    version: 1
    indicator: fee.debt
    severity: low
    points: 1
    status: test
    title: {vi: a, en: b}
    when: {text: 'vay no'}
    tests:
      hit: ["ib em"]
      miss: ["vay nợ, ib em"]
)"}};
  const SelfTestResult result = RunSelfTests(*RuleSet::Load(files));
  ASSERT_EQ(result.failures.size(), 2u);
  EXPECT_EQ(result.failures[0].Text(), "p.yaml:13:13: t.a should fire on 'ib em' (genre advert)");
  EXPECT_EQ(result.failures[1].Text(),
            "p.yaml:14:14: t.a should not fire on 'vay nợ, ib em' (genre advert)");
}

TEST(Explain, CanBeReadByALawyer) {
  const Rule* rule = FindRule(Rules().pack(), "t.combined");
  ASSERT_NE(rule, nullptr);
  EXPECT_EQ(Explain(Rules().pack(), *rule, ExplainLanguage::kEnglish),
            "t.combined (version 1, stable)\n"
            "Fast\n\n"
            "Indicator: deception.fast_departure - Departure faster than any lawful procedure\n"
            "Severity: medium, 20 points\n\n"
            "When:\n"
            "  - an offer (not news, a warning, a notice or a complaint), and\n"
            "  - all of:\n"
            "    - all of:\n"
            "      - any of:\n"
            "        - the text says «bay ngay»\n"
            "        - the text says «bay gap»\n"
            "      - at least 2 of:\n"
            "        - the text says «visa»\n"
            "        - the text says «ve may bay»\n"
            "        - the text says «ho chieu»\n"
            "    - none of:\n"
            "      - the text says «du lich», also where it is denied\n"
            "    - none of:\n"
            "      - the text says «tham than», in the title\n\n");
  EXPECT_EQ(FindRule(Rules().pack(), "t.nothing"), nullptr);
}

}  // namespace
}  // namespace agencywatch::rules
