#include "core/utf8.h"

#include <gtest/gtest.h>

namespace agencywatch::core {
namespace {

// Unicode 15, table 3-8: one U+FFFD for each maximal ill-formed part.
TEST(MakeValidUtf8, ReplacesEachMaximalIllFormedPartOnce) {
  EXPECT_EQ(MakeValidUtf8("\x61\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64"),
            "a\uFFFD\uFFFD\uFFFDb\uFFFDc\uFFFD\uFFFDd");
}

TEST(MakeValidUtf8, LeavesValidTextAlone) {
  const std::string text = "Việc nhẹ 🇰🇷 lương cao";
  EXPECT_EQ(MakeValidUtf8(text), text);
  EXPECT_TRUE(IsValidUtf8(text));
}

TEST(MakeValidUtf8, TakesOutNulSurrogatesAndOverlongForms) {
  EXPECT_EQ(MakeValidUtf8(std::string_view("a\0b", 3)), "a\uFFFDb");
  EXPECT_FALSE(IsValidUtf8("\xED\xA0\x80"));
  EXPECT_FALSE(IsValidUtf8("\xC0\xAF"));
  EXPECT_FALSE(IsValidUtf8("\xF4\x90\x80\x80"));
}

TEST(Utf8Prefix, NeverCutsACodePoint) {
  EXPECT_EQ(Utf8Prefix("aệb", 3), "a");
  EXPECT_EQ(Utf8Prefix("aệb", 4), "aệ");
}

TEST(Trim, TakesOffUnicodeBlanks) { EXPECT_EQ(Trim("\u00a0\t ô tô \u3000\n"), "ô tô"); }

}  // namespace
}  // namespace agencywatch::core
