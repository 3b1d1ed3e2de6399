#include "db/internal/licence_timeline.h"

#include <algorithm>
#include <chrono>

namespace agencywatch::db {
namespace {

using core::LicenceStatus;

// `span` wins over what is there.
void Overlay(Timeline& timeline, const StatusSpan& span) {
  if (span.from >= span.to) return;
  Timeline result;
  for (const auto& old : timeline) {
    if (old.from < span.from) result.push_back({old.from, std::min(old.to, span.from), old.status});
    if (old.to > span.to) result.push_back({std::max(old.from, span.to), old.to, old.status});
  }
  result.push_back(span);
  std::sort(result.begin(), result.end());
  timeline.clear();
  for (const auto& part : result) {
    if (!timeline.empty() && timeline.back().to == part.from &&
        timeline.back().status == part.status) {
      timeline.back().to = part.to;
    } else {
      timeline.push_back(part);
    }
  }
}

// `known` is what was held of the row's scope.
StatusSpan Asserted(const core::RegisterRow& row, const Timeline& known, int list_day) {
  StatusSpan span;
  span.status = row.status;
  if (row.status_from) {
    span.from = DayNumber(*row.status_from);
  } else if (row.status != LicenceStatus::kActive) {
    // Since when is not said: since a list first said so.
    const auto held = std::find_if(known.begin(), known.end(), [&](const StatusSpan& old) {
      return old.status == row.status && old.to > list_day;
    });
    span.from = held == known.end() ? list_day : std::min(held->from, list_day);
  } else if (row.issued_on) {
    span.from = DayNumber(*row.issued_on);
  }
  if (row.status != LicenceStatus::kActive && row.status_to)
    span.to = DayNumber(*row.status_to) + 1;
  return span;
}

// What is left of an earlier status that was not "active", once the list has spoken.
StatusSpan Kept(const StatusSpan& old, const Timeline& asserted, int list_day) {
  const StatusSpan nothing{0, 0, old.status};
  for (const auto& said : asserted) {
    // The same status again: another one of its kind, or the same one with its dates corrected.
    if (said.status == old.status) return old.to <= said.from ? old : nothing;
  }
  if (asserted.empty()) return {old.from, std::min(old.to, list_day), old.status};
  const StatusSpan& said = asserted.back();
  if (said.from > old.from) return {old.from, std::min(old.to, said.from), old.status};
  // Active "since ever", although it was suspended: reinstated by the day of the list. Other ends
  // have no way back under the same number, so they were never true.
  if (said.status == LicenceStatus::kActive && old.status == LicenceStatus::kSuspended) {
    return {old.from, std::min(old.to, list_day), old.status};
  }
  return nothing;
}

StatusScope ScopeOf(const core::RegisterRow& row) {
  return {row.status_market.empty() ? "*" : row.status_market,
          row.status_activity.empty() ? "*" : row.status_activity};
}

}  // namespace

int DayNumber(core::Day day) {
  return static_cast<int>(std::chrono::sys_days{day}.time_since_epoch().count());
}

core::Day DayOfNumber(int number) {
  return core::Day{std::chrono::sys_days{std::chrono::days{number}}};
}

Timelines AfterList(const Timelines& known, const std::vector<core::RegisterRow>& rows,
                    core::Day list_day) {
  std::map<StatusScope, Timeline> asserted;
  StatusSpan licensed;  // the licence itself
  for (const auto& row : rows) {
    const auto held = known.find(ScopeOf(row));
    asserted[ScopeOf(row)].push_back(Asserted(
        row, held == known.end() ? Timeline{} : held->second, DayNumber(list_day)));
    if (row.issued_on) licensed.from = DayNumber(*row.issued_on);
  }
  for (auto& [scope, spans] : asserted) {
    std::stable_sort(spans.begin(), spans.end(),
                     [](const StatusSpan& a, const StatusSpan& b) { return a.from < b.from; });
  }
  Timelines result;
  Overlay(result[StatusScope{}], licensed);
  for (const auto& [scope, spans] : asserted) {
    for (const auto& span : spans) Overlay(result[scope], span);
  }
  for (const auto& [scope, spans] : known) {
    for (const auto& span : spans) {
      if (span.status != LicenceStatus::kActive) {
        Overlay(result[scope], Kept(span, asserted[scope], DayNumber(list_day)));
      }
    }
  }
  std::erase_if(result, [](const auto& entry) { return entry.second.empty(); });
  return result;
}

Timelines LeftOut(const Timelines& known, core::Day day) {
  Timelines result = EndedOn(known, day);
  for (const auto& [scope, spans] : known) {
    for (const auto& span : spans) {
      const bool final = span.status != LicenceStatus::kActive && span.status != LicenceStatus::kSuspended;
      if (final && span.to == StatusSpan::kOpen) Overlay(result[scope], span);
    }
  }
  return result;
}

Timelines EndedOn(const Timelines& known, core::Day day) {
  Timelines result;
  for (const auto& [scope, spans] : known) {
    for (auto span : spans) {
      span.to = std::min(span.to, DayNumber(day));
      if (span.from < span.to) result[scope].push_back(span);
    }
  }
  return result;
}

}  // namespace agencywatch::db
