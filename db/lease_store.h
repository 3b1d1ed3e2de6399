// Leases: who may send requests to an origin or an address. All times are the database's clock, so
// that workers on several machines agree.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

enum class LeaseKind { kOrigin, kAddress };

struct LeaseKey {
  LeaseKind kind = LeaseKind::kOrigin;
  std::string key;  // "http://127.0.0.2:8101" or "127.0.0.2"
};

// The lease's token, or nullopt while another worker holds it or is just taking it; never waits for
// one. Every taking has a higher token than all before, also by the same worker. Commit at once.
[[nodiscard]] std::optional<std::int64_t> TakeLease(pqxx::transaction_base& tx,
                                                    const LeaseKey& lease,
                                                    const std::string& worker,
                                                    std::chrono::seconds ttl);
// False when the token has been superseded.
[[nodiscard]] bool RenewLease(pqxx::transaction_base& tx, const LeaseKey& lease, std::int64_t token,
                              std::chrono::seconds ttl);
// Does nothing when the token has been superseded.
void ReleaseLease(pqxx::transaction_base& tx, const LeaseKey& lease, std::int64_t token);

// For the transaction of pages' outcomes: throws core::RetryLater when the token has been
// superseded, and keeps others from taking the lease until this transaction ends.
void CheckToken(pqxx::transaction_base& tx, const LeaseKey& lease, std::int64_t token);

}  // namespace agencywatch::db
