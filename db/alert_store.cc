#include "db/alert_store.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <unordered_map>
#include <utility>

#include "core/errors.h"
#include "core/sha256.h"
#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 5> kStateNames = {"new", "watched", "in_case", "referred",
                                                         "closed"};

#define AW_ALERT_COLUMNS \
  "a.id, a.number, a.subject_id, a.state, a.verdict, a.score, a.material_sha256, a.row_version"
constexpr int kAlertColumns = 8;
#define AW_GRAVITY(verdict) \
  "array_position(ARRAY['clear', 'violation', 'unlicensed', 'fraud', 'trafficking'], " verdict ")"

constexpr Statement kOpenOf{"alert.open_of", "SELECT " AW_ALERT_COLUMNS R"(
  FROM alert a JOIN subject s ON s.id = a.subject_id
  WHERE (s.id = $1 OR s.merged_into = $1) AND a.state <> 'closed' ORDER BY a.number)"};
// One that was closed because its subject was merged goes on in another alert.
constexpr Statement kNewOnes{"alert.new_ones",
                             "SELECT DISTINCT coalesce(s.merged_into, s.id) FROM alert a JOIN "
                             "subject s ON s.id = a.subject_id"
                             " WHERE a.state = 'new' ORDER BY 1"};
constexpr Statement kClosedOf{"alert.closed_of", "SELECT " AW_ALERT_COLUMNS R"(
  FROM alert a JOIN subject s ON s.id = a.subject_id
  WHERE (s.id = $1 OR s.merged_into = $1) AND a.state = 'closed'
   AND NOT EXISTS (SELECT FROM alert_event e WHERE e.alert_id = a.id AND e.kind = 'merged')
  ORDER BY a.subject_id = $1 DESC, a.number DESC LIMIT 1)"};
constexpr Statement kFind{"alert.find", "SELECT " AW_ALERT_COLUMNS R"(
  FROM alert a WHERE a.number = $1)"};
constexpr Statement kOpen{"alert.open", R"(
  INSERT INTO alert AS a (subject_id, state, verdict, score, material_sha256) VALUES ($1, 'new',
    $2, $3, $4)
  RETURNING )" AW_ALERT_COLUMNS};
constexpr Statement kUpdate{"alert.update", R"(
  UPDATE alert SET state = $3, verdict = $4, score = $5, material_sha256 = $6, row_version =
    row_version + 1
  WHERE id = $1 AND row_version = $2 RETURNING id)"};
constexpr Statement kEvent{"alert.event", R"(
  INSERT INTO alert_event (alert_id, at, actor, kind, before, after, reason) VALUES ($1, $2, $3,
    $4, $5, $6, $7))"};
constexpr Statement kDropPostings{"alert.drop_postings", R"(
  DELETE FROM alert_posting WHERE alert_id = $1 AND posting_id <> ALL ($2::bigint[]))"};
constexpr Statement kAddPostings{"alert.add_postings", R"(
  INSERT INTO alert_posting (alert_id, posting_id) SELECT $1, unnest($2::bigint[]) ON CONFLICT
    DO NOTHING)"};

#define AW_SUMMARY                                                                             \
  "SELECT " AW_ALERT_COLUMNS                                                                   \
  ", c.label, seen.postings, extract(epoch FROM seen.first_seen)::bigint, extract(epoch FROM " \
  "seen.last_seen)::bigint"                                                                    \
  " FROM alert a JOIN subject s ON s.id = a.subject_id JOIN subject c ON c.id = "              \
  "coalesce(s.merged_into, s.id)"                                                              \
  " CROSS JOIN LATERAL (SELECT count(*) AS postings, min(p.first_seen) AS first_seen, "        \
  "max(p.last_seen) AS last_seen"                                                              \
  "  FROM alert_posting ap JOIN posting p ON p.id = ap.posting_id WHERE ap.alert_id = a.id) seen"
constexpr Statement kList{"alert.list", AW_SUMMARY R"(
  WHERE ($1 OR a.state <> 'closed') AND ($2::text IS NULL OR a.verdict = $2)
  ORDER BY )" AW_GRAVITY("a.verdict") R"(
  DESC, a.score DESC, a.number LIMIT $3)"};
