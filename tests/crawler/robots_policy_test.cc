// RFC 9309 by its behaviour; section numbers are its own.
#include "crawler/robots_policy.h"

#include <gtest/gtest.h>

#include <ostream>

namespace agencywatch::crawler {
namespace {

RobotsPolicy Policy(std::string_view body, std::string_view agent = "agencywatch",
                    int status = 200) {
  return RobotsPolicy::FromResponse(status, body, agent, core::Instant{});
}

struct Case {
  const char* name;
  std::string_view body;
  const char* path;
  bool allowed;
  int line;
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

class RobotsRules : public testing::TestWithParam<Case> {};

TEST_P(RobotsRules, Decide) {
  const Case& c = GetParam();
  const auto decision = Policy(c.body).Check(c.path);
  EXPECT_EQ(decision.allowed, c.allowed);
  EXPECT_EQ(decision.line, c.line);
}

const Case kCases[] = {
    {"NothingSaidAllows", "", "/a", true, 0},
    {"DisallowAll", "User-agent: *\nDisallow: /\n", "/a", false, 2},
    {"EmptyDisallowAllows", "User-agent: *\nDisallow:\n", "/a", true, 0},
    {"RulesBeforeAnyGroupDoNotCount", "Disallow: /\nUser-agent: *\nDisallow: /b\n", "/a", true, 0},
    {"OwnGroupBeatsStar", "User-agent: *\nDisallow: /\n\nUser-agent: AgencyWatch\nDisallow: /b\n",
     "/a", true, 0},
    {"OwnGroupWithoutRulesBeatsStar", "User-agent: *\nDisallow: /\nUser-agent: agencywatch\n", "/a",
     true, 0},
    {"VersionBehindTheToken", "User-agent: agencywatch/2.0 (x)\nDisallow: /\n", "/a", false, 2},
    {"TokenMustBeWhole", "User-agent: agency\nDisallow: /\n", "/a", true, 0},
    {"GroupsOfOneNameAreMerged",
     "User-agent: agencywatch\nDisallow: /a\n\nUser-agent: x\nDisallow: /c\n\nUser-agent: "
     "agencywatch\nDisallow: /b\n",
     "/b", false, 8},
    {"SeveralAgentsShareRules", "User-agent: x\nUser-agent: agencywatch\nDisallow: /a\n", "/a",
     false, 3},
    {"SitemapDoesNotEndTheAgents",
     "User-agent: agencywatch\nSitemap: http://a/s\nUser-agent: x\nDisallow: /a\n", "/a", false, 4},
    {"RulesEndTheAgents", "User-agent: agencywatch\nDisallow: /a\nUser-agent: x\nDisallow: /b\n",
     "/b", true, 0},
    {"LongestMatchWins", "User-agent: *\nDisallow: /a\nAllow: /a/b\n", "/a/b/c", true, 3},
    {"LongestMatchWinsInAnyOrder", "User-agent: *\nAllow: /a\nDisallow: /a/b\n", "/a/b/c", false,
     3},
    {"AllowWinsTies", "User-agent: *\nDisallow: /a\nAllow: /a\n", "/a", true, 3},
    {"StarInTheMiddle", "User-agent: *\nDisallow: /a*/z\n", "/abc/d/z/q", false, 2},
    {"StarMatchesNothing", "User-agent: *\nDisallow: /a*b\n", "/ab", false, 2},
    {"StarNeedsWhatFollows", "User-agent: *\nDisallow: /a*b\n", "/ac", true, 0},
    {"DollarEnds", "User-agent: *\nDisallow: /*.php$\n", "/x/a.php", false, 2},
    {"DollarEndsOnly", "User-agent: *\nDisallow: /*.php$\n", "/x/a.php?b", true, 0},
    {"DollarAfterRepeatedPart", "User-agent: *\nDisallow: /*.php$\n", "/a.php/b.php", false, 2},
    {"DollarWithoutStar", "User-agent: *\nDisallow: /a$\n", "/ab", true, 0},
    {"DollarInTheMiddleIsItself", "User-agent: *\nDisallow: /a$b\n", "/a$bc", false, 2},
    {"QueryCounts", "User-agent: *\nDisallow: /a?sort=\n", "/a?sort=1", false, 2},
    {"CaseOfPathsCounts", "User-agent: *\nDisallow: /A\n", "/a", true, 0},
    {"CaseOfKeysDoesNot", "USER-AGENT: *\ndIsAlLoW: /a\n", "/a", false, 2},
    // 2.2.2: percent-encoding
    {"RawUtf8InTheRule", "User-agent: *\nDisallow: /việc\n", "/vi%E1%BB%87c", false, 2},
    {"SmallHexDigits", "User-agent: *\nDisallow: /vi%e1%bb%87c\n", "/vi%E1%BB%87c", false, 2},
    {"EncodedUnreservedInTheRule", "User-agent: *\nDisallow: /%62%61%7A\n", "/baz", false, 2},
    {"EncodedUnreservedInThePath", "User-agent: *\nDisallow: /baz\n", "/%62%61%7A", false, 2},
    {"EncodedReservedIsNotItself", "User-agent: *\nDisallow: /a%2Fb\n", "/a/b", true, 0},
    {"EncodedStarIsNoWildcard", "User-agent: *\nDisallow: /a%2A\n", "/ab", true, 0},
    {"EncodedStarMeetsStar", "User-agent: *\nDisallow: /a%2A\n", "/a*b", false, 2},
    // The file's form
    {"ByteOrderMark", "\xEF\xBB\xBFUser-agent: *\nDisallow: /a\n", "/a", false, 2},
    {"CarriageReturns", "User-agent: *\r\rDisallow: /a\r", "/a", false, 3},
    {"CarriageReturnAndLineFeed", "User-agent: *\r\n\r\nDisallow: /a\r\n", "/a", false, 3},
    {"NoEndOfLine", "User-agent: *\nDisallow: /a", "/a", false, 2},
    {"BlanksAndComments", "  User-agent :  * # all\n\t Disallow:/a  # x\n", "/a", false, 2},
    {"NoColon", "User-agent *\nDisallow /a\n", "/a", false, 2},
    {"UnreadableLinesAreSkipped", "%%%%\nUser-agent: *\nfoo\nDisallow: /a\n", "/a", false, 4},
    {"RobotsItselfIsAllowed", "User-agent: *\nDisallow: /\n", "/robots.txt", true, 0},
};

INSTANTIATE_TEST_SUITE_P(Rfc9309, RobotsRules, testing::ValuesIn(kCases),
                         [](const auto& test) { return test.param.name; });

struct Answer {
  const char* name;
  int status;
  bool allowed;
};
void PrintTo(const Answer& c, std::ostream* out) { *out << c.name; }
class RobotsAnswer : public testing::TestWithParam<Answer> {};
TEST_P(RobotsAnswer, DecidesByItsStatus) {
  const auto policy = Policy("User-agent: *\nDisallow: /a\n", "agencywatch", GetParam().status);
  EXPECT_EQ(policy.Check("/b").allowed, GetParam().allowed);
}
INSTANTIATE_TEST_SUITE_P(Section231, RobotsAnswer,
                         testing::Values(Answer{"FoundIsRead", 200, true},
                                         Answer{"NotFoundAllows", 404, true},
                                         Answer{"ForbiddenAllows", 403, true},
                                         Answer{"ServerErrorForbids", 503, false},
                                         Answer{"NoAnswerForbids", 0, false}),
                         [](const auto& test) { return test.param.name; });

TEST(RobotsCrawlDelay, IsReadWithDecimalsFromOurGroupOnly) {
  const std::string_view body =
      "User-agent: *\nCrawl-delay: 9\n\nUser-agent: agencywatch\nCrawl-delay: 1.5\n";
  EXPECT_EQ(Policy(body).crawl_delay(), std::chrono::milliseconds(1500));
  EXPECT_EQ(Policy(body, "other").crawl_delay(), std::chrono::milliseconds(9000));
  EXPECT_EQ(Policy("User-agent: *\nCrawl-delay: soon\n").crawl_delay(), std::nullopt);
}

TEST(RobotsFile, OfMoreThanTheLimitIsCutAtAWholeLine) {
  std::string body = "User-agent: *\nDisallow: /first\n";
  while (body.size() < RobotsPolicy::kMaxBodyBytes - 5) body += "#\n";
  body += "Disallow: /x/last\n";  // the limit lies within this line, which would read "Disallow:
                                  // /…" when cut
  const auto policy = Policy(body);
  EXPECT_FALSE(policy.Check("/first").allowed);
  EXPECT_TRUE(policy.Check("/x/last").allowed);
  EXPECT_TRUE(policy.Check("/y").allowed);
}

TEST(RobotsFile, GivesItsSitemaps) {
  EXPECT_EQ(Policy("Sitemap: http://a.vn/s.xml\nUser-agent: x\nsitemap:/t.xml\n").sitemaps(),
            (std::vector<std::string>{"http://a.vn/s.xml", "/t.xml"}));
}

TEST(ProductTokenOf, EndsBeforeTheVersion) {
  EXPECT_EQ(ProductToken("agencywatch/1.0 (+https://x)"), "agencywatch");
  EXPECT_EQ(ProductToken("Foo_Bar-Bot"), "Foo_Bar-Bot");
}

}  // namespace
}  // namespace agencywatch::crawler
