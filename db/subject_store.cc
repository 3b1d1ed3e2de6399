#include "db/subject_store.h"

#include <map>
#include <stdexcept>
#include <utility>

#include "core/sha256.h"
#include "db/internal/statement.h"

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
  UPDATE identifier SET hub_reason = nullif($2, '') WHERE id = ANY ($1::bigint[])
  AND hub_reason IS DISTINCT FROM nullif($2, ''))"};
// `c`: each contact of each posting once. A contact belongs to the site when it only ever stands around adverts of several
// employers, or is printed on most of the source's postings although they name different employers or other phones.
constexpr Statement kSharedContacts{
    "subject.shared_contacts",
    "WITH p AS (SELECT p.id, p.source_id, a.version_id, lower(v.fields ->> 'employer') AS employer"
    "  FROM current_assessment ca JOIN assessment a ON a.id = ca.assessment_id"
    "  JOIN posting_version v ON v.id = a.version_id JOIN posting p ON p.id = ca.posting_id WHERE "
    "p.kind <> 'tip'),"
    " c AS (SELECT p.source_id, p.id, p.employer, f.kind, f.value, bool_or(f.field <> 'context') "
    "AS in_text"
    "  FROM p JOIN fact f ON f.version_id = p.version_id WHERE f.kind IN ('phone', 'account', "
    "'social', 'email', 'enterprise')"
    "  GROUP BY p.source_id, p.id, p.employer, f.kind, f.value),"
    " used AS (SELECT source_id, kind, value, count(*) AS postings, bool_or(in_text) AS in_text,"
    "  count(DISTINCT employer) AS employers FROM c GROUP BY source_id, kind, value),"
    " total AS (SELECT source_id, count(*) AS postings FROM p GROUP BY source_id)"
    " SELECT DISTINCT u.kind, u.value FROM used u JOIN total t USING (source_id)"
    " WHERE (NOT u.in_text AND u.employers >= 2)"
    " OR (u.postings >= 5 AND u.postings * 10 >= t.postings * 6 AND (u.employers >= 2 OR"
    "  (SELECT count(DISTINCT o.value) FROM c x JOIN c o ON o.id = x.id AND o.kind = 'phone'"
    "   WHERE x.source_id = u.source_id AND x.kind = u.kind AND x.value = u.value AND o.value <> "
    "u.value) >= 3))"
    " ORDER BY 1, 2"};
constexpr Statement kCreate{"subject.create",
                            "INSERT INTO subject (label, made_at) VALUES ($1, $2) RETURNING id"};
constexpr Statement kSetLabel{"subject.set_label",
                              "UPDATE subject SET label = $2 WHERE id = $1 AND label <> $2"};
constexpr Statement kLabel{"subject.label", R"(
  SELECT c.label FROM subject s JOIN subject c ON c.id = coalesce(s.merged_into, s.id) WHERE
    s.id = $1)"};
constexpr Statement kLockPair{"subject.lock_pair", R"(
  SELECT id FROM subject WHERE id IN ($1, $2) AND merged_into IS NULL ORDER BY id FOR UPDATE)"};
// What was merged into `from` points at `into` directly, so that reads follow one step.
constexpr Statement kMerge{"subject.merge",
                           "UPDATE subject SET merged_into = $2 WHERE id = $1 OR merged_into = $1"};
constexpr Statement kOfPostings{"subject.of_postings", R"(
  SELECT DISTINCT coalesce(s.merged_into, s.id) AS id FROM tie t JOIN subject s ON s.id =
    t.subject_id
  WHERE t.posting_id = ANY ($1::bigint[]) AND t.ended_at IS NULL ORDER BY 1)"};
constexpr Statement kControlling{"subject.controlling", R"(
  SELECT DISTINCT coalesce(s.merged_into, s.id) AS id FROM tie t JOIN subject s ON s.id =
    t.subject_id
  JOIN identifier i ON i.id = t.identifier_id WHERE t.identifier_id = ANY ($1::bigint[]) AND
    t.role = 'controls'
  AND t.ended_at IS NULL AND i.hub_reason IS NULL ORDER BY 1)"};
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
constexpr Statement kIdentifiersOf{"subject.identifiers_of", R"(
  SELECT i.kind, i.norm, t.role, count(DISTINCT t.posting_id), i.hub_reason
  FROM tie t JOIN identifier i ON i.id = t.identifier_id JOIN subject s ON s.id = t.subject_id
  WHERE (s.id = $1 OR s.merged_into = $1) AND t.ended_at IS NULL
  GROUP BY i.kind, i.norm, t.role, i.hub_reason ORDER BY t.role DESC, count(DISTINCT
    t.posting_id) DESC, i.kind, i.norm)"};
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

void SetHubReason(pqxx::transaction_base& tx, const std::vector<std::int64_t>& identifier_ids,
                  const std::string& reason) {
  Exec(tx, kSetHub, ArrayOf(identifier_ids), reason);
}

std::vector<IdentifierValue> SharedContacts(pqxx::transaction_base& tx) {
  std::vector<IdentifierValue> contacts;
  for (const auto& row : Exec(tx, kSharedContacts))
    contacts.push_back({row[0].c_str(), row[1].c_str()});
  return contacts;
}

std::int64_t CreateSubject(pqxx::transaction_base& tx, const std::string& label,
                           core::Instant now) {
  return ExecOne(tx, kCreate, label, now)[0].as<std::int64_t>();
}

void SetSubjectLabel(pqxx::transaction_base& tx, std::int64_t subject_id,
                     const std::string& label) {
  Exec(tx, kSetLabel, subject_id, label);
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

std::vector<std::int64_t> SubjectsOfPostings(pqxx::transaction_base& tx,
                                             const std::vector<std::int64_t>& posting_ids) {
  return IdsOf(Exec(tx, kOfPostings, ArrayOf(posting_ids)));
}

std::vector<std::int64_t> SubjectsControlling(pqxx::transaction_base& tx,
                                              const std::vector<std::int64_t>& identifier_ids) {
  return IdsOf(Exec(tx, kControlling, ArrayOf(identifier_ids)));
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

std::vector<SubjectIdentifier> IdentifiersOf(pqxx::transaction_base& tx, std::int64_t subject_id) {
  std::vector<SubjectIdentifier> identifiers;
  for (const auto& row : Exec(tx, kIdentifiersOf, subject_id)) {
    const bool controls = TieKindName(TieKind::kControls) == row[2].c_str();
    identifiers.push_back({{row[0].c_str(), row[1].c_str()},
                           controls ? TieKind::kControls : TieKind::kClaims,
                           row[3].as<int>(),
                           row[4].c_str()});
  }
  return identifiers;
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

}  // namespace agencywatch::db
