#include "db/deletion_store.h"

#include <set>

#include "core/black_out.h"
#include "core/errors.h"
#include "db/internal/refusal.h"
#include "db/internal/statement.h"
#include "db/posting_index.h"
#include "db/posting_store.h"

namespace agencywatch::db {
namespace {

constexpr Statement kPropose{"deletion.propose", "SELECT deletion_propose($1, $2::bigint[], $3::bigint[], $4::bigint[], $5, $6, $7)"};
constexpr Statement kApprove{"deletion.approve", "SELECT deletion_approve($1, $2, $3, $4, $5)"};
constexpr Statement kFind{"deletion.find", R"(
  SELECT d.proposal, d.erase, d.redact, d.informants, proposer.name, extract(epoch FROM d.proposed_at)::bigint, approver.name
  FROM deletion d JOIN person proposer ON proposer.id = d.proposed_by LEFT JOIN person approver ON approver.id = d.approved_by
  WHERE d.request_id = $1)"};
constexpr Statement kVersions{"deletion.versions", R"(
  SELECT id FROM posting_version WHERE posting_id = ANY ($1::bigint[]) ORDER BY id)"};
constexpr Statement kPlaces{"deletion.places", R"(
  SELECT DISTINCT f.field, f.start, f."end" FROM fact f JOIN unnest($2::text[], $3::text[]) AS asked (kind, norm)
  ON (f.kind = asked.kind AND f.value = asked.norm) OR (asked.kind = 'phone' AND right(f.value, length(asked.norm) + 1) = ':' || asked.norm)
  WHERE f.version_id = $1)"};

}  // namespace

DeletionPlan PlanDeletion(const std::vector<HeldData>& held, const std::vector<HeldInformant>& informants) {
  std::set<std::int64_t> seen;
  DeletionPlan plan;
  for (const auto& one : held) {
    if (seen.insert(one.posting_id).second) (!one.needed_by.empty() ? plan.keep : one.of_others ? plan.redact : plan.erase).push_back(one.posting_id);
  }
  for (const auto& one : informants) (!one.needed_by.empty() ? plan.kept_informants : plan.informants).push_back(one.report_id);
  return plan;
}

std::optional<DeletionRow> FindDeletion(pqxx::transaction_base& tx, std::int64_t request) {
  const auto rows = Exec(tx, kFind, request);
  if (rows.empty()) return {};
  const auto row = rows[0];
  return DeletionRow{row[0].as<int>(), {NumbersOf(row[1]), NumbersOf(row[2]), {}, NumbersOf(row[3]), {}}, row[4].c_str(), InstantOf(row[5]), row[6].c_str()};
}

int ProposeDeletion(pqxx::transaction_base& tx, std::int64_t request, const DeletionPlan& plan, const RequestAct& act) {
  return Asked([&] { return ExecOne(tx, kPropose, request, ArrayOf(plan.erase), ArrayOf(plan.redact), ArrayOf(plan.informants), act.note, act.at, act.by); })[0].as<int>();
}

void ApproveDeletion(pqxx::transaction_base& tx, std::int64_t request, int proposal, const RequestAct& act) {
  static_cast<void>(Asked([&] { return ExecOne(tx, kApprove, request, proposal, act.note, act.at, act.by); }));
}

std::vector<Redaction> RedactionsOf(pqxx::transaction_base& tx, const std::vector<std::int64_t>& postings,
                                    const std::vector<IdentifierValue>& identifiers) {
  ArrayText kinds;
  ArrayText norms;
  for (const auto& identifier : identifiers) {
    kinds.Add(identifier.kind);
    norms.Add(identifier.norm);
  }
  std::vector<Redaction> redactions;
  for (const auto version : Exec(tx, kVersions, ArrayOf(postings))) {
    const auto id = version[0].as<std::int64_t>();
    core::Posting posting = FindVersion(tx, id).value().posting;
    for (const auto& place : Exec(tx, kPlaces, id, kinds.Text(), norms.Text())) {
      const std::string_view field = place[0].c_str();
      core::BlackOut(field == "title" ? posting.text.title : field == "body" ? posting.text.body : posting.text.context,
               place[1].as<std::size_t>(), place[2].as<std::size_t>());
    }
    for (const auto& identifier : identifiers) {
      if (identifier.kind != "name") continue;
      for (std::string* text : {&posting.text.title, &posting.text.body, &posting.text.context, &posting.employer})
        core::BlackOutWords(*text, identifier.norm);
    }
    const std::string words = IndexEntryOf(posting).words;
    redactions.push_back({id, posting.text.title, posting.text.body, posting.text.context, posting.employer, words});
  }
  return redactions;
}

}  // namespace agencywatch::db
