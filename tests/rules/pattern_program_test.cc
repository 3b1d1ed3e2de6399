#include "rules/internal/pattern_program.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

#include "rules/facts/scan_pattern.h"
#include "rules/internal/pattern_parser.h"

namespace agencywatch::rules::internal {
namespace {

using Answer = PatternProgram::Answer;
using Found = PatternProgram::Found;

PatternProgram ProgramOf(const std::string& pattern) {
  const auto tree = ParseAsWritten(pattern);
  EXPECT_TRUE(tree) << pattern;
  return PatternProgram(*tree);
}

Answer Find(const PatternProgram& program, std::string_view text, std::size_t from, Found& found) {
  std::size_t steps = PatternProgram::StepsFor(text.size());
  return program.Find(text, from, text.size(), steps, found);
}

TEST(PatternProgram, FindsTheLeftmostMatch) {
  const PatternProgram program = ProgramOf("\\b(?:dat|nop) (?:tien )?coc\\b");
  const std::string text = "nop ho so dat coc nop cocktail";
  Found found;
  ASSERT_EQ(Find(program, text, 0, found), Answer::kYes);
  EXPECT_EQ(text.substr(found.begin, found.end - found.begin), "dat coc");
  EXPECT_EQ(Find(program, text, 11, found), Answer::kNo);
}

// Its first letters tell where a match may begin: also one that has fewer of them, or the text behind it.
TEST(PatternProgram, FindsMatchesShorterThanTheLettersThatTellTheirBegin) {
  struct Case {
    const char* pattern;
    const char* text;
    std::size_t begin;
  };
  for (const Case& c : {Case{"\\bno\\b", "an no", 3}, Case{"k", "1k", 1}, Case{"a?b?c", "xc", 1},
                        Case{"(?:coc|co)", "tra co", 4}, Case{"[0-9]{2,3}tr", "phi 5, 12tr", 7},
                        Case{"x|xuong may", "xa xuong", 0}}) {
    Found found;
    ASSERT_EQ(Find(ProgramOf(c.pattern), c.text, 0, found), Answer::kYes) << c.pattern;
    EXPECT_EQ(found.begin, c.begin) << c.pattern;
  }
}

TEST(PatternProgram, FindsOnlyWhatBeginsUpToTheLastPlace) {
  const std::string text = "phi va phi";
  Found found;
  std::size_t steps = 1000;
  EXPECT_EQ(ProgramOf("\\bphi\\b").Find(text, 1, 6, steps, found), Answer::kNo);
  ASSERT_EQ(ProgramOf("\\bphi\\b").Find(text, 1, 7, steps, found), Answer::kYes);
  EXPECT_EQ(found.begin, 7U);
  EXPECT_EQ(found.end, 10U);
}

// What is written first is preferred, and a match that may not go on is given back.
TEST(PatternProgram, PrefersWhatIsWrittenFirst) {
  Found found;
  ASSERT_EQ(Find(ProgramOf("phi|phi ho so"), "phi ho so", 0, found), Answer::kYes);
  EXPECT_EQ(found.end, 3U);
  ASSERT_EQ(Find(ProgramOf("[a-z ]{2,}? so"), "phi ho so so", 0, found), Answer::kYes);
  EXPECT_EQ(found.end, 9U);
  std::size_t steps = 100;
  ASSERT_EQ(ProgramOf("coc[a-z ]*").MatchAt("coc ngay", 0, 5, steps, found), Answer::kYes);
  EXPECT_EQ(found.end, 5U);
}

// What it cannot settle in its steps is RE2's to settle.
TEST(PatternProgram, LeavesOpenWhatItsStepsAreTooFewFor) {
  const PatternProgram program = ProgramOf("(?:a|aa|aaa)+b");
  const std::string text(24, 'a');
  std::size_t steps = PatternProgram::StepsFor(text.size());
  Found found;
  EXPECT_EQ(program.MatchAt(text, 0, text.size(), steps, found), Answer::kUnsettled);
  EXPECT_EQ(steps, 0U);
}

// Only one that is asked for with its groups may be empty, as RE2's may.
TEST(PatternProgram, FindsAnEmptyMatchWithGroupsOnly) {
  const PatternProgram program = ProgramOf("^(?:cp|tnhh)*$|so(\\d)?");
  std::size_t steps = 100;
  Found found;
  PatternProgram::Groups groups{};
  ASSERT_EQ(program.Find("", nullptr, 0, steps, found, groups), Answer::kYes);
  EXPECT_EQ(found.end, 0U);
  EXPECT_EQ(Find(program, "", 0, found), Answer::kNo);
}

TEST(PatternProgram, OfNothingSettlesNothing) {
  const PatternProgram none;
  Found found;
  EXPECT_EQ(Find(none, "phi", 1, found), Answer::kUnsettled);
  EXPECT_EQ(found.begin, 1U);
}

// Parts of patterns, put together at random.
std::string RandomPattern(std::mt19937& random, int depth) {
  static const std::vector<std::string> kParts = {
      "coc", "phi ", "\\d{1,3}", "[^.;]{0,6}", " ?", "\\b", "(?: [a-z]+){0,2}", ".", "\\s", "t+", "(?:tr|k)?", "^", "$", "(t*)", "[a-z ]*?", "(\\d)?", "\\B"};
  std::string pattern;
  for (auto parts = 1 + random() % 3; parts > 0; --parts) {
    if (depth < 2 && random() % 3 == 0) {
      pattern += random() % 3 == 0 ? "(" : "(?:";
      pattern += RandomPattern(random, depth + 1) + "|" + RandomPattern(random, depth + 1) + ")";
      static const std::vector<std::string> kRepeats = {"{0,2}", "?", "+?", "{1,3}?", "*", "??"};
      if (random() % 3 == 0) pattern += kRepeats[random() % kRepeats.size()];
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

// Where it has an answer it is RE2's, match and groups.
TEST(PatternProgram, FindsAtEveryPlaceWhatPlainRe2Finds) {
  std::mt19937 random(7);
  RE2::Options options;
  options.set_encoding(RE2::Options::EncodingLatin1);
  std::size_t matches = 0;
  std::size_t groups_held = 0;
  std::size_t unsettled = 0;
  std::size_t places = 0;
  for (int round = 0; round < 500; ++round) {
    const std::string pattern = RandomPattern(random, 0);
    const PatternProgram program = ProgramOf(pattern);
    const RE2 re2(pattern, options);
    ASSERT_TRUE(re2.ok()) << pattern;
    for (int document = 0; document < 30; ++document) {
      const std::string text = RandomText(random);
      for (std::size_t at = 0; at < text.size(); ++at, ++places) {
        std::array<re2::StringPiece, 4> expected;
        const int count = std::min(re2.NumberOfCapturingGroups() + 1, static_cast<int>(expected.size()));
        const bool here = re2.Match(text, at, text.size(), RE2::ANCHOR_START, expected.data(), count) && !expected[0].empty();
        Found found;
        PatternProgram::Groups groups{};
        std::size_t steps = PatternProgram::StepsFor(text.size());
        const Answer answer = program.MatchAt(text, at, text.size(), steps, found);
        if (answer == Answer::kUnsettled) {
          ++unsettled;
          continue;
        }
        ASSERT_EQ(answer == Answer::kYes, here) << pattern << " at " << at << " of " << text;
        // Told where the words are, it finds the same.
        const WordIndex words(text);
        Found with_words;
        std::size_t left = steps;
        if (program.Find(text, nullptr, at, left, found, groups) == Answer::kYes) {
          left = PatternProgram::StepsFor(text.size());
          ASSERT_EQ(program.Find(text, &words, at, left, with_words, groups), Answer::kYes) << pattern << " on " << text;
          ASSERT_EQ(with_words.begin, found.begin) << pattern << " on " << text;
          ASSERT_EQ(with_words.end, found.end) << pattern << " on " << text;
        }
        if (!here) continue;
        ++matches;
        ASSERT_EQ(found.end, at + expected[0].size()) << pattern << " at " << at << " of " << text;
        ASSERT_EQ(program.Find(text, nullptr, at, steps, found, groups), Answer::kYes);
        for (int n = 1; n < count; ++n) {
          const auto group = static_cast<std::size_t>(2 * (n - 1));
          const bool held = expected[n].data() != nullptr;
          const std::size_t begin = held ? static_cast<std::size_t>(expected[n].data() - text.data()) : 0;
          ASSERT_EQ(groups[group], begin) << pattern << " at " << at << " of " << text;
          ASSERT_EQ(groups[group + 1], held ? begin + expected[n].size() : 0) << pattern << " at " << at << " of " << text;
          groups_held += held && !expected[n].empty() ? 1 : 0;
        }
      }
    }
  }
  EXPECT_GT(matches, 5000U);
  EXPECT_GT(groups_held, 1000U);
  EXPECT_LT(unsettled, places / 5);
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
