#include "rules/matcher.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <cctype>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace agencywatch::rules {
namespace {

// What RE2 alone finds, from the left to the right of the whole text.
std::vector<Match> PlainRe2(const Pattern& pattern, const std::string& text) {
  RE2::Options options;
  options.set_encoding(RE2::Options::EncodingLatin1);
  // A border that takes the byte before it would not see one that the match before has taken: that border is looked at
  // here, and RE2 is asked at each place.
  static constexpr std::string_view kBorder = "(?:^|\\b|[^A-Za-z0-9_])";
  const bool at_each = pattern.regex().starts_with(kBorder);
  const RE2 plain(at_each ? pattern.regex().substr(kBorder.size()) : pattern.regex(), options);
  const auto word = [&](std::size_t at) {
    return at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) != 0 || text[at] == '_');
  };
  const bool group = pattern.captures();
  std::vector<Match> matches;
  std::size_t from = 0;
  while (from <= text.size() && matches.size() < Matcher::kMaxMatches) {
    re2::StringPiece found[2];
    const bool inside = from > 0 && word(from - 1) && word(from);
    if ((at_each && inside) ||
        !plain.Match(text, from, text.size(), at_each ? RE2::ANCHOR_START : RE2::UNANCHORED, found, group ? 2 : 1)) {
      if (!at_each) break;
      ++from;
      continue;
    }
    const re2::StringPiece& match = found[group ? 1 : 0];
    const auto begin = static_cast<std::size_t>(match.data() - text.data());
    if (match.empty()) {
      from = begin + 1;
      continue;
    }
    matches.push_back(
        {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + match.size())});
    from = begin + match.size();
  }
  return matches;
}

TEST(Matcher, SamePatternHasOneId) {
  Matcher matcher;
  std::vector<std::string> problems;
  EXPECT_EQ(matcher.Add("coc", Pattern::Form::kFolded, problems),
            matcher.Add("coc", Pattern::Form::kFolded, problems));
  EXPECT_NE(matcher.Add("coc", Pattern::Form::kFolded, problems),
            matcher.Add("coc", Pattern::Form::kExact, problems));
}

TEST(Matcher, FindsEveryOccurrence) {
  Matcher matcher;
  std::vector<std::string> problems;
  const PatternId id = *matcher.Add("(?:\\$|phi)", Pattern::Form::kFolded, problems);
  matcher.Build();
  const std::string text = "phi phi $ $$ phim";
  EXPECT_EQ(matcher.FindAll(id, text, matcher.Scan(text)),
            (std::vector<Match>{{0, 3}, {4, 7}, {8, 9}, {10, 11}, {11, 12}}));
}

TEST(Matcher, LooksOnlyWhereTheLiteralsFollowEachOther) {
  Matcher matcher;
  std::vector<std::string> problems;
  const PatternId id = *matcher.Add("thu [^.]{0,12} coc", Pattern::Form::kFolded, problems);
  matcher.Build();
  const auto matches = [&](const std::string& text) { return matcher.FindAll(id, text, matcher.Scan(text)); };
  EXPECT_FALSE(matcher.Scan("thu tien").Contains(id));
  EXPECT_TRUE(matches("thu tien truoc khi di coc").empty());      // too far apart
  EXPECT_TRUE(matches("thu ho so. nop coc").empty());             // a byte between them that cannot stand there
  EXPECT_TRUE(matches("coc thu tien").empty());                   // the wrong way round
  EXPECT_EQ(matches("thu. thu tien coc"), (std::vector<Match>{{5, 17}}));
}

// Repeats of one part only must not make it quadratic: a megabyte is done at once.
TEST(Matcher, IsLinearOnAHostileText) {
  Matcher matcher;
  std::vector<std::string> problems;
  const PatternId near = *matcher.Add("phi.{0,900}visa", Pattern::Form::kFolded, problems);
  const PatternId open = *matcher.Add("phi[a-z ]*visa", Pattern::Form::kFolded, problems);
  const PatternId before = *matcher.Add("[a-z ]+visa", Pattern::Form::kFolded, problems);
  matcher.Build();
  std::string text;
  while (text.size() < 1000000) text += "phi ";
  text += "0visa";
  const auto scanned = matcher.Scan(text);
  EXPECT_EQ(matcher.FindAll(near, text, scanned).size(), 1U);
  EXPECT_TRUE(matcher.FindAll(open, text, scanned).empty());
  EXPECT_TRUE(matcher.FindAll(before, text, scanned).empty());
}

