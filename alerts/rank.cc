#include "alerts/rank.h"

#include <algorithm>

namespace agencywatch::alerts {
namespace {

constexpr std::int64_t kTraffickingFirst = 1'000'000'000;
constexpr int kVerdictStep = 20;
constexpr int kDayPoints = 2;
constexpr int kMostReach = 10;

}  // namespace

std::int64_t QueueRank(core::Verdict verdict, int score, int adverts, int sites,
                       core::Instant last_seen) {
  const auto day = std::chrono::sys_days{core::VietnamDay(last_seen)}.time_since_epoch().count();
  const int reach = std::min(adverts, kMostReach) + std::min(2 * sites, kMostReach);
  return (verdict == core::Verdict::kTrafficking ? kTraffickingFirst : 0) +
         static_cast<int>(verdict) * kVerdictStep + score + reach + day * kDayPoints;
}

std::chrono::hours DueWithin(core::Verdict verdict) {
  switch (verdict) {
    case core::Verdict::kTrafficking:
      return std::chrono::hours(24);
    case core::Verdict::kFraud:
      return std::chrono::hours(3 * 24);
    case core::Verdict::kUnlicensed:
      return std::chrono::hours(7 * 24);
    case core::Verdict::kViolation:
    case core::Verdict::kClear:
      break;
  }
  return std::chrono::hours(14 * 24);
}

}  // namespace agencywatch::alerts
