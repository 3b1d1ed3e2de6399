#include "core/day_text.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace agencywatch::core {
namespace {

struct Case {
  const char* name;
  const char* text;
  const char* day;  // empty: none
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

class DayText : public testing::TestWithParam<Case> {};

TEST_P(DayText, IsReadAsPeopleWriteIt) {
  const auto day = FindDayInText(GetParam().text);
  EXPECT_EQ(day ? FormatDay(*day) : "", GetParam().day);
}

INSTANTIATE_TEST_SUITE_P(
    All, DayText,
    testing::Values(
        Case{"Slashes", "Ngày đăng: 12/11/2026", "2026-11-12"},
        Case{"OneDigit", "Hạn nộp 5/1/2026.", "2026-01-05"},
        Case{"Dashes", "12-11-2026 08:30", "2026-11-12"}, Case{"Dots", "12.11.2026", "2026-11-12"},
        Case{"Iso", "2026-11-12T07:00:00+07:00", "2026-11-12"},
        Case{"Words", "Hà Nội, ngày 03 tháng 9 năm 2026", "2026-09-03"},
        Case{"WordsWithoutMarks", "ngay 3 thang 9 nam 2026", "2026-09-03"},
        Case{"WordsDecomposed", "ngày 3 tha\xCC\x81ng 9, 2026", "2026-09-03"},
        Case{"MonthInWords", "10 Tháng Mười Một, 2026", "2026-11-10"},
        Case{"MonthInWordsFirst", "Tháng Mười Hai 5, 2026", "2026-12-05"},
        Case{"Indonesian", "Paling lambat 10 Desember 2026", "2026-12-10"},
        Case{"German", "bis 3. Oktober 2026", "2026-10-03"},
        Case{"ThaiBuddhistYear", "ปิดรับ 15 ธันวาคม 2569", "2026-12-15"},
        Case{"ThaiShortMonthAndDigits", "๑๕ พ.ย. พ.ศ. ๒๕๖๙", "2026-11-15"},
        Case{"BuddhistYearInNumbers", "05/01/2570", "2027-01-05"},
        Case{"EnglishDayFirst", "Posted 12 Nov 2026", "2026-11-12"},
        Case{"EnglishMonthFirst", "Posted: November 12th, 2026", "2026-11-12"},
        Case{"MonthFirstWhenNothingElseIsPossible", "11/22/2026", "2026-11-22"},
        Case{"TwoDigitYear", "12/11/26", "2026-11-12"}, Case{"CTime", "Fri Nov 20 08:41:12 +07 2026", "2026-11-20"},
        Case{"CTimeWithoutZone", "Nov 20 08:41:12 2026", "2026-11-20"},
        Case{"PhoneIsNoDay", "0912.000.345", ""},
        Case{"YearOfTheRepublic", "中華民國115年11月4日", "2026-11-04"},
        Case{"YearOfReiwa", "令和8年11月10日", "2026-11-10"},
        Case{"FirstYearOfReiwa", "令和元年5月1日", "2019-05-01"},
        Case{"ReiwaInFullWidth", "令和８年１１月４日", "2026-11-04"},
        Case{"RepublicBetweenSlashes", "刊登日期：115/11/11", "2026-11-11"},
        Case{"HouseInAnAlley", "văn phòng 115/11/11 đường Lúa", ""},
        Case{"Polish", "Dodane 18 listopada 2026", "2026-11-18"},
        Case{"Czech", "do 5. prosince 2026", "2026-12-05"},
        Case{"ThreeDigitsAreNoYear", "115/11/4", ""}, Case{"NoYear", "trước ngày 12/11", ""},
        Case{"Impossible", "31/02/2026", ""}, Case{"LicenceIsNoDay", "3011/LĐTBXH-GP", ""},
        Case{"MayIsNoMonthHere", "may mặc 12, 2026", ""},
        Case{"LaterOneIsFound", "tuyển 20 người, 24-30 tuổi, từ 01/12/2026", "2026-12-01"}),
    [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace agencywatch::core
