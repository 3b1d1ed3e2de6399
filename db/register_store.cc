#include "db/register_store.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <stdexcept>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "core/enterprise_name.h"
#include "core/errors.h"
#include "core/fold.h"
#include "core/register_row_json.h"
#include "db/internal/licence_timeline.h"
#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

using core::LicenceStatus;
using core::RegisterRow;
using nlohmann::json;

constexpr double kSmallestShare =
    0.8;  // of the last list; below it the list is taken to be cut off

constexpr std::array<std::string_view, 9> kChangeNames = {
    "new",     "changed",    "suspended", "revoked", "returned",
    "expired", "reinstated", "reissued",  "gone"};

// One import at a time.
constexpr Statement kLock{"register.lock", "SELECT pg_advisory_xact_lock(24951003, 0)"};
constexpr Statement kLastOfSource{"register.last_of_source", R"(
  SELECT id, to_char(published_on, 'YYYY-MM-DD'), extract(epoch FROM confirmed_at)::bigint,
    licences
  FROM register_snapshot WHERE source = $1 ORDER BY known_from DESC LIMIT 1)"};
constexpr Statement kConfirm{"register.confirm", R"(
  UPDATE register_snapshot SET confirmed_at = greatest(confirmed_at, $2),
  published_on = greatest(published_on, $3::date) WHERE id = $1)"};
constexpr Statement kAddSnapshot{"register.add_snapshot", R"(
  INSERT INTO register_snapshot (source, published_on, retrieved_at, confirmed_at, known_from,
    sha256, licences, imported_by)
  VALUES ($1, $2, $3, $3, greatest($3::timestamptz,
   (SELECT max(known_from) + interval '1 microsecond' FROM register_snapshot)), $4, $5, $6)
     RETURNING id)"};
constexpr Statement kListed{"register.listed", R"(
  SELECT l.id, l.issuer, l.serial, r.rows FROM licence_row r JOIN licence l ON l.id = r.licence_id
  WHERE upper_inf(r.known) AND r.source = $1 ORDER BY l.id)"};
// What others say of the same licences.
constexpr Statement kListedElsewhere{"register.listed_elsewhere", R"(
  SELECT l.issuer, l.serial, r.source, r.rows FROM licence_row r JOIN licence l ON l.id = r.licence_id
  WHERE upper_inf(r.known) AND r.source <> $1 ORDER BY l.id, r.source)"};
constexpr Statement kListedIn{"register.listed_in", R"(
  SELECT l.id, l.issuer, l.serial, r.rows FROM register_snapshot s
  JOIN licence_row r ON r.known @> s.known_from AND r.source = s.source JOIN licence l ON l.id = r.licence_id
  WHERE s.id = $1 ORDER BY l.id)"};
constexpr Statement kSnapshotExists{"register.snapshot_exists",
                                    "SELECT FROM register_snapshot WHERE id = $1"};
constexpr Statement kFindLicence{"register.find_licence", R"(
  SELECT id, enterprise_id FROM licence WHERE issuer = $1 AND serial = $2)"};
constexpr Statement kFindEnterprise{"register.find_enterprise",
                                    "SELECT id FROM enterprise WHERE tax_code = $1"};
constexpr Statement kAddEnterprise{
    "register.add_enterprise",
    "INSERT INTO enterprise (tax_code) VALUES (nullif($1, '')) RETURNING id"};
constexpr Statement kSetTaxCode{"register.set_tax_code", R"(
  UPDATE enterprise SET tax_code = $2 WHERE id = $1 AND tax_code IS DISTINCT FROM $2
  AND NOT EXISTS (SELECT FROM enterprise WHERE tax_code = $2))"};
constexpr Statement kAddLicence{"register.add_licence", R"(
  INSERT INTO licence (enterprise_id, serial, issuer, raw, norm) VALUES ($1, $2, $3, $4,
    nullif($5, ''))
  RETURNING id)"};
constexpr Statement kSetReissue{"register.set_reissue", R"(
  UPDATE licence SET reissued_from = $2, in_force_from = coalesce($3::date, in_force_from, $4::date)
  WHERE id = $1 AND id <> $2::bigint)"};
constexpr Statement kSuccessorDay{"register.successor_day", R"(
  SELECT to_char(max(in_force_from), 'YYYY-MM-DD') FROM licence WHERE reissued_from = $1)"};
constexpr Statement kCloseRow{"register.close_row", R"(
  UPDATE licence_row SET known = tstzrange(lower(known), s.known_from) FROM register_snapshot s
  WHERE s.id = $2 AND licence_id = $1 AND upper_inf(known) AND licence_row.source = s.source)"};
constexpr Statement kAddRow{"register.add_row", R"(
  INSERT INTO licence_row (licence_id, rows, known, snapshot_id, source)
  SELECT $1, $3, tstzrange(known_from, NULL), id, source FROM register_snapshot WHERE id = $2)"};
constexpr Statement kOpenStates{"register.open_states", R"(
  SELECT market, to_char(lower(valid), 'YYYY-MM-DD'), to_char(upper(valid), 'YYYY-MM-DD'),
    status, activity
  FROM licence_state WHERE licence_id = $1 AND upper_inf(known) ORDER BY market, activity, valid)"};
constexpr Statement kCloseStates{"register.close_states", R"(
  UPDATE licence_state SET known = tstzrange(lower(known), s.known_from)
  FROM register_snapshot s, unnest($3::text[], $4::date[], $5::date[], $6::text[]) AS old (market, day_from,
    day_to, activity)
  WHERE s.id = $2 AND licence_id = $1 AND upper_inf(known) AND licence_state.market = old.market
   AND licence_state.activity = old.activity AND valid = daterange(old.day_from, old.day_to))"};
constexpr Statement kAddStates{"register.add_states", R"(
  INSERT INTO licence_state (licence_id, market, activity, status, valid, known, snapshot_id)
  SELECT $1, state.market, state.activity, state.status, daterange(state.day_from, state.day_to),
    tstzrange(s.known_from, NULL), s.id
  FROM register_snapshot s,
   unnest($3::text[], $4::text[], $5::date[], $6::date[], $7::text[]) AS state (market, status, day_from,
     day_to, activity)
  WHERE s.id = $2)"};