// The prefilter may let too much through, never too little.
TEST(Matcher, AgreesWithPlainRe2OnRandomPatternsAndTexts) {
  // Longer, and with other patterns, where the environment asks for it: seconds to spend.
  const char* wanted = std::getenv("AGENCYWATCH_DIFFERENTIAL_SECONDS");
  const int seconds = wanted != nullptr ? std::atoi(wanted) : 0;
  const auto stop = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  std::mt19937 random(42);
  const std::vector<std::string> words = {"coc", "phi",  "giu", "cho", "dat", "tien", "don",
                                          "bay", "k",    "15",  "tr",  "ib",  "em",   "$",
                                          "usd", "visa", "han", "di",  "ho",  "so"};
  const std::vector<std::string> gaps = {".{0,6}", "[^.,]{0,20}", "\\W{0,3}", "(?: [a-z]+){0,2}", ".*",
                                         "[0-9]+", "\\b[^;]{0,9}\\b", ".{2,5}?"};
  const auto pick = [&] { return words[random() % words.size()]; };
  std::function<std::string(int)> expression = [&](int depth) -> std::string {
    std::string text;
    const auto parts = 1 + random() % 3;
    for (unsigned i = 0; i < parts; ++i) {
      const auto kind = random() % (depth > 2 ? 4 : 8);
      std::string piece;
      switch (kind) {
        case 0:
        case 1:
          piece = RE2::QuoteMeta(pick());
          break;
        case 2:
          piece = " ";
          break;
        case 3:
          piece = "[" + std::string(1, "abcdeghi"[random() % 8]) + "-p]";
          break;
        case 4:
          piece = "(?:" + expression(depth + 1) + "|" + expression(depth + 1) + ")";
          break;
        case 5:
          piece = "(?:" + expression(depth + 1) + ")?";
          break;
        case 6:
          piece = gaps[random() % gaps.size()];
          break;
        default:
          piece = "(?:" + expression(depth + 1) + "){1,2}";
          break;
      }
      text += piece;
    }
    return text;
  };
  std::size_t hits = 0;
  for (int round = 0; round < 15 || std::chrono::steady_clock::now() < stop; ++round) {
    Matcher matcher;
    std::vector<std::string> problems;
    for (int i = 0; i < 40; ++i) {
      std::string source = expression(0);
      if (random() % 8 == 0) source = "~" + source;
      if (random() % 8 == 0) source += "~";
      static_cast<void>(matcher.Add(source, Pattern::Form::kFolded, problems));
    }
    ASSERT_TRUE(problems.empty()) << problems.front();
    matcher.Build();
    for (int document = 0; document < 40; ++document) {
      std::string text;
      for (auto n = random() % (document % 8 == 0 ? 120 : 25); n > 0; --n) {
        text += pick();
        if (random() % 4 != 0) text += random() % 9 == 0 ? ", " : " ";
      }
      const auto candidates = matcher.Scan(text);
      for (PatternId id = 0; id < matcher.size(); ++id) {
        // Of an empty match RE2 takes the byte that the next one's border needs; no rule may have such a pattern (lint).
        if (matcher.pattern(id).matches_empty() && matcher.pattern(id).captures()) continue;
        const auto expected = PlainRe2(matcher.pattern(id), text);
        hits += expected.size();
        if (!expected.empty()) {
          ASSERT_TRUE(candidates.Contains(id)) << matcher.pattern(id).regex() << " on " << text;
        }
        if (candidates.Contains(id)) {
          ASSERT_EQ(matcher.FindAll(id, text, candidates), expected)
              << matcher.pattern(id).regex() << " on " << text;
        }
      }
    }
  }
  EXPECT_GT(hits, 4000u);  // the test has something to compare
}

// The same for patterns on the original text: capitals, marks, classes.
TEST(Matcher, AgreesWithPlainRe2OnRandomExactPatterns) {
  std::mt19937 random(43);
  const std::vector<std::string> parts = {"cọc", "PHÍ", "đặt ", "Ứng", "(?i:visa)", "[0-9]{1,2}", "\\pL+ ", "(?:h|giờ)",
                                          "[^.]{0,9}", "KK[0-9]?", "[A-Za-z]+", "ok", "–", "(?i)số ?", ".", "\\s*", "[đĐ]"};
  const std::vector<std::string> words = {"cọc",  "CỌC", "phí", "PHÍ", "Đặt ", "đặt ", "ứng",      "Ứng",      "VISA",
                                          "Visa", "12",  "h",   "giờ", "KK",   "KK2",  "o\u212A",  "số",       "–",
                                          " ",    " ",   ".",   "\n", "ok",   "OK",   "co\u0323c", "e\u017F t"};
  std::size_t hits = 0;
  std::size_t left_out = 0;
  for (int round = 0; round < 12; ++round) {
    Matcher matcher;
    std::vector<std::string> problems;
    for (int i = 0; i < 30; ++i) {
      std::string source = random() % 3 == 0 ? "(?i)" : "";
      for (auto n = 1 + random() % 3; n > 0; --n) {
        source += random() % 4 == 0 ? "(?:" + parts[random() % parts.size()] + "|" + parts[random() % parts.size()] + ")"
                                    : parts[random() % parts.size()];
      }
      static_cast<void>(matcher.Add(source, Pattern::Form::kExact, problems));
    }
    ASSERT_TRUE(problems.empty()) << problems.front();
    matcher.Build();
    std::vector<std::unique_ptr<const RE2>> plain;
    for (PatternId id = 0; id < matcher.size(); ++id) plain.push_back(std::make_unique<RE2>(matcher.pattern(id).regex()));
    for (int document = 0; document < 60; ++document) {
      std::string text;
      for (auto n = random() % 15; n > 0; --n) text += words[random() % words.size()] + (random() % 2 == 0 ? " " : "");
      const auto scanned = matcher.Scan("", text);
      for (PatternId id = 0; id < matcher.size(); ++id) {
        const bool matches = RE2::PartialMatch(text, *plain[id]);
        hits += matches ? 1 : 0;
        left_out += scanned.Contains(id) ? 0 : 1;
        if (matches) {
          ASSERT_TRUE(scanned.Contains(id)) << matcher.pattern(id).regex() << " on " << text;
        }
      }
    }
  }
  EXPECT_GT(hits, 1000U);
  EXPECT_GT(left_out, 2000U);
}

}  // namespace
}  // namespace agencywatch::rules
