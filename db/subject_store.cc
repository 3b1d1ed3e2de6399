#include "db/subject_store.h"

#include <algorithm>

#include <map>
#include <stdexcept>
#include <utility>

#include "core/fold.h"
#include "core/sha256.h"
#include "db/audit_store.h"
#include "db/internal/search_text.h"
#include "db/internal/statement.h"
#include "db/search_query.h"

namespace agencywatch::db {
namespace {

constexpr std::size_t kMaxNormBytes = 1024;

constexpr Statement kAddIdentifiers{"subject.add_identifiers", R"(
  INSERT INTO identifier (kind, norm) SELECT DISTINCT kind, norm FROM unnest($1::text[],
    $2::text[]) AS t (kind, norm)
  WHERE NOT EXISTS (SELECT FROM identifier i WHERE i.kind = t.kind AND i.norm = t.norm)
  ORDER BY kind, norm ON CONFLICT (kind, norm) DO NOTHING)"};
constexpr Statement kIdentifierIds{"subject.identifier_ids", R"(
  SELECT i.id FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS t (kind, norm, n)
  JOIN identifier i ON i.kind = t.kind AND i.norm = t.norm ORDER BY t.n)"};
constexpr Statement kSetHub{"subject.set_hub", R"(
  UPDATE identifier SET hub_reason = $2 WHERE id = ANY ($1::bigint[]) AND hub_reason IS NULL RETURNING id)"};
constexpr Statement kNoHub{"subject.no_hub", R"(
  UPDATE identifier SET hub_reason = NULL WHERE id = ANY ($1::bigint[]) AND hub_reason = $2 RETURNING id)"};
constexpr Statement kHubsAmong{"subject.hubs_among", R"(
  SELECT i.kind, i.norm FROM unnest($1::text[], $2::text[]) AS t (kind, norm)
  JOIN identifier i ON i.kind = t.kind AND i.norm = t.norm WHERE i.hub_reason IS NOT NULL)"};
// `wanted`: what the postings show. `c`: each posting that shows it, once, with its employer.
#define AW_CONTACT_KINDS "('phone', 'account', 'social', 'email', 'domain', 'enterprise')"
constexpr Statement kSharedContacts{"subject.shared_contacts", R"(
  WITH wanted AS (SELECT DISTINCT f.kind, f.value FROM unnest($1::bigint[]) d (id)
    JOIN posting p ON p.id = d.id AND p.kind <> 'tip' JOIN current_assessment cur ON cur.posting_id = p.id
    JOIN assessment a ON a.id = cur.assessment_id JOIN fact f ON f.version_id = a.version_id WHERE f.kind IN )" AW_CONTACT_KINDS R"(),
  c AS (SELECT p.source_id, p.id, v.id AS version_id, lower(v.fields ->> 'employer') AS employer, w.kind, w.value,
     bool_or(f.field <> 'context') AS in_text
    FROM wanted w JOIN fact f ON f.kind = w.kind AND md5(f.value) = md5(w.value) AND f.value = w.value AND f.kind IN )" AW_CONTACT_KINDS R"(
    JOIN posting_version v ON v.id = f.version_id JOIN posting p ON p.id = v.posting_id AND p.kind <> 'tip'
    JOIN current_assessment cur ON cur.posting_id = p.id JOIN assessment a ON a.id = cur.assessment_id AND a.version_id = v.id
    GROUP BY p.source_id, p.id, v.id, w.kind, w.value),
  used AS (SELECT source_id, kind, value, count(*) AS postings, bool_or(in_text) AS in_text, count(DISTINCT employer) AS employers
    FROM c GROUP BY source_id, kind, value),
  total AS (SELECT source_id, count(*) AS postings FROM posting WHERE kind <> 'tip'
    AND source_id IN (SELECT source_id FROM used WHERE postings >= 5) GROUP BY source_id)
  SELECT DISTINCT u.kind, u.value FROM used u LEFT JOIN total t USING (source_id)
  WHERE (NOT u.in_text AND u.employers >= 2)
  OR (u.postings >= 5 AND u.postings * 10 >= t.postings * 6 AND (u.employers >= 2 OR
   (SELECT count(DISTINCT o.value) FROM c x JOIN fact o ON o.version_id = x.version_id AND o.kind = 'phone'
    WHERE x.source_id = u.source_id AND x.kind = u.kind AND x.value = u.value AND o.value <> u.value) >= 3))
  ORDER BY 1, 2)"};
// Of each id the newest postings that show it are asked; a board has very many.
constexpr Statement kSharedTrackers{"subject.shared_trackers", R"(
  WITH wanted AS (SELECT DISTINCT t.value FROM unnest($1::bigint[]) d (id) JOIN posting p ON p.id = d.id AND p.kind <> 'tip'
    JOIN current_assessment cur ON cur.posting_id = p.id JOIN assessment a ON a.id = cur.assessment_id
    JOIN posting_version v ON v.id = a.version_id AND v.fields ? 'trackers', jsonb_array_elements_text(v.fields -> 'trackers') t (value)),
  known AS (SELECT w.value, EXISTS (SELECT FROM identifier i WHERE i.kind = 'analytics' AND i.norm = w.value AND i.hub_reason IS NOT NULL)
    AS hub FROM wanted w),
  shows AS (SELECT k.value, p.source_id, v.posting_id, v.id AS version_id FROM known k
    JOIN LATERAL (SELECT DISTINCT ON (o.posting_id) o.posting_id, o.id FROM (SELECT posting_id, id FROM posting_version
      WHERE fields ? 'trackers' AND fields -> 'trackers' ? k.value ORDER BY id DESC LIMIT 100) o ORDER BY o.posting_id, o.id DESC) v ON NOT k.hub
    JOIN posting p ON p.id = v.posting_id AND p.kind <> 'tip'),
  counted AS (SELECT value, source_id, count(*) AS postings FROM shows GROUP BY value, source_id)
  SELECT 'analytics', value FROM known WHERE hub
  UNION SELECT 'analytics', c.value FROM counted c WHERE c.postings >= 2 AND NOT EXISTS
   (SELECT FROM shows s JOIN fact f ON f.version_id = s.version_id AND f.kind IN ('phone', 'account', 'social', 'email')
    WHERE s.value = c.value AND s.source_id = c.source_id GROUP BY f.kind, f.value HAVING count(DISTINCT s.posting_id) = c.postings)
  ORDER BY 1, 2)"};
// Without signs and without ties nothing depends on it.
constexpr Statement kTickOff{"subject.tick_off", R"(
  UPDATE current_assessment cur SET built = true FROM assessment a WHERE NOT cur.built AND a.id = cur.standing_id
   AND a.verdict = 'clear' AND NOT EXISTS (SELECT FROM tie t WHERE t.posting_id = cur.posting_id AND t.ended_at IS NULL))"};
constexpr Statement kUnbuilt{"subject.unbuilt",
                             "SELECT posting_id FROM current_assessment WHERE NOT built ORDER BY posting_id"};
constexpr Statement kMarkBuilt{"subject.mark_built", R"(
  UPDATE current_assessment SET built = $2 WHERE posting_id = ANY ($1::bigint[]) AND built <> $2)"};
constexpr Statement kShowing{"subject.showing", R"(
  SELECT t.posting_id FROM tie t WHERE t.identifier_id = ANY ($1::bigint[]) AND t.ended_at IS NULL
  UNION SELECT v.posting_id FROM identifier i
  JOIN fact f ON f.kind = i.kind AND md5(f.value) = md5(i.norm) AND f.value = i.norm AND f.kind IN )" AW_CONTACT_KINDS R"(
  JOIN posting_version v ON v.id = f.version_id JOIN current_assessment cur ON cur.posting_id = v.posting_id
  JOIN assessment a ON a.id = cur.standing_id AND a.version_id = v.id AND a.verdict <> 'clear'
  WHERE i.id = ANY ($1::bigint[]))"};
constexpr Statement kPostingsOf{"subject.postings_of", R"(
  SELECT DISTINCT t.posting_id FROM subject s JOIN tie t ON t.subject_id = s.id AND t.ended_at IS NULL
  WHERE s.id = ANY ($1::bigint[]) OR s.merged_into = ANY ($1::bigint[]) ORDER BY 1)"};
constexpr Statement kCreate{"subject.create", R"(
  INSERT INTO subject (label, folded, made_at)
  SELECT label, folded, $3 FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS t (label, folded, n) ORDER BY n RETURNING id)"};
constexpr Statement kSetLabel{"subject.set_label",
                              "UPDATE subject SET label = $2, folded = $3 WHERE id = $1 AND label <> $2"};
constexpr Statement kLabel{"subject.label", R"(
  SELECT shown_label(c.id, c.label) FROM subject s JOIN subject c ON c.id = coalesce(s.merged_into, s.id) WHERE
    s.id = $1)"};
constexpr Statement kLockPair{"subject.lock_pair", R"(
  SELECT id FROM subject WHERE id IN ($1, $2) AND merged_into IS NULL ORDER BY id FOR UPDATE)"};
// What was merged into `from` points at `into` directly, so that reads follow one step.
constexpr Statement kMerge{"subject.merge",
                           "UPDATE subject SET merged_into = $2 WHERE id = $1 OR merged_into = $1"};
constexpr Statement kRevive{"subject.revive", R"(
  UPDATE subject s SET merged_into = NULL WHERE s.merged_into = $1
   AND EXISTS (SELECT FROM tie t WHERE t.subject_id = s.id AND t.role = 'controls' AND t.ended_at IS NULL AND t.identifier_id = ANY ($2::bigint[]))
   AND NOT EXISTS (SELECT FROM tie t WHERE t.subject_id = s.id AND t.role = 'controls' AND t.ended_at IS NULL
    AND t.identifier_id <> ALL ($2::bigint[])))"};
constexpr Statement kOfPostings{"subject.of_postings", R"(
  SELECT DISTINCT t.posting_id, coalesce(s.merged_into, s.id) FROM tie t JOIN subject s ON s.id = t.subject_id
  WHERE t.posting_id = ANY ($1::bigint[]) AND t.ended_at IS NULL AND t.by = 'scan' ORDER BY 1, 2)"};
constexpr Statement kControlling{"subject.controlling", R"(
  SELECT DISTINCT t.identifier_id, coalesce(s.merged_into, s.id) FROM tie t JOIN subject s ON s.id = t.subject_id
  JOIN identifier i ON i.id = t.identifier_id WHERE t.identifier_id = ANY ($1::bigint[]) AND t.role = 'controls'
   AND t.ended_at IS NULL AND i.hub_reason IS NULL ORDER BY 1, 2)"};
constexpr Statement kEndTies{"subject.end_ties", R"(
  UPDATE tie SET ended_at = $6 FROM subject s WHERE tie.posting_id = ANY ($1::bigint[]) AND by =
    'scan'
  AND ended_at IS NULL AND s.id = tie.subject_id AND NOT EXISTS
  (SELECT FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::text[]) AS t (subject,
    identifier, posting, role)
   WHERE t.subject = coalesce(s.merged_into, s.id) AND t.identifier = tie.identifier_id
    AND t.posting = tie.posting_id AND t.role = tie.role))"};
constexpr Statement kAddTies{"subject.add_ties", R"(
  INSERT INTO tie (subject_id, identifier_id, posting_id, role, fact_id, by)
  SELECT subject, identifier, posting, role, fact, 'scan'
  FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[])
   AS t (subject, identifier, posting, role, fact)
  WHERE NOT EXISTS (SELECT FROM tie o JOIN subject s ON s.id = o.subject_id WHERE o.ended_at IS
    NULL
   AND coalesce(s.merged_into, s.id) = t.subject AND o.identifier_id = t.identifier AND
     o.posting_id = t.posting
   AND o.role = t.role)
  ON CONFLICT (subject_id, identifier_id, posting_id, role) WHERE ended_at IS NULL DO NOTHING)"};
