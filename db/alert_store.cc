#include "db/alert_store.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>

#include "core/sha256.h"
#include "db/internal/alert_row.h"
#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

using internal::AddEvent;
using internal::AlertOf;
using internal::Snapshot;
using nlohmann::json;

constexpr std::array<std::string_view, 6> kStateNames = {"new",     "assigned", "watching",
                                                         "in_case", "referred", "closed"};
constexpr std::array<std::string_view, 5> kClosedAsNames = {"confirmed", "dismissed", "duplicate",
                                                            "merged", "cleared"};

#define AW_ALERTS "SELECT " AW_ALERT_COLUMNS " FROM alert a JOIN subject s ON s.id = a.subject_id" AW_ALERT_PEOPLE
#define AW_OF_SUBJECT "a.subject_id IN (SELECT $1::bigint UNION SELECT id FROM subject WHERE merged_into = $1)"
constexpr Statement kOpenOf{"alert.open_of", AW_ALERTS R"(
  WHERE )" AW_OF_SUBJECT R"( AND a.state <> 'closed' ORDER BY a.state = 'new', a.number)"};
constexpr Statement kClosedOf{"alert.closed_of", AW_ALERTS R"(
  WHERE )" AW_OF_SUBJECT R"( AND a.state = 'closed' AND a.closed_as <> 'merged'
  ORDER BY array_position(ARRAY['confirmed', 'dismissed', 'duplicate', 'cleared'], a.closed_as), a.closed_at DESC, a.number DESC
  LIMIT 1)"};
constexpr Statement kMergedOf{"alert.merged_of", AW_ALERTS R"( WHERE a.subject_id = $1 AND s.merged_into IS NULL AND a.closed_as = 'merged'
  ORDER BY a.closed_at DESC, a.number DESC LIMIT 1)"};
constexpr Statement kStateBefore{"alert.state_before_merge",
                                 "SELECT before ->> 'state' FROM alert_event WHERE alert_id = $1 AND kind = 'merged' ORDER BY id DESC LIMIT 1"};
constexpr Statement kFind{"alert.find", AW_ALERTS " WHERE a.number = $1"};
constexpr Statement kOpen{"alert.open", R"(
  INSERT INTO alert (subject_id, state, verdict, score, material_sha256, opened_at, due, first_seen, last_seen, adverts, sites,
   destinations, provinces, rank, indicators, identifiers)
  SELECT subject_id, 'new', verdict, score, material_sha256, opened_at, due, first_seen, last_seen, adverts, sites,
   destinations::text[], provinces::text[], rank, indicators::text[], identifiers::text[]
  FROM unnest($1::bigint[], $2::text[], $3::int[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[],
   $8::timestamptz[], $9::int[], $10::int[], $11::text[], $12::text[], $13::bigint[], $14::text[], $15::text[]) WITH ORDINALITY
   AS t (subject_id, verdict, score, material_sha256, opened_at, due, first_seen, last_seen, adverts, sites, destinations,
    provinces, rank, indicators, identifiers, n)
  ORDER BY n RETURNING id, number, row_version)"};
constexpr Statement kUpdate{"alert.update", R"(
  UPDATE alert SET state = $3, closed_as = $4, closed_at = $5, verdict = $6, score = $7, material_sha256 = $8,
   due = CASE WHEN $3 = 'closed' THEN NULL ELSE least(due, $9) END, duplicate_of = NULL, row_version = row_version + 1
  WHERE id = $1 AND row_version = $2 RETURNING id)"};
constexpr Statement kDescribe{"alert.describe", R"(
  UPDATE alert SET first_seen = $2, last_seen = $3, adverts = $4, sites = $5, destinations = $6::text[], provinces = $7::text[],
   rank = $8, indicators = $9::text[], identifiers = $10::text[]
  WHERE id = $1 AND (first_seen, last_seen, adverts, sites, destinations, provinces, rank, indicators, identifiers)
   IS DISTINCT FROM ($2::timestamptz, $3::timestamptz, $4::int, $5::int, $6::text[], $7::text[], $8::bigint, $9::text[], $10::text[]))"};
constexpr Statement kPostings{"alert.posting_states",
                              "SELECT posting_id, version_id, withdrawn FROM alert_posting WHERE alert_id = $1"};
constexpr Statement kDropPostings{"alert.drop_postings", R"(
  DELETE FROM alert_posting WHERE alert_id = $1 AND posting_id <> ALL ($2::bigint[]))"};
constexpr Statement kAddPostings{"alert.add_postings", R"(
  INSERT INTO alert_posting AS ap (alert_id, posting_id, version_id, withdrawn)
  SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::boolean[])
  ON CONFLICT (alert_id, posting_id) DO UPDATE SET version_id = excluded.version_id, withdrawn = excluded.withdrawn
  WHERE (ap.version_id, ap.withdrawn) IS DISTINCT FROM (excluded.version_id, excluded.withdrawn))"};
