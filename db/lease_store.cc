#include "db/lease_store.h"

#include "core/errors.h"
#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

constexpr Statement kMake{"lease.make", R"(
  INSERT INTO lease (kind, key, worker, token, until) VALUES ($1, $2, 'nobody', 1, now())
  ON CONFLICT (kind, key) DO NOTHING)"};
constexpr Statement kTake{"lease.take", R"(
  UPDATE lease SET worker = $3, token = lease.token + 1, until = now() + $4 * interval '1 second'
  FROM (SELECT kind, key FROM lease WHERE kind = $1 AND key = $2
   AND (until <= now() OR worker = $3) FOR UPDATE SKIP LOCKED) free
  WHERE (lease.kind, lease.key) = (free.kind, free.key) RETURNING token)"};
constexpr Statement kExists{"lease.exists", "SELECT FROM lease WHERE kind = $1 AND key = $2"};
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
  if (Exec(tx, kExists, KindText(lease.kind), lease.key).empty())
    Exec(tx, kMake, KindText(lease.kind), lease.key);
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
