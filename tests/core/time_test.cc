#include "core/time.h"

#include <gtest/gtest.h>

namespace agencywatch::core {
namespace {

using std::chrono::year;

TEST(VietnamDay, BeginsSevenHoursBeforeUtcMidnight) {
  EXPECT_EQ(FormatDay(VietnamDay(*ParseInstant("2026-10-31T16:59:59Z"))), "2026-10-31");
  EXPECT_EQ(FormatDay(VietnamDay(*ParseInstant("2026-10-31T17:00:00Z"))), "2026-11-01");
}

TEST(ParseDay, RefusesDaysThatDoNotExist) {
  EXPECT_FALSE(ParseDay("2026-02-29"));
  EXPECT_TRUE(ParseDay("2028-02-29"));
  EXPECT_FALSE(ParseDay("2026-2-9"));
  EXPECT_FALSE(ParseDay("2026-02-09x"));
  EXPECT_FALSE(ParseDay("-026-02-09"));
}

TEST(ParseInstant, ReadsOffsetsAndAssumesVietnamWithoutOne) {
  EXPECT_EQ(FormatInstant(*ParseInstant("2026-11-01T06:00:00+07:00")), "2026-10-31T23:00:00Z");
  EXPECT_EQ(FormatInstant(*ParseInstant("2026-11-01T06:00:00")), "2026-10-31T23:00:00Z");
  EXPECT_EQ(FormatInstant(*ParseInstant("2026-11-01")), "2026-10-31T17:00:00Z");
  EXPECT_EQ(FormatInstant(*ParseInstant("2026-11-01T06:00:00.250-0330")), "2026-11-01T09:30:00Z");
  EXPECT_FALSE(ParseInstant("2026-11-01T25:00:00Z"));
}

TEST(FormatVietnamTime, IsWrittenAsPeopleThereWriteIt) {
  EXPECT_EQ(FormatVietnamTime(*ParseInstant("2026-10-31T23:00:00Z")), "01.11.2026 06:00");
}

TEST(DaysBetween, CountsOverLeapDays) {
  EXPECT_EQ(DaysBetween(*ParseDay("2028-02-28"), *ParseDay("2028-03-01")), 2);
  EXPECT_EQ(DaysBetween(*ParseDay("2026-03-01"), *ParseDay("2026-02-28")), -1);
}

}  // namespace
}  // namespace agencywatch::core