constexpr Statement kSummary{"alert.summary", AW_SUMMARY " WHERE a.number = $1"};
constexpr Statement kReasons{"alert.reasons", R"(
  SELECT ap.alert_id, f.rule_id, f.indicator, f.severity, max(f.points), min(f.why ->>
    'title_vi'),
  min(f.why ->> 'title_en'), count(DISTINCT ap.posting_id)
  FROM alert_posting ap JOIN current_assessment cur ON cur.posting_id = ap.posting_id
  JOIN finding f ON f.assessment_id = cur.assessment_id WHERE ap.alert_id = ANY ($1::bigint[])
  GROUP BY ap.alert_id, f.rule_id, f.indicator, f.severity ORDER BY ap.alert_id, max(f.points)
    DESC, f.rule_id)"};
constexpr Statement kCount{"alert.count", R"(
  SELECT state, verdict, count(*) FROM alert a GROUP BY state, verdict
  ORDER BY array_position(ARRAY['new', 'watched', 'in_case', 'referred', 'closed'], state), )" AW_GRAVITY(
                                              "verdict") " DESC"};
constexpr Statement kPostings{"alert.postings", R"(
  SELECT p.id, extract(epoch FROM p.withdrawn_by)::bigint, sight.capture_id FROM alert_posting
    ap
  JOIN posting p ON p.id = ap.posting_id JOIN current_assessment cur ON cur.posting_id = p.id
  JOIN assessment a ON a.id = cur.assessment_id
  LEFT JOIN LATERAL (SELECT s.capture_id FROM sighting s WHERE s.version_id = a.version_id
   ORDER BY s.capture_id DESC LIMIT 1) sight ON true
  WHERE ap.alert_id = $1 ORDER BY )" AW_GRAVITY("a.verdict") " DESC, a.score DESC, p.id"};
constexpr Statement kLinked{"alert.linked", R"(
  SELECT DISTINCT ON (p.id) p.id, src.key, p.canonical_url, v.title, a.verdict, i.kind, i.norm,
   (SELECT max(other.number) FROM alert_posting ap JOIN alert other ON other.id = ap.alert_id
    WHERE ap.posting_id = p.id AND other.id <> $1)
  FROM tie t JOIN subject s ON s.id = t.subject_id JOIN identifier i ON i.id = t.identifier_id
  JOIN fact f ON f.kind = i.kind AND md5(f.value) = md5(i.norm) AND f.value = i.norm
   AND f.kind IN ('phone', 'account', 'social', 'email', 'domain', 'licence', 'tax_code')
  JOIN posting_version v ON v.id = f.version_id JOIN posting p ON p.id = v.posting_id
  JOIN source src ON src.id = p.source_id JOIN current_assessment cur ON cur.posting_id = p.id
  JOIN assessment a ON a.id = cur.assessment_id AND f.id = ANY (a.fact_ids)
  WHERE (s.id = $2 OR s.merged_into = $2) AND t.role = 'controls' AND t.ended_at IS NULL AND
    i.hub_reason IS NULL
   AND NOT EXISTS (SELECT FROM alert_posting ap WHERE ap.alert_id = $1 AND ap.posting_id =
     p.id)
  ORDER BY p.id, i.kind, i.norm LIMIT $3)"};
constexpr Statement kEvents{"alert.events", R"(
  SELECT extract(epoch FROM at)::bigint, actor, kind, before, after, reason FROM alert_event
  WHERE alert_id = $1 ORDER BY id)"};

AlertState StateOf(const pqxx::field& field) {
  for (std::size_t i = 0; i < kStateNames.size(); ++i) {
    if (kStateNames.at(i) == field.c_str()) return static_cast<AlertState>(i);
  }
  throw std::logic_error(std::string{"unknown state of an alert in the database: "} +
                         field.c_str());
}

core::Verdict VerdictOf(const pqxx::field& field) {
  const auto verdict = core::FindVerdict(field.c_str());
  if (!verdict)
    throw std::logic_error(std::string{"unknown verdict in the database: "} + field.c_str());
  return *verdict;
}

core::Severity SeverityOf(const pqxx::field& field) {
  const auto severity = core::FindSeverity(field.c_str());
  if (!severity)
    throw std::logic_error(std::string{"unknown severity in the database: "} + field.c_str());
  return *severity;
}

AlertRow AlertOf(const pqxx::row& row) {
  return {row[0].as<std::int64_t>(),
          row[1].as<std::int64_t>(),
          row[2].as<std::int64_t>(),
          StateOf(row[3]),
          VerdictOf(row[4]),
          row[5].as<int>(),
          row[6].c_str(),
          row[7].as<int>()};
}

std::vector<AlertRow> AlertsOf(const pqxx::result& rows) {
  std::vector<AlertRow> alerts;
  for (const auto& row : rows) alerts.push_back(AlertOf(row));
  return alerts;
}