constexpr Statement kWithdrawal{"alert.withdrawal", R"(
  SELECT extract(epoch FROM withdrawn_after)::bigint, extract(epoch FROM withdrawn_by)::bigint FROM posting WHERE id = $1)"};
constexpr Statement kNewlyOverdue{"alert.newly_overdue", AW_ALERTS R"(
  WHERE a.state <> 'closed' AND a.due < $1 AND NOT EXISTS (SELECT FROM alert_event e
   WHERE e.alert_id = a.id AND e.kind = 'overdue' AND (e.after ->> 'was_due')::timestamptz = a.due) ORDER BY a.number)"};

std::vector<AlertRow> AlertsOf(const pqxx::result& rows) {
  std::vector<AlertRow> alerts;
  for (const auto& row : rows) alerts.push_back(AlertOf(row));
  return alerts;
}

std::optional<AlertRow> FirstOf(const pqxx::result& rows) {
  if (rows.empty()) return {};
  return AlertOf(rows[0]);
}

void RequireState(const AlertRow& alert, bool closed, const char* what) {
  if ((alert.state == AlertState::kClosed) == closed) return;
  throw std::logic_error("alert " + std::to_string(alert.number) + " is " +
                         std::string{AlertStateName(alert.state)} + ", so it cannot be " + what);
}

using PostingColumns = std::array<ArrayText, 4>;  // of kAddPostings

void AddPostings(PostingColumns& columns, std::int64_t alert_id, const AlertMaterial& material) {
  for (const auto& posting : material.postings) {
    columns[0].Add(alert_id);
    columns[1].Add(posting.posting_id);
    columns[2].Add(posting.version_id);
    columns[3].Add(posting.withdrawn ? "true" : "false");
  }
}

void SetPostings(pqxx::transaction_base& tx, std::int64_t alert_id, const AlertMaterial& material) {
  std::vector<std::int64_t> ids;
  for (const auto& posting : material.postings) ids.push_back(posting.posting_id);
  Exec(tx, kDropPostings, alert_id, ArrayOf(ids));
  PostingColumns columns;
  AddPostings(columns, alert_id, material);
  ExecColumns(tx, kAddPostings, columns);
}

void Describe(pqxx::transaction_base& tx, std::int64_t alert_id, const AlertMaterial& material) {
  Exec(tx, kDescribe, alert_id, material.first_seen, material.last_seen, material.postings.size(),
       material.sites, ArrayOf(material.destinations), ArrayOf(material.provinces), material.rank,
       ArrayOf(material.indicators), ArrayOf(material.identifiers));
}

// Writes `after` over `before`; the caller adds the event.
void Write(pqxx::transaction_base& tx, const AlertRow& before, const AlertRow& after) {
  std::optional<std::string> closed_as;
  if (after.closed_as) closed_as = ClosedAsName(*after.closed_as);
  if (Exec(tx, kUpdate, before.id, before.row_version, AlertStateName(after.state), closed_as,
           after.closed_at, core::VerdictName(after.verdict), after.score, after.material_sha256,
           after.due)
          .empty()) {
    internal::ThrowChangedMeanwhile(before);
  }
}

// What is in one sorted list and not in the other.
std::vector<std::string> Only(const std::vector<std::string>& in,
                              const std::vector<std::string>& not_in) {
  std::vector<std::string> only;
  std::set_difference(in.begin(), in.end(), not_in.begin(), not_in.end(), std::back_inserter(only));
  return only;
}

struct PostingChanges {
  std::vector<std::int64_t> added;
  std::vector<std::int64_t> removed;
  std::vector<std::pair<MaterialPosting, MaterialPosting>> changed;  // before, after
};

PostingChanges ChangesOf(pqxx::transaction_base& tx, std::int64_t alert_id,
                         const AlertMaterial& material) {
  std::map<std::int64_t, MaterialPosting> before;
  for (const auto& row : Exec(tx, kPostings, alert_id)) {
    const auto id = row[0].as<std::int64_t>();
    before[id] = {id, row[1].is_null() ? 0 : row[1].as<std::int64_t>(), row[2].as<bool>()};
  }
  PostingChanges changes;
  for (const auto& posting : material.postings) {
    const auto found = before.find(posting.posting_id);
    if (found == before.end()) {
      changes.added.push_back(posting.posting_id);
      continue;
    }
    const MaterialPosting& old = found->second;
    if ((old.version_id != 0 && old.version_id != posting.version_id) ||
        old.withdrawn != posting.withdrawn) {
      changes.changed.emplace_back(old, posting);
    }
    before.erase(found);
  }
  for (const auto& [id, posting] : before) changes.removed.push_back(id);
  return changes;
}

