#include "rules/likeness.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "core/fold.h"
#include "rules/engine.h"
#include "rules/likeness_learner.h"
#include "rules/pack_loader.h"

namespace agencywatch::rules {
namespace {

std::vector<std::string> TermsOf(std::string_view folded) {
  std::vector<std::string> terms;
  ForEachTerm(folded, [&](const Term& term) { terms.push_back(term.text); });
  return terms;
}

TEST(Terms, AreWordsAndPairsAndNumbersAreOneSign) {
  EXPECT_EQ(TermsOf("coc 15tr, giu\n0912 cho"),
            (std::vector<std::string>{"coc", "0tr", "coc 0tr", "giu", "0tr giu", "0", "giu 0",
                                      "cho", "0 cho"}));
}

TEST(Terms, StandWhereTheyWereRead) {
  std::vector<std::string> read;
  const std::string text = "mat  suat.";
  ForEachTerm(text, [&](const Term& term) {
    read.push_back(text.substr(term.begin, term.end - term.begin));
  });
  EXPECT_EQ(read, (std::vector<std::string>{"mat", "suat", "mat  suat"}));
}

double OddsOf(const LikenessTable& table, const std::string& indicator, const std::string& folded) {
  Likeness likeness(table);
  likeness.Read(0, folded);
  return likeness.Odds(*table.Find(indicator));
}

TEST(Likeness, SumsWhatEachTermSaysOverTheLengthOfTheText) {
  LikenessTable table;
  EXPECT_TRUE(table.Add("fee.debt", -100, {{"tru luong", 600}, {"cong ty", -300}}));
  EXPECT_FALSE(table.Add("fee.debt", 0, {}));
  // Three words make five terms; a word said twice is one term.
  EXPECT_DOUBLE_EQ(OddsOf(table, "fee.debt", "tru luong dan"), (-100 + 600 / std::sqrt(5.0)) / 100);
  EXPECT_DOUBLE_EQ(OddsOf(table, "fee.debt", ""), -1.0);
  EXPECT_LT(OddsOf(table, "fee.debt", "cong ty"), -1.0);
  EXPECT_FALSE(table.Find("fee.brokerage"));
}

// Ten texts with a sign and ten without it, which share most of their words.
std::vector<LabelledText> SomeTexts() {
  std::vector<LabelledText> texts;
  for (int i = 0; i < 10; ++i) {
    const std::string number = std::to_string(i);
    texts.push_back({"tuyen nguoi di nhat don " + std::string(1, static_cast<char>('a' + i)) +
                         " cham la mat suat",
                     {"deception.urgency"},
                     ""});
    texts.push_back(
        {"tuyen nguoi di nhat don " + std::string(1, static_cast<char>('a' + i)) + " co hop dong",
         {},
         ""});
  }
  return texts;
}

LikenessTable TableOf(const std::vector<LearnedSign>& signs) {
  LikenessTable table;
  for (const LearnedSign& sign : signs) table.Add(sign.indicator, sign.bias, sign.weights);
  return table;
}

TEST(LikenessLearner, TellsTextsApartByTheWordsThatDiffer) {
  const auto signs = LearnLikeness(SomeTexts(), {});
  ASSERT_EQ(signs.size(), 2U);  // with kAnySign
  const LikenessTable table = TableOf(signs);
  EXPECT_GT(OddsOf(table, "deception.urgency", "don han quoc cham la mat suat"), 1);
  EXPECT_LT(OddsOf(table, "deception.urgency", "don han quoc co hop dong"), -1);
  const auto strongest = table.Strongest("deception.urgency", 7);
  for (const std::string& term : strongest) {
    EXPECT_TRUE(std::string("cham la mat suat").find(term) != std::string::npos) << term;
  }
}

TEST(LikenessLearner, LearnsWhetherATextShowsAnySignFromWholeTextsOnly) {
  auto texts = SomeTexts();
  for (int i = 0; i < 8; ++i)
    texts.push_back({"giu ho chieu den khi tra het no", {"coercion.document_retention"}, ""});
  for (int i = 0; i < 8; ++i) texts.push_back({"co hop dong", {"fee.debt"}, "fee.debt"});
  const LikenessTable table = TableOf(LearnLikeness(texts, {}));
  EXPECT_GT(OddsOf(table, std::string(kAnySign), "cham la mat suat"), 1);
  EXPECT_GT(OddsOf(table, std::string(kAnySign), "giu ho chieu den khi tra het no"), 1);
  EXPECT_LT(OddsOf(table, std::string(kAnySign), "don han quoc co hop dong"), -1);
}

TEST(LikenessLearner, LearnsNothingOfWordsThatAreLeftOut) {
  for (const LearnedSign& sign : LearnLikeness(SomeTexts(), {"cham"})) {
    for (const auto& [term, weight] : sign.weights)
      EXPECT_EQ(term.find("cham"), std::string::npos) << term;
  }
}

TEST(LikenessLearner, LearnsNoSignOfTooFewTexts) {
  auto texts = SomeTexts();
  texts.resize(10);  // five with the sign
  EXPECT_TRUE(LearnLikeness(texts, {}).empty());
}

TEST(LikenessLearner, ASentenceAboutOneSignSaysNothingOfOthers) {
  auto texts = SomeTexts();
  const auto without = LearnLikeness(texts, {});
  for (int i = 0; i < 5; ++i) texts.push_back({"cham la mat suat", {"fee.debt"}, "fee.debt"});
  const auto with = LearnLikeness(texts, {});
  ASSERT_EQ(with.size(), 2U);
  const auto odds = [](const std::vector<LearnedSign>& signs) {
    return OddsOf(TableOf(signs), "deception.urgency", "cham la mat suat");
  };
  EXPECT_NEAR(odds(with), odds(without), 0.3);
}

TEST(LikenessLearner, WhatItWritesIsReadAgain) {
  const auto signs = LearnLikeness(SomeTexts(), {});
  const auto pack =
      LoadPack(std::vector<PackFile>{{"likeness.yaml", LikenessYaml(signs, "some.jsonl 20")}});
  const std::string text = "tuyen nguoi cham la mat suat";
  EXPECT_DOUBLE_EQ(OddsOf(pack->likeness, "deception.urgency", text),
                   OddsOf(TableOf(signs), "deception.urgency", text));
}

// --- in a rule

constexpr const char* kPack = R"(
likeness:
  - {indicator: fee.debt, bias: -100, words: 'tra no=900; tru luong=1200; hop dong=-900;'}
rules:
  - id: vi.like
    version: 1
    indicator: fee.debt
    severity: low
    points: 5
    status: stable
    genres: any
    title: {vi: a, en: b}
    when: {words_like: {indicator: fee.debt, min: 0.75}}
  - id: vi.unlike
    version: 1
    indicator: fee.brokerage
    severity: low
    points: 5
    status: stable
    genres: any
    title: {vi: a, en: b}
    when: {all: [{text: 'moi gioi'}], none: [{words_like: {indicator: fee.debt, max: 0.05}}]}
)";

std::vector<core::Finding> FindingsIn(const std::string& body,
                                      const std::string& channel = "facebook") {
  static const auto rules = RuleSet::Load(std::vector<PackFile>{{"p.yaml", kPack}});
  AssessInput input;
  input.channel = channel;
  input.text.body = body;
  return rules->Assess(input, nullptr).findings;
}

TEST(WordsLike, QuotesTheSentenceWhoseWordsSpeakForTheSign) {
  const auto findings = FindingsIn("Việc nhẹ. Công ty trừ lương dần. Gọi em.");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "vi.like");
  ASSERT_EQ(findings[0].spans.size(), 1U);
  EXPECT_EQ(findings[0].spans[0].quote, "Công ty trừ lương dần.");
  EXPECT_EQ(findings[0].why_en, "Worded like adverts with this sign; no sentence states it outright.");
}

