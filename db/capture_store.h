// Captures: which WARC record holds what a server sent, and where it lies; and every attempt to
// fetch. A capture may be added only after its record's bytes are synced to disk.
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

enum class WarcClass { kSpool, kEvidence };

// `name` is relative to the data directory of `node`. The same name gives the same id again.
[[nodiscard]] std::int64_t EnsureWarcFile(pqxx::transaction_base& tx, const std::string& name,
                                          WarcClass warc_class, const std::string& node);

struct NewCapture {
  std::string record_id;  // urn:uuid:…, without angle brackets
  std::int64_t url_id = 0;
  std::string final_url;  // after redirects
  core::Instant at;
  std::string ip;              // of the socket; empty for an imported record that does not say
  std::string cert_sha256;     // hex; empty without TLS
  std::string block_sha256;    // hex
  std::string payload_sha256;  // hex
  std::optional<std::int64_t> revisit_of;
  std::int64_t warc_file_id = 0;
  std::int64_t offset = 0;  // of the record's first byte in the file
  std::int64_t length = 0;  // of the record in the file, compressed as it lies
};
// A record id that is known gives the capture it has (what an import repeated must do), and only
// adds where it lies.
[[nodiscard]] std::int64_t AddCapture(pqxx::transaction_base& tx, const NewCapture& capture);

// The same for many new records at once; ids in their order. Their record ids must be new.
[[nodiscard]] std::vector<std::int64_t> AddCaptures(pqxx::transaction_base& tx,
                                                    const std::vector<NewCapture>& captures);

// The capture of a record that is known and still lies in some file; nullopt: none.
[[nodiscard]] std::optional<std::int64_t> FindKeptRecord(pqxx::transaction_base& tx,
                                                         const std::string& record_id);

struct NewFetch {
  core::Instant at;  // in a month that StartRun or EnsureFetchPartition made room for
  std::int64_t run_id = 0;
  std::int64_t url_id = 0;
  std::string outcome;  // page, not_modified, redirect, gone, refused, failed …: lower case and '_'
  std::optional<int> status;
  std::optional<int> robots_line;
  std::string ip;
  std::optional<int> ms;
  std::optional<std::int64_t> bytes;
  std::optional<std::int64_t> capture_id;
  std::string detail;
};
void AddFetches(pqxx::transaction_base& tx, const std::vector<NewFetch>& fetches);
void EnsureFetchPartition(pqxx::transaction_base& tx, core::Instant at);

struct EvidencePlace {
  std::int64_t capture_id = 0;
  std::string record_id;
  core::Instant at;
  std::string final_url;
  std::string payload_sha256;
  std::string file;  // WARC file's name; empty when purged
  std::int64_t offset = 0;
  std::int64_t length = 0;
};
// Evidence files before the spool.
[[nodiscard]] std::optional<EvidencePlace> FindCapture(pqxx::transaction_base& tx,
                                                       std::int64_t capture_id);
// The URL's last capture with this payload: what an unchanged answer revisits. nullopt: none.
[[nodiscard]] std::optional<EvidencePlace> FindCaptureOfPayload(pqxx::transaction_base& tx,
                                                                std::int64_t url_id,
                                                                const std::string& payload_sha256);

}  // namespace agencywatch::db
