// Where captures lie: copying those that count into evidence files, checking (purging: retention_store.h).
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

struct PlacedCapture {
  std::int64_t capture_id = 0;
  std::string record_id;  // urn:uuid:…
  std::string file;       // name of the WARC file
  std::int64_t offset = 0;
  std::int64_t length = 0;
  std::string block_sha256;
  std::string payload_sha256;
  bool revisit = false;
};
// Captures of postings that are not clear, and those that confirm them, which lie in the node's
// spool only; by file and offset.
[[nodiscard]] std::vector<PlacedCapture> EvidenceToKeep(pqxx::transaction_base& tx,
                                                        const std::string& node, int limit);
void AddPlace(pqxx::transaction_base& tx, std::int64_t capture_id, std::int64_t warc_file_id,
              std::int64_t offset, std::int64_t length);

struct WarcFileRow {
  std::int64_t id = 0;
  std::string name;  // relative to the node's data directory
  bool evidence = false;
  std::optional<core::Instant> purged_at;
};
// All files of the node, oldest first; purged ones are tombstones.
[[nodiscard]] std::vector<WarcFileRow> WarcFiles(pqxx::transaction_base& tx,
                                                 const std::string& node);
[[nodiscard]] std::vector<PlacedCapture> CapturesIn(pqxx::transaction_base& tx,
                                                    std::int64_t warc_file_id);

}  // namespace agencywatch::db
