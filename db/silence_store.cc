#include "db/silence_store.h"

#include <nlohmann/json.hpp>

#include "core/errors.h"
#include "db/audit_store.h"
#include "db/internal/alert_row.h"
#include "db/internal/statement.h"
#include "db/source_store.h"
#include "db/triage_store.h"

namespace agencywatch::db {
namespace {

constexpr Statement kAdd{"silence.add", R"(
  INSERT INTO silence (subject_id, identifier_id, source_id, up_to, by_id, reason, made_at, ends_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id)"};
constexpr Statement kLift{"silence.lift", R"(
  UPDATE silence SET lifted_at = $2, lifted_by_id = $3 WHERE id = $1 AND lifted_at IS NULL AND ends_at > $2 RETURNING id)"};
// `a` is an alert, `sil` a silence in force.
#define AW_COVERS                                                                                    \
  AW_GRAVITY("a.verdict") " <= " AW_GRAVITY("sil.up_to")                                             \
  " AND (sil.subject_id IN (SELECT a.subject_id UNION SELECT merged_into FROM subject WHERE id = a.subject_id"     \
  "   UNION SELECT m.id FROM subject m WHERE m.merged_into = a.subject_id)"                          \
  "  OR EXISTS (SELECT FROM tie t WHERE t.identifier_id = sil.identifier_id AND t.role = 'controls'" \
  "   AND t.ended_at IS NULL AND t.subject_id IN (SELECT a.subject_id UNION SELECT m.id FROM subject m WHERE m.merged_into = a.subject_id))" \
  "  OR (sil.source_id IS NOT NULL AND NOT EXISTS (SELECT FROM alert_posting ap JOIN posting p ON p.id = ap.posting_id"  \
  "   WHERE ap.alert_id = a.id AND p.source_id <> sil.source_id)))"
constexpr Statement kApply{"silence.apply", R"(
  WITH covered AS (SELECT a.id, max(sil.ends_at) AS until FROM silence sil JOIN alert a ON a.state <> 'closed' AND )" AW_COVERS R"(
   WHERE sil.lifted_at IS NULL AND sil.ends_at > $1 GROUP BY a.id)
  UPDATE alert SET silenced_until = covered.until FROM alert a2 LEFT JOIN covered ON covered.id = a2.id
  WHERE a2.id = alert.id AND alert.state <> 'closed' AND (alert.silenced_until IS NOT NULL OR covered.until IS NOT NULL)
   AND alert.silenced_until IS DISTINCT FROM covered.until)"};
constexpr Statement kList{"silence.list", R"(
  SELECT sil.id, CASE WHEN sil.subject_id IS NOT NULL THEN 'subject ' || sil.subject_id || ': ' || (SELECT shown_label(id, label) FROM subject WHERE id = sil.subject_id)
   WHEN sil.identifier_id IS NOT NULL THEN (SELECT i.kind || ' ' || CASE WHEN EXISTS (SELECT FROM restricted_identifier r WHERE r.identifier_id = i.id) THEN '•••' ELSE i.norm END
    FROM identifier i WHERE i.id = sil.identifier_id)
   ELSE 'source ' || (SELECT key FROM source WHERE id = sil.source_id) END,
   sil.up_to, p.name, sil.reason, extract(epoch FROM sil.made_at)::bigint, extract(epoch FROM sil.ends_at)::bigint,
   extract(epoch FROM sil.lifted_at)::bigint,
   CASE WHEN sil.lifted_at IS NULL AND sil.ends_at > $1 THEN (SELECT count(*) FROM alert a WHERE a.state <> 'closed' AND )" AW_COVERS R"() ELSE 0 END
  FROM silence sil JOIN person p ON p.id = sil.by_id WHERE $2 OR sil.lifted_at IS NULL ORDER BY sil.ends_at, sil.id)"};

}  // namespace

std::int64_t AddSilence(pqxx::transaction_base& tx, const NewSilence& silence) {
  RequireReason(silence.reason);
  if (silence.subject_id) RequireUnlocked(tx, *silence.subject_id, silence.by, silence.at);
  std::optional<std::int64_t> identifier_id;
  std::optional<std::int64_t> source_id;
  if (silence.identifier) identifier_id = EnsureIdentifiers(tx, {*silence.identifier}).front();
  if (identifier_id) {
    for (const auto& controller : SubjectsControlling(tx, {*identifier_id}))
      RequireUnlocked(tx, controller.subject_id, silence.by, silence.at);
  }
  if (!silence.source.empty()) {
    source_id = FindSource(tx, silence.source);
    if (!source_id) {
      throw core::InputError({"", 0, 0, "there is no source " + silence.source,
                              "give its key, as it stands in sources.yaml"});
    }
  }
  const auto id =
      ExecOne(tx, kAdd, silence.subject_id, identifier_id, source_id,
              core::VerdictName(silence.up_to), EnsurePerson(tx, silence.by, silence.at),
              silence.reason, silence.at, silence.ends_at)[0]
          .as<std::int64_t>();
  AppendAudit(tx, {silence.at, silence.by, "silence.add", "silence " + std::to_string(id),
                   silence.reason,
                   nlohmann::json{{"ends_at", core::FormatInstant(silence.ends_at)}}.dump()});
  return id;
}

void LiftSilence(pqxx::transaction_base& tx, std::int64_t id, const std::string& by,
                 const std::string& reason, core::Instant now) {
  if (Exec(tx, kLift, id, now, EnsurePerson(tx, by, now)).empty()) {
    throw core::InputError({"", 0, 0, "there is no silence " + std::to_string(id) + " in force",
                            "see agencywatch silences list"});
  }
  AppendAudit(tx, {now, by, "silence.lift", "silence " + std::to_string(id), reason, ""});
}

void ApplySilences(pqxx::transaction_base& tx, core::Instant now) { Exec(tx, kApply, now); }

std::vector<SilenceRow> ListSilences(pqxx::transaction_base& tx, core::Instant now, bool all,
                                     bool stale_only) {
  std::vector<SilenceRow> silences;
  for (const auto& row : Exec(tx, kList, now, all)) {
    SilenceRow silence;
    silence.id = row[0].as<std::int64_t>();
    silence.about = row[1].c_str();
    silence.up_to = internal::VerdictOf(row[2]);
    silence.by = row[3].c_str();
    silence.reason = row[4].c_str();
    silence.made_at = InstantOf(row[5]);
    silence.ends_at = InstantOf(row[6]);
    silence.lifted_at = FindValue<core::Instant>(row[7]);
    silence.alerts = row[8].as<int>();
    silence.stale = !silence.lifted_at && (silence.ends_at <= now || silence.alerts == 0);
    if (!stale_only || silence.stale) silences.push_back(std::move(silence));
  }
  return silences;
}

}  // namespace agencywatch::db
