// How long until a page is asked again.
#include "crawler/revisit.h"

#include <gtest/gtest.h>

namespace agencywatch::crawler {
namespace {

using namespace std::chrono_literals;

VisitHistory Daily() {
  VisitHistory history;
  history.every = 24h;
  return history;
}

TEST(RevisitAfter, ANightAnHourToSpare) { EXPECT_EQ(RevisitAfter(Daily()), 23h); }

TEST(RevisitAfter, GrowsWhileNothingChangesUpToAWeek) {
  VisitHistory history = Daily();
  const auto after = [&](int unchanged) {
    history.unchanged = unchanged;
    return RevisitAfter(history);
  };
  EXPECT_EQ(after(2), 23h);
  EXPECT_EQ(after(3), 47h);
  EXPECT_EQ(after(6), 95h);
  EXPECT_EQ(after(12), 167h);
  EXPECT_EQ(after(1000), 167h);
}

TEST(RevisitAfter, ListsAndFlaggedAdvertsAreAskedMoreOftenHoweverStill) {
  VisitHistory history = Daily();
  history.keen = true;
  history.unchanged = 50;
  EXPECT_EQ(RevisitAfter(history), 11h);
}

// The address that it names is asked every night.
TEST(RevisitAfter, AnAliasIsAskedOnceAWeek) {
  VisitHistory history = Daily();
  history.alias = true;
  EXPECT_EQ(RevisitAfter(history), 167h);
}

TEST(RevisitAfter, FailuresAndWhatIsGoneAreAskedLessOften) {
  VisitHistory history = Daily();
  history.failures = 2;
  EXPECT_EQ(RevisitAfter(history), 23h);
  history.failures = 6;
  EXPECT_EQ(RevisitAfter(history), 95h);
  history.gone = true;
  EXPECT_EQ(RevisitAfter(history), 167h);
}

TEST(RevisitAfter, IsNeverTwiceInOneRun) { EXPECT_EQ(RevisitAfter({}), 1s); }

}  // namespace
}  // namespace agencywatch::crawler
