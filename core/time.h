// Instants, legal days, and the only source of "now".
//
// An instant is std::chrono::sys_seconds (UTC). A legal day (licence valid until, posted on) is a
// calendar day in Vietnam: UTC+7 all year, no summer time (kept here and nowhere else).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace agencywatch::core {

using Instant = std::chrono::sys_seconds;
using Day = std::chrono::year_month_day;

inline constexpr std::chrono::hours kVietnamOffset{7};

[[nodiscard]] Day VietnamDay(Instant instant);
[[nodiscard]] Instant StartOfVietnamDay(Day day);
// Negative when `to` is before `from`.
[[nodiscard]] int DaysBetween(Day from, Day to);
[[nodiscard]] Day AddDays(Day day, int days);

// "2026-10-31" (also as the beginning of an ISO 8601 date-time) and nothing else; an impossible day
// is nullopt.
[[nodiscard]] std::optional<Day> ParseDay(std::string_view text);
[[nodiscard]] std::string FormatDay(Day day);   // 2026-10-31
[[nodiscard]] std::string DisplayDay(Day day);  // 31.10.2026, for people
// ISO 8601 / RFC 3339 with 'Z' or an offset; without one, UTC+7. A bare day is its start in
// Vietnam.
[[nodiscard]] std::optional<Instant> ParseInstant(std::string_view text);
[[nodiscard]] std::string FormatInstant(Instant instant);      // 2026-10-31T23:00:00Z
[[nodiscard]] std::string FormatVietnamTime(Instant instant);  // 01.11.2026 06:00

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant Now() const = 0;
  [[nodiscard]] Day Today() const { return VietnamDay(Now()); }
};

class SystemClock : public Clock {
 public:
  [[nodiscard]] Instant Now() const override;
};

// Starts at `start` and then runs at the speed of the real clock: what `--now T` and tests use.
class ShiftedClock : public Clock {
 public:
  explicit ShiftedClock(Instant start);
  [[nodiscard]] Instant Now() const override;

 private:
  Instant start_;
  std::chrono::steady_clock::time_point made_at_;
};

}  // namespace agencywatch::core
