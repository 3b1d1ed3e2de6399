#include "alerts/report_period.h"

#include <array>
#include <optional>

#include "core/errors.h"

namespace agencywatch::alerts {
namespace {

using std::chrono::month;
using std::chrono::year;

ReportPeriod Months(year of, unsigned from, unsigned to) {
  const std::chrono::year_month_day_last last{of, std::chrono::month_day_last{month{to}}};
  return {core::Day{of, month{from}, std::chrono::day{1}}, core::Day{last}};
}

std::optional<unsigned> Digits(std::string_view text, std::size_t count) {
  if (text.size() != count || text.find_first_not_of("0123456789") != std::string_view::npos) return {};
  unsigned number = 0;
  for (const char c : text) number = number * 10 + static_cast<unsigned>(c - '0');
  return number;
}

std::optional<ReportPeriod> Find(std::string_view text) {
  static constexpr std::size_t kDayLetters = 10;
  if (const std::size_t dots = text.find(".."); dots != std::string_view::npos) {
    if (dots != kDayLetters || text.size() != 2 * kDayLetters + 2) return {};
    const auto first = core::ParseDay(text.substr(0, kDayLetters));
    const auto last = core::ParseDay(text.substr(kDayLetters + 2));
    if (!first || !last || *last < *first) return {};
    return ReportPeriod{*first, *last};
  }
  const auto number = Digits(text.substr(0, 4), 4);
  if (!number || *number < 2000 || *number > 2200) return {};
  const year of{static_cast<int>(*number)};
  const std::string_view rest = text.substr(4);
  if (rest.empty()) return Months(of, 1, 12);
  if (rest.starts_with("-Q")) {
    const auto quarter = Digits(rest.substr(2), 1);
    if (!quarter || *quarter < 1 || *quarter > 4) return {};
    return Months(of, *quarter * 3 - 2, *quarter * 3);
  }
  const auto in_year = rest.starts_with('-') ? Digits(rest.substr(1), 2) : std::nullopt;
  if (!in_year || *in_year < 1 || *in_year > 12) return {};
  return Months(of, *in_year, *in_year);
}

constexpr std::array kMonths = {"January", "February", "March",     "April",   "May",      "June",
                                "July",    "August",   "September", "October", "November", "December"};

}  // namespace

ReportPeriod ParseReportPeriod(std::string_view text) {
  const auto period = Find(text);
  if (!period) {
    throw core::InputError({"", 0, 0, "'" + std::string{text} + "' is no period",
                            "a month 2026-10, a quarter 2026-Q3, a year 2026, or days 2026-10-01..2026-10-31"});
  }
  return *period;
}

std::string PeriodTitle(const ReportPeriod& period, bool english) {
  const auto from = static_cast<unsigned>(period.first.month());
  const auto to = static_cast<unsigned>(period.last.month());
  const bool whole = period.first.year() == period.last.year() &&
                     period.first.day() == std::chrono::day{1} &&
                     period.last == Months(period.last.year(), to, to).last;
  const std::string of = std::to_string(static_cast<int>(period.last.year()));
  if (whole && from == 1 && to == 12) return (english ? "" : "năm ") + of;
  if (whole && from == to)
    return english ? kMonths.at(from - 1) + (" " + of) : "tháng " + std::to_string(from) + " năm " + of;
  if (whole && from % 3 == 1 && to == from + 2) {
    return (english ? "quarter " : "quý ") + std::to_string(to / 3) + (english ? " of " : " năm ") + of;
  }
  return core::DisplayDay(period.first) + " – " + core::DisplayDay(period.last);
}

}  // namespace agencywatch::alerts
