// The audit chain as people read it: newest first, by person, action, object and time. Appending and proving it is in
// audit_store.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

struct AuditFilter {
  std::string actor;   // whole name; empty: anybody
  std::string action;  // whole ("alert.dismiss") or its beginning ("alert."); empty: any
  std::string object;  // "alert 3", or a part of it; empty: any
  std::optional<core::Instant> from;
  std::optional<core::Instant> before;          // exclusive
  std::optional<std::int64_t> before_sequence;  // rows with a lower number only: the next page
  int limit = 100;
};
struct AuditRow {
  std::int64_t sequence = 0;
  core::Instant at;
  std::string actor;
  std::string action;
  std::string object;
  std::string reason;
  std::string body;  // JSON, or empty
  std::string sha256;
};
[[nodiscard]] std::vector<AuditRow> SearchAudit(pqxx::transaction_base& tx,
                                                const AuditFilter& filter);
// Searches for persons' identifiers, each a row of the chain whose details may hold what tells it from others as "asked".
inline constexpr const char* kIdentifierSearch = "identifier.search";
struct SearchCount {
  int all = 0;        // of `actor` since then
  bool same = false;  // one of them asked for the same
};
// Whoever counts for the same actor waits until this transaction ends.
[[nodiscard]] SearchCount CountSearches(pqxx::transaction_base& tx, const std::string& actor, core::Instant since, const std::string& asked);
// Names that stand in the chain, sorted; at most 500.
[[nodiscard]] std::vector<std::string> AuditActors(pqxx::transaction_base& tx);

}  // namespace agencywatch::db
