#include "db/correction_store.h"

#include "db/audit_store.h"
#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

constexpr Statement kAdd{"correction.add", R"(
  INSERT INTO correction (request_id, kind, norm, posting_id, subject_id, says, made_at, by_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8))"};
constexpr Statement kWithdraw{"correction.withdraw",
                              "UPDATE correction SET withdrawn_at = $2 WHERE request_id = $1 AND withdrawn_at IS NULL"};
constexpr Statement kAbout{"correction.about", R"(
  SELECT c.kind, c.norm, c.posting_id, c.subject_id, c.says, c.request_id, extract(epoch FROM c.made_at)::bigint FROM correction c
  WHERE c.withdrawn_at IS NULL AND (c.posting_id = ANY ($2::bigint[])
   OR c.subject_id IN (SELECT unnest($1::bigint[]) UNION SELECT id FROM subject WHERE merged_into = ANY ($1))
   OR EXISTS (SELECT FROM identifier i JOIN tie t ON t.identifier_id = i.id WHERE i.kind = c.kind AND i.norm = c.norm
    AND t.subject_id IN (SELECT unnest($1::bigint[]) UNION SELECT id FROM subject WHERE merged_into = ANY ($1)))
   OR EXISTS (SELECT FROM fact f JOIN posting_version v ON v.id = f.version_id WHERE f.kind = c.kind AND md5(f.value) = md5(c.norm)
    AND f.value = c.norm AND f.kind IN ('phone', 'account', 'social', 'email', 'domain', 'licence', 'tax_code', 'enterprise')
    AND v.posting_id = ANY ($2::bigint[])))
  ORDER BY c.id)"};
constexpr Statement kOfCase{"correction.of_case", R"(
  SELECT coalesce(array_agg(DISTINCT a.subject_id), '{}'),
   ARRAY(SELECT DISTINCT ap.posting_id FROM case_alert ca JOIN alert_posting ap ON ap.alert_id = ca.alert_id
    WHERE ca.case_id = $1 AND ca.left_at IS NULL)
  FROM case_alert ca JOIN alert a ON a.id = ca.alert_id WHERE ca.case_id = $1 AND ca.left_at IS NULL)"};

std::vector<Correction> About(pqxx::transaction_base& tx, const std::string& subjects, const std::string& postings) {
  std::vector<Correction> corrections;
  for (const auto& row : Exec(tx, kAbout, subjects, postings)) {
    Correction correction;
    if (!row[0].is_null()) correction.identifier = IdentifierValue{row[0].c_str(), row[1].c_str()};
    correction.posting_id = FindValue<std::int64_t>(row[2]);
    correction.subject_id = FindValue<std::int64_t>(row[3]);
    correction.says = row[4].c_str();
    correction.request = row[5].as<std::int64_t>();
    correction.at = InstantOf(row[6]);
    corrections.push_back(std::move(correction));
  }
  return corrections;
}

}  // namespace

void AddCorrections(pqxx::transaction_base& tx, const std::vector<Correction>& corrections, std::int64_t request,
                    const std::string& by, core::Instant at) {
  const auto person = EnsurePerson(tx, by, at);
  for (const auto& correction : corrections) {
    std::optional<std::string> kind;
    std::optional<std::string> norm;
    if (correction.identifier) {
      kind = correction.identifier->kind;
      norm = correction.identifier->norm;
    }
    Exec(tx, kAdd, request, kind, norm, correction.posting_id, correction.subject_id, correction.says, at, person);
  }
}

void WithdrawCorrections(pqxx::transaction_base& tx, std::int64_t request, core::Instant at) {
  Exec(tx, kWithdraw, request, at);
}

std::vector<Correction> CorrectionsAbout(pqxx::transaction_base& tx, std::int64_t subject_id,
                                         const std::vector<std::int64_t>& posting_ids) {
  ArrayText postings;
  for (const auto id : posting_ids) postings.Add(id);
  return About(tx, "{" + std::to_string(subject_id) + "}", postings.Text());
}

std::vector<Correction> CorrectionsOfCase(pqxx::transaction_base& tx, std::int64_t case_id) {
  const auto row = ExecOne(tx, kOfCase, case_id);
  return About(tx, row[0].c_str(), row[1].c_str());
}

}  // namespace agencywatch::db
