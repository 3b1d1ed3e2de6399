// The packs that the program ships: they lint clean, every rule's own tests hold, every indicator code has
// a rule that counts, and adverts of other wording than the rules' tests are judged rightly.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "core/indicator.h"
#include "rule_packs.h"
#include "rules/engine.h"
#include "rules/internal/pack_bytes.h"
#include "rules/lint.h"
#include "rules/self_test.h"
#include "rules/shipped_rules.h"

namespace agencywatch::rules {
namespace {

const RuleSet& Shipped() {
  static const auto rules = [] {
    std::vector<PackFile> files;
    for (const core::EmbeddedFile& file : embedded::rule_packs()) {
      files.push_back({std::string(file.path), std::string(file.bytes)});
    }
    return RuleSet::Load(files);
  }();
  return *rules;
}

const core::RegisterView& TestRegister() {
  static const core::RegisterView view(
      core::RegisterView::EntriesOf(Shipped().pack().test_register), *core::ParseDay("2026-11-01"));
  return view;
}

// A line of testdata/adverts.jsonl: title, body, verdict, codes; posted_at where the day matters.
struct Labelled {
  std::string body;
  std::string verdict;
  std::set<std::string> codes;
  core::Assessment answer;
};

const std::vector<Labelled>& Adverts() {
  static const auto adverts = [] {
    std::vector<Labelled> all;
    std::ifstream file(AW_SOURCE_DIR "/tests/rules/testdata/adverts.jsonl");
    for (std::string line; std::getline(file, line);) {
      const auto json = nlohmann::json::parse(line);
      Labelled labelled;
      labelled.body = json.at("body");
      labelled.verdict = json.at("verdict");
      for (const auto& code : json.at("codes")) labelled.codes.insert(code.get<std::string>());
      AssessInput input;
      input.text.title = json.value("title", "");
      input.text.body = labelled.body;
      input.agency = json.value("agency", "");
      input.day_from = input.day_to = *core::ParseDay(json.value("posted_at", "2026-10-30"));
      labelled.answer = Shipped().Assess(input, &TestRegister());
      all.push_back(std::move(labelled));
    }
    return all;
  }();
  return adverts;
}

// What the program loads is what stands in the files: the same bytes, written from either.
TEST(ShippedRules, AreThoseOfTheFilesCompiled) {
  const auto compiled = ShippedRules();
  EXPECT_EQ(compiled->sha256(), Shipped().sha256());
  EXPECT_TRUE(internal::PackToBytes(compiled->pack()) == internal::PackToBytes(Shipped().pack()));
}

TEST(ShippedPacks, LintClean) {
  std::string problems;
  for (const core::InputProblem& problem : Lint(Shipped().pack())) {
    problems += problem.file + ":" + std::to_string(problem.line) + ": " + problem.what + "\n";
  }
  EXPECT_EQ(problems, "");
}

TEST(ShippedPacks, EveryRulePassesItsOwnTests) {
  const SelfTestResult result = RunSelfTests(Shipped());
  EXPECT_GT(result.rules, 33U);
  for (const TestFailure& failure : result.failures) ADD_FAILURE() << failure.Text();
}

TEST(ShippedPacks, EveryIndicatorHasAStableRule) {
  std::set<std::string> with_rule;
  for (const Rule& rule : Shipped().pack().rules) {
    if (rule.status == RuleStatus::kStable) with_rule.insert(rule.indicator);
  }
  for (const core::Indicator& indicator : core::Indicators()) {
    EXPECT_TRUE(with_rule.contains(std::string(indicator.code))) << indicator.code;
  }
}

TEST(ShippedPacks, EveryRuleCitesLawInForceUnderBothDecrees) {
  const auto& pack = Shipped().pack();
  for (const char* day : {"2026-09-09", "2026-09-10"}) {
    for (const Rule& rule : pack.rules) {
      const bool cited = std::any_of(rule.law.begin(), rule.law.end(), [&](const std::string& id) {
        const LawArticle* article = pack.tables.FindLaw(id);
        return article != nullptr && article->validity.Holds(*core::ParseDay(day));
      });
      EXPECT_TRUE(cited) << rule.id << " on " << day;
    }
  }
}

TEST(ShippedPacks, RulesSayWhatAnInspectorNeedsToKnow) {
  for (const Rule& rule : Shipped().pack().rules) {
    EXPECT_FALSE(rule.guide_vi.empty() || rule.guide_en.empty()) << rule.id;
    EXPECT_FALSE(rule.false_positives.empty()) << rule.id;
    EXPECT_FALSE(rule.title_vi.empty() || rule.title_en.empty()) << rule.id;
  }
}

TEST(ShippedPacks, OffersOfOtherWordingAreFoundAndLookAlikesAreNot) {
  ASSERT_GT(Adverts().size(), 100U);
  double found = 0;
  double missed = 0;
  double wrong = 0;
  std::string list;
  for (const Labelled& advert : Adverts()) {
    const bool wanted = advert.verdict != "clear";
    if (wanted && advert.answer.review) ++found;
    if (wanted == advert.answer.review) continue;
    ++(wanted ? missed : wrong);
    list += (wanted ? "missed: " : "wrongly flagged: ") + advert.body.substr(0, 90) + "\n";
  }
  EXPECT_GE(found / (found + missed), 0.95) << list;
  EXPECT_GE(found / (found + wrong), 0.95) << list;
}

TEST(ShippedPacks, VerdictsOfOtherWordingAreMostlyRight) {
  std::map<std::string, std::pair<double, double>> right;  // of so many
  std::string list;
  for (const Labelled& advert : Adverts()) {
    auto& [good, all] = right[advert.verdict];
    ++all;
    if (core::VerdictName(advert.answer.verdict) == advert.verdict) {
      ++good;
    } else {
      list += advert.verdict + " taken for " +
              std::string(core::VerdictName(advert.answer.verdict)) + ": " +
              advert.body.substr(0, 90) + "\n";
    }
  }
  for (const auto& [verdict, count] : right)
    EXPECT_GE(count.first / count.second, 0.85) << verdict << "\n" << list;
}

}  // namespace
}  // namespace agencywatch::rules
