// Working days in Vietnam, and the days on which legal terms end.
// Sources: Labour Code 45/2019/QH14, articles 111 and 112 (holidays; one that falls on a weekly day off is made up for on
// the next working day); Resolution 28/2026/QH16 (24 November, from 2026); Civil Code 91/2015/QH13, articles 147 and 148
// (the first day does not count; a term that ends on a day off ends with the next working day).
#pragma once

#include <set>
#include <vector>

#include "core/time.h"

namespace agencywatch::core {

// Monday to Friday without holidays. New Year, 30 April, 1 May, 2 September and 24 November are known for every year. Of the
// lunar ones (Tết, the Hùng Kings) and of those days that the government fixes by notice, only what is certain is known, so
// that a deadline is rather told too early than too late; `also` adds days off.
class WorkingDays {
 public:
  explicit WorkingDays(const std::vector<Day>& also = {}) : also_(also.begin(), also.end()) {}

  [[nodiscard]] bool IsWorkingDay(Day day) const;
  // The last day of a term of `days` working days that begins on `from`, which does not count.
  [[nodiscard]] Day AfterWorkingDays(Day from, int days) const;
  // The last day of a term of `days` calendar days that begins on `from`, which does not count.
  [[nodiscard]] Day AfterDays(Day from, int days) const;

 private:
  std::set<Day> also_;
};

// Up to this year Tết is known.
inline constexpr std::chrono::year kLastKnownTet{2028};

}  // namespace agencywatch::core
