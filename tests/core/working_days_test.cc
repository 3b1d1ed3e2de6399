// Labour Code 45/2019/QH14, articles 111 and 112; Civil Code 91/2015/QH13, articles 147 and 148.
#include "core/working_days.h"

#include <gtest/gtest.h>

#include <string>

namespace agencywatch::core {
namespace {

Day On(const std::string& text) { return ParseDay(text).value(); }

struct Term {
  const char* name;
  const char* from;
  int days;
  const char* last;
};
void PrintTo(const Term& term, std::ostream* out) { *out << term.name; }

class WorkingTerm : public testing::TestWithParam<Term> {};
TEST_P(WorkingTerm, EndsOn) {
  EXPECT_EQ(FormatDay(WorkingDays().AfterWorkingDays(On(GetParam().from), GetParam().days)), GetParam().last);
}
INSTANTIATE_TEST_SUITE_P(
    WorkingDays, WorkingTerm,
    testing::Values(Term{"FromMonday", "2026-11-02", 2, "2026-11-04"},
                    Term{"OverAWeekend", "2026-11-05", 2, "2026-11-09"},
                    Term{"ReceivedOnSunday", "2026-11-29", 2, "2026-12-01"},
                    Term{"OverTheDayOfCulture24November", "2026-11-22", 2, "2026-11-25"},
                    Term{"ThatDayIsNoHolidayBefore2026", "2025-11-21", 2, "2025-11-25"},
                    Term{"OverTet2026", "2026-02-13", 2, "2026-02-24"},
                    // The eve is a Friday; two days of Tết fall on the weekend and are made up for on Tuesday and Wednesday.
                    Term{"OverTet2027", "2027-02-03", 2, "2027-02-11"},
                    Term{"OverHungKingsOnASunday", "2026-04-24", 1, "2026-04-28"},
                    Term{"OverTheEndOfApril2027", "2027-04-29", 1, "2027-05-04"}),
    [](const auto& term) { return term.param.name; });

class CalendarTerm : public testing::TestWithParam<Term> {};
TEST_P(CalendarTerm, EndsOn) {
  EXPECT_EQ(FormatDay(WorkingDays().AfterDays(On(GetParam().from), GetParam().days)), GetParam().last);
}
INSTANTIATE_TEST_SUITE_P(WorkingDays, CalendarTerm,
                         testing::Values(Term{"TheFirstDayDoesNotCount", "2026-11-02", 10, "2026-11-12"},
                                         Term{"OnASaturdayItGoesOnToMonday", "2026-11-04", 10, "2026-11-16"},
                                         Term{"InTetItEndsBehindIt", "2026-02-06", 10, "2026-02-23"}),
                         [](const auto& term) { return term.param.name; });

TEST(WorkingDays, ANoticeAddsDaysOff) {
  const WorkingDays days({On("2027-02-11")});
  EXPECT_TRUE(WorkingDays().IsWorkingDay(On("2027-02-11")));
  EXPECT_FALSE(days.IsWorkingDay(On("2027-02-11")));
  EXPECT_EQ(FormatDay(days.AfterWorkingDays(On("2027-02-03"), 2)), "2027-02-12");
}

}  // namespace
}  // namespace agencywatch::core
