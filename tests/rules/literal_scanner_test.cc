#include "rules/internal/literal_scanner.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <tuple>

namespace agencywatch::rules::internal {
namespace {

using Hits = std::multiset<std::tuple<std::uint32_t, std::size_t, std::size_t>>;  // literal, begin, end

Hits HitsIn(const LiteralScanner& scanner, std::string_view text) {
  Hits hits;
  scanner.Scan(text, [&](std::uint32_t literal, std::size_t begin, std::size_t end) {
    hits.emplace(literal, begin, end);
  });
  return hits;
}

TEST(LiteralScanner, FindsWholeWordsAndPartsOfWords) {
  const LiteralScanner scanner({{"nhat", true, true}, {"di nhat", true, true}, {"nha", false, false}});
  EXPECT_EQ(HitsIn(scanner, "di nhat"), (Hits{{0, 3, 7}, {1, 0, 7}, {2, 3, 6}}));
  EXPECT_EQ(HitsIn(scanner, "nhatban"), (Hits{{2, 0, 3}}));
}

TEST(LiteralScanner, FindsNothingWithoutLiterals) {
  EXPECT_TRUE(HitsIn(LiteralScanner{}, "anything").empty());
  EXPECT_TRUE(HitsIn(LiteralScanner(std::vector<Literal>{}), "anything").empty());
}

TEST(LiteralScanner, TellsLongWordsOfOneBeginningApart) {
  const LiteralScanner scanner({{"recruitment", true, true}});
  EXPECT_EQ(HitsIn(scanner, "recruitments recruitment recruitmEnt"), (Hits{{0, 13, 24}}));
}

// The oracle is a search for each literal by itself, over texts that are longer and shorter than the 64 bytes that
// are looked at together.
TEST(LiteralScanner, AgreesWithPlainSearchOnRandomTexts) {
  std::mt19937 random(20261122);
  const auto piece = [&](std::size_t longest) {
    std::string text(1 + random() % longest, 'a');
    for (char& c : text) c = "aab_0 -\x01"[random() % 8];
    return text;
  };
  std::size_t hits = 0;
  for (int round = 0; round < 400; ++round) {
    std::set<Literal> distinct;
    for (int i = 0; i < 20; ++i) distinct.insert({piece(i == 0 ? 20 : 6), random() % 2 == 0, random() % 2 == 0});
    const std::vector<Literal> literals(distinct.begin(), distinct.end());
    const LiteralScanner scanner(literals);
    const std::string text = piece(300);
    Hits expected;
    for (std::uint32_t i = 0; i < literals.size(); ++i) {
      const Literal& literal = literals[i];
      for (std::size_t at = text.find(literal.bytes); at != std::string::npos; at = text.find(literal.bytes, at + 1)) {
        const std::size_t end = at + literal.bytes.size();
        if (literal.border_before && !BorderAt(text, at)) continue;
        if (literal.border_after && !BorderAt(text, end)) continue;
        expected.emplace(i, at, end);
      }
    }
    hits += expected.size();
    ASSERT_EQ(HitsIn(scanner, text), expected) << text;
  }
  EXPECT_GT(hits, 1000u);
}

}  // namespace
}  // namespace agencywatch::rules::internal
