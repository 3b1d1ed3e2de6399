// The columns of an alert as the stores read them, and the one way by which its state changes.
#pragma once

#include <nlohmann/json.hpp>
#include <pqxx/pqxx>

#include "db/alert_store.h"

namespace agencywatch::db::internal {

// Needs: FROM alert a JOIN subject s ON s.id = a.subject_id, and the two joins of AW_ALERT_PEOPLE.
#define AW_ALERT_COLUMNS                                                                           \
  "a.id, a.number, coalesce(s.merged_into, s.id), a.state, a.verdict, a.score, a.material_sha256," \
  " a.row_version, a.closed_as, a.indicators, a.identifiers, owner.name,"                          \
  " extract(epoch FROM a.due)::bigint, locker.name, extract(epoch FROM a.locked_until)::bigint,"   \
  " extract(epoch FROM a.silenced_until)::bigint, extract(epoch FROM a.closed_at)::bigint,"        \
  " extract(epoch FROM a.first_seen)::bigint, extract(epoch FROM a.last_seen)::bigint,"            \
  " a.adverts, a.sites, a.destinations, a.provinces"
#define AW_ALERT_PEOPLE                                 \
  " LEFT JOIN person owner ON owner.id = a.owner_id"    \
  " LEFT JOIN person locker ON locker.id = a.locked_by_id"
#define AW_GRAVITY(verdict) \
  "array_position(ARRAY['clear', 'violation', 'unlicensed', 'fraud', 'trafficking'], " verdict ")"
inline constexpr int kAlertColumns = 23;

[[nodiscard]] AlertRow AlertOf(const pqxx::row& row);
[[nodiscard]] core::Verdict VerdictOf(const pqxx::field& field);
[[nodiscard]] core::Severity SeverityOf(const pqxx::field& field);
[[nodiscard]] AlertState StateOf(const pqxx::field& field);
[[nodiscard]] std::optional<ClosedAs> ClosedAsOf(const pqxx::field& field);

// {state, verdict, score, closed_as}: what stands in an event before and after.
[[nodiscard]] nlohmann::json Snapshot(const AlertRow& alert);
void AddEvent(pqxx::transaction_base& tx, std::int64_t alert_id, std::string_view kind,
              const nlohmann::json& before, const nlohmann::json& after, const AlertChange& change);
// One for each alert, with nothing before it.
struct FirstEvent {
  std::int64_t alert_id = 0;
  nlohmann::json after;
};
void AddFirstEvents(pqxx::transaction_base& tx, std::string_view kind, const std::vector<FirstEvent>& events,
                    const AlertChange& change);
// Throws core::RetryLater: somebody else changed it since it was read.
[[noreturn]] void ThrowChangedMeanwhile(const AlertRow& alert);

}  // namespace agencywatch::db::internal
