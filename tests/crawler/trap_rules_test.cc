// Which addresses are left alone because a site can make them without end.
#include "crawler/trap_rules.h"

#include <gtest/gtest.h>

#include <ostream>

namespace agencywatch::crawler {
namespace {

core::Day Today() { return core::ParseDay("2026-11-21").value(); }

std::optional<Trap> CheckOnce(const std::string& path) {
  TrapRules rules(Today());
  return rules.Check(ParseUrl("https://a.vn" + path).value());
}

struct Case {
  std::string name;
  std::string path;
  std::optional<Trap> trap;
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

class TrapByItsLook : public testing::TestWithParam<Case> {};

TEST_P(TrapByItsLook, IsNamed) { EXPECT_EQ(CheckOnce(GetParam().path), GetParam().trap); }

INSTANTIATE_TEST_SUITE_P(
    Trap, TrapByItsLook,
    testing::Values(
        Case{"AdvertWithANumber", "/viec-lam/tho-han-6g-hai-phong-1025.html", std::nullopt},
        Case{"AdvertWithARandomId", "/job?id=5f3a9c0d1e2b4a6f8c7d9e01", std::nullopt},
        Case{"SegmentThreeTimes", "/a/tin/b/tin/c/tin/", Trap::kRepeating},
        Case{"SegmentTwice", "/viec-lam/ha-noi/viec-lam/", std::nullopt},
        Case{"RelativeLinksThatGoRound", "/x/css/img/css/img", Trap::kRepeating},
        Case{"SeventeenSegments", "/a1/b2/c3/d4/e5/f6/g7/h8/i9/j1/k2/l3/m4/n5/o6/p7/q8",
             Trap::kDeepPath},
        Case{"NextYearsCalendar", "/lich/2028/03", Trap::kCalendar},
        Case{"NextMonthsCalendar", "/lich/2026/12", std::nullopt},
        Case{"CalendarOfLongAgo", "/su-kien?year=2019&month=05", Trap::kCalendar},
        Case{"CalendarInOneNumber", "/calendar?date=20310501", Trap::kCalendar},
        Case{"NewsOfLongAgoIsNoCalendar", "/tin/2019/05/12/canh-bao.html", std::nullopt},
        Case{"TravelIsNoCalendar", "/du-lich/2019/05/12", std::nullopt},
        Case{"ListPageFarOut", "/viec-lam?page=501", Trap::kPagination},
        Case{"ListPageInThePath", "/viec-lam/trang-900.html", Trap::kPagination},
        Case{"ListPageBehindItsName", "/viec-lam/page/77777777777", Trap::kPagination},
        Case{"ListPage", "/viec-lam/trang-40", std::nullopt},
        Case{"OffsetFarOut", "/viec-lam?start=20000", Trap::kPagination},
        Case{"FiveFilters", "/tim?tinh=1&nganh=2&luong=3&ca=4&nam=5", Trap::kFacets},
        Case{"FourFiltersAndAPage", "/tim?tinh=1&nganh=2&luong=3&ca=4&page=2", std::nullopt}),
    [](const auto& test) { return test.param.name; });

TEST(TrapRules, FiltersOnOnePathAreBounded) {
  TrapRules rules(Today());
  int followed = 0;
  for (int tinh = 0; tinh < 30; ++tinh) {
    for (int nganh = 0; nganh < 30; ++nganh) {
      const auto url = ParseUrl("https://a.vn/tim?tinh=" + std::to_string(tinh) +
                                "&nganh=" + std::to_string(nganh));
      followed += rules.Check(*url) ? 0 : 1;
    }
  }
  EXPECT_EQ(followed, static_cast<int>(TrapRules::kMaxFacetsPerPath));
  EXPECT_FALSE(rules.Check(ParseUrl("https://a.vn/tim?tinh=0&nganh=0").value()))
      << "what was let through stays so";
}

TEST(TrapRules, EverNewSessionsOnOnePathAreBounded) {
  TrapRules rules(Today());
  int followed = 0;
  for (int i = 0; i < 50; ++i) {
    const auto url =
        ParseUrl("https://a.vn/gio-hang?sesskey=a8f0c3d1e5" + std::to_string(1000 + i));
    followed += rules.Check(*url) ? 0 : 1;
  }
  EXPECT_EQ(followed, TrapRules::kMaxRandomValues);
}

}  // namespace
}  // namespace agencywatch::crawler
