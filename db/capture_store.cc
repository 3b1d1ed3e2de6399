#include "db/capture_store.h"

#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

constexpr Statement kFindFile{"capture.find_file", "SELECT id FROM warc_file WHERE name = $1"};
constexpr Statement kAddFile{"capture.add_file", R"(
  INSERT INTO warc_file (name, class, node) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING)"};
constexpr Statement kAdd{"capture.add", R"(
  INSERT INTO capture (record_id, url_id, final_url, at, ip, cert_sha256, block_sha256,
    payload_sha256, revisit_of)
  VALUES ($1, $2, $3, $4, nullif($5, '')::inet, nullif($6, ''), $7, $8, $9)
  ON CONFLICT (record_id) DO NOTHING RETURNING id)"};
constexpr Statement kFindRecord{"capture.find_record",
                                "SELECT id FROM capture WHERE record_id = $1"};
constexpr Statement kAddPlace{"capture.add_place", R"(
  INSERT INTO capture_at (capture_id, warc_file_id, "offset", length) VALUES ($1, $2, $3, $4)
  ON CONFLICT (capture_id, warc_file_id) DO NOTHING)"};
constexpr Statement kAddFetch{"capture.add_fetch", R"(
  INSERT INTO "fetch" (at, run_id, url_id, outcome, status, robots_line, ip, ms, bytes,
    capture_id, detail)
  VALUES ($1, $2, $3, $4, $5, $6, nullif($7, '')::inet, $8, $9, $10, nullif($11, '')))"};
constexpr Statement kPartition{"capture.partition", "SELECT ensure_fetch_partition($1)"};
constexpr Statement kPlace{"capture.place", R"(
  SELECT c.id, c.record_id, extract(epoch FROM c.at)::bigint, c.final_url, c.payload_sha256,
    f.name,
   coalesce(p."offset", 0), coalesce(p.length, 0)
  FROM capture c LEFT JOIN (capture_at p JOIN warc_file f ON f.id = p.warc_file_id AND
    f.purged_at IS NULL)
   ON p.capture_id = c.id
  WHERE c.id = $1 ORDER BY f.class NULLS LAST, f.id LIMIT 1)"};
constexpr Statement kOfPayload{"capture.of_payload", R"(
  SELECT id FROM capture WHERE url_id = $1 AND payload_sha256 = $2 AND revisit_of IS NULL ORDER
    BY id DESC LIMIT 1)"};

}  // namespace

std::int64_t EnsureWarcFile(pqxx::transaction_base& tx, const std::string& name,
                            WarcClass warc_class, const std::string& node) {
  if (const auto found = Exec(tx, kFindFile, name); !found.empty())
    return found[0][0].as<std::int64_t>();
  Exec(tx, kAddFile, name, warc_class == WarcClass::kSpool ? "spool" : "evidence", node);
  return ExecOne(tx, kFindFile, name)[0].as<std::int64_t>();
}

std::int64_t AddCapture(pqxx::transaction_base& tx, const NewCapture& capture) {
  const auto added =
      Exec(tx, kAdd, capture.record_id, capture.url_id, capture.final_url, capture.at, capture.ip,
           capture.cert_sha256, capture.block_sha256, capture.payload_sha256, capture.revisit_of);
  const auto id = (added.empty() ? ExecOne(tx, kFindRecord, capture.record_id) : added[0])[0]
                      .as<std::int64_t>();
  Exec(tx, kAddPlace, id, capture.warc_file_id, capture.offset, capture.length);
  return id;
}

void AddFetch(pqxx::transaction_base& tx, const NewFetch& fetch) {
  Exec(tx, kAddFetch, fetch.at, fetch.run_id, fetch.url_id, fetch.outcome, fetch.status,
       fetch.robots_line, fetch.ip, fetch.ms, fetch.bytes, fetch.capture_id, fetch.detail);
}

void EnsureFetchPartition(pqxx::transaction_base& tx, core::Instant at) {
  Exec(tx, kPartition, at);
}

std::optional<EvidencePlace> FindCapture(pqxx::transaction_base& tx, std::int64_t capture_id) {
  const auto rows = Exec(tx, kPlace, capture_id);
  if (rows.empty()) return {};
  const auto row = rows[0];
  return EvidencePlace{row[0].as<std::int64_t>(),
                       row[1].c_str(),
                       InstantOf(row[2]),
                       row[3].c_str(),
                       row[4].c_str(),
                       row[5].c_str(),
                       row[6].as<std::int64_t>(),
                       row[7].as<std::int64_t>()};
}

std::optional<EvidencePlace> FindCaptureOfPayload(pqxx::transaction_base& tx, std::int64_t url_id,
                                                  const std::string& payload_sha256) {
  const auto rows = Exec(tx, kOfPayload, url_id, payload_sha256);
  if (rows.empty()) return {};
  return FindCapture(tx, rows[0][0].as<std::int64_t>());
}

}  // namespace agencywatch::db