std::optional<AlertRow> FirstOf(const pqxx::result& rows) {
  if (rows.empty()) return {};
  return AlertOf(rows[0]);
}

json Snapshot(AlertState state, core::Verdict verdict, int score) {
  return {
      {"state", AlertStateName(state)}, {"verdict", core::VerdictName(verdict)}, {"score", score}};
}

void AddEvent(pqxx::transaction_base& tx, std::int64_t alert_id, const char* kind,
              const json& before, const json& after, const AlertChange& change) {
  Exec(tx, kEvent, alert_id, change.at, change.actor, kind, before.dump(), after.dump(),
       change.reason);
}

void SetPostings(pqxx::transaction_base& tx, std::int64_t alert_id,
                 const std::vector<std::int64_t>& posting_ids) {
  Exec(tx, kDropPostings, alert_id, ArrayOf(posting_ids));
  Exec(tx, kAddPostings, alert_id, ArrayOf(posting_ids));
}

// The one way by which an existing alert changes here.
void Change(pqxx::transaction_base& tx, const AlertRow& alert, AlertState state,
            const AlertMaterial& material, const char* kind, const AlertChange& change,
            const json& more = json::object()) {
  if (Exec(tx, kUpdate, alert.id, alert.row_version, AlertStateName(state),
           core::VerdictName(material.verdict), material.score, material.sha256)
          .empty()) {
    throw core::RetryLater("alert " + std::to_string(alert.number) +
                           " was changed by somebody else meanwhile");
  }
  json after = Snapshot(state, material.verdict, material.score);
  after.update(more);
  AddEvent(tx, alert.id, kind, Snapshot(alert.state, alert.verdict, alert.score), after, change);
}

void RequireState(const AlertRow& alert, bool closed, const char* what) {
  if ((alert.state == AlertState::kClosed) == closed) return;
  throw std::logic_error("alert " + std::to_string(alert.number) + " is " +
                         std::string{AlertStateName(alert.state)} + ", so it cannot be " + what);
}

// Two statements for any number of alerts.
std::vector<AlertSummary> SummariesOf(pqxx::transaction_base& tx, const pqxx::result& rows) {
  std::vector<AlertSummary> summaries;
  std::vector<std::int64_t> ids;
  std::unordered_map<std::int64_t, std::size_t> index_of;
  for (const auto& row : rows) {
    AlertSummary summary;
    summary.alert = AlertOf(row);
    summary.label = row[kAlertColumns].c_str();
    summary.postings = row[kAlertColumns + 1].as<int>();
    summary.first_seen = FindValue<core::Instant>(row[kAlertColumns + 2]);
    summary.last_seen = FindValue<core::Instant>(row[kAlertColumns + 3]);
    index_of.emplace(summary.alert.id, summaries.size());
    ids.push_back(summary.alert.id);
    summaries.push_back(std::move(summary));
  }
  if (ids.empty()) return summaries;
  for (const auto& row : Exec(tx, kReasons, ArrayOf(ids))) {
    summaries[index_of.at(row[0].as<std::int64_t>())].reasons.push_back(
        {row[1].c_str(), row[2].c_str(), SeverityOf(row[3]), row[4].as<int>(), row[5].c_str(),
         row[6].c_str(), row[7].as<int>()});
  }
  return summaries;
}

std::vector<AlertPosting> PostingsOf(pqxx::transaction_base& tx, std::int64_t alert_id) {
  std::vector<AlertPosting> postings;
  const auto rows = Exec(tx, kPostings, alert_id);
  std::vector<std::int64_t> ids;
  for (const auto& row : rows) ids.push_back(row[0].as<std::int64_t>());
  std::unordered_map<std::int64_t, StoredAssessment> assessments;
  for (auto& stored : CurrentAssessments(tx, ids))
    assessments.emplace(stored.posting_id, std::move(stored));
  for (const auto& row : rows) {
    const auto id = row[0].as<std::int64_t>();
    AlertPosting posting;
    posting.assessment = std::move(assessments.at(id));
    posting.version = FindVersion(tx, posting.assessment.version_id).value();
    posting.withdrawn_by = FindValue<core::Instant>(row[1]);
    if (!row[2].is_null()) posting.evidence = FindCapture(tx, row[2].as<std::int64_t>());
    postings.push_back(std::move(posting));
  }
  return postings;
}

}  // namespace

std::string_view AlertStateName(AlertState state) {
  return kStateNames.at(static_cast<std::size_t>(state));
}

std::vector<AlertRow> OpenAlertsOf(pqxx::transaction_base& tx, std::int64_t subject_id) {
  return AlertsOf(Exec(tx, kOpenOf, subject_id));
}