// One event for each advert that was edited, taken off or put back.
void AddPostingEvents(pqxx::transaction_base& tx, const AlertRow& alert,
                      const PostingChanges& changes, const AlertChange& change) {
  AlertChange plain = change;
  plain.reason.clear();
  const json state = Snapshot(alert);
  for (const auto& [before, now] : changes.changed) {
    json after = state;
    after["posting"] = now.posting_id;
    if (before.version_id != now.version_id) {
      after["from_version"] = before.version_id;
      after["to_version"] = now.version_id;
      AddEvent(tx, alert.id, "edited", state, after, plain);
      after.erase("from_version");
      after.erase("to_version");
    }
    if (before.withdrawn == now.withdrawn) continue;
    if (now.withdrawn) {
      const auto times = ExecOne(tx, kWithdrawal, now.posting_id);
      after["withdrawn_after"] = core::FormatInstant(InstantOf(times[0]));
      after["withdrawn_by"] = core::FormatInstant(InstantOf(times[1]));
    }
    AddEvent(tx, alert.id, now.withdrawn ? "withdrawn" : "reappeared", state, after, plain);
  }
}

// The event's `after`: the new state, what came and went, and what the caller adds.
json AfterOf(const AlertRow& before, const AlertRow& after, const AlertMaterial& material,
             const PostingChanges& changes, const AlertChange& change) {
  json text = Snapshot(after);
  text["adverts"] = material.postings.size();
  const auto put = [&text](const char* key, const auto& list) {
    if (!list.empty()) text[key] = list;
  };
  put("postings_added", changes.added);
  put("postings_removed", changes.removed);
  put("indicators_added", Only(material.indicators, before.indicators));
  put("indicators_removed", Only(before.indicators, material.indicators));
  put("identifiers_added", Only(material.identifiers, before.identifiers));
  put("identifiers_removed", Only(before.identifiers, material.identifiers));
  text.update(json::parse(change.details));
  return text;
}

}  // namespace

std::string_view AlertStateName(AlertState state) {
  return kStateNames.at(static_cast<std::size_t>(state));
}

std::optional<AlertState> FindAlertState(std::string_view name) {
  for (std::size_t i = 0; i < kStateNames.size(); ++i) {
    if (kStateNames.at(i) == name) return static_cast<AlertState>(i);
  }
  return {};
}

std::string_view ClosedAsName(ClosedAs how) {
  return kClosedAsNames.at(static_cast<std::size_t>(how));
}

std::vector<AlertRow> OpenAlertsOf(pqxx::transaction_base& tx, std::int64_t subject_id) {
  return AlertsOf(Exec(tx, kOpenOf, subject_id));
}

std::optional<AlertRow> FindClosedAlert(pqxx::transaction_base& tx, std::int64_t subject_id) {
  return FirstOf(Exec(tx, kClosedOf, subject_id));
}

std::optional<MergedAlert> FindMergedAlert(pqxx::transaction_base& tx, std::int64_t subject_id) {
  auto alert = FirstOf(Exec(tx, kMergedOf, subject_id));
  if (!alert) return {};
  const auto was = FindAlertState(ExecOne(tx, kStateBefore, alert->id)[0].c_str());
  return MergedAlert{std::move(*alert), was.value_or(AlertState::kNew)};
}

std::optional<AlertRow> FindAlert(pqxx::transaction_base& tx, std::int64_t number) {
  return FirstOf(Exec(tx, kFind, number));
}

std::vector<AlertRow> OpenAlerts(pqxx::transaction_base& tx, const std::vector<NewAlert>& alerts,
                                 const AlertChange& change) {
  std::array<ArrayText, 15> columns;  // of kOpen
  for (const auto& alert : alerts) {
    const AlertMaterial& material = alert.material;
    std::size_t column = 0;
    const auto add = [&](const auto& value) { columns.at(column++).Add(value); };
    add(alert.subject_id);
    add(core::VerdictName(material.verdict));
    add(material.score);
    add(material.sha256);
    add(change.at);
    add(alert.due);
    add(material.first_seen);
    add(material.last_seen);
    add(static_cast<std::int64_t>(material.postings.size()));
    add(material.sites);
    add(ArrayOf(material.destinations));
    add(ArrayOf(material.provinces));
    add(material.rank);
    add(ArrayOf(material.indicators));
    add(ArrayOf(material.identifiers));
  }
  const pqxx::result rows = ExecColumns(tx, kOpen, columns);

  std::vector<AlertRow> opened;
  std::vector<internal::FirstEvent> events;
  PostingColumns postings;
  for (std::size_t i = 0; i < alerts.size(); ++i) {
    const AlertMaterial& material = alerts[i].material;
    const auto row = rows[static_cast<pqxx::result::size_type>(i)];
    AlertRow& alert = opened.emplace_back();
    alert.id = row[0].as<std::int64_t>();
    alert.number = row[1].as<std::int64_t>();
    alert.row_version = row[2].as<int>();
    alert.subject_id = alerts[i].subject_id;
    alert.verdict = material.verdict;
    alert.score = material.score;
    alert.material_sha256 = material.sha256;
    alert.indicators = material.indicators;
    alert.identifiers = material.identifiers;
    alert.due = alerts[i].due;
    AddPostings(postings, alert.id, material);
    json after = Snapshot(alert);
    after.update(json::parse(change.details));
    events.push_back({alert.id, std::move(after)});
  }
  ExecColumns(tx, kAddPostings, postings);
  internal::AddFirstEvents(tx, "opened", events, change);
  return opened;
}

