// What a new list means for what was known of a licence: days in, days out, no database.
#pragma once

#include <compare>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "core/register_view.h"
#include "core/time.h"

namespace agencywatch::db {

// Days since 1970; `to` is not included.
struct StatusSpan {
  static constexpr int kEver = std::numeric_limits<int>::min();
  static constexpr int kOpen = std::numeric_limits<int>::max();
  int from = kEver;
  int to = kOpen;
  core::LicenceStatus status = core::LicenceStatus::kActive;
  friend auto operator<=>(const StatusSpan&, const StatusSpan&) = default;
};
// Of one scope; rising, without overlaps.
using Timeline = std::vector<StatusSpan>;
// What a status holds for.
struct StatusScope {
  std::string market = "*";    // or ISO 3166 alpha-2
  std::string activity = "*";  // or as core/register_activity.h has it
  friend auto operator<=>(const StatusScope&, const StatusScope&) = default;
};
using Timelines = std::map<StatusScope, Timeline>;

[[nodiscard]] int DayNumber(core::Day day);
[[nodiscard]] core::Day DayOfNumber(int number);

// `known` is what was held of the licence, `rows` all that the list of `list_day` says of it (one
// at least).
[[nodiscard]] Timelines AfterList(const Timelines& known,
                                  const std::vector<core::RegisterRow>& rows, core::Day list_day);
// The licence is no longer listed: it ends before `day`. What ended it for good before (revoked, returned, expired) stays.
[[nodiscard]] Timelines LeftOut(const Timelines& known, core::Day day);
// Another number took its place: all ends before `day`.
[[nodiscard]] Timelines EndedOn(const Timelines& known, core::Day day);

}  // namespace agencywatch::db
