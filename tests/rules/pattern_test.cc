#include "rules/pattern.h"

#include <gtest/gtest.h>

#include <map>
#include <ostream>
#include <string>

namespace agencywatch::rules {
namespace {

std::optional<Pattern> Compiled(std::string_view source,
                                std::vector<std::string>* problems = nullptr) {
  std::vector<std::string> found;
  auto pattern = Pattern::Compile(source, Pattern::Form::kFolded, found);
  if (problems != nullptr) *problems = found;
  return pattern;
}

// By the pattern's program and, for which it has no steps, by RE2: both find the same.
std::optional<Match> Find(const Pattern& pattern, std::string_view text, std::size_t from) {
  using Answer = internal::PatternProgram::Answer;
  std::size_t steps = internal::PatternProgram::StepsFor(text.size());
  Match match;
  const Answer answer = pattern.Find(text, from, text.size(), steps, match);
  const auto settled = pattern.Settle(text, from);
  if (answer == Answer::kUnsettled) return settled;
  EXPECT_EQ(answer == Answer::kYes ? std::optional(match) : std::nullopt, settled) << pattern.regex();
  return settled;
}

struct Case {
  const char* name;
  const char* pattern;
  const char* folded;  // text
  const char* match;   // nullptr: none
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

class PatternMatches : public testing::TestWithParam<Case> {};

TEST_P(PatternMatches, AsWritten) {
  const auto pattern = Compiled(GetParam().pattern);
  ASSERT_TRUE(pattern);
  const std::string text = GetParam().folded;
  const auto found = Find(*pattern, text, 0);
  if (GetParam().match == nullptr) {
    EXPECT_FALSE(found) << text.substr(found->begin, found->end - found->begin);
  } else {
    ASSERT_TRUE(found) << pattern->regex();
    EXPECT_EQ(text.substr(found->begin, found->end - found->begin), GetParam().match);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Table, PatternMatches,
    testing::Values(Case{"MarksAndCaseAreFolded", "ĐẶT CỌC", "can dat coc ngay", "dat coc"},
                    Case{"MarksInAClassAreFolded", "[đĐd]ặt c[ọóo]c", "dat coc", "dat coc"},
                    Case{"DecomposedMarksAreFolded",
                         "co\xCC\xA3"
                         "c",
                         "dat coc", "coc"},
                    Case{"BordersAreAutomatic", "cọc", "cococ coca", nullptr},
                    Case{"TildeOpensTheEnd", "cọc~", "cocktail", "coc"},
                    Case{"TildeOpensTheStart", "~ket", "supermarket", "ket"},
                    Case{"EveryAlternativeHasBorders", "phi|coc tien", "phim coc tien", "coc tien"},
                    Case{"ASignNeedsNoBorder", "\\$ ?500", "gia$500 thoi", "$500"},
                    Case{"ASignOrAWordAtTheStart", "(?:\\$|usd) ?500", "xusd 500, usd 500",
                         "usd 500"},
                    Case{"ASignOrAWordAtTheEnd", "500 ?(?:\\$|usd)", "500 usdt 500$", "500$"},
                    Case{"WhiteSpaceIsOneBlank", "giữ\\s+chỗ", "giu cho", "giu cho"},
                    Case{"ManyBlanksAreOne", "giữ   chỗ", "giu cho", "giu cho"},
                    Case{"OptionalWhiteSpace", "giữ\\s*chỗ", "giucho", "giucho"},
                    Case{"CountedRepeat", "\\d{2,3}tr", "cost 15tr", "15tr"},
                    Case{"PlainBraceIsALetter", "a\\{b", "a{b", "a{b"},
                    Case{"NegatedClass", "phi[^.]{0,10}coc", "phi va coc", "phi va coc"},
                    Case{"NegatedClassStops", "phi[^.]{0,10}coc", "phi. coc", nullptr},
                    Case{"AlternativesInAWord", "bao (?:đậu|đỗ)", "bao do 100%", "bao do"},
                    Case{"LazyRepeat", "a.{0,9}?b", "a b b", "a b"},
                    Case{"FlagsAreIgnored", "(?i)COC", "coc", "coc"},
                    Case{"QuotedText", "\\QT.P\\E", "t.p hcm", "t.p"},
                    Case{"PunctuationFoldsToAscii", "“free”", "\"free\"", "\"free\""}),
    [](const testing::TestParamInfo<Case>& row) { return std::string(row.param.name); });

struct BadCase {
  const char* name;
  const char* pattern;
  const char* problem;
};
void PrintTo(const BadCase& c, std::ostream* out) { *out << c.name; }

class PatternRefuses : public testing::TestWithParam<BadCase> {};

TEST_P(PatternRefuses, AndSaysWhy) {
  std::vector<std::string> problems;
  EXPECT_FALSE(Compiled(GetParam().pattern, &problems));
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0], GetParam().problem);
}

INSTANTIATE_TEST_SUITE_P(
    Table, PatternRefuses,
    testing::Values(
        BadCase{"OpenGroup", "(coc", "a '(' without its ')'"},
        BadCase{"ClosedGroup", "coc)", "a ')' without its '('"},
        BadCase{"OpenClass", "[coc", "a '[' without its ']'"},
        BadCase{"NothingToRepeat", "+coc", "a '+' with nothing before it to repeat"},
        BadCase{"LookAhead", "coc(?=phi)",
                "'(?' that is no group: RE2 has no look-ahead, look-behind or back reference"},
        BadCase{"LongRepeat", "a{1,2000}", "a repeat of more than 1000"},
        BadCase{"UnicodeClass", "\\pL+",
                "'\\p', which means nothing on folded text; write letters as a-z or \\w"},
        BadCase{"BackwardRange", "[z-a]", "a range in a class that runs backwards after folding"}),
    [](const testing::TestParamInfo<BadCase>& row) { return std::string(row.param.name); });

TEST(PatternBorders, ArePartOfTheTreeWhereTheyCanBe) {
  EXPECT_FALSE(Compiled("(?:\\$|usd) ?500")->captures());
  EXPECT_FALSE(Compiled("500 ?(?:\\$|usd|[0-9][0-9,.]*)")->captures());
  EXPECT_FALSE(Compiled("coc(?: ngay)?")->captures());
  // What may be empty stands beside a letter or a sign: the byte behind must be taken to know.
  EXPECT_TRUE(Compiled("(?:coc|\\$)(?: ngay)?")->captures());
}

TEST(PatternBorders, ASignTakesNoByteFromItsNeighbour) {
  const auto pattern = Compiled("(?:\\$|phi)");
  EXPECT_EQ(Find(*pattern, "$$", 1), (Match{1, 2}));
}

// Which literals follow each other, as text: "coc" a literal, "[coc|phi]" one of two, a number the longest gap.
std::string ChainsText(const Pattern& pattern) {
  std::string text;
  for (const internal::LiteralChain& chain : pattern.chains()) {
    if (!text.empty()) text += " or ";
    for (const internal::ChainLink& link : chain.links) {
      if (&link != &chain.links.front()) text += " " + std::to_string(link.before.length.max) + " ";
      std::string literals;
      for (const internal::Literal& literal : link.literals) {
        if (!literals.empty()) literals += "|";
        literals += literal.bytes;
      }
      text += link.literals.size() == 1 ? literals : "[" + literals + "]";
    }
    if (chain.exact) text += "!";
  }
  return text;
}

TEST(PatternLiterals, FollowEachOtherWithinBounds) {
  EXPECT_EQ(ChainsText(*Compiled("visa .{0,30}(?:giu cho|the chan)")), "visa  30 [giu cho|the chan]");
  EXPECT_EQ(ChainsText(*Compiled("(?:dat )?coc")), "[coc|dat coc]!");
  EXPECT_EQ(ChainsText(*Compiled("hoan coc|visa[0-9]+bay")), "visa 4294967295 bay or hoan coc!");
  EXPECT_EQ(ChainsText(*Compiled("\\d+")), "");
}

TEST(PatternLiterals, CommonOnesAreExpectedMoreOften) {
  EXPECT_GT(Compiled("\\d+ ?tr")->RunsPerAdvert(), Compiled("\\d+ ?trieu dong")->RunsPerAdvert());
  EXPECT_GT(Compiled("\\d+")->RunsPerAdvert(), 100);
  EXPECT_LT(Compiled("giu ho chieu [0-9]+")->RunsPerAdvert(), 0.1);
  EXPECT_EQ(Compiled("giu ho chieu")->RunsPerAdvert(), 0);  // literals say it all
}

TEST(PatternEmpty, IsKnownAndNeverReported) {
  const auto pattern = Compiled("(?:coc)*");
  ASSERT_TRUE(pattern);
  EXPECT_TRUE(pattern->matches_empty());
  EXPECT_FALSE(Find(*pattern, "phi", 0));
}

TEST(PatternExact, RunsOnTheOriginalWithUnicodeBorders) {
  std::vector<std::string> problems;
  const auto pattern = Pattern::Compile("ĐÀI", Pattern::Form::kExact, problems);
  ASSERT_TRUE(pattern);
  const std::string text = "HOÀNĐÀI, đài, ĐÀI.";
  const auto found = Find(*pattern, text, 0);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->begin, text.rfind("ĐÀI"));
  EXPECT_EQ(text.substr(found->begin, found->end - found->begin), "ĐÀI");
}

TEST(Fragments, AreExpandedInside) {
  const std::map<std::string, std::string> known = {{"a", "x$b"}, {"b", "y|z"}, {"loop", "$loop"}};
  const auto lookup = [&](std::string_view name) -> std::optional<std::string> {
    const auto found = known.find(std::string(name));
    return found == known.end() ? std::nullopt : std::optional(found->second);
  };
  std::vector<std::string> problems;
  EXPECT_EQ(ExpandFragments("$a [$b] \\$b end$", lookup, problems), "(?:x(?:y|z)) [$b] \\$b end$");
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(ExpandFragments("$loop", lookup, problems), "(?:)");
  EXPECT_EQ(ExpandFragments("$none", lookup, problems), "");
  EXPECT_EQ(problems, (std::vector<std::string>{"the fragment $loop uses itself",
                                                "there is no fragment $none"}));
}

// Without memory RE2 must not pass a match over: a pattern that does not fit is refused when it is read, and one that
// fits but leaves its automaton nothing finds the same, slower.
TEST(PatternMemory, RefusesWhatDoesNotFitAndFindsTheSameInWhatIsLeft) {
  const std::string source = "(?:phi|coc|nop)[a-z ]{0,40}(?:ho so|visa|giu cho)[a-z ]{0,20}(?:trieu|usd)";
  const auto roomy = Compiled(source);
  ASSERT_TRUE(roomy);
  std::vector<std::string> problems;
  EXPECT_FALSE(Pattern::Compile(source, Pattern::Form::kFolded, problems, 1024));
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_NE(problems[0].find("too large"), std::string::npos) << problems[0];
  std::optional<Pattern> tight;
  for (std::int64_t memory = 2048; !tight; memory += 1024) {
    problems.clear();
    tight = Pattern::Compile(source, Pattern::Form::kFolded, problems, memory);
  }
  std::string text;
  for (int i = 0; i < 300; ++i) {
    text += i % 3 == 0 ? "nop phi " : i % 5 == 0 ? "ho so tam " : i % 7 == 0 ? "trieu. " : "ngay mai ";
  }
  std::size_t found = 0;
  for (std::size_t from = 0; from < text.size(); ++found) {
    const auto match = Find(*roomy, text, from);
    ASSERT_EQ(Find(*tight, text, from), match);
    if (!match) break;
    from = match->end;
  }
  EXPECT_GT(found, 3u);
}

}  // namespace
}  // namespace agencywatch::rules
