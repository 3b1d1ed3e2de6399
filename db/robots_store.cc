#include "db/robots_store.h"

#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

constexpr Statement kFind{"robots.find", R"(
  SELECT extract(epoch FROM fetched_at)::bigint, status, body, etag, last_modified
  FROM robots WHERE origin_id = $1)"};
constexpr Statement kSave{"robots.save", R"(
  INSERT INTO robots (origin_id, fetched_at, status, body, etag, last_modified)
  VALUES ($1, $2, $3, $4, nullif($5, ''), nullif($6, ''))
  ON CONFLICT (origin_id) DO UPDATE SET fetched_at = excluded.fetched_at, status = excluded.status,
   body = excluded.body, etag = excluded.etag, last_modified = excluded.last_modified)"};

}  // namespace

std::optional<StoredRobots> FindRobots(pqxx::transaction_base& tx, std::int64_t origin_id) {
  const auto rows = Exec(tx, kFind, origin_id);
  if (rows.empty()) return {};
  const auto row = rows[0];
  return StoredRobots{InstantOf(row[0]), row[1].as<int>(), pqxx::binarystring(row[2]).str(),
                      row[3].c_str(), row[4].c_str()};
}

void SaveRobots(pqxx::transaction_base& tx, std::int64_t origin_id, const StoredRobots& robots) {
  Exec(tx, kSave, origin_id, robots.fetched_at, robots.status,
       pqxx::binarystring(robots.body.data(), robots.body.size()), robots.etag,
       robots.last_modified);
}

}  // namespace agencywatch::db
