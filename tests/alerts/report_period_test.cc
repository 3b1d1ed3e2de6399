#include "alerts/report_period.h"

#include <gtest/gtest.h>

#include "core/errors.h"

namespace agencywatch::alerts {
namespace {

struct Case {
  const char* text;
  const char* first;
  const char* last;
  const char* title_vi;
  const char* title_en;
};
void PrintTo(const Case& of, std::ostream* out) { *out << of.text; }

class Period : public testing::TestWithParam<Case> {};
TEST_P(Period, IsReadAndNamed) {
  const auto period = ParseReportPeriod(GetParam().text);
  EXPECT_EQ(core::FormatDay(period.first), GetParam().first);
  EXPECT_EQ(core::FormatDay(period.last), GetParam().last);
  EXPECT_EQ(PeriodTitle(period, false), GetParam().title_vi);
  EXPECT_EQ(PeriodTitle(period, true), GetParam().title_en);
}
INSTANTIATE_TEST_SUITE_P(
    ReportPeriod, Period,
    testing::Values(Case{"2026-10", "2026-10-01", "2026-10-31", "tháng 10 năm 2026", "October 2026"},
                    Case{"2028-02", "2028-02-01", "2028-02-29", "tháng 2 năm 2028", "February 2028"},
                    Case{"2026-Q3", "2026-07-01", "2026-09-30", "quý 3 năm 2026", "quarter 3 of 2026"},
                    Case{"2026", "2026-01-01", "2026-12-31", "năm 2026", "2026"},
                    Case{"2026-10-01..2026-10-31", "2026-10-01", "2026-10-31", "tháng 10 năm 2026", "October 2026"},
                    Case{"2025-12-15..2026-12-14", "2025-12-15", "2026-12-14", "15.12.2025 – 14.12.2026", "15.12.2025 – 14.12.2026"}));

TEST(ReportPeriod, BeginsAndEndsAtMidnightInVietnam) {
  const auto period = ParseReportPeriod("2026-10");
  EXPECT_EQ(core::FormatInstant(period.begin()), "2026-09-30T17:00:00Z");
  EXPECT_EQ(core::FormatInstant(period.end()), "2026-10-31T17:00:00Z");
}

TEST(ReportPeriod, WhatIsNoneIsRefused) {
  for (const char* text : {"", "10-2026", "2026-13", "2026-Q5", "2026-Q", "2026-1", "26", "2026-10-31..2026-10-01",
                           "2026-10-01..2026-10-32", "2026-10-01..", "..", "2026-10-01T00..2026-10-31T00"})
    EXPECT_THROW(static_cast<void>(ParseReportPeriod(text)), core::InputError) << text;
}

}  // namespace
}  // namespace agencywatch::alerts