#define AW_SUBJECT_AND_MERGED "(SELECT $1::bigint UNION SELECT id FROM subject WHERE merged_into = $1)"
constexpr Statement kTakeAway{"subject.take_away", R"(
  UPDATE tie SET ended_at = $3 WHERE subject_id IN )" AW_SUBJECT_AND_MERGED R"( AND ended_at IS NULL AND (identifier_id = ANY ($2::bigint[])
   OR NOT EXISTS (SELECT FROM tie o WHERE o.posting_id = tie.posting_id AND o.subject_id IN )" AW_SUBJECT_AND_MERGED R"( AND o.role = 'controls'
    AND o.ended_at IS NULL AND o.identifier_id <> ALL ($2::bigint[]))))"};
// What was just taken away and no advert shows without something that stays: nobody would be behind it.
constexpr Statement kLeftAlone{"subject.left_alone", R"(
  SELECT i.id FROM unnest($2::bigint[]) AS i(id)
  WHERE NOT EXISTS (SELECT FROM tie t WHERE t.identifier_id = i.id AND t.role = 'controls' AND t.ended_at IS NULL)
   AND EXISTS (SELECT FROM tie t WHERE t.identifier_id = i.id AND t.ended_at = $3 AND t.subject_id IN )" AW_SUBJECT_AND_MERGED R"()
   AND NOT EXISTS (SELECT FROM tie t WHERE t.identifier_id = i.id AND t.ended_at = $3 AND t.subject_id IN )" AW_SUBJECT_AND_MERGED R"(
    AND NOT EXISTS (SELECT FROM tie o WHERE o.posting_id = t.posting_id AND o.subject_id IN )" AW_SUBJECT_AND_MERGED R"( AND o.role = 'controls'
     AND o.ended_at IS NULL)))"};
