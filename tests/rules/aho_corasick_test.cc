#include "rules/internal/aho_corasick.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <utility>

namespace agencywatch::rules::internal {
namespace {

using Hits = std::set<std::pair<std::uint32_t, std::size_t>>;

Hits HitsIn(const AhoCorasick& automaton, std::string_view text) {
  Hits hits;
  automaton.Scan(text, [&](std::uint32_t literal, std::size_t end, std::size_t /*size*/) {
    hits.insert({literal, end});
  });
  return hits;
}

TEST(AhoCorasick, FindsOverlappingAndNestedLiterals) {
  const AhoCorasick automaton({"he", "she", "his", "hers"});
  EXPECT_EQ(HitsIn(automaton, "ushers"), (Hits{{1, 4}, {0, 4}, {3, 6}}));
}

TEST(AhoCorasick, FindsNothingWithoutLiterals) {
  EXPECT_TRUE(HitsIn(AhoCorasick{}, "anything").empty());
}

// The oracle is a search for each literal by itself.
TEST(AhoCorasick, AgreesWithPlainSearchOnRandomTexts) {
  std::mt19937 random(20261121);
  const auto word = [&](std::size_t longest) {
    std::string text(1 + random() % longest, 'a');
    for (char& c : text) c = static_cast<char>("abc\x01"[random() % 4]);
    return text;
  };
  for (int round = 0; round < 300; ++round) {
    std::set<std::string> distinct;
    for (int i = 0; i < 12; ++i) distinct.insert(word(5));
    const std::vector<std::string> literals(distinct.begin(), distinct.end());
    const AhoCorasick automaton(literals);
    const std::string text = word(80);
    Hits expected;
    for (std::uint32_t i = 0; i < literals.size(); ++i) {
      for (std::size_t at = text.find(literals[i]); at != std::string::npos;
           at = text.find(literals[i], at + 1)) {
        expected.insert({i, at + literals[i].size()});
      }
    }
    ASSERT_EQ(HitsIn(automaton, text), expected) << text;
  }
}

}  // namespace
}  // namespace agencywatch::rules::internal
