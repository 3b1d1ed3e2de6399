#include "db/lease_store.h"

#include "core/errors.h"
#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

constexpr Statement kTake{"lease.take", R"(
  INSERT INTO lease (kind, key, worker, token, until) VALUES ($1, $2, $3, 1, now() + $4 *
    interval '1 second')
  ON CONFLICT (kind, key) DO UPDATE SET worker = excluded.worker, token = lease.token + 1, until
    = excluded.until
  WHERE lease.until <= now() OR lease.worker = excluded.worker RETURNING token)"};
constexpr Statement kRenew{"lease.renew", R"(
  UPDATE lease SET until = greatest(until, now() + $4 * interval '1 second')
  WHERE kind = $1 AND key = $2 AND token = $3 RETURNING token)"};
constexpr Statement kRelease{"lease.release", R"(
  UPDATE lease SET until = now() WHERE kind = $1 AND key = $2 AND token = $3)"};
constexpr Statement kCheck{
    "lease.check", "SELECT token, worker FROM lease WHERE kind = $1 AND key = $2 FOR SHARE"};

const char* KindText(LeaseKind kind) { return kind == LeaseKind::kOrigin ? "origin" : "address"; }

}  // namespace

std::optional<std::int64_t> TakeLease(pqxx::transaction_base& tx, const LeaseKey& lease,
                                      const std::string& worker, std::chrono::seconds ttl) {
  const auto rows = Exec(tx, kTake, KindText(lease.kind), lease.key, worker, ttl.count());
  if (rows.empty()) return {};
  return rows[0][0].as<std::int64_t>();
}

bool RenewLease(pqxx::transaction_base& tx, const LeaseKey& lease, std::int64_t token,
                std::chrono::seconds ttl) {
  return !Exec(tx, kRenew, KindText(lease.kind), lease.key, token, ttl.count()).empty();
}

void ReleaseLease(pqxx::transaction_base& tx, const LeaseKey& lease, std::int64_t token) {
  Exec(tx, kRelease, KindText(lease.kind), lease.key, token);
}

void CheckToken(pqxx::transaction_base& tx, const LeaseKey& lease, std::int64_t token) {
  const auto rows = Exec(tx, kCheck, KindText(lease.kind), lease.key);
  if (!rows.empty() && rows[0][0].as<std::int64_t>() == token) return;
  throw core::RetryLater("stale lease: " + lease.key + " with token " + std::to_string(token) +
                         (rows.empty() ? " was never leased"
                                       : " now belongs to " + std::string{rows[0][1].c_str()} +
                                             " with token " + rows[0][0].c_str()));
}

}  // namespace agencywatch::db
