// Killed anywhere, the next scan goes on: nothing is lost, nothing is there twice.
#include <gtest/gtest.h>

#include "tests/db/test_database.h"
#include "tests/e2e/program.h"

namespace agencywatch::test {
namespace {

constexpr int kKilled = 128 + 9;

struct Case {
  std::string name;
  std::string crash_at;
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

class KilledScan : public testing::TestWithParam<Case> {
 protected:
  // What an undisturbed run leaves behind.
  static const std::vector<std::string>& Undisturbed() {
    static const std::vector<std::string> kState = [] {
      const db::TemporaryFolder folder;
      const std::string data = (folder.path() / "data").string();
      FixDemoPort(data, DemoPort());
      EXPECT_EQ(RunProgram({"--data-dir", data, "demo"}).code, 0);
      return StoredState(data);
    }();
    return kState;
  }
};

TEST_P(KilledScan, GoesOnToTheSameEnd) {
  ASSERT_GT(Undisturbed().size(), 300U);
  const db::TemporaryFolder folder;
  const std::string data = (folder.path() / "data").string();
  FixDemoPort(data, DemoPort());
  const Ended killed =
      RunProgram({"--data-dir", data, "demo"}, {{"AGENCYWATCH_CRASH_AT", GetParam().crash_at}});
  EXPECT_EQ(killed.code, kKilled) << killed.out << killed.err;
  const Ended resumed = RunProgram({"--data-dir", data, "demo"});
  EXPECT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_EQ(StoredState(data), Undisturbed());
}

INSTANTIATE_TEST_SUITE_P(At, KilledScan,
                         testing::Values(Case{"BeforeTheFirstWarcRecord", "before_warc:1"},
                                         Case{"BeforeALaterWarcRecord", "before_warc:40"},
                                         Case{"AfterWarc", "after_warc:25"},
                                         Case{"BeforeTheCommit", "before_commit:30"},
                                         Case{"BeforeTheCommitOfARegisterPage", "before_commit:2"},
                                         Case{"AfterTheCommit", "after_commit:30"},
                                         Case{"AfterTheCommitOfARegisterPage", "after_commit:2"},
                                         Case{"WhileAlertsAreBuilt", "building_alerts:3"}),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace agencywatch::test