TEST(WordsLike, KeepsARuleFromFiringWhereTheWordsSpeakAgainstIt) {
  EXPECT_EQ(FindingsIn("Có môi giới").size(), 1U);
  EXPECT_TRUE(FindingsIn("Không qua môi giới, hợp đồng").empty());
}

TEST(WordsLike, IsNotAskedOfTips) {
  EXPECT_TRUE(FindingsIn("Qua đó làm, công ty trừ lương dần", std::string(kTipChannel)).empty());
}

std::string ProblemOf(const std::string& yaml) {
  try {
    static_cast<void>(LoadPack(std::vector<PackFile>{{"p.yaml", yaml}}));
  } catch (const core::InputError& error) {
    return error.problems().front().Text();
  }
  return "";
}

TEST(WordsLike, WrongTablesAndConditionsAreToldWithTheirPlace) {
  const std::string table = "likeness:\n  - {indicator: fee.debt, bias: 1, words: 'a=1'}\n";
  const auto rule = [&](const std::string& condition) {
    return table +
           "rules:\n  - {id: vi.x, version: 1, indicator: fee.debt, severity: low, points: 5, "
           "status: stable, " +
           "title: {vi: a, en: b}, when: {words_like: " + condition + "}}\n";
  };
  EXPECT_EQ(ProblemOf(rule("{indicator: fee.debt, min: 0.7}")), "");
  EXPECT_NE(ProblemOf(rule("{indicator: fee.brokerage, min: 0.7}"))
                .find("no likeness was learned for fee.brokerage"),
            std::string::npos);
  EXPECT_NE(ProblemOf(rule("{indicator: fee.debt, min: 7}")).find("'min' is no share"),
            std::string::npos);
  EXPECT_NE(ProblemOf(rule("{indicator: fee.debt, min: 0.7, max: 0.9}")).find("needs one of"),
            std::string::npos);
  EXPECT_NE(ProblemOf("likeness:\n  - {indicator: fee.debt, bias: 1, words: 'a=b'}\n")
                .find("'a=b' is no term"),
            std::string::npos);
  EXPECT_NE(
      ProblemOf(table + "  - {indicator: fee.debt, bias: 1, words: 'b=1'}\n").find("two rows"),
      std::string::npos);
}

}  // namespace
}  // namespace agencywatch::rules