constexpr Statement kRowsOfEnterprise{"register.rows_of_enterprise", R"(
  SELECT r.rows FROM licence_row r JOIN licence l ON l.id = r.licence_id
  WHERE l.enterprise_id = $1 AND upper_inf(r.known) ORDER BY l.id)"};
constexpr Statement kCloseNames{"register.close_names", R"(
  UPDATE enterprise_name n SET known = tstzrange(lower(known), s.known_from) FROM
    register_snapshot s
  WHERE s.id = $2 AND enterprise_id = $1 AND upper_inf(known) AND NOT EXISTS
   (SELECT FROM unnest($3::text[], $4::text[]) AS t (kind, value) WHERE t.kind = n.kind AND
     t.value = n.value))"};
constexpr Statement kAddNames{"register.add_names", R"(
  INSERT INTO enterprise_name (enterprise_id, kind, value, norm, valid, known, snapshot_id)
  SELECT $1, t.kind, t.value, t.norm, daterange(NULL, NULL), tstzrange(s.known_from, NULL), s.id
  FROM register_snapshot s, unnest($3::text[], $4::text[], $5::text[]) AS t (kind, value, norm)
  WHERE s.id = $2 AND NOT EXISTS (SELECT FROM enterprise_name n WHERE n.enterprise_id = $1 AND
    n.kind = t.kind
   AND n.value = t.value AND upper_inf(n.known)))"};
constexpr Statement kCloseContacts{"register.close_contacts", R"(
  UPDATE enterprise_contact n SET known = tstzrange(lower(known), s.known_from) FROM
    register_snapshot s
  WHERE s.id = $2 AND enterprise_id = $1 AND upper_inf(known) AND NOT EXISTS
   (SELECT FROM unnest($3::text[], $4::text[]) AS t (kind, value) WHERE t.kind = n.kind AND
     t.value = n.value))"};
constexpr Statement kAddContacts{"register.add_contacts", R"(
  INSERT INTO enterprise_contact (enterprise_id, kind, value, norm, valid, known, snapshot_id)
  SELECT $1, t.kind, t.value, t.norm, daterange(NULL, NULL), tstzrange(s.known_from, NULL), s.id
  FROM register_snapshot s, unnest($3::text[], $4::text[], $5::text[]) AS t (kind, value, norm)
  WHERE s.id = $2 AND NOT EXISTS (SELECT FROM enterprise_contact n WHERE n.enterprise_id = $1
    AND n.kind = t.kind
   AND n.value = t.value AND upper_inf(n.known)))"};
constexpr Statement kSnapshotAt{"register.snapshot_at", R"(
  SELECT id FROM register_snapshot WHERE known_from <= $1 ORDER BY known_from DESC LIMIT 1)"};
