#include "crawler/sources.h"

#include <gtest/gtest.h>

#include "core/errors.h"

namespace agencywatch::crawler {
namespace {

constexpr std::string_view kHead =
    "user_agent: \"agencywatch/1.0 (+https://example.gov.vn/aw; "
    "mailto:scan@example.gov.vn)\"\nsources:\n";

SourceList Parse(const std::string& sources) {
  return ParseSources(std::string(kHead) + sources, "sources.yaml");
}

// All problems of a file, a line each.
std::string Problems(const std::string& yaml) {
  try {
    static_cast<void>(ParseSources(yaml, "s.yaml"));
  } catch (const core::InputError& error) {
    return error.what();
  }
  return "";
}
std::string SourceProblems(const std::string& sources) {
  return Problems(std::string(kHead) + sources);
}

TEST(SourcesFile, DefaultsStandWhereNothingIsSaid) {
  const auto list = Parse("  - key: a-1\n    start: https://a.vn/x\n");
  ASSERT_EQ(list.sources.size(), 1U);
  const Source& source = list.sources[0];
  EXPECT_EQ(list.contact_email, "scan@example.gov.vn");
  EXPECT_EQ(source.name, "a-1");
  EXPECT_EQ(source.start.at(0).Href(), "https://a.vn/x");
  EXPECT_EQ(source.kind, SourceKind::kAuto);
  EXPECT_EQ(source.max_pages, 2000);
  EXPECT_EQ(source.max_depth, 5);
  EXPECT_EQ(source.every, std::chrono::hours(24));
  EXPECT_EQ(source.delay, std::chrono::seconds(1));
  EXPECT_EQ(source.connections, 1);
  EXPECT_FALSE(source.is_private);
  EXPECT_EQ(source.tls, TlsCheck::kVerify);
  EXPECT_FALSE(source.extract);
  EXPECT_EQ(source.line, 3);
}

TEST(SourcesFile, EveryKeyIsRead) {
  const auto list = Parse(R"(  - key: vieclam-demo
    name: "Việc làm Demo"
    start: [http://127.0.0.2:8101/]
    kind: register
    follow: ['^/viec-lam/']
    skip: ['/login']
    max_pages: 20
    max_depth: 0
    every: 90m
    delay: 0s
    connections: 2
    private: true
    tls: any
    extract:
      posting: "//div[@class='job']"
      fields: {title: ".//h1", salary: ".//td[@class='wage']"}
)");
  const Source& source = *list.Find("vieclam-demo");
  EXPECT_EQ(source.name, "Việc làm Demo");
  EXPECT_EQ(source.kind, SourceKind::kRegister);
  EXPECT_EQ(source.max_pages, 20);
  EXPECT_EQ(source.max_depth, 0);
  EXPECT_EQ(source.every, std::chrono::minutes(90));
  EXPECT_EQ(source.delay.count(), 0);
  EXPECT_EQ(source.connections, 2);
  EXPECT_TRUE(source.is_private);
  EXPECT_EQ(source.tls, TlsCheck::kAny);
  EXPECT_EQ(source.extract->posting, "//div[@class='job']");
  EXPECT_EQ(source.extract->fields.at("salary"), ".//td[@class='wage']");
  EXPECT_TRUE(source.filter.Wants("/viec-lam/1"));
  EXPECT_FALSE(source.filter.Wants("/viec-lam/login"));
  EXPECT_FALSE(source.filter.Wants("/tin-tuc/"));
}

TEST(SourcesFile, PrivateOpensExactlyTheOriginsOfStart) {
  const auto list = Parse("  - {key: a, start: ['http://127.0.0.2:8101/'], private: true}\n");
  const Source& source = list.sources[0];
  EXPECT_TRUE(source.MayBePrivate(ParseUrl("http://127.0.0.2:8101/x")->origin()));
  EXPECT_FALSE(source.MayBePrivate(ParseUrl("http://127.0.0.2:8102/x")->origin()));
  EXPECT_FALSE(source.MayBePrivate(ParseUrl("http://127.0.0.3:8101/x")->origin()));
  EXPECT_FALSE(source.IsOnSite(*ParseUrl("http://127.0.0.2:8102/x")));
  EXPECT_TRUE(source.IsOnSite(*ParseUrl("http://127.0.0.2:8101/x")));
}

TEST(SourcesFile, ASiteIsItsRegistrableDomain) {
  const auto list = Parse("  - {key: a, start: ['https://www.congty.com.vn/']}\n");
  EXPECT_TRUE(list.sources[0].IsOnSite(*ParseUrl("http://tuyendung.congty.com.vn/x")));
  EXPECT_FALSE(list.sources[0].IsOnSite(*ParseUrl("https://khac.com.vn/")));
  EXPECT_FALSE(list.sources[0].IsOnSite(*ParseUrl("http://tuyendung.congty.com.vn:0/x"))) << "nobody can be asked there";
  EXPECT_FALSE(list.sources[0].IsOnSite(*ParseUrl("mailto:a@congty.com.vn")));
}

TEST(SourcesFile, UnknownKeyIsNamedWithItsPlace) {
  EXPECT_EQ(SourceProblems("  - key: a\n    start: https://a.vn/\n    dealy: 1s\n"),
            "s.yaml:5:5: unknown key \"dealy\"; known keys are key, name, start, kind, follow, "
            "skip, max_pages, "
            "max_depth, max_time, every, delay, connections, private, tls, limits, extract");
}

TEST(SourcesFile, LimitsOfTheFileHoldForEachSourceUnlessItHasItsOwn) {
  const SourceList list = ParseSources(R"yaml(user_agent: "a/1 (+https://a.vn)"
sources:
  - key: a
    start: https://a.vn/
  - key: b
    start: https://b.vn/
    limits: {body_bytes: 20MB}
limits: {body_bytes: 2MB, total: 30s, redirects: 2}
)yaml",
                                       "s.yaml");
  EXPECT_EQ(list.sources[0].limits.fetch.body_bytes, 2U << 20U);
  EXPECT_EQ(list.sources[0].limits.fetch.total, std::chrono::seconds(30));
  EXPECT_EQ(list.sources[0].limits.redirects, 2);
  EXPECT_EQ(list.sources[1].limits.fetch.body_bytes, 20U << 20U);
  EXPECT_EQ(list.sources[1].limits.redirects, 2);
  EXPECT_GE(CrawlLimits{}.fetch.body_bytes, 8U << 20U) << "a feed of 8 MB passes by default";
}

TEST(SourcesFile, ALimitThatCannotBeIsAProblem) {
  EXPECT_EQ(SourceProblems("  - key: a\n    start: https://a.vn/\n    limits: {body_bytes: 10}\n"),
            "s.yaml:5:26: body_bytes cannot be \"10\"; write a number and a unit: 64KB, 10MB");
}

TEST(SourcesFile, AllProblemsAreToldAtOnce) {
  const std::string problems = SourceProblems(R"(  - key: A b
    start: ftp://a.vn/
    kind: shop
    follow: ['(']
    max_pages: many
    every: 1
    connections: 3
    private: yes please
    tls: no
    extract: {posting: '//[', fields: {tilte: '.'}}
  - start: []
)");
  for (const char* expected :
       {"s.yaml:3:10: key cannot be \"A b\"; use only a-z, 0-9 and -",
        "s.yaml:4:12: start cannot be \"ftp://a.vn/\"",
        "s.yaml:5:11: kind cannot be \"shop\"; write one of auto, site, feed, sitemap, register",
        "s.yaml:6:14: follow has the pattern \"(\", which RE2 refuses: missing )",
        "s.yaml:7:16: max_pages cannot be \"many\"; write a whole number",
        "s.yaml:8:12: every cannot be \"1\"",
        "s.yaml:9:18: connections cannot be \"3\"; write a whole number from 1 to 2",
        "s.yaml:10:14: private cannot be \"yes please\"; write true or false",
        "s.yaml:11:10: tls cannot be \"no\"", "s.yaml:12:24: posting is no XPath",
        "s.yaml:12:40: unknown field \"tilte\"", "s.yaml:13:5: the source has no key",
        "s.yaml:13:12: start is empty"}) {
    EXPECT_NE(problems.find(expected), std::string::npos) << expected << "\n--- in ---\n"
                                                          << problems;
  }
}

TEST(SourcesFile, HammeringIsForPrivateSourcesOnly) {
  const std::string problems =
      SourceProblems("  - key: a\n    start: https://a.vn/\n    delay: 0s\n    every: 0s\n");
  EXPECT_NE(problems.find("s.yaml:5:12: delay: 0s is for private sources only"), std::string::npos)
      << problems;
  EXPECT_NE(problems.find("s.yaml:6:12: every: 0s is for private sources only"), std::string::npos)
      << problems;
}

TEST(SourcesFile, KeysAreUnique) {
  const std::string problems = SourceProblems(
      "  - {key: a, start: 'https://a.vn/'}\n  - {key: a, start: 'https://b.vn/', start: "
      "'https://c.vn/'}\n");
  EXPECT_NE(problems.find("s.yaml:4:11: the key a is used by two sources"), std::string::npos)
      << problems;
  EXPECT_NE(problems.find("start stands here twice"), std::string::npos) << problems;
}

TEST(SourcesFile, AVisitorWithoutAnAddressIsRefused) {
  const std::string problems =
      Problems("user_agent: agencywatch/1.0\nsources: [{key: a, start: 'https://a.vn/'}]\n");
  EXPECT_NE(problems.find("s.yaml:1:13: user_agent does not say how to reach you; write a name"),
            std::string::npos)
      << problems;
  EXPECT_NE(Problems("sources: [{key: a, start: 'https://a.vn/'}]\n").find("user_agent is missing"),
            std::string::npos);
}

TEST(SourcesFile, BrokenYamlIsToldWithItsPlace) {
  EXPECT_EQ(Problems("sources:\n  - {key: a\n").substr(0, 33), "s.yaml:3:1: this is not YAML: end")
      << Problems("sources:\n  - {key: a\n");
  EXPECT_NE(Problems("").find("the file is empty"), std::string::npos);
  EXPECT_NE(Problems("- a\n").find("s.yaml:1:1: the file must be a map"), std::string::npos)
      << Problems("- a\n");
}

TEST(SourcesFile, ThatIsNotThereIsAnInputError) {
  EXPECT_THROW(static_cast<void>(LoadSources("/nonexistent/sources.yaml")), core::InputError);
  EXPECT_THROW(static_cast<void>(LoadSources("/")), core::InputError);
}

TEST(FirstSourcesFile, LoadsOnceItsExampleIsUncommented) {
  std::string yaml(FirstSourcesYaml());
  EXPECT_NE(Problems(yaml).find("there is no source yet"), std::string::npos) << Problems(yaml);
  std::size_t at = yaml.find("sources:");
  while ((at = yaml.find("\n#", at)) != std::string::npos) yaml.erase(at + 1, 1);
  const auto list = ParseSources(yaml, "s.yaml");
  ASSERT_EQ(list.sources.size(), 1U);
  EXPECT_EQ(list.sources[0].key, "vieclam-example");
}

TEST(DurationText, NeedsANumberAndAUnit) {
  using std::chrono::milliseconds;
  EXPECT_EQ(ParseDuration("500ms"), milliseconds(500));
  EXPECT_EQ(ParseDuration("1s"), milliseconds(1000));
  EXPECT_EQ(ParseDuration("1d"), milliseconds(86'400'000));
  EXPECT_EQ(ParseDuration("0s"), milliseconds(0));
  for (const char* wrong :
       {"", "1", "s", "-1s", "1.5s", "1 s", "1y", "99999999999999999999s", "9999999w"}) {
    EXPECT_EQ(ParseDuration(wrong), std::nullopt) << wrong;
  }
}

}  // namespace
}  // namespace agencywatch::crawler
