#include "db/source_store.h"

#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

// A change locks the row; an unchanged source is not written at all.
constexpr Statement kFind{"source.find", "SELECT id, config_sha256, every_seconds FROM source WHERE key = $1"};
constexpr Statement kSave{"source.save", R"(
  INSERT INTO source (key, name, kind, config_sha256, updated_at, every_seconds) VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (key) DO UPDATE SET name = excluded.name, kind = excluded.kind, config_sha256 = excluded.config_sha256,
   updated_at = excluded.updated_at, every_seconds = excluded.every_seconds RETURNING id)"};
constexpr Statement kPlanAnew{"source.plan_anew", R"(
  UPDATE url SET due_at = v.at + (url.due_at - v.at) * ($3::float8 / $2::float8)
  FROM (SELECT u.id, (SELECT max(f.at) FROM "fetch" f WHERE f.url_id = u.id) AS at FROM url u
   WHERE u.source_id = $1 AND u.state <> 'due' AND u.due_at IS NOT NULL) v
  WHERE url.id = v.id AND url.due_at > v.at)"};
constexpr Statement kFindOrigin{
    "source.find_origin", "SELECT id FROM origin WHERE scheme = $1 AND host = $2 AND port = $3"};
constexpr Statement kAddOrigin{"source.add_origin", R"(
  INSERT INTO origin (scheme, host, port) VALUES ($1, $2, $3) ON CONFLICT (scheme, host, port)
    DO NOTHING)"};
constexpr Statement kRobots{"source.robots", "UPDATE origin SET robots_capture = $2 WHERE id = $1"};
constexpr Statement kSetNext{"source.set_next_request", R"(
  UPDATE origin SET next_request_at = greatest(next_request_at, $2::timestamptz) WHERE id = $1)"};
constexpr Statement kNext{"source.next_request", R"(
  SELECT extract(epoch FROM next_request_at)::bigint FROM origin WHERE id = $1)"};

}  // namespace

SavedSource SaveSource(pqxx::transaction_base& tx, const SourceConfig& source, core::Instant now) {
  const auto found = Exec(tx, kFind, source.key);
  const auto every = source.every ? std::optional<std::int64_t>(source.every->count()) : std::nullopt;
  const auto before = found.empty() ? std::nullopt : FindValue<std::int64_t>(found[0][2]);
  if (!found.empty() && source.config_sha256 == found[0][1].c_str() && before == every)
    return {found[0][0].as<std::int64_t>(), false};
  const auto row =
      ExecOne(tx, kSave, source.key, source.name, source.kind, source.config_sha256, now, every);
  const auto id = row[0].as<std::int64_t>();
  if (before && every && *before > 0 && *before != *every) Exec(tx, kPlanAnew, id, *before, *every);
  return {id, true};
}

std::optional<std::int64_t> FindSource(pqxx::transaction_base& tx, const std::string& key) {
  const auto found = Exec(tx, kFind, key);
  if (found.empty()) return {};
  return found[0][0].as<std::int64_t>();
}

std::int64_t EnsureOrigin(pqxx::transaction_base& tx, const Origin& origin) {
  if (const auto found = Exec(tx, kFindOrigin, origin.scheme, origin.host, origin.port);
      !found.empty()) {
    return found[0][0].as<std::int64_t>();
  }
  Exec(tx, kAddOrigin, origin.scheme, origin.host, origin.port);
  return ExecOne(tx, kFindOrigin, origin.scheme, origin.host, origin.port)[0].as<std::int64_t>();
}

void SetRobotsCapture(pqxx::transaction_base& tx, std::int64_t origin_id, std::int64_t capture_id) {
  Exec(tx, kRobots, origin_id, capture_id);
}

void SetNextRequest(pqxx::transaction_base& tx, std::int64_t origin_id, core::Instant at) {
  Exec(tx, kSetNext, origin_id, at);
}

std::optional<core::Instant> NextRequest(pqxx::transaction_base& tx, std::int64_t origin_id) {
  return FindValue<core::Instant>(ExecOne(tx, kNext, origin_id)[0]);
}

}  // namespace agencywatch::db
