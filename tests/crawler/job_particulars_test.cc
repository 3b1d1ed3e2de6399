// Days and wages in the words of adverts.
#include "crawler/job_particulars.h"

#include <gtest/gtest.h>

#include <string>

#include "crawler/wage_text.h"

namespace agencywatch::crawler {
namespace {

struct DayCase {
  std::string name;
  std::string line;
  std::string day;  // "" for none
};
void PrintTo(const DayCase& one, std::ostream* out) { *out << one.name; }
std::string Text(const std::optional<core::Day>& day) { return day ? core::FormatDay(*day) : ""; }

class Deadline : public testing::TestWithParam<DayCase> {};
TEST_P(Deadline, IsRead) {
  core::Posting posting;
  ReadParticulars(GetParam().line, posting);
  EXPECT_EQ(Text(posting.valid_through), GetParam().day);
}
INSTANTIATE_TEST_SUITE_P(
    Of, Deadline,
    testing::Values(
        DayCase{"Form", "Hạn form: 30/11/2026", "2026-11-30"},
        DayCase{"ListCloses", "⏰ Chốt danh sách: 02/12/2026", "2026-12-02"},
        DayCase{"EndOfAPeriod", "Thời gian nhận hồ sơ: từ 16/11/2026 đến hết 10/12/2026",
                "2026-12-10"},
        DayCase{"SentenceWithoutUntil", "Hợp đồng ba năm. Hết hạn nhận hồ sơ ngày 27/11/2026.",
                "2026-11-27"},
        DayCase{"HourBeforeTheDay", "Hạn chót nộp đơn là 17h00 ngày 15/12/2026.", "2026-12-15"},
        DayCase{"EnglishMonthFirst", "Applications are accepted until December 5, 2026.",
                "2026-12-05"},
        DayCase{"HourWithinAPeriod",
                "Nhận hồ sơ từ ngày 20/11/2026 đến 16 giờ 30 ngày 18/12/2026, tại trụ sở",
                "2026-12-18"},
        DayCase{"WordAlone", "Chủ trả vé khứ hồi. Hạn 31/12/2026.", "2026-12-31"},
        DayCase{"PermitIsNone", "Giấy phép gia hạn 31/12/2028", ""},
        DayCase{"Taiwanese", "報名截止：115年11月30日", "2026-11-30"},
        DayCase{"Closes", "Closes: 5 Dec 2026", "2026-12-05"},
        DayCase{"Japanese", "応募締切: 2026年12月25日", "2026-12-25"},
        DayCase{"UntilTheDay", "Thi đợt 1: 01/12/2026. Nhận hồ sơ đợt 1 tới 28/11/2026.",
                "2026-11-28"},
        DayCase{"YearOfTwoDigits", "Dịch vụ 2.800 euro. Nhận hồ sơ đến 07.12.26.", "2026-12-07"},
        DayCase{"OrderIsClosed", "4 người, đóng đơn 2026/12/14", "2026-12-14"},
        DayCase{"OrdersOfLabourAreNone", "Hợp đồng đơn 14/12/2026 ký tại xưởng", ""},
        DayCase{"PassportHandedIn", "Hạn cuối nộp hộ chiếu 04-12-2026.", "2026-12-04"},
        DayCase{"Reiwa", "紹介期限日　令和9年1月31日", "2027-01-31"},
        DayCase{"TaiwaneseBetweenSlashes", "截止日期：115/12/20", "2026-12-20"},
        DayCase{"PassportIsNone", "Hộ chiếu hết hạn sau ngày 27/11/2027", ""},
        DayCase{"ContractIsNone", "Hết hạn hợp đồng ngày 27/11/2029 được gia hạn", ""}),
    [](const auto& one) { return one.param.name; });

class DateLine : public testing::TestWithParam<DayCase> {};
TEST_P(DateLine, IsRead) { EXPECT_EQ(Text(FindDateLine(GetParam().line)), GetParam().day); }
INSTANTIATE_TEST_SUITE_P(
    Of, DateLine,
    testing::Values(
        DayCase{"AmongOthers", "Phường Đông Vệ, TP. Thanh Hóa Đăng 17/11/2026 Mã tin: 90",
                "2026-11-17"},
        DayCase{"InFull", "Ngày 13 tháng 11 năm 2026", "2026-11-13"},
        DayCase{"BesideACounter", "12/11/2026 14:05 - Lượt xem: 1.377", "2026-11-12"},
        DayCase{"English", "Al Noor Group · Posted 18 October 2026", "2026-10-18"},
        DayCase{"Stamp", "10 tháng 11, 2026 lúc 20:15 · Công khai", "2026-11-10"},
        DayCase{"EnglishStamp", "Nov 14, 2026 9:12 pm", "2026-11-14"},
        DayCase{"StampBelowTheText", "a\nb\nc\nd\ne\nf\ng\n08:30 14/11/2026", "2026-11-14"},
        DayCase{"LessonBelowTheTextIsNone", "a\nb\nc\nd\ne\nf\ng\nKhai giảng 08:30 14/11/2026", ""},
        DayCase{"PartOfALine", "Mã tin: 77 · Đăng lúc 08:45 15-11-2026 · Khu vực: Praha",
                "2026-11-15"},
        DayCase{"BehindTheAuthor", "Nhân lực Bãi Sậy 10:05 - 13/11/2026", "2026-11-13"},
        DayCase{"TestIsNone", "Thi tay nghề tại xưởng 08:00 - 13/12/2026", ""},
        DayCase{"Polish", "Dodane 18 listopada 2026", "2026-11-18"},
        DayCase{"Advertised", "Advertised: 9th November 2026", "2026-11-09"},
        DayCase{"RegistrationIsNone", "Đăng ký trước ngày 30/11/2026 để giữ chỗ", ""},
        DayCase{"RecruitingIsNone", "Đang tuyển công nhân đi thi ngày 30/11/2026", ""}),
    [](const auto& one) { return one.param.name; });

struct TitleCase {
  std::string title;
  std::string country;
};

TEST(Title, NamesTheCountry) {
  for (const TitleCase& one :
       {TitleCase{"Tuyển 40 thợ mộc đi Kuwait", "KW"}, TitleCase{"Nurses for Germany, B2", "DE"},
        TitleCase{"Đóng gói rau Nhật Bản", "JP"},
        TitleCase{"Tuyển lao động sang Lào trồng chuối", "LA"},
        TitleCase{"🔥 CẦN 4 NỮ DỌN PHÒNG ĐI PENANG – MALAYSIA 🔥", "MY"},
        TitleCase{"Tuyển thợ may tại Nam Định", ""}, TitleCase{"Welder to work in my team", ""}}) {
    core::Posting posting;
    ReadTitle(one.title, posting);
    EXPECT_EQ(posting.country, one.country) << one.title;
  }
}

struct WageCase {
  std::string name;
  std::string text;
  std::string wage;  // "min-max currency unit"; "" for none
};
void PrintTo(const WageCase& one, std::ostream* out) { *out << one.name; }

std::string Shown(const core::Posting& posting) {
  if (!posting.salary_min || !posting.salary_max) return "";
  return std::to_string(static_cast<long>(*posting.salary_min)) + "-" +
         std::to_string(static_cast<long>(*posting.salary_max)) + " " + posting.salary_currency +
         " " + posting.salary_unit;
}

class Wage : public testing::TestWithParam<WageCase> {};
TEST_P(Wage, IsFoundInRunningText) {
  core::Posting posting;
  FindWage(GetParam().text, posting);
  EXPECT_EQ(Shown(posting), GetParam().wage);
}
INSTANTIATE_TEST_SUITE_P(
    Of, Wage,
    testing::Values(
        WageCase{"Prose", "Chế độ: lương cơ bản 29.500 Đài tệ/tháng, ký túc xá trừ 2.000 tệ",
                 "29500-29500 TWD MONTH"},
        WageCase{"AmountAlone", "35 - 40 triệu/tháng", "35000000-40000000 VND MONTH"},
        WageCase{"RemainderOfMillions", "Lương 2tr1 won", "2100000-2100000 KRW "},
        WageCase{"CurrencyFirst", "Salary QAR 1,900 per month", "1900-1900 QAR MONTH"},
        WageCase{"SignOfACurrency", "Lương: ¥1.200/giờ", "1200-1200 JPY HOUR"},
        WageCase{"Thousands", "Lương 400 - 480 nghìn đồng/ngày", "400000-480000 VND DAY"},
        WageCase{"NearestUnit", "Lương: 29.500 Đài tệ/tháng, tăng ca 2 giờ/ngày",
                 "29500-29500 TWD MONTH"},
        WageCase{"TwoCurrencies", "Lương 30 triệu (khoảng 170.000 yên)", "30000000-30000000 VND "},
        WageCase{"QuantityIsNone", "Số lượng 40 người, lương 2.100.000 won/tháng",
                 "2100000-2100000 KRW MONTH"},
        WageCase{"TenThousands", "Lương 21万8,000円", "218000-218000 JPY "},
        WageCase{"KoreanTenThousands", "Lương 월급 210만원", "2100000-2100000 KRW MONTH"},
        WageCase{"DollarsOfAPlace", "Lương 28 đô la Brunei/ngày", "28-28 BND DAY"},
        WageCase{"BlankBetweenThousands", "Lương: 38 000 Kč/tháng, bao ăn ở",
                 "38000-38000 CZK MONTH"},
        WageCase{"BlankBetweenMillions", "Lương 2 300 000 won/tháng", "2300000-2300000 KRW MONTH"},
        WageCase{"PolishAlone", "5 400 - 7 000 zł / miesięcznie brutto", "5400-7000 PLN MONTH"},
        WageCase{"JapaneseRange", "Lương 月額 205,000円～218,000円", "205000-218000 JPY MONTH"},
        WageCase{"PhoneIsNone", "Lương thỏa thuận, gọi 0912 000 345", ""},
        WageCase{"MonthsOfWageAreNone", "Phí dịch vụ tối đa 1,5 tháng lương, 20 triệu đồng", ""},
        WageCase{"FeeIsNone", "Phí xuất cảnh 95.000.000 VNĐ chia ba lần", ""}),
    [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace agencywatch::crawler
