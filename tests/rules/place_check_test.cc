#include "rules/internal/place_check.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <random>
#include <string>
#include <vector>

#include "rules/facts/field_text.h"
#include "rules/internal/pattern_parser.h"

namespace agencywatch::rules::internal {
namespace {

PlaceCheck CheckOf(const std::string& pattern) {
  std::vector<std::string> problems;
  const PatternNode tree = ParsePattern(pattern, problems);
  EXPECT_TRUE(problems.empty()) << pattern;
  return PlaceCheck(tree);
}

bool Can(const PlaceCheck& check, std::string_view text, std::size_t at) {
  std::size_t steps = PlaceCheck::StepsFor(text.size());
  return check.CanMatchAt(text, at, steps);
}

TEST(PlaceCheck, RefusesWhereNoMatchBegins) {
  const PlaceCheck check = CheckOf("\\b(?:dat|nop) (?:tien )?coc\\b");
  const std::string text = "nop ho so dat coc nop cocktail";
  EXPECT_FALSE(Can(check, text, 0));
  EXPECT_TRUE(Can(check, text, 10));
  EXPECT_FALSE(Can(check, text, 18));
  std::size_t steps = PlaceCheck::StepsFor(text.size());
  EXPECT_EQ(check.NextPlace(text, 0, text.size(), steps), 10U);
  EXPECT_FALSE(check.NextPlace(text, 11, text.size(), steps));
}

// What it cannot settle in its steps is RE2's to settle.
TEST(PlaceCheck, SaysPerhapsWhenItsStepsAreUsedUp) {
  const PlaceCheck check = CheckOf("(?:a|aa|aaa)+b");
  const std::string text(24, 'a');
  std::size_t steps = PlaceCheck::StepsFor(text.size());
  EXPECT_TRUE(check.CanMatchAt(text, 0, steps));
  EXPECT_EQ(steps, 0U);
}

TEST(PlaceCheck, OfNothingRefusesNothing) {
  const PlaceCheck none;
  EXPECT_TRUE(Can(none, "phi", 1));
  EXPECT_TRUE(none.can_be_empty());
}

// Parts of patterns, put together at random.
std::string RandomPattern(std::mt19937& random, int depth) {
  static const std::vector<std::string> kParts = {
      "coc", "phi ", "\\d{1,3}", "[^.;]{0,6}", " ?", "\\b", "(?: [a-z]+){0,2}", ".", "\\s", "t+", "(?:tr|k)?", "^", "$"};
  std::string pattern;
  for (auto parts = 1 + random() % 3; parts > 0; --parts) {
    if (depth < 2 && random() % 3 == 0) {
      pattern += "(?:" + RandomPattern(random, depth + 1) + "|" + RandomPattern(random, depth + 1) + ")";
      if (random() % 4 == 0) pattern += "{0,2}";
    } else {
      pattern += kParts[random() % kParts.size()];
    }
  }
  return pattern;
}

std::string RandomText(std::mt19937& random) {
  static const std::vector<std::string> kWords = {"coc", "phi", "15", "tr", "k", "3", ". ", " ", " ", ";", "t", "tt", "a"};
  std::string text;
  for (auto words = random() % 14; words > 0; --words) text += kWords[random() % kWords.size()];
  return text;
}

// Nowhere RE2 finds a match may be refused.
TEST(PlaceCheck, LeavesEveryPlaceWherePlainRe2Matches) {
  std::mt19937 random(7);
  RE2::Options options;
  options.set_encoding(RE2::Options::EncodingLatin1);
  std::size_t matches = 0;
  std::size_t refused = 0;
  for (int round = 0; round < 400; ++round) {
    const std::string pattern = RandomPattern(random, 0);
    const auto tree = ParseAsWritten(pattern);
    ASSERT_TRUE(tree) << pattern;
    const PlaceCheck check(*tree);
    const RE2 re2(pattern, options);
    ASSERT_TRUE(re2.ok()) << pattern;
    for (int document = 0; document < 30; ++document) {
      const std::string text = RandomText(random);
      for (std::size_t at = 0; at < text.size(); ++at) {
        const bool here = re2.Match(text, at, text.size(), RE2::ANCHOR_START, nullptr, 0);
        matches += here ? 1 : 0;
        if (Can(check, text, at)) continue;
        ++refused;
        ASSERT_FALSE(here) << pattern << " at " << at << " of " << text;
      }
    }
  }
  EXPECT_GT(matches, 5000U);
  EXPECT_GT(refused, 20000U);
}

// Fact readers' patterns find what RE2 alone finds.
TEST(ScanPattern, FindsWhatPlainRe2Finds) {
  std::mt19937 random(11);
  RE2::Options options;
  options.set_encoding(RE2::Options::EncodingLatin1);
  std::size_t found = 0;
  for (int round = 0; round < 300; ++round) {
    const std::string pattern = (random() % 2 == 0 ? "\\b(?:" : "(?:") + RandomPattern(random, 0) + ")";
    const ScanPattern scan(pattern.c_str());
    const RE2 re2(pattern, options);
    for (int document = 0; document < 30; ++document) {
      const std::string text = RandomText(random);
      const std::size_t from = text.empty() ? 0 : random() % (text.size() + 1);
      re2::StringPiece expected;
      const bool matches = re2.Match(text, from, text.size(), RE2::UNANCHORED, &expected, 1);
      ScanPattern::Groups groups;
      ASSERT_EQ(scan.Find(text, from, groups), matches) << pattern << " in " << text;
      ASSERT_EQ(scan.Contains(text), RE2::PartialMatch(text, re2)) << pattern << " in " << text;
      if (!matches) continue;
      ++found;
      const auto begin = static_cast<std::size_t>(expected.data() - text.data());
      ASSERT_EQ(groups[0].begin, begin) << pattern << " in " << text;
      ASSERT_EQ(groups[0].end, begin + expected.size()) << pattern << " in " << text;
    }
  }
  EXPECT_GT(found, 2000U);
}

}  // namespace
}  // namespace agencywatch::rules::internal
