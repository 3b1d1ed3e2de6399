#include "core/time.h"

#include <charconv>
#include <cstdio>

namespace agencywatch::core {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::seconds;
using std::chrono::sys_days;

std::optional<int> ParseDigits(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty() || text[0] == '-')
    return {};
  return value;
}

std::string FormatClock(Instant instant, const char* format) {
  const auto day = floor<days>(instant);
  const Day date{day};
  const auto in_day = instant - day;
  const int total = static_cast<int>(in_day.count());
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, format, static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                total / 3600, total / 60 % 60, total % 60);
  return buffer;
}

}  // namespace

Day VietnamDay(Instant instant) { return Day{floor<days>(instant + kVietnamOffset)}; }

Instant StartOfVietnamDay(Day day) { return Instant{sys_days{day}} - kVietnamOffset; }

int DaysBetween(Day from, Day to) {
  return static_cast<int>((sys_days{to} - sys_days{from}).count());
}

Day AddDays(Day day, int count) { return Day{sys_days{day} + days{count}}; }

std::optional<Day> ParseDay(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return {};
  if (text.size() > 10 && text[10] != 'T' && text[10] != ' ') return {};
  const auto year = ParseDigits(text.substr(0, 4));
  const auto month = ParseDigits(text.substr(5, 2));
  const auto day = ParseDigits(text.substr(8, 2));
  if (!year || !month || !day) return {};
  const Day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                 std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return {};
  return date;
}

std::string FormatDay(Day day) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u", static_cast<int>(day.year()),
                static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  return buffer;
}

std::string DisplayDay(Day day) {
  const std::string text = FormatDay(day);
  return text.substr(8, 2) + "." + text.substr(5, 2) + "." + text.substr(0, 4);
}

std::optional<Instant> ParseInstant(std::string_view text) {
  const auto day = ParseDay(text);
  if (!day) return {};
  if (text.size() == 10) return StartOfVietnamDay(*day);
  std::string_view rest = text.substr(11);
  if (rest.size() < 5 || rest[2] != ':') return {};
  const auto hour = ParseDigits(rest.substr(0, 2));
  const auto minute = ParseDigits(rest.substr(3, 2));
  rest.remove_prefix(5);
  std::optional<int> second = 0;
  if (rest.size() >= 3 && rest[0] == ':') {
    second = ParseDigits(rest.substr(1, 2));
    rest.remove_prefix(3);
    if (!rest.empty() && rest[0] == '.') {
      rest.remove_prefix(1);
      while (!rest.empty() && rest[0] >= '0' && rest[0] <= '9') rest.remove_prefix(1);
    }
  }
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) return {};
  seconds offset = kVietnamOffset;
  if (rest == "Z" || rest == "z") {
    offset = seconds{0};
  } else if (!rest.empty()) {
    if (rest[0] != '+' && rest[0] != '-') return {};
    const auto hours = rest.size() >= 3 ? ParseDigits(rest.substr(1, 2)) : std::nullopt;
    const auto minutes = rest.size() == 6 && rest[3] == ':' ? ParseDigits(rest.substr(4, 2))
                         : rest.size() == 5                 ? ParseDigits(rest.substr(3, 2))
                         : rest.size() == 3                 ? std::optional<int>{0}
                                                            : std::nullopt;
    if (!hours || !minutes) return {};
    offset = seconds{*hours * 3600 + *minutes * 60};
    if (rest[0] == '-') offset = -offset;
  }
  return Instant{sys_days{*day}} + seconds{*hour * 3600 + *minute * 60 + *second} - offset;
}

std::string FormatInstant(Instant instant) {
  return FormatClock(instant, "%04d-%02u-%02uT%02d:%02d:%02dZ");
}

std::string FormatVietnamTime(Instant instant) {
  const std::string text = FormatClock(instant + kVietnamOffset, "%04d-%02u-%02u %02d:%02d:%02d");
  return text.substr(8, 2) + "." + text.substr(5, 2) + "." + text.substr(0, 4) + text.substr(10, 6);
}

Instant SystemClock::Now() const {
  return std::chrono::floor<seconds>(std::chrono::system_clock::now());
}

ShiftedClock::ShiftedClock(Instant start)
    : start_(start), made_at_(std::chrono::steady_clock::now()) {}

Instant ShiftedClock::Now() const {
  return start_ + floor<seconds>(std::chrono::steady_clock::now() - made_at_);
}

}  // namespace agencywatch::core