std::optional<AlertRow> FindClosedAlert(pqxx::transaction_base& tx, std::int64_t subject_id) {
  return FirstOf(Exec(tx, kClosedOf, subject_id));
}

std::optional<AlertRow> FindAlert(pqxx::transaction_base& tx, std::int64_t number) {
  return FirstOf(Exec(tx, kFind, number));
}

AlertRow OpenAlert(pqxx::transaction_base& tx, std::int64_t subject_id,
                   const AlertMaterial& material, const AlertChange& change) {
  const AlertRow alert = AlertOf(ExecOne(tx, kOpen, subject_id, core::VerdictName(material.verdict),
                                         material.score, material.sha256));
  SetPostings(tx, alert.id, material.posting_ids);
  AddEvent(tx, alert.id, "opened", json::object(),
           Snapshot(alert.state, alert.verdict, alert.score), change);
  return alert;
}

bool UpdateAlert(pqxx::transaction_base& tx, const AlertRow& alert, const AlertMaterial& material,
                 const AlertChange& change) {
  RequireState(alert, false, "brought up to date");
  if (alert.material_sha256 == material.sha256) return false;
  Change(tx, alert, alert.state, material, "updated", change);
  SetPostings(tx, alert.id, material.posting_ids);
  return true;
}

void ReopenAlert(pqxx::transaction_base& tx, const AlertRow& alert, const AlertMaterial& material,
                 const AlertChange& change) {
  RequireState(alert, true, "reopened");
  Change(tx, alert, AlertState::kNew, material, "reopened", change);
  SetPostings(tx, alert.id, material.posting_ids);
}

void CloseMergedAlert(pqxx::transaction_base& tx, const AlertRow& alert, const AlertRow& into,
                      const AlertChange& change) {
  RequireState(alert, false, "closed");
  Change(tx, alert, AlertState::kClosed, {alert.verdict, alert.score, alert.material_sha256, {}},
         "merged", change, {{"into", into.number}});
}

void CloseClearedAlert(pqxx::transaction_base& tx, const AlertRow& alert,
                       const AlertChange& change) {
  RequireState(alert, false, "closed");
  // Another material than any that speaks for an alert: whatever comes back reopens it.
  Change(tx, alert, AlertState::kClosed,
         {alert.verdict, alert.score, core::Sha256Hex("cleared"), {}}, "cleared", change);
}

std::vector<std::int64_t> SubjectsWithNewAlerts(pqxx::transaction_base& tx) {
  std::vector<std::int64_t> subjects;
  for (const auto& row : Exec(tx, kNewOnes)) subjects.push_back(row[0].as<std::int64_t>());
  return subjects;
}

std::vector<AlertSummary> ListAlerts(pqxx::transaction_base& tx, const AlertFilter& filter) {
  std::optional<std::string> verdict;
  if (filter.verdict) verdict = core::VerdictName(*filter.verdict);
  return SummariesOf(tx, Exec(tx, kList, filter.closed_too, verdict, filter.limit));
}

std::vector<AlertCount> CountAlerts(pqxx::transaction_base& tx) {
  std::vector<AlertCount> counts;
  for (const auto& row : Exec(tx, kCount)) {
    counts.push_back({StateOf(row[0]), VerdictOf(row[1]), row[2].as<std::int64_t>()});
  }
  return counts;
}

std::optional<AlertDetails> ShowAlert(pqxx::transaction_base& tx, std::int64_t number) {
  auto summaries = SummariesOf(tx, Exec(tx, kSummary, number));
  if (summaries.empty()) return {};
  AlertDetails details;
  details.summary = std::move(summaries.front());
  const AlertRow& alert = details.summary.alert;
  details.postings = PostingsOf(tx, alert.id);
  details.identifiers = IdentifiersOf(tx, alert.subject_id);
  for (const auto& row : Exec(tx, kLinked, alert.id, alert.subject_id, kMaxLinked)) {
    details.linked.push_back({row[0].as<std::int64_t>(),
                              row[1].c_str(),
                              row[2].c_str(),
                              row[3].c_str(),
                              VerdictOf(row[4]),
                              {row[5].c_str(), row[6].c_str()},
                              FindValue<std::int64_t>(row[7])});
  }
  for (const auto& row : Exec(tx, kEvents, alert.id)) {
    details.events.push_back({InstantOf(row[0]), row[1].c_str(), row[2].c_str(), row[3].c_str(),
                              row[4].c_str(), row[5].c_str()});
  }
  return details;
}

}  // namespace agencywatch::db
