#include "db/internal/alert_row.h"

#include <array>
#include <stdexcept>

#include "core/errors.h"
#include "db/internal/statement.h"

namespace agencywatch::db::internal {
namespace {

constexpr std::array kClosedAs = {ClosedAs::kConfirmed, ClosedAs::kDismissed, ClosedAs::kDuplicate,
                                  ClosedAs::kMerged, ClosedAs::kCleared};

constexpr Statement kEvent{"alert.event", R"(
  INSERT INTO alert_event (alert_id, at, actor, kind, before, after, reason) VALUES ($1, $2, $3,
    $4, $5, $6, $7))"};

constexpr Statement kFirstEvents{"alert.first_events", R"(
  INSERT INTO alert_event (alert_id, at, actor, kind, before, after, reason)
  SELECT alert_id, $3, $4, $5, '{}', after, $6 FROM unnest($1::bigint[], $2::jsonb[]) AS t (alert_id, after) ORDER BY alert_id)"};

template <typename T>
T Known(const std::optional<T>& value, const char* what, const pqxx::field& field) {
  if (!value)
    throw std::logic_error(std::string{"unknown "} + what + " in the database: " + field.c_str());
  return *value;
}

}  // namespace

core::Verdict VerdictOf(const pqxx::field& field) {
  return Known(core::FindVerdict(field.c_str()), "verdict", field);
}

core::Severity SeverityOf(const pqxx::field& field) {
  return Known(core::FindSeverity(field.c_str()), "severity", field);
}

AlertState StateOf(const pqxx::field& field) {
  return Known(FindAlertState(field.c_str()), "state of an alert", field);
}

std::optional<ClosedAs> ClosedAsOf(const pqxx::field& field) {
  if (field.is_null()) return {};
  for (const auto how : kClosedAs) {
    if (ClosedAsName(how) == field.c_str()) return how;
  }
  throw std::logic_error(std::string{"unknown end of an alert in the database: "} + field.c_str());
}

AlertRow AlertOf(const pqxx::row& row) {
  AlertRow alert;
  alert.id = row[0].as<std::int64_t>();
  alert.number = row[1].as<std::int64_t>();
  alert.subject_id = row[2].as<std::int64_t>();
  alert.state = StateOf(row[3]);
  alert.verdict = VerdictOf(row[4]);
  alert.score = row[5].as<int>();
  alert.material_sha256 = row[6].c_str();
  alert.row_version = row[7].as<int>();
  alert.closed_as = ClosedAsOf(row[8]);
  alert.indicators = TextsOf(row[9]);
  alert.identifiers = TextsOf(row[10]);
  alert.owner = row[11].c_str();
  alert.due = FindValue<core::Instant>(row[12]);
  alert.locked_by = row[13].c_str();
  alert.locked_until = FindValue<core::Instant>(row[14]);
  alert.silenced_until = FindValue<core::Instant>(row[15]);
  alert.closed_at = FindValue<core::Instant>(row[16]);
  alert.first_seen = FindValue<core::Instant>(row[17]);
  alert.last_seen = FindValue<core::Instant>(row[18]);
  alert.adverts = row[19].as<int>();
  alert.sites = row[20].as<int>();
  alert.destinations = TextsOf(row[21]);
  alert.provinces = TextsOf(row[22]);
  return alert;
}

nlohmann::json Snapshot(const AlertRow& alert) {
  nlohmann::json json = {{"state", AlertStateName(alert.state)},
                         {"verdict", core::VerdictName(alert.verdict)},
                         {"score", alert.score}};
  if (alert.closed_as) json["closed_as"] = ClosedAsName(*alert.closed_as);
  return json;
}

void AddEvent(pqxx::transaction_base& tx, std::int64_t alert_id, std::string_view kind,
              const nlohmann::json& before, const nlohmann::json& after,
              const AlertChange& change) {
  Exec(tx, kEvent, alert_id, change.at, change.actor, kind, before.dump(), after.dump(),
       change.reason);
}

void AddFirstEvents(pqxx::transaction_base& tx, std::string_view kind, const std::vector<FirstEvent>& events,
                    const AlertChange& change) {
  ArrayText alerts;
  ArrayText after;
  for (const auto& event : events) {
    alerts.Add(event.alert_id);
    after.Add(event.after.dump());
  }
  Exec(tx, kFirstEvents, alerts.Text(), after.Text(), change.at, change.actor, kind, change.reason);
}

void ThrowChangedMeanwhile(const AlertRow& alert) {
  throw core::RetryLater("alert " + std::to_string(alert.number) +
                         " was changed by somebody else meanwhile");
}

}  // namespace agencywatch::db::internal
