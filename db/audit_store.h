// People who act, and the chain of hashes in which everything they do is written down.
//
// A row is added by one function of the database, under a lock, with the hash of the row before it; the application can
// neither change nor remove one. Verify finds the first row that was changed, removed or put in between.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/time.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

// The person of that name (as given, trimmed, not empty, at most 200 bytes); a new one is added.
[[nodiscard]] std::int64_t EnsurePerson(pqxx::transaction_base& tx, const std::string& name,
                                        core::Instant now);

struct AuditEntry {
  core::Instant at;
  std::string actor;
  std::string action;  // alert.dismiss, subject.split, informant.read …
  std::string object;  // "alert 3", "subject 17"
  std::string reason;
  std::string body;  // JSON object with the details; may be empty
};
// Returns its place in the chain, from 1. Others who append wait until this transaction ends.
std::int64_t AppendAudit(pqxx::transaction_base& tx, const AuditEntry& entry);

struct AuditState {
  std::int64_t rows = 0;
  std::string head_sha256;                 // of the last row; 64 zeros when there is none
  std::optional<std::int64_t> broken_seq;  // the first row that does not fit
};
[[nodiscard]] AuditState VerifyAudit(pqxx::transaction_base& tx);

}  // namespace agencywatch::db
