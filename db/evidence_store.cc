#include "db/evidence_store.h"

#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

#define AW_PLACED                                                                        \
  "c.id, c.record_id, f.name, p.\"offset\", p.length, c.block_sha256, c.payload_sha256," \
  " c.revisit_of IS NOT NULL"

constexpr Statement kToKeep{"evidence.to_keep", R"(
  WITH shown AS (SELECT DISTINCT s.capture_id FROM current_assessment cur
    JOIN assessment a ON a.id = cur.standing_id AND a.verdict <> 'clear'
    JOIN posting_version v ON v.posting_id = cur.posting_id
    JOIN sighting s ON s.version_id = v.id),
  wanted AS (SELECT capture_id AS id FROM shown
    UNION SELECT r.id FROM capture r JOIN shown ON r.revisit_of = shown.capture_id)
  SELECT )" AW_PLACED R"(
  FROM wanted w JOIN capture c ON c.id = w.id JOIN capture_at p ON p.capture_id = c.id
  JOIN warc_file f ON f.id = p.warc_file_id AND f.class = 'spool' AND f.node = $1
   AND f.purged_at IS NULL
  WHERE NOT EXISTS (SELECT FROM capture_at q JOIN warc_file e ON e.id = q.warc_file_id
   WHERE q.capture_id = c.id AND e.class = 'evidence')
  ORDER BY f.name, p."offset" LIMIT $2)"};
constexpr Statement kAddPlace{"evidence.add_place", R"(
  INSERT INTO capture_at (capture_id, warc_file_id, "offset", length) VALUES ($1, $2, $3, $4)
  ON CONFLICT (capture_id, warc_file_id) DO NOTHING)"};
constexpr Statement kFiles{"evidence.files", R"(
  SELECT id, name, class = 'evidence', extract(epoch FROM purged_at)::bigint
  FROM warc_file WHERE node = $1 ORDER BY id)"};
constexpr Statement kIn{"evidence.captures_in", "SELECT " AW_PLACED R"(
  FROM capture_at p JOIN capture c ON c.id = p.capture_id JOIN warc_file f ON f.id = p.warc_file_id
  WHERE f.id = $1 ORDER BY p."offset")"};

std::vector<PlacedCapture> PlacedOf(const pqxx::result& rows) {
  std::vector<PlacedCapture> captures;
  for (const auto& row : rows) {
    captures.push_back({row[0].as<std::int64_t>(), row[1].c_str(), row[2].c_str(),
                        row[3].as<std::int64_t>(), row[4].as<std::int64_t>(), row[5].c_str(),
                        row[6].c_str(), row[7].as<bool>()});
  }
  return captures;
}

std::vector<WarcFileRow> FilesOf(const pqxx::result& rows) {
  std::vector<WarcFileRow> files;
  for (const auto& row : rows) {
    files.push_back({row[0].as<std::int64_t>(), row[1].c_str(), row[2].as<bool>(),
                     FindValue<core::Instant>(row[3])});
  }
  return files;
}

}  // namespace

std::vector<PlacedCapture> EvidenceToKeep(pqxx::transaction_base& tx, const std::string& node,
                                          int limit) {
  return PlacedOf(Exec(tx, kToKeep, node, limit));
}

void AddPlace(pqxx::transaction_base& tx, std::int64_t capture_id, std::int64_t warc_file_id,
              std::int64_t offset, std::int64_t length) {
  Exec(tx, kAddPlace, capture_id, warc_file_id, offset, length);
}

std::vector<WarcFileRow> WarcFiles(pqxx::transaction_base& tx, const std::string& node) {
  return FilesOf(Exec(tx, kFiles, node));
}

std::vector<PlacedCapture> CapturesIn(pqxx::transaction_base& tx, std::int64_t warc_file_id) {
  return PlacedOf(Exec(tx, kIn, warc_file_id));
}

}  // namespace agencywatch::db