constexpr Statement kTieByPerson{"subject.tie_by_person", R"(
  INSERT INTO tie (subject_id, identifier_id, posting_id, role, fact_id, by)
  SELECT DISTINCT ON (t.identifier_id, t.posting_id) $4::bigint, t.identifier_id, t.posting_id, 'controls', t.fact_id, 'person' FROM tie t
  WHERE t.identifier_id = ANY ($2::bigint[]) AND t.role = 'controls' AND t.ended_at = $3 AND t.subject_id IN )" AW_SUBJECT_AND_MERGED};
constexpr Statement kStandsAgain{"subject.stands_again", R"(
  SELECT EXISTS (SELECT FROM subject s WHERE s.merged_into = $1
   AND EXISTS (SELECT FROM tie t WHERE t.subject_id = s.id AND t.role = 'controls' AND t.ended_at IS NULL AND t.identifier_id = ANY ($2::bigint[]))
   AND NOT EXISTS (SELECT FROM tie t WHERE t.subject_id = s.id AND t.role = 'controls' AND t.ended_at IS NULL
    AND t.identifier_id <> ALL ($2::bigint[]))))"};
// A name is shown as the advert writes it, or as the page names the employer.
constexpr Statement kIdentifiersOf{"subject.identifiers_of", R"(
  SELECT i.kind, i.norm, t.role, count(DISTINCT t.posting_id), i.hub_reason,
   CASE WHEN i.kind IN ('name', 'licence', 'tax_code') THEN coalesce(min(f.value), min(v.fields ->> 'employer')) END,
   EXISTS (SELECT FROM restricted_identifier r WHERE r.identifier_id = i.id),
   EXISTS (SELECT FROM tie h JOIN held_posting p ON p.posting_id = h.posting_id WHERE h.identifier_id = i.id)
  FROM tie t JOIN identifier i ON i.id = t.identifier_id LEFT JOIN fact f ON f.id = t.fact_id
  LEFT JOIN LATERAL (SELECT o.fields FROM posting_version o WHERE t.fact_id IS NULL AND i.kind = 'name' AND o.posting_id = t.posting_id
   ORDER BY o.n LIMIT 1) v ON true
  WHERE t.subject_id IN )" AW_SUBJECT_AND_MERGED R"( AND t.ended_at IS NULL
  GROUP BY i.id, i.kind, i.norm, t.role, i.hub_reason ORDER BY t.role DESC, count(DISTINCT t.posting_id) DESC, i.kind, i.id)"};
