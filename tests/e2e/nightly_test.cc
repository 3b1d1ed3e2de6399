// Several nights with `every: 1d`, as an operator has it.
#include <gtest/gtest.h>

#include <fstream>

#include "cli/demo/demo_world.h"
#include "tests/db/test_database.h"
#include "tests/e2e/program.h"

namespace agencywatch::test {
namespace {

class Nightly : public testing::Test {
 protected:
  Nightly()
      : data_((folder_.path() / "data").string()),
        sources_((folder_.path() / "sources.yaml").string()) {
    std::string yaml = demo::DemoSourcesYaml(*sites_);
    for (std::size_t at = yaml.find("every: 0s"); at != std::string::npos;
         at = yaml.find("every: 0s")) {
      yaml.replace(at, 9, "every: 1d");
    }
    std::ofstream(sources_) << yaml;
  }
  Ended Scan(const std::string& now, const std::map<std::string, std::string>& env = {}) {
    return RunProgram(
        {"--data-dir", data_, "--lang", "en", "--now", now, "scan", "--sources", sources_}, env);
  }

  db::TemporaryFolder folder_;
  std::unique_ptr<demo::DemoSites> sites_ = demo::StartDemoSites({});
  std::string data_;
  std::string sources_;
};

TEST_F(Nightly, ARunKilledBetweenThePagesOfARegisterLeadsToTheWholeRegister) {
  EXPECT_EQ(Scan("2026-11-21T06:00:00+07:00", {{"AGENCYWATCH_CRASH_AT", "after_commit:1"}}).code,
            128 + 9);
  const Ended resumed = Scan("2026-11-21T06:01:00+07:00");
  EXPECT_EQ(resumed.code, 0) << resumed.out << resumed.err;
  EXPECT_NE(resumed.out.find("Register dolab: 24 enterprises, 24 changes"), std::string::npos)
      << resumed.out;
  EXPECT_NE(resumed.out.find("QUEUE  6 open alerts"), std::string::npos) << resumed.out;
}

TEST_F(Nightly, EveryPageIsVisitedEveryNightAlsoByARunThatStartsAFewSecondsEarlier) {
  ASSERT_EQ(Scan("2026-11-21T06:00:05+07:00").code, 0);
  sites_->ForgetRequests();
  const Ended second = Scan("2026-11-22T06:00:00+07:00");
  EXPECT_EQ(second.code, 0) << second.out << second.err;
  EXPECT_NE(second.out.find("0 opened, 0 updated"), std::string::npos) << second.out;
  int pages = 0;
  for (const auto& request : sites_->Requests()) {
    if (request.target == "/robots.txt") continue;
    ++pages;
    EXPECT_FALSE(request.if_none_match.empty())
        << request.site << request.target << " was asked without condition";
    EXPECT_EQ(request.status, 304) << request.site << request.target;
  }
  EXPECT_GT(pages, 80);
}

// `every` changed in the file plans the pages anew, and a source that cannot be seen stays so until a scan has reached it.
TEST_F(Nightly, ADeadSourceStaysABlindSpotOnNightsOnWhichItIsNotDue) {
  const auto write = [&](const char* every) {
    std::ofstream(sources_) << "user_agent: \"agencywatch/1.0 (+mailto:scan@example.gov.vn)\"\nsources:\n"
                               "  - {key: trang-chet, name: A, start: [\"http://127.0.0.1:9/\"], delay: 0s, private: true, every: "
                            << every << "}\n";
  };
  write("3d");
  const std::string first = Scan("2026-11-21T06:00:00+07:00").out;
  EXPECT_NE(first.find("! trang-chet: silent"), std::string::npos) << first;
  EXPECT_EQ(first.find("not due"), std::string::npos) << first;
  for (const char* night : {"2026-11-22T06:00:00+07:00", "2026-11-23T06:00:00+07:00"}) {
    const std::string idle = Scan(night).out;
    EXPECT_NE(idle.find("! trang-chet: silent"), std::string::npos) << idle;
    EXPECT_NE(idle.find("not due to be asked again tonight"), std::string::npos) << idle;
  }
  write("1d");
  const std::string anew = Scan("2026-11-23T07:00:00+07:00").out;
  EXPECT_NE(anew.find("! trang-chet: silent"), std::string::npos) << anew;
  EXPECT_EQ(anew.find("not due"), std::string::npos) << anew;
}

TEST_F(Nightly, AlertsThatNoRuleSpeaksForAnyMoreAreClosedVisiblyAndComeBackWithIt) {
  ASSERT_EQ(Scan("2026-11-21T06:00:00+07:00").code, 0);
  const std::filesystem::path pack = folder_.path() / "pack.yaml";
  const std::filesystem::path config = folder_.path() / "agencywatch.yaml";
  std::ofstream(pack) << "rules: []\n";
  std::ofstream(config) << "packs: [" << pack.string() << "]\n";
  const Ended without =
      RunProgram({"--config", config.string(), "--data-dir", data_, "--lang", "en", "--now",
                  "2026-11-22T06:00:00+07:00", "scan", "--sources", sources_});
  EXPECT_NE(without.out.find("6 cleared"), std::string::npos) << without.out;
  EXPECT_NE(without.out.find("QUEUE  0 open alerts"), std::string::npos) << without.out;
  const Ended again = Scan("2026-11-23T06:00:00+07:00");
  EXPECT_NE(again.out.find("0 opened, 0 updated, 6 reopened"), std::string::npos) << again.out;
}

}  // namespace
}  // namespace agencywatch::test
