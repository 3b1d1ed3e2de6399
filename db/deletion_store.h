// What a person asked to have deleted: what goes, what is blacked out, what is kept, agreed on by two persons (migration 0080).
// Taking it away is for retention_store.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "db/request_store.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

// Postings; each in one list.
struct DeletionPlan {
  std::vector<std::int64_t> erase;   // they show nobody but the person
  std::vector<std::int64_t> redact;  // of others, too: the person is blacked out
  std::vector<std::int64_t> keep;    // a case or an alert needs them
  // Reports whose informant goes; of `kept_informants` a case needs the tip.
  std::vector<std::int64_t> informants;
  std::vector<std::int64_t> kept_informants;
};
[[nodiscard]] DeletionPlan PlanDeletion(const std::vector<HeldData>& held, const std::vector<HeldInformant>& informants);

struct DeletionRow {
  int proposal = 0;
  DeletionPlan plan;  // without what is kept
  std::string proposed_by;
  core::Instant proposed_at;
  std::string approved_by;  // empty: not yet
};
[[nodiscard]] std::optional<DeletionRow> FindDeletion(pqxx::transaction_base& tx, std::int64_t request);

// For an open request to delete of an identified person; both throw core::InputError where the database refuses, as for an
// approval by whoever proposed. Returns the proposal's number; a later one ends an earlier.
int ProposeDeletion(pqxx::transaction_base& tx, std::int64_t request, const DeletionPlan& plan, const RequestAct& act);
// Once approved it stays so.
void ApproveDeletion(pqxx::transaction_base& tx, std::int64_t request, int proposal, const RequestAct& act);

// A version in which the person is blacked out: each byte of their contacts and names an asterisk, so that all places stay.
struct Redaction {
  std::int64_t version_id = 0;
  std::string title;
  std::string body;
  std::string context;
  std::string employer;
  std::string words;  // for search, as posting_index.h has them
};
// All versions of these postings.
[[nodiscard]] std::vector<Redaction> RedactionsOf(pqxx::transaction_base& tx, const std::vector<std::int64_t>& postings,
                                                  const std::vector<IdentifierValue>& identifiers);

}  // namespace agencywatch::db