constexpr Statement kNamesEver{"subject.names_ever", R"(
  SELECT DISTINCT i.norm FROM tie t JOIN identifier i ON i.id = t.identifier_id
  WHERE t.subject_id IN )" AW_SUBJECT_AND_MERGED R"( AND i.kind = 'name' ORDER BY 1)"};
constexpr Statement kEvidence{"subject.evidence", R"(
  SELECT i.kind, i.norm, t.role, src.key, p.canonical_url, v.title, f.quote, extract(epoch FROM t.ended_at)::bigint
  FROM tie t JOIN identifier i ON i.id = t.identifier_id JOIN posting p ON p.id = t.posting_id JOIN source src ON src.id = p.source_id
  JOIN LATERAL (SELECT o.title FROM posting_version o WHERE o.posting_id = p.id ORDER BY o.n DESC LIMIT 1) v ON true
  LEFT JOIN fact f ON f.id = t.fact_id
  WHERE t.subject_id IN )" AW_SUBJECT_AND_MERGED R"( AND NOT EXISTS (SELECT FROM restricted_posting r WHERE r.posting_id = p.id AND NOT ($3 AND r.needed))
  ORDER BY t.ended_at IS NOT NULL, t.role DESC, i.kind, i.norm, t.id LIMIT $2)"};
