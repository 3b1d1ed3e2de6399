#include "core/working_days.h"

#include <array>

namespace agencywatch::core {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;

struct LunarHolidays {
  Day tet;         // the first day of the lunar year
  Day hung_kings;  // the tenth of the third lunar month
};
// Of the five days of Tết, which the government chooses, the eve and the first three are off under either choice.
constexpr std::array kLunar = {
    LunarHolidays{Day{year{2026}, month{2}, day{17}}, Day{year{2026}, month{4}, day{26}}},
    LunarHolidays{Day{year{2027}, month{2}, day{6}}, Day{year{2027}, month{4}, day{16}}},
    LunarHolidays{Day{year{2028}, month{1}, day{26}}, Day{year{2028}, month{4}, day{4}}}};
static_assert(kLunar.back().tet.year() == kLastKnownTet);

// By notice of the ministry: the fifth day of Tết and the day beside 2 September.
constexpr std::array kByNotice = {Day{year{2026}, month{2}, day{20}}, Day{year{2026}, month{9}, day{1}}};

bool IsWeekend(Day of) {
  const std::chrono::weekday weekday{std::chrono::sys_days{of}};
  return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

// Each block of holidays of the year, and after it one working day for each of its days that is a weekend.
std::set<Day> HolidaysOf(year of) {
  std::vector<std::vector<Day>> blocks = {{Day{of, month{1}, day{1}}},
                                          {Day{of, month{4}, day{30}}, Day{of, month{5}, day{1}}},
                                          {Day{of, month{9}, day{2}}}};
  if (of >= year{2026}) blocks.push_back({Day{of, month{11}, day{24}}});
  for (const auto& lunar : kLunar) {
    if (lunar.tet.year() != of) continue;
    blocks.push_back({AddDays(lunar.tet, -1), lunar.tet, AddDays(lunar.tet, 1), AddDays(lunar.tet, 2)});
    blocks.push_back({lunar.hung_kings});
  }
  std::set<Day> off;
  for (const auto& block : blocks) off.insert(block.begin(), block.end());
  for (const auto& block : blocks) {
    Day next = block.back();
    for (const auto& holiday : block) {
      if (!IsWeekend(holiday)) continue;
      do next = AddDays(next, 1);
      while (IsWeekend(next) || off.contains(next));
      off.insert(next);
    }
  }
  for (const auto& notice : kByNotice) off.insert(notice);
  return off;
}

}  // namespace

bool WorkingDays::IsWorkingDay(Day day) const {
  return !IsWeekend(day) && !also_.contains(day) && !HolidaysOf(day.year()).contains(day);
}

Day WorkingDays::AfterWorkingDays(Day from, int days) const {
  while (days > 0) {
    from = AddDays(from, 1);
    if (IsWorkingDay(from)) --days;
  }
  return from;
}

Day WorkingDays::AfterDays(Day from, int days) const {
  Day last = AddDays(from, days);
  while (!IsWorkingDay(last)) last = AddDays(last, 1);
  return last;
}

}  // namespace agencywatch::core