AlertRow OpenAlert(pqxx::transaction_base& tx, std::int64_t subject_id,
                   const AlertMaterial& material, core::Instant due, const AlertChange& change) {
  return OpenAlerts(tx, {{subject_id, material, due}}, change).front();
}

bool UpdateAlert(pqxx::transaction_base& tx, const AlertRow& alert, const AlertMaterial& material,
                 std::optional<core::Instant> due, const AlertChange& change) {
  if (alert.material_sha256 == material.sha256) {
    Describe(tx, alert.id, material);
    return false;
  }
  const PostingChanges changes = ChangesOf(tx, alert.id, material);
  AlertRow after = alert;
  after.verdict = material.verdict;
  after.score = material.score;
  after.material_sha256 = material.sha256;
  after.due = due;
  Write(tx, alert, after);
  AddPostingEvents(tx, alert, changes, change);
  const json told = AfterOf(alert, after, material, changes, change);
  // An edit or a withdrawal alone has told its own story.
  if (told.size() > Snapshot(after).size() + 1 || Snapshot(after) != Snapshot(alert))
    AddEvent(tx, alert.id, "updated", Snapshot(alert), told, change);
  SetPostings(tx, alert.id, material);
  Describe(tx, alert.id, material);
  return true;
}

void ReopenAlert(pqxx::transaction_base& tx, const AlertRow& alert, const AlertMaterial& material,
                 core::Instant due, std::string_view kind, const AlertChange& change, AlertState state) {
  RequireState(alert, true, "reopened");
  const PostingChanges changes = ChangesOf(tx, alert.id, material);
  AlertRow after = alert;
  after.state = state;
  after.closed_as.reset();
  after.closed_at.reset();
  after.verdict = material.verdict;
  after.score = material.score;
  after.material_sha256 = material.sha256;
  after.due = due;
  Write(tx, alert, after);
  AddPostingEvents(tx, after, changes, change);
  AddEvent(tx, alert.id, kind, Snapshot(alert), AfterOf(alert, after, material, changes, change),
           change);
  SetPostings(tx, alert.id, material);
  Describe(tx, alert.id, material);
}

void CloseMergedAlert(pqxx::transaction_base& tx, const AlertRow& alert, const AlertRow& into,
                      const AlertChange& change) {
  RequireState(alert, false, "closed");
  AlertRow after = alert;
  after.state = AlertState::kClosed;
  after.closed_as = ClosedAs::kMerged;
  after.closed_at = change.at;
  Write(tx, alert, after);
  json told = Snapshot(after);
  told["into"] = into.number;
  AddEvent(tx, alert.id, "merged", Snapshot(alert), told, change);
}

void CloseClearedAlert(pqxx::transaction_base& tx, const AlertRow& alert,
                       const AlertChange& change) {
  RequireState(alert, false, "closed");
  AlertRow after = alert;
  after.state = AlertState::kClosed;
  after.closed_as = ClosedAs::kCleared;
  after.closed_at = change.at;
  // Another material than any that speaks for an alert: whatever comes back reopens it.
  after.material_sha256 = core::Sha256Hex("cleared");
  Write(tx, alert, after);
  AddEvent(tx, alert.id, "cleared", Snapshot(alert), Snapshot(after), change);
}

int TellOverdue(pqxx::transaction_base& tx, core::Instant now) {
  AlertChange change;
  change.at = now;
  const auto alerts = AlertsOf(Exec(tx, kNewlyOverdue, change.at));
  for (const auto& alert : alerts) {
    json after = Snapshot(alert);
    after["was_due"] = core::FormatInstant(*alert.due);
    AddEvent(tx, alert.id, "overdue", Snapshot(alert), after, change);
  }
  return static_cast<int>(alerts.size());
}

}  // namespace agencywatch::db