#define AW_SUBJECT_SUMMARY                                                                            \
  "SELECT s.id, shown_label(s.id, s.label), s.merged_into, (SELECT coalesce(array_agg(a.number ORDER BY a.number), '{}')" \
  " FROM alert a WHERE a.subject_id IN (SELECT s.id UNION SELECT m.id FROM subject m WHERE m.merged_into = s.id)) FROM subject s"
constexpr Statement kFindSubject{"subject.find", AW_SUBJECT_SUMMARY " WHERE s.id = $1"};
constexpr Statement kListSubjects{"subject.list", AW_SUBJECT_SUMMARY
                                  " WHERE s.merged_into IS NULL ORDER BY s.id DESC LIMIT $1"};
constexpr Statement kSearchSubjects{"subject.search", AW_SUBJECT_SUMMARY R"( WHERE s.id IN (
   SELECT id FROM subject WHERE merged_into IS NULL AND folded LIKE $2
   UNION SELECT coalesce(m.merged_into, m.id) FROM identifier i JOIN tie t ON t.identifier_id = i.id AND t.ended_at IS NULL
   JOIN subject m ON m.id = t.subject_id
   WHERE (i.norm ILIKE ANY ($3::text[]) AND ($4 OR i.kind NOT IN )" AW_PERSONAL_KINDS R"())
    OR (i.kind IN ('name', 'enterprise', 'licence', 'licence_of', 'tax_code', 'domain') AND i.norm ILIKE $2))
  ORDER BY s.id DESC LIMIT $1)"};
constexpr Statement kJudge{"subject.judge", R"(
  INSERT INTO judgement_of_tie (kind, a, b, by_id, at, reason) VALUES ($1, $2, $3, $4, $5, $6))"};
constexpr Statement kJudgements{"subject.judgements", R"(
  SELECT DISTINCT ON (least(j.a, j.b), greatest(j.a, j.b)) j.kind, a.kind, a.norm, b.kind,
    b.norm
  FROM judgement_of_tie j JOIN identifier a ON a.id = j.a JOIN identifier b ON b.id = j.b
  ORDER BY least(j.a, j.b), greatest(j.a, j.b), j.id DESC)"};

std::string NormOf(const IdentifierValue& identifier) {
  if (identifier.norm.size() <= kMaxNormBytes) return identifier.norm;
  return "sha256:" + core::Sha256Hex(identifier.norm);
}

