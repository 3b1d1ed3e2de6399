// A stretch of time that is reported on: whole days in Vietnam.
#pragma once

#include <string>
#include <string_view>

#include "core/time.h"

namespace agencywatch::alerts {

struct ReportPeriod {
  core::Day first;
  core::Day last;  // included

  [[nodiscard]] core::Instant begin() const { return core::StartOfVietnamDay(first); }
  // The first instant after it.
  [[nodiscard]] core::Instant end() const { return core::StartOfVietnamDay(core::AddDays(last, 1)); }
};

// 2026, 2026-Q3, 2026-10 or 2026-10-01..2026-10-31. Throws core::InputError.
[[nodiscard]] ReportPeriod ParseReportPeriod(std::string_view text);

// "tháng 10 năm 2026" / "October 2026"; days where it is no whole month, quarter or year.
[[nodiscard]] std::string PeriodTitle(const ReportPeriod& period, bool english);

}  // namespace agencywatch::alerts
