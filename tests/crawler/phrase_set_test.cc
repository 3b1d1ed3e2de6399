#include "crawler/phrase_set.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace agencywatch::crawler {
namespace {

TEST(PhraseSet, FindsWholeWordsOnly) {
  const PhraseSet set = {"don hang", "phi", "co., ltd"};
  EXPECT_TRUE(set.IsIn("cac don hang moi"));
  EXPECT_TRUE(set.IsIn("(don hang)"));
  EXPECT_TRUE(set.IsIn("mien phi"));
  EXPECT_TRUE(set.IsIn("mau co., ltd"));
  EXPECT_FALSE(set.IsIn("phim don hangs 2phi"));
  EXPECT_FALSE(set.IsIn("don"));
  EXPECT_FALSE(set.IsIn(""));
}

TEST(PhraseSet, CountsEachPhraseOnceAndTellsTheOneNamedFirst) {
  const PhraseSet set = {"viec lam", "tin", "tin moi"};
  EXPECT_EQ(set.CountIn("tin moi, tin cu: viec lam"), 3);
  EXPECT_EQ(set.FirstIn("tin moi ve viec lam"), "viec lam");
  EXPECT_EQ(set.FirstIn("tin moi"), "tin");
  EXPECT_EQ(set.FirstIn("khong co gi"), "");
}

// HasPhrase looks for one phrase after the other.
TEST(PhraseSet, SaysOfAnyTextWhatLookingForEachPhraseSays) {
  const std::vector<std::string_view> phrases = {"a", "ab", "ab a", "b-a", "aaaaaaaa", "ab ab ab b"};
  const PhraseSet set = {"a", "ab", "ab a", "b-a", "aaaaaaaa", "ab ab ab b"};
  std::mt19937 random(20261122);
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (std::size_t size = random() % 24; text.size() < size;) text += "aaabb  -\x01"[random() % 9];
    int found = 0;
    for (const std::string_view phrase : phrases) found += HasPhrase(text, phrase) ? 1 : 0;
    ASSERT_EQ(set.CountIn(text), found) << '"' << text << '"';
    ASSERT_EQ(set.IsIn(text), found > 0) << '"' << text << '"';
  }
}

}  // namespace
}  // namespace agencywatch::crawler