std::vector<std::int64_t> IdsOf(const pqxx::result& rows) {
  std::vector<std::int64_t> ids;
  for (const auto& row : rows) ids.push_back(row[0].as<std::int64_t>());
  return ids;
}

SubjectSummary SummaryOf(const pqxx::row& row) {
  return {row[0].as<std::int64_t>(), row[1].c_str(), FindValue<std::int64_t>(row[2]),
          NumbersOf(row[3])};
}

}  // namespace

std::string_view TieKindName(TieKind kind) {
  return kind == TieKind::kControls ? "controls" : "claims";
}

std::vector<std::int64_t> EnsureIdentifiers(pqxx::transaction_base& tx,
                                            const std::vector<IdentifierValue>& identifiers) {
  ArrayText kinds;
  ArrayText norms;
  for (const auto& identifier : identifiers) {
    kinds.Add(identifier.kind);
    norms.Add(NormOf(identifier));
  }
  Exec(tx, kAddIdentifiers, kinds.Text(), norms.Text());
  return IdsOf(Exec(tx, kIdentifierIds, kinds.Text(), norms.Text()));
}

std::vector<IdentifierValue> SharedContacts(pqxx::transaction_base& tx,
                                            const std::vector<std::int64_t>& posting_ids) {
  std::vector<IdentifierValue> contacts;
  for (const auto& row : Exec(tx, kSharedContacts, ArrayOf(posting_ids)))
    contacts.push_back({row[0].c_str(), row[1].c_str()});
  for (const auto& row : Exec(tx, kSharedTrackers, ArrayOf(posting_ids)))
    contacts.push_back({row[0].c_str(), row[1].c_str()});
  return contacts;
}

HubChange SetHubs(pqxx::transaction_base& tx, const std::vector<IdentifierValue>& hubs,
                  const std::vector<IdentifierValue>& no_hubs, const std::string& reason) {
  return {IdsOf(Exec(tx, kSetHub, ArrayOf(EnsureIdentifiers(tx, hubs)), reason)),
          IdsOf(Exec(tx, kNoHub, ArrayOf(EnsureIdentifiers(tx, no_hubs)), reason))};
}

std::vector<IdentifierValue> HubsAmong(pqxx::transaction_base& tx,
                                       const std::vector<IdentifierValue>& identifiers) {
  ArrayText kinds;
  ArrayText norms;
  for (const auto& identifier : identifiers) {
    kinds.Add(identifier.kind);
    norms.Add(NormOf(identifier));
  }
  std::vector<IdentifierValue> hubs;
  for (const auto& row : Exec(tx, kHubsAmong, kinds.Text(), norms.Text()))
    hubs.push_back({row[0].c_str(), row[1].c_str()});
  return hubs;
}

std::vector<std::int64_t> TakeUnbuiltPostings(pqxx::transaction_base& tx) {
  Exec(tx, kTickOff);
  return IdsOf(Exec(tx, kUnbuilt));
}

void MarkBuilt(pqxx::transaction_base& tx, const std::vector<std::int64_t>& posting_ids,
               bool built) {
  Exec(tx, kMarkBuilt, ArrayOf(posting_ids), built);
}

std::vector<std::int64_t> PostingsShowing(pqxx::transaction_base& tx,
                                          const std::vector<std::int64_t>& identifier_ids) {
  return IdsOf(Exec(tx, kShowing, ArrayOf(identifier_ids)));
}

std::vector<std::int64_t> PostingsOfSubjects(pqxx::transaction_base& tx,
                                             const std::vector<std::int64_t>& subject_ids) {
  return IdsOf(Exec(tx, kPostingsOf, ArrayOf(subject_ids)));
}

std::int64_t CreateSubject(pqxx::transaction_base& tx, const std::string& label,
                           core::Instant now) {
  return CreateSubjects(tx, {label}, now).front();
}