constexpr Statement kAsOf{"register.as_of", R"(
  SELECT to_char(max(least(coalesce(published_on, (confirmed_at AT TIME ZONE 'UTC' + interval '7
    hours')::date),
    ($1::timestamptz AT TIME ZONE 'UTC' + interval '7 hours')::date)), 'YYYY-MM-DD')
  FROM register_snapshot WHERE known_from <= $1)"};
// A licence that is no longer listed keeps its last row: adverts of earlier days are still judged by it. Of several lists
// that name it, the one that last said something new of it.
constexpr Statement kLicencesAt{"register.licences_at", R"(
  SELECT l.id, l.reissued_from, to_char(l.in_force_from, 'YYYY-MM-DD'), r.rows, r.gone
  FROM licence l JOIN LATERAL (
    SELECT rows, CASE WHEN upper(o.known) <= $1 THEN extract(epoch FROM upper(o.known))::bigint
      END AS gone FROM licence_row o
    WHERE o.licence_id = l.id AND lower(o.known) <= $1
    ORDER BY (upper_inf(o.known) OR upper(o.known) > $1) DESC, lower(o.known) DESC LIMIT 1) r ON true ORDER BY l.id)"};
constexpr Statement kStatesAt{"register.states_at", R"(
  SELECT licence_id, market, status, to_char(lower(valid), 'YYYY-MM-DD'), to_char(upper(valid) -
    1, 'YYYY-MM-DD'), activity
  FROM licence_state WHERE known @> $1::timestamptz ORDER BY licence_id, market, activity, valid)"};
// First the number that was in force on the day among former and later ones, then its state. A
// re-issue counts from when a list named it.
constexpr Statement kStatusOn{"register.status_on", R"(
  WITH RECURSIVE reissue AS (SELECT l.id, l.reissued_from FROM licence l WHERE l.reissued_from
    IS NOT NULL
   AND EXISTS (SELECT FROM licence_row r WHERE r.licence_id = l.id AND lower(r.known) <=
     $4::timestamptz)),
  asked AS (SELECT id FROM licence WHERE norm = $1),
  former AS (SELECT id FROM asked
   UNION SELECT r.reissued_from FROM reissue r JOIN former f ON f.id = r.id),
  later AS (SELECT id FROM asked UNION SELECT r.id FROM reissue r JOIN later t ON t.id =
    r.reissued_from),
  member AS (SELECT l.id, coalesce(l.in_force_from <= $2::date, true) AS begun, l.in_force_from
    FROM licence l
   WHERE l.id IN (SELECT id FROM former UNION SELECT id FROM later)
    AND EXISTS (SELECT FROM licence_state s WHERE s.licence_id = l.id AND s.known @>
      $4::timestamptz)),
  holder AS (SELECT id FROM member ORDER BY begun DESC, CASE WHEN begun THEN in_force_from END
    DESC NULLS LAST,
   in_force_from, id LIMIT 1)
  SELECT s.status FROM licence_state s JOIN holder h ON h.id = s.licence_id
  WHERE s.valid @> $2::date AND s.known @> $4::timestamptz AND s.market IN ('*', $3)
   AND s.activity IN ('*', $5)
  ORDER BY s.status <> 'active' DESC, (s.market = '*')::int + (s.activity = '*')::int DESC LIMIT 1)"};
constexpr Statement kHistory{"register.history", R"(
  SELECT s.market, s.status, to_char(lower(s.valid), 'YYYY-MM-DD'), to_char(upper(s.valid) - 1,
    'YYYY-MM-DD'),
  extract(epoch FROM lower(s.known))::bigint, extract(epoch FROM upper(s.known))::bigint,
    s.snapshot_id, s.activity
  FROM licence_state s JOIN licence l ON l.id = s.licence_id WHERE l.norm = $1
  ORDER BY lower(s.known), s.market, s.activity, s.valid)"};
// Up the chain of re-issues to the first number, and down again.
constexpr Statement kNumbers{"register.numbers", R"(
  WITH RECURSIVE asked AS (SELECT id, reissued_from FROM licence WHERE norm = $1),
  former AS (SELECT id, reissued_from FROM asked
   UNION SELECT l.id, l.reissued_from FROM licence l JOIN former f ON l.id = f.reissued_from),
  later AS (SELECT id FROM asked
   UNION SELECT l.id FROM licence l JOIN later t ON l.reissued_from = t.id)
  SELECT raw, coalesce(norm, ''), to_char(in_force_from, 'YYYY-MM-DD') FROM licence
  WHERE id IN (SELECT id FROM former UNION SELECT id FROM later)
  ORDER BY in_force_from NULLS FIRST, id)"};
constexpr Statement kFacts{"register.facts", R"(
  SELECT f.kind, f.value, extract(epoch FROM lower(f.known))::bigint,
    extract(epoch FROM upper(f.known))::bigint
  FROM licence l JOIN (
    SELECT enterprise_id, kind, value, known FROM enterprise_name
    UNION ALL SELECT enterprise_id, kind, value, known FROM enterprise_contact) f
   ON f.enterprise_id = l.enterprise_id
  WHERE l.norm = $1 ORDER BY f.kind, lower(f.known), f.value)"};
// The last row of each list for the number asked for, those it followed and those that followed it; nothing for a list that
// names none of them any more.
constexpr Statement kByList{"register.by_list", R"(
  WITH RECURSIVE asked AS (SELECT id, reissued_from FROM licence WHERE norm = $1),
  former AS (SELECT id, reissued_from FROM asked
   UNION SELECT l.id, l.reissued_from FROM licence l JOIN former f ON l.id = f.reissued_from),
  later AS (SELECT id FROM asked
   UNION SELECT l.id FROM licence l JOIN later t ON l.reissued_from = t.id),
  said AS (SELECT DISTINCT ON (r.source) r.source, r.rows, upper_inf(r.known) OR upper(r.known) > $2::timestamptz AS holds
   FROM licence_row r WHERE r.licence_id IN (SELECT id FROM former UNION SELECT id FROM later) AND lower(r.known) <= $2
   ORDER BY r.source, (upper_inf(r.known) OR upper(r.known) > $2) DESC, lower(r.known) DESC)
  SELECT said.source, to_char(coalesce(s.published_on, (s.confirmed_at AT TIME ZONE 'UTC' + interval '7 hours')::date), 'YYYY-MM-DD'),
   CASE WHEN said.holds THEN said.rows END
  FROM said JOIN LATERAL (SELECT published_on, confirmed_at FROM register_snapshot o WHERE o.source = said.source
   AND o.known_from <= $2 ORDER BY o.known_from DESC LIMIT 1) s ON true ORDER BY s.confirmed_at DESC, said.source)"};
constexpr Statement kSnapshots{"register.snapshots", R"(
  SELECT id, source, to_char(published_on, 'YYYY-MM-DD'), extract(epoch FROM
    retrieved_at)::bigint,
  extract(epoch FROM confirmed_at)::bigint, sha256, licences, imported_by FROM register_snapshot
  ORDER BY known_from DESC)"};

constexpr Statement kKnownFrom{"register.known_from", R"(
  SELECT to_char(known_from AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') FROM register_snapshot WHERE id = $1)"};

// What was known when that second ended: lists of one second follow each other by a microsecond.
std::string EndOfSecond(core::Instant instant) {
  std::string text = core::FormatInstant(instant);
  return text.insert(text.size() - 1, ".999999");  // before the Z
}

LicenceStatus StatusOf(const pqxx::field& field) {
  const auto status = core::FindLicenceStatus(field.c_str());
  if (!status)
    throw std::logic_error(std::string{"unknown licence status in the database: "} + field.c_str());
  return *status;
}

// Issuer and serial, which tell licences apart. A number that cannot be read has no issuer.
struct LicenceKey {
  std::string issuer;
  std::string serial;
  std::string norm;
  friend bool operator<(const LicenceKey& a, const LicenceKey& b) {
    return std::tie(a.issuer, a.serial) < std::tie(b.issuer, b.serial);
  }
};

LicenceKey KeyOf(const std::string& licence_no, const std::string& name) {
  const auto norm = core::NormaliseLicence(licence_no);
  if (!norm) return {"", licence_no.empty() ? name : licence_no, ""};
  const auto slash = norm->rfind('/');
  const auto end = norm->rfind("-GP");
  return {norm->substr(slash + 1, end - slash - 1), norm->substr(0, slash), *norm};
}

std::string TaxCodeOf(const RegisterRow& row) {
  std::string digits;
  for (const char c : row.tax_code) {
    if (c >= '0' && c <= '9') digits += c;
  }
  return digits.size() == 10 || digits.size() == 13 ? digits : "";
}

// What a list says of one licence.
struct Listed {
  LicenceKey key;
  std::vector<RegisterRow> rows;
};

std::vector<Listed> ByLicence(const std::vector<RegisterRow>& rows) {
  std::vector<Listed> list;
  std::map<LicenceKey, std::size_t> index_of;
  std::vector<core::InputProblem> problems;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const RegisterRow& row = rows[i];
    const auto complain = [&problems, i](const std::string& what, const char* fix) {
      core::InputProblem problem;
      problem.what = "row " + std::to_string(i + 1) + " of the register " + what;
      problem.fix = fix;
      problems.push_back(std::move(problem));
    };
    if (row.name.empty() && row.licence_no.empty()) {
      complain("names neither an enterprise nor a licence number",
               "give both, or take the row out");
      continue;
    }
    const std::string& market = row.status_market;
    if (!market.empty() && market != "*" &&
        (market.size() != 2 ||
         market.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string::npos)) {
      complain("has the status_market \"" + market + "\"",
               "write a country code of two capital letters, or *");
      continue;
    }
    const LicenceKey key = KeyOf(row.licence_no, row.name);
    const auto [found, is_new] = index_of.emplace(key, list.size());
    if (is_new) list.push_back({key, {}});
    auto& same = list[found->second].rows;
    if (std::find(same.begin(), same.end(), row) == same.end()) same.push_back(row);
  }
  if (!problems.empty()) throw core::InputError(std::move(problems));
  return list;
}

struct Stored {
  std::int64_t licence_id = 0;
  LicenceKey key;
  std::vector<RegisterRow> rows;
};

[[noreturn]] void Refuse(std::string what) {
  core::InputProblem problem;
  problem.what = std::move(what);
  problem.fix = "look at the list; if it is right, import it with --force";
  throw core::InputError(problem);
}

using StoredList = std::map<LicenceKey, Stored>;

// How many of the licences known are on the list, under their number or re-issued.
std::size_t CountKept(const StoredList& stored, const std::vector<Listed>& list,
                      const std::set<LicenceKey>& unclear) {
  std::set<LicenceKey> named = unclear;
  for (const auto& listed : list) {
    named.insert(listed.key);
    named.insert(KeyOf(listed.rows.front().reissued_from, ""));
  }
  return static_cast<std::size_t>(std::count_if(
      stored.begin(), stored.end(), [&](const auto& entry) { return named.contains(entry.first); }));
}

void RefuseBrokenList(const RegisterImport& import, std::size_t licences, std::size_t kept,
                      std::size_t known, const pqxx::result& last) {
  if (licences == 0) Refuse("the register list is empty");
  if (last.empty()) return;
  const auto before = last[0][3].as<int>();
  if (static_cast<double>(licences) < kSmallestShare * before) {
    Refuse("the register list has only " + std::to_string(licences) +
           " licences, the last one of " + import.source + " had " + std::to_string(before));
  }
  if (static_cast<double>(kept) < kSmallestShare * static_cast<double>(known)) {
    Refuse("the register list names only " + std::to_string(kept) + " of the " +
           std::to_string(known) + " licences that the last one of " + import.source +
           " named; it looks like another list");
  }
  const auto published = FindValue<core::Day>(last[0][1]);
  if (published && import.published_on && *import.published_on < *published) {
    Refuse("the register list was published on " + core::FormatDay(*import.published_on) +
           ", before the last one of " + import.source + " (" + core::FormatDay(*published) + ")");
  }
}

core::Day ListDay(const RegisterImport& import) {
  return import.published_on.value_or(core::VietnamDay(import.retrieved_at));
}

// The general status that a list gives a licence.
LicenceStatus OverallStatus(const std::vector<RegisterRow>& rows) {
  for (const auto& row : rows) {
    if (row.status != LicenceStatus::kActive) return row.status;
  }
  return LicenceStatus::kActive;
}

RegisterChangeKind ChangeOf(const std::vector<RegisterRow>& before,
                            const std::vector<RegisterRow>& after) {
  const LicenceStatus status = OverallStatus(after);
  if (OverallStatus(before) == status) return RegisterChangeKind::kChanged;
  switch (status) {
    case LicenceStatus::kActive:
      return RegisterChangeKind::kReinstated;
    case LicenceStatus::kSuspended:
      return RegisterChangeKind::kSuspended;
    case LicenceStatus::kRevoked:
      return RegisterChangeKind::kRevoked;
    case LicenceStatus::kReturned:
      return RegisterChangeKind::kReturned;
    case LicenceStatus::kExpired:
      return RegisterChangeKind::kExpired;
  }
  return RegisterChangeKind::kChanged;
}

// The value of a row's field, for people.
std::string FieldText(const json& value) {
  if (value.is_null()) return {};
  if (value.is_string()) return value.get<std::string>();
  std::string text;
  for (const auto& one : value) text += (text.empty() ? "" : "; ") + one.get<std::string>();
  return text;
}

// What differs between the rows of a licence; of several rows, all their different values together.
std::vector<RegisterFieldChange> FieldChanges(const std::vector<RegisterRow>& before,
                                              const std::vector<RegisterRow>& after) {
  const auto fields = [](const std::vector<RegisterRow>& rows) {
    std::map<std::string, std::string> texts;
    for (const auto& row : core::RegisterRowsToJson(rows)) {
      for (const auto& [field, value] : row.items()) {
        const std::string text = FieldText(value);
        std::string& all = texts[field];
        if (all != text) all += (all.empty() || text.empty() ? "" : " | ") + text;
      }
    }
    return texts;
  };
  const auto old_fields = fields(before);
  std::vector<RegisterFieldChange> changes;
  for (const auto& [field, value] : fields(after)) {
    if (const std::string& old = old_fields.at(field); old != value)
      changes.push_back({field, old, value});
  }
  return changes;
}

// What `list` says otherwise than `stored`: in the order of the list, gone ones last.
std::vector<RegisterChange> Compare(const StoredList& stored, const std::vector<Listed>& list,
                                    const std::set<LicenceKey>& unclear) {
  std::vector<RegisterChange> changes;
  std::set<LicenceKey> named = unclear;
  for (const auto& listed : list) named.insert(listed.key);
  for (const auto& listed : list) {
    const RegisterRow& row = listed.rows.front();
    const auto found = stored.find(listed.key);
    if (found != stored.end()) {
      if (found->second.rows == listed.rows) continue;
      changes.push_back({ChangeOf(found->second.rows, listed.rows), row.licence_no, row.name,
                         FieldChanges(found->second.rows, listed.rows)});
      continue;
    }
    const auto former = row.reissued_from.empty() ? stored.end()
                                                  : stored.find(KeyOf(row.reissued_from, ""));
    if (former == stored.end() || named.contains(former->first)) {
      changes.push_back({RegisterChangeKind::kNew, row.licence_no, row.name, {}});
      continue;
    }
    named.insert(former->first);
    changes.push_back({RegisterChangeKind::kReissued, row.licence_no, row.name,
                       FieldChanges(former->second.rows, listed.rows)});
  }
  for (const auto& [key, before] : stored) {
    if (named.contains(key)) continue;
    const RegisterRow& row = before.rows.front();
    changes.push_back({RegisterChangeKind::kGone, row.licence_no, row.name, {}});
  }
  return changes;
}

StoredList StoredListOf(const pqxx::result& rows) {
  StoredList stored;
  for (const auto& row : rows) {
    const LicenceKey key{row[1].c_str(), row[2].c_str(), ""};
    stored.emplace(key, Stored{row[0].as<std::int64_t>(), key,
                               core::RegisterRowsFromJson(json::parse(row[3].c_str()))});
  }
  return stored;
}

struct SaidElsewhere {
  std::string source;
  LicenceStatus status = LicenceStatus::kActive;
};
using Elsewhere = std::map<LicenceKey, std::vector<SaidElsewhere>>;

Elsewhere ListedElsewhere(pqxx::transaction_base& tx, const std::string& source) {
  Elsewhere elsewhere;
  for (const auto& row : Exec(tx, kListedElsewhere, source)) {
    elsewhere[{row[0].c_str(), row[1].c_str(), ""}].push_back(
        {row[2].c_str(), OverallStatus(core::RegisterRowsFromJson(json::parse(row[3].c_str())))});
  }
  return elsewhere;
}

std::vector<DisputedLicence> DisputedAmong(const std::vector<Listed>& list, const Elsewhere& elsewhere) {
  std::vector<DisputedLicence> disputed;
  for (const auto& listed : list) {
    const auto found = elsewhere.find(listed.key);
    if (found == elsewhere.end()) continue;
    const RegisterRow& row = listed.rows.front();
    const LicenceStatus here = OverallStatus(listed.rows);
    for (const auto& said : found->second) {
      if (said.status != here) disputed.push_back({row.licence_no, row.name, here, said.source, said.status});
    }
  }
  return disputed;
}

struct LicenceIds {
  std::int64_t licence = 0;
  std::int64_t enterprise = 0;
};

std::optional<LicenceIds> FindLicence(pqxx::transaction_base& tx, const LicenceKey& key) {
  const auto found = Exec(tx, kFindLicence, key.issuer, key.serial);
  if (found.empty()) return {};
  return LicenceIds{found[0][0].as<std::int64_t>(), found[0][1].as<std::int64_t>()};
}

std::int64_t AddLicence(pqxx::transaction_base& tx, std::int64_t enterprise_id,
                        const LicenceKey& key, const std::string& raw) {
  return ExecOne(tx, kAddLicence, enterprise_id, key.serial, key.issuer, raw, key.norm)[0]
      .as<std::int64_t>();
}

// A re-issue of which the list does not say when it began: with its own day of issue, or when it was first listed.
core::Day FirstDayOfReissue(pqxx::transaction_base& tx, const RegisterRow& row, std::int64_t former_id, core::Day list_day) {
  if (!row.issued_on) return list_day;
  for (const auto& spanned : Exec(tx, kOpenStates, former_id)) {
    const auto from = FindValue<core::Day>(spanned[1]);
    if (!from || *row.issued_on <= *from) return list_day;  // the former number's own day, kept
  }
  return *row.issued_on;
}

// The licence, its enterprise and, if it is a re-issue, the former number; each added if it is not
// known.
LicenceIds EnsureLicence(pqxx::transaction_base& tx, const Listed& listed, core::Day list_day) {
  const RegisterRow& row = listed.rows.front();
  const std::string tax_code = TaxCodeOf(row);
  std::optional<LicenceKey> former_key;
  std::optional<LicenceIds> former;
  if (core::NormaliseLicence(row.reissued_from)) {
    former_key = KeyOf(row.reissued_from, "");
    former = FindLicence(tx, *former_key);
  }
  auto ids = FindLicence(tx, listed.key);
  if (!ids) {
    ids.emplace();
    const auto by_tax_code =
        tax_code.empty() ? pqxx::result{} : Exec(tx, kFindEnterprise, tax_code);
    ids->enterprise = !by_tax_code.empty() ? by_tax_code[0][0].as<std::int64_t>()
                      : former             ? former->enterprise
                               : ExecOne(tx, kAddEnterprise, tax_code)[0].as<std::int64_t>();
    ids->licence = AddLicence(tx, ids->enterprise, listed.key, row.licence_no);
  }
  if (!tax_code.empty()) Exec(tx, kSetTaxCode, ids->enterprise, tax_code);
  if (former_key) {
    if (!former)
      former = LicenceIds{AddLicence(tx, ids->enterprise, *former_key, row.reissued_from),
                          ids->enterprise};
    const auto begins = row.status == LicenceStatus::kActive ? row.status_from : row.issued_on;
    Exec(tx, kSetReissue, ids->licence, former->licence, begins,
         FirstDayOfReissue(tx, row, former->licence, list_day));
  }
  return *ids;
}

Timelines OpenTimelines(pqxx::transaction_base& tx, std::int64_t licence_id) {
  Timelines timelines;
  for (const auto& row : Exec(tx, kOpenStates, licence_id)) {
    StatusSpan span;
    if (const auto from = FindValue<core::Day>(row[1])) span.from = DayNumber(*from);
    if (const auto to = FindValue<core::Day>(row[2])) span.to = DayNumber(*to);
    span.status = StatusOf(row[3]);
    timelines[{row[0].c_str(), row[4].c_str()}].push_back(span);
  }
  return timelines;
}

std::optional<core::Day> BorderDay(int number) {
  if (number == StatusSpan::kEver || number == StatusSpan::kOpen) return {};
  return DayOfNumber(number);
}

bool Holds(const Timelines& timelines, const StatusScope& scope, const StatusSpan& span) {
  const auto found = timelines.find(scope);
  return found != timelines.end() &&
         std::find(found->second.begin(), found->second.end(), span) != found->second.end();
}

// Ends what is no longer held and adds what is new; what stays is not touched.
void ReplaceStates(pqxx::transaction_base& tx, std::int64_t licence_id, std::int64_t snapshot_id,
                   const Timelines& before, const Timelines& after) {
  ArrayText markets;
  ArrayText activities;
  ArrayText froms;
  ArrayText tos;
  for (const auto& [scope, spans] : before) {
    for (const auto& span : spans) {
      if (Holds(after, scope, span)) continue;
      markets.Add(scope.market);
      activities.Add(scope.activity);
      froms.Add(BorderDay(span.from));
      tos.Add(BorderDay(span.to));
    }
  }
  Exec(tx, kCloseStates, licence_id, snapshot_id, markets.Text(), froms.Text(), tos.Text(),
       activities.Text());
  ArrayText new_markets;
  ArrayText new_activities;
  ArrayText statuses;
  ArrayText new_froms;
  ArrayText new_tos;
  for (const auto& [scope, spans] : after) {
    for (const auto& span : spans) {
      if (Holds(before, scope, span)) continue;
      new_markets.Add(scope.market);
      new_activities.Add(scope.activity);
      statuses.Add(core::LicenceStatusName(span.status));
      new_froms.Add(BorderDay(span.from));
      new_tos.Add(BorderDay(span.to));
    }
  }
  Exec(tx, kAddStates, licence_id, snapshot_id, new_markets.Text(), statuses.Text(),
       new_froms.Text(), new_tos.Text(), new_activities.Text());
}

class NamedValues {
 public:
  void Add(std::string_view kind, const std::string& value, const std::string& norm) {
    if (value.empty() || !seen_.emplace(kind, value).second) return;
    kinds_.Add(kind);
    values_.Add(value);
    norms_.Add(norm);
  }
  void Save(pqxx::transaction_base& tx, const Statement& close, const Statement& add,
            std::int64_t enterprise_id, std::int64_t snapshot_id) const {
    Exec(tx, close, enterprise_id, snapshot_id, kinds_.Text(), values_.Text());
    Exec(tx, add, enterprise_id, snapshot_id, kinds_.Text(), values_.Text(), norms_.Text());
  }

 private:
  std::set<std::pair<std::string, std::string>> seen_;
  ArrayText kinds_;
  ArrayText values_;
  ArrayText norms_;
};

std::string PhoneNorm(const std::string& phone) {
  RegisterRow row;
  row.phones = {phone};
  const auto entries = core::RegisterView::EntriesOf({row});
  return entries[0].phones_norm.empty() ? core::FoldPlain(phone) : entries[0].phones_norm[0];
}

void SaveNamesAndContacts(pqxx::transaction_base& tx, std::int64_t enterprise_id,
                          std::int64_t snapshot_id) {
  NamedValues names;
  NamedValues contacts;
  for (const auto& stored : Exec(tx, kRowsOfEnterprise, enterprise_id)) {
    for (const auto& row : core::RegisterRowsFromJson(json::parse(stored[0].c_str()))) {
      const auto key = [](const std::string& name) {
        return core::ParseEnterpriseName(name).Key();
      };
      names.Add("full", row.name, key(row.name));
      names.Add("english", row.name_en, key(row.name_en));
      names.Add("short", row.short_name, key(row.short_name));
      for (const auto& phone : row.phones) contacts.Add("phone", phone, PhoneNorm(phone));
      contacts.Add("address", row.address, core::FoldPlain(row.address));
      contacts.Add("website", row.website, core::FoldPlain(row.website));
      contacts.Add("email", row.email, core::FoldPlain(row.email));
      for (const auto& branch : row.branches) contacts.Add("branch", branch, core::FoldPlain(branch));
      for (const auto& account : row.accounts)
        contacts.Add("account", account, core::FoldPlain(account));
    }
  }
  names.Save(tx, kCloseNames, kAddNames, enterprise_id, snapshot_id);
  contacts.Save(tx, kCloseContacts, kAddContacts, enterprise_id, snapshot_id);
}

core::LicencePeriod PeriodOf(const pqxx::row& row) {
  return {StatusOf(row[2]), row[1].c_str(), FindValue<core::Day>(row[3]),
          FindValue<core::Day>(row[4]), row[5].c_str()};
}

// A later period wins in a view: first what is active, then what is not, and last what holds for all markets and
// activities.
int Precedence(const core::LicencePeriod& period) {
  if (period.status == LicenceStatus::kActive) return 0;
  return period.market == "*" && period.activity == "*" ? 2 : 1;
}

struct LicenceAt {
  std::int64_t id = 0;
  std::optional<std::int64_t> reissued_from;
  std::optional<core::Day> in_force_from;
  std::vector<RegisterRow> rows;
  std::optional<core::Instant> gone;  // when we learnt that the list does not name it any more
  std::vector<core::LicencePeriod> periods;
};

// The first day after all that is known of a licence that left the list; the day on which that was learnt, where it had ended
// for good before.
std::optional<core::Day> LeftOn(const LicenceAt& licence) {
  if (!licence.gone) return {};
  std::optional<core::Day> last;
  for (const auto& period : licence.periods) {
    if (!period.to) return core::VietnamDay(*licence.gone);
    if (!last || *last < *period.to) last = period.to;
  }
  return last ? core::AddDays(*last, 1) : core::VietnamDay(*licence.gone);
}

// Until `day` (not included), or from it on.
void ClipEnd(std::vector<core::LicencePeriod>& periods, core::Day day) {
  const core::Day last = core::AddDays(day, -1);
  for (auto& period : periods) {
    if (!period.to || *period.to > last) period.to = last;
  }
  std::erase_if(periods,
                [](const auto& period) { return period.from && *period.from > *period.to; });
}
void ClipBegin(std::vector<core::LicencePeriod>& periods, core::Day day) {
  for (auto& period : periods) {
    if (!period.from || *period.from < day) period.from = day;
  }
  std::erase_if(periods, [](const auto& period) { return period.to && *period.to < *period.from; });
}

// The periods of a licence, those of its former numbers before it began included.
std::vector<core::LicencePeriod> PeriodsOf(
    const LicenceAt& licence, const std::unordered_map<std::int64_t, const LicenceAt*>& by_id) {
  constexpr int kLongestChain = 20;
  std::vector<core::LicencePeriod> all = licence.periods;
  const LicenceAt* later = &licence;
  for (int i = 0; i < kLongestChain && later->reissued_from && later->in_force_from; ++i) {
    const auto found = by_id.find(*later->reissued_from);
    if (found == by_id.end() || found->second->periods.empty()) break;
    auto former = found->second->periods;
    ClipBegin(all, *later->in_force_from);
    ClipEnd(former, *later->in_force_from);
    all.insert(all.begin(), former.begin(), former.end());
    later = found->second;
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return Precedence(a) < Precedence(b); });
  return all;
}

}  // namespace

std::string_view RegisterChangeName(RegisterChangeKind kind) {
  return kChangeNames.at(static_cast<std::size_t>(kind));
}

RegisterDiff ImportRegister(pqxx::transaction_base& tx, const RegisterImport& import,
                            const std::vector<RegisterRow>& rows) {
  if (import.published_on && *import.published_on > core::VietnamDay(import.retrieved_at)) {
    throw core::InputError({"", 0, 0, "the list is dated " + core::FormatDay(*import.published_on) + ", a day that is still to come",
                            "give its own day"});
  }
  const std::vector<Listed> list = ByLicence(rows);
  Exec(tx, kLock);
  const auto last = Exec(tx, kLastOfSource, import.source);
  const StoredList stored = StoredListOf(Exec(tx, kListed, import.source));
  std::set<LicenceKey> unclear;
  for (const auto& number_or_name : import.unclear) unclear.insert(KeyOf(number_or_name, ""));
  if (!import.force) {
    RefuseBrokenList(import, list.size(), CountKept(stored, list, unclear), stored.size(), last);
  }
  RegisterDiff diff;
  diff.licences = static_cast<int>(list.size());
  diff.changes = Compare(stored, list, unclear);
  std::vector<const Listed*> to_save;
  std::set<LicenceKey> named = unclear;
  for (const auto& listed : list) {
    named.insert(listed.key);
    const auto found = stored.find(listed.key);
    if (found != stored.end() && found->second.rows == listed.rows) {
      ++diff.unchanged;
    } else {
      to_save.push_back(&listed);
    }
  }
  std::vector<const Stored*> gone;
  for (const auto& [key, before] : stored) {
    if (!named.contains(key)) gone.push_back(&before);
  }

  if (diff.changes.empty() && !last.empty()) {
    diff.snapshot_id = last[0][0].as<std::int64_t>();
    const core::Day held =
        FindValue<core::Day>(last[0][1]).value_or(core::VietnamDay(InstantOf(last[0][2])));
    // A copy that had become too old decided differently (nothing was called unlisted), so it needs
    // a successor.
    if (core::DaysBetween(held, core::VietnamDay(import.retrieved_at)) <= import.max_age_days) {
      Exec(tx, kConfirm, diff.snapshot_id, import.retrieved_at, import.published_on);
      return diff;
    }
  }

  diff.imported = true;
  diff.snapshot_id = ExecOne(tx, kAddSnapshot, import.source, import.published_on,
                             import.retrieved_at, import.sha256, diff.licences, import.by)[0]
                         .as<std::int64_t>();
  std::set<std::int64_t> enterprises;
  for (const Listed* listed : to_save) {
    const LicenceIds ids = EnsureLicence(tx, *listed, ListDay(import));
    enterprises.insert(ids.enterprise);
    Exec(tx, kCloseRow, ids.licence, diff.snapshot_id);
    Exec(tx, kAddRow, ids.licence, diff.snapshot_id, core::RegisterRowsToJson(listed->rows).dump());
    const Timelines before = OpenTimelines(tx, ids.licence);
    ReplaceStates(tx, ids.licence, diff.snapshot_id, before,
                  AfterList(before, listed->rows, ListDay(import)));
  }
  const Elsewhere elsewhere = ListedElsewhere(tx, import.source);
  diff.disputed = DisputedAmong(list, elsewhere);
  for (const Stored* before : gone) {
    const LicenceIds ids = FindLicence(tx, before->key).value();
    enterprises.insert(ids.enterprise);
    Exec(tx, kCloseRow, ids.licence, diff.snapshot_id);
    if (elsewhere.contains(before->key)) continue;  // another list still answers for it
    const auto successor = FindValue<core::Day>(ExecOne(tx, kSuccessorDay, ids.licence)[0]);
    const Timelines open = OpenTimelines(tx, ids.licence);
    ReplaceStates(tx, ids.licence, diff.snapshot_id, open,
                  successor ? EndedOn(open, *successor) : LeftOut(open, ListDay(import)));
  }
  for (const auto enterprise : enterprises) SaveNamesAndContacts(tx, enterprise, diff.snapshot_id);
  return diff;
}

std::vector<RegisterChange> CompareSnapshots(pqxx::transaction_base& tx, std::int64_t from,
                                             std::int64_t to) {
  for (const auto id : {from, to}) {
    if (Exec(tx, kSnapshotExists, id).empty()) {
      core::InputProblem problem;
      problem.what = "there is no snapshot " + std::to_string(id);
      problem.fix = "agencywatch register snapshots lists them";
      throw core::InputError(problem);
    }
  }
  std::vector<Listed> list;
  for (auto& [key, stored] : StoredListOf(Exec(tx, kListedIn, to)))
    list.push_back({key, std::move(stored.rows)});
  return Compare(StoredListOf(Exec(tx, kListedIn, from)), list, {});
}

std::optional<std::int64_t> FindSnapshot(pqxx::transaction_base& tx, core::Instant known_at) {
  const auto rows = Exec(tx, kSnapshotAt, EndOfSecond(known_at));
  if (rows.empty()) return {};
  return rows[0][0].as<std::int64_t>();
}

namespace {

// `known_at`: as PostgreSQL reads it.
std::optional<core::RegisterView> RegisterAt(pqxx::transaction_base& tx, const std::string& known_at) {
  const auto as_of = FindValue<core::Day>(ExecOne(tx, kAsOf, known_at)[0]);
  if (!as_of) return {};
  std::vector<LicenceAt> licences;
  for (const auto& row : Exec(tx, kLicencesAt, known_at)) {
    licences.push_back({row[0].as<std::int64_t>(),
                        FindValue<std::int64_t>(row[1]),
                        FindValue<core::Day>(row[2]),
                        core::RegisterRowsFromJson(json::parse(row[3].c_str())),
                        FindValue<core::Instant>(row[4]),
                        {}});
  }
  std::unordered_map<std::int64_t, LicenceAt*> by_id;
  std::set<std::int64_t> superseded;
  for (auto& licence : licences) {
    by_id.emplace(licence.id, &licence);
    if (licence.reissued_from) superseded.insert(*licence.reissued_from);
  }
  for (const auto& row : Exec(tx, kStatesAt, known_at)) {
    if (const auto found = by_id.find(row[0].as<std::int64_t>()); found != by_id.end()) {
      found->second->periods.push_back(PeriodOf(row));
    }
  }
  const std::unordered_map<std::int64_t, const LicenceAt*> known(by_id.begin(), by_id.end());
  std::vector<core::RegisterEntry> entries;
  for (const auto& licence : licences) {
    if (superseded.contains(licence.id)) continue;
    const auto general =
        std::find_if(licence.rows.begin(), licence.rows.end(), [](const RegisterRow& row) {
          return (row.status_market.empty() || row.status_market == "*") &&
                 (row.status_activity.empty() || row.status_activity == "*");
        });
    auto entry = core::RegisterView::EntriesOf(
        {general == licence.rows.end() ? licence.rows.front() : *general});
    entry[0].periods = PeriodsOf(licence, known);
    entry[0].left_on = LeftOn(licence);
    entries.push_back(std::move(entry[0]));
  }
  return core::RegisterView(std::move(entries), *as_of);
}

}  // namespace

std::optional<core::RegisterView> LoadRegister(pqxx::transaction_base& tx, core::Instant known_at) {
  return RegisterAt(tx, EndOfSecond(known_at));
}

core::RegisterView LoadSnapshot(pqxx::transaction_base& tx, std::int64_t snapshot) {
  return RegisterAt(tx, ExecOne(tx, kKnownFrom, snapshot)[0].c_str()).value();
}

std::optional<LicenceStatus> LicenceStatusOn(pqxx::transaction_base& tx,
                                             const std::string& licence_norm, core::Day day,
                                             const std::string& market, core::Instant known_at,
                                             const std::string& activity) {
  const auto rows = Exec(tx, kStatusOn, licence_norm, day, market, EndOfSecond(known_at), activity);
  if (rows.empty()) return {};
  return StatusOf(rows[0][0]);
}

std::vector<LicenceStateRow> LicenceHistory(pqxx::transaction_base& tx,
                                            const std::string& licence_norm) {
  std::vector<LicenceStateRow> history;
  for (const auto& row : Exec(tx, kHistory, licence_norm)) {
    history.push_back({row[0].c_str(), StatusOf(row[1]), FindValue<core::Day>(row[2]),
                       FindValue<core::Day>(row[3]), InstantOf(row[4]),
                       FindValue<core::Instant>(row[5]), row[6].as<std::int64_t>(), row[7].c_str()});
  }
  return history;
}

std::vector<LicenceNumber> LicenceNumbers(pqxx::transaction_base& tx,
                                          const std::string& licence_norm) {
  std::vector<LicenceNumber> numbers;
  for (const auto& row : Exec(tx, kNumbers, licence_norm))
    numbers.push_back({row[0].c_str(), row[1].c_str(), FindValue<core::Day>(row[2])});
  return numbers;
}

std::vector<EnterpriseFact> EnterpriseFacts(pqxx::transaction_base& tx,
                                            const std::string& licence_norm) {
  std::vector<EnterpriseFact> facts;
  for (const auto& row : Exec(tx, kFacts, licence_norm)) {
    facts.push_back({row[0].c_str(), row[1].c_str(), InstantOf(row[2]),
                     FindValue<core::Instant>(row[3])});
  }
  return facts;
}

std::vector<ListedBy> ListsNaming(pqxx::transaction_base& tx, const std::string& licence_norm, core::Instant known_at) {
  std::vector<ListedBy> lists;
  for (const auto& row : Exec(tx, kByList, licence_norm, EndOfSecond(known_at))) {
    ListedBy list{row[0].c_str(), FindValue<core::Day>(row[1]).value(), {}};
    if (!row[2].is_null()) list.rows = core::RegisterRowsFromJson(json::parse(row[2].c_str()));
    lists.push_back(std::move(list));
  }
  return lists;
}

std::vector<SnapshotRow> RegisterSnapshots(pqxx::transaction_base& tx) {
  std::vector<SnapshotRow> snapshots;
  for (const auto& row : Exec(tx, kSnapshots)) {
    snapshots.push_back({row[0].as<std::int64_t>(), row[1].c_str(), FindValue<core::Day>(row[2]),
                         InstantOf(row[3]), InstantOf(row[4]), row[5].c_str(), row[6].as<int>(),
                         row[7].c_str()});
  }
  return snapshots;
}

}  // namespace agencywatch::db
