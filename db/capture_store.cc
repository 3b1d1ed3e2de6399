#include "db/capture_store.h"

#include <array>
#include <stdexcept>

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
constexpr Statement kFindKept{"capture.find_kept", R"(
  SELECT id FROM capture c WHERE record_id = $1 AND EXISTS (SELECT FROM capture_at p
   JOIN warc_file f ON f.id = p.warc_file_id AND f.purged_at IS NULL WHERE p.capture_id = c.id))"};
constexpr Statement kAddPlace{"capture.add_place", R"(
  INSERT INTO capture_at (capture_id, warc_file_id, "offset", length) VALUES ($1, $2, $3, $4)
  ON CONFLICT (capture_id, warc_file_id) DO NOTHING)"};
constexpr Statement kAddMany{"capture.add_many", R"(
  WITH made AS (SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::timestamptz[],
    $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::bigint[], $11::bigint[],
    $12::bigint[]) WITH ORDINALITY AS m (record_id, url_id, final_url, at, ip, cert_sha256,
    block_sha256, payload_sha256, revisit_of, warc_file_id, start, length, n)),
  added AS (INSERT INTO capture (record_id, url_id, final_url, at, ip, cert_sha256, block_sha256,
     payload_sha256, revisit_of)
    SELECT record_id, url_id, final_url, at, nullif(ip, '')::inet, nullif(cert_sha256, ''),
     block_sha256, payload_sha256, revisit_of FROM made ORDER BY n RETURNING id, record_id),
  placed AS (INSERT INTO capture_at (capture_id, warc_file_id, "offset", length)
    SELECT added.id, made.warc_file_id, made.start, made.length
    FROM made JOIN added USING (record_id))
  SELECT added.id FROM made JOIN added USING (record_id) ORDER BY made.n)"};
constexpr Statement kAddFetches{"capture.add_fetches", R"(
  INSERT INTO "fetch" (at, run_id, url_id, outcome, status, robots_line, ip, ms, bytes,
    capture_id, detail)
  SELECT at, run_id, url_id, outcome, status, robots_line, nullif(ip, '')::inet, ms, bytes,
   capture_id, nullif(detail, '')
  FROM unnest($1::timestamptz[], $2::bigint[], $3::bigint[], $4::text[], $5::int[], $6::int[],
    $7::text[], $8::int[], $9::bigint[], $10::bigint[], $11::text[]) WITH ORDINALITY
   AS f (at, run_id, url_id, outcome, status, robots_line, ip, ms, bytes, capture_id, detail, n)
  ORDER BY n)"};
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

std::vector<std::int64_t> AddCaptures(pqxx::transaction_base& tx,
                                      const std::vector<NewCapture>& captures) {
  if (captures.empty()) return {};
  std::array<ArrayText, 12> columns;
  for (const auto& capture : captures) {
    RequireText(kAddMany.name, capture.final_url);
    columns[0].Add(capture.record_id);
    columns[1].Add(capture.url_id);
    columns[2].Add(capture.final_url);
    columns[3].Add(capture.at);
    columns[4].Add(capture.ip);
    columns[5].Add(capture.cert_sha256);
    columns[6].Add(capture.block_sha256);
    columns[7].Add(capture.payload_sha256);
    columns[8].Add(capture.revisit_of);
    columns[9].Add(capture.warc_file_id);
    columns[10].Add(capture.offset);
    columns[11].Add(capture.length);
  }
  const auto rows = ExecColumns(tx, kAddMany, columns);
  if (rows.size() != captures.size()) throw std::logic_error("a WARC record id came twice");
  std::vector<std::int64_t> ids;
  for (const auto& row : rows) ids.push_back(row[0].as<std::int64_t>());
  return ids;
}

std::optional<std::int64_t> FindKeptRecord(pqxx::transaction_base& tx,
                                           const std::string& record_id) {
  const auto rows = Exec(tx, kFindKept, record_id);
  if (rows.empty()) return {};
  return rows[0][0].as<std::int64_t>();
}

void AddFetches(pqxx::transaction_base& tx, const std::vector<NewFetch>& fetches) {
  if (fetches.empty()) return;
  std::array<ArrayText, 11> columns;
  for (const auto& fetch : fetches) {
    RequireText(kAddFetches.name, fetch.detail);
    columns[0].Add(fetch.at);
    columns[1].Add(fetch.run_id);
    columns[2].Add(fetch.url_id);
    columns[3].Add(fetch.outcome);
    columns[4].Add(fetch.status);
    columns[5].Add(fetch.robots_line);
    columns[6].Add(fetch.ip);
    columns[7].Add(fetch.ms);
    columns[8].Add(fetch.bytes);
    columns[9].Add(fetch.capture_id);
    columns[10].Add(fetch.detail);
  }
  ExecColumns(tx, kAddFetches, columns);
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