std::vector<std::int64_t> CreateSubjects(pqxx::transaction_base& tx, const std::vector<std::string>& labels,
                                         core::Instant now) {
  ArrayText shown;
  ArrayText folded;
  for (const auto& label : labels) {
    shown.Add(label);
    folded.Add(internal::WithoutContacts(core::FoldPlain(label)));
  }
  std::vector<std::int64_t> ids;
  for (const auto& row : Exec(tx, kCreate, shown.Text(), folded.Text(), now)) ids.push_back(row[0].as<std::int64_t>());
  return ids;
}

void SetSubjectLabel(pqxx::transaction_base& tx, std::int64_t subject_id,
                     const std::string& label) {
  Exec(tx, kSetLabel, subject_id, label, internal::WithoutContacts(core::FoldPlain(label)));
}

std::string SubjectLabel(pqxx::transaction_base& tx, std::int64_t subject_id) {
  return ExecOne(tx, kLabel, subject_id)[0].c_str();
}

void MergeSubjects(pqxx::transaction_base& tx, std::int64_t from, std::int64_t into) {
  if (Exec(tx, kLockPair, from, into).size() != 2) {
    throw std::logic_error("subject " + std::to_string(from) + " cannot be merged into " +
                           std::to_string(into) +
                           ": one of them was merged before, or they are one");
  }
  Exec(tx, kMerge, from, into);
}

std::vector<PostingSubject> SubjectsOfPostings(pqxx::transaction_base& tx,
                                               const std::vector<std::int64_t>& posting_ids) {
  std::vector<PostingSubject> pairs;
  for (const auto& row : Exec(tx, kOfPostings, ArrayOf(posting_ids)))
    pairs.push_back({row[0].as<std::int64_t>(), row[1].as<std::int64_t>()});
  return pairs;
}

std::vector<IdentifierSubject> SubjectsControlling(
    pqxx::transaction_base& tx, const std::vector<std::int64_t>& identifier_ids) {
  std::vector<IdentifierSubject> pairs;
  for (const auto& row : Exec(tx, kControlling, ArrayOf(identifier_ids)))
    pairs.push_back({row[0].as<std::int64_t>(), row[1].as<std::int64_t>()});
  return pairs;
}

void ReplaceTies(pqxx::transaction_base& tx, const std::vector<std::int64_t>& posting_ids,
                 const std::vector<NewTie>& ties, core::Instant now) {
  ArrayText subjects;
  ArrayText identifiers;
  ArrayText postings;
  ArrayText roles;
  ArrayText facts;
  for (const auto& tie : ties) {
    subjects.Add(tie.subject_id);
    identifiers.Add(tie.identifier_id);
    postings.Add(tie.posting_id);
    roles.Add(TieKindName(tie.kind));
    facts.Add(tie.fact_id);
  }
  Exec(tx, kEndTies, ArrayOf(posting_ids), subjects.Text(), identifiers.Text(), postings.Text(),
       roles.Text(), now);
  Exec(tx, kAddTies, subjects.Text(), identifiers.Text(), postings.Text(), roles.Text(),
       facts.Text());
}

void TakeAway(pqxx::transaction_base& tx, std::int64_t subject_id,
              const std::vector<IdentifierValue>& identifiers, core::Instant now) {
  const std::string ids = ArrayOf(EnsureIdentifiers(tx, identifiers));
  Exec(tx, kRevive, subject_id, ids);
  Exec(tx, kTakeAway, subject_id, ids, now);
  std::vector<std::int64_t> alone = IdsOf(Exec(tx, kLeftAlone, subject_id, ids, now));
  if (alone.empty()) return;
  const auto asked = EnsureIdentifiers(tx, identifiers);
  std::string label;
  for (std::size_t i = 0; i < identifiers.size(); ++i) {
    if (std::find(alone.begin(), alone.end(), asked[i]) != alone.end()) label += (label.empty() ? "" : " · ") + identifiers[i].norm;
  }
  Exec(tx, kTieByPerson, subject_id, ArrayOf(alone), now, CreateSubject(tx, label, now));
}

bool StandsAgain(pqxx::transaction_base& tx, std::int64_t subject_id, const std::vector<IdentifierValue>& identifiers) {
  return ExecOne(tx, kStandsAgain, subject_id, ArrayOf(EnsureIdentifiers(tx, identifiers)))[0].as<bool>();
}

std::vector<SubjectIdentifier> IdentifiersOf(pqxx::transaction_base& tx, std::int64_t subject_id, Restricted restricted) {
  std::vector<SubjectIdentifier> identifiers;
  for (const auto& row : Exec(tx, kIdentifiersOf, subject_id)) {
    const bool controls = TieKindName(TieKind::kControls) == row[2].c_str();
    const bool is_restricted = row[6].as<bool>();
    if (is_restricted && restricted == Restricted::kHidden) {
      identifiers.push_back({{row[0].c_str(), ""}, controls ? TieKind::kControls : TieKind::kClaims, row[3].as<int>(), "", "", true});
      continue;
    }
    if (is_restricted && !row[7].as<bool>()) continue;
    identifiers.push_back({{row[0].c_str(), row[1].c_str()},
                           controls ? TieKind::kControls : TieKind::kClaims,
                           row[3].as<int>(),
                           row[4].c_str(),
                           row[5].is_null() ? row[1].c_str() : row[5].c_str(),
                           is_restricted});
  }
  return identifiers;
}

std::vector<std::string> NamesEverOf(pqxx::transaction_base& tx, std::int64_t subject_id) {
  std::vector<std::string> names;
  for (const auto& row : Exec(tx, kNamesEver, subject_id)) names.emplace_back(row[0].c_str());
  return names;
}

std::vector<TieEvidence> EvidenceOf(pqxx::transaction_base& tx, std::int64_t subject_id, int limit, Restricted restricted) {
  std::vector<TieEvidence> evidence;
  for (const auto& row : Exec(tx, kEvidence, subject_id, limit, restricted == Restricted::kShownWhereNeeded)) {
    const bool controls = TieKindName(TieKind::kControls) == row[2].c_str();
    evidence.push_back({{row[0].c_str(), row[1].c_str()},
                        controls ? TieKind::kControls : TieKind::kClaims,
                        row[3].c_str(),
                        row[4].c_str(),
                        row[5].c_str(),
                        row[6].c_str(),
                        FindValue<core::Instant>(row[7])});
  }
  return evidence;
}

std::optional<SubjectSummary> FindSubject(pqxx::transaction_base& tx, std::int64_t subject_id) {
  const auto rows = Exec(tx, kFindSubject, subject_id);
  if (rows.empty()) return {};
  return SummaryOf(rows[0]);
}

std::vector<SubjectSummary> ListSubjects(pqxx::transaction_base& tx, const std::string& search,
                                         int limit) {
  const SearchQuery asked = ParseSearchQuery(search);
  const bool whole = !asked.identifier.empty();
  const std::string& text = whole ? asked.identifier : asked.words;
  const auto rows = text.empty() ? Exec(tx, kListSubjects, limit)
                                 : Exec(tx, kSearchSubjects, limit, "%" + internal::LikeText(text) + "%",
                                        ArrayOf(internal::ContactPatterns(text)), whole);
  std::vector<SubjectSummary> subjects;
  for (const auto& row : rows) subjects.push_back(SummaryOf(row));
  return subjects;
}

std::vector<TieJudgement> TieJudgements(pqxx::transaction_base& tx) {
  std::vector<TieJudgement> judgements;
  for (const auto& row : Exec(tx, kJudgements)) {
    judgements.push_back({std::string_view{"link"} == row[0].c_str(),
                          {row[1].c_str(), row[2].c_str()},
                          {row[3].c_str(), row[4].c_str()}});
  }
  return judgements;
}

void JudgeTie(pqxx::transaction_base& tx, const TieJudgement& judgement, const std::string& by,
              const std::string& reason, core::Instant now) {
  const auto ids = EnsureIdentifiers(tx, {judgement.a, judgement.b});
  Exec(tx, kJudge, judgement.link ? "link" : "separate", ids.at(0), ids.at(1),
       EnsurePerson(tx, by, now), now, reason);
}

}  // namespace agencywatch::db
