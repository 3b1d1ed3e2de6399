// What is kept for how long, and taking away what is over its time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <pqxx/connection>
#include <string>

#include "cli/config.h"
#include "core/time.h"

namespace agencywatch::cli {

struct RetentionPlace {
  std::filesystem::path data_dir;
  std::string node;
};

struct Purged {
  std::int64_t clear = 0;      // postings
  std::int64_t dismissed = 0;  // postings
  int files = 0;               // WARC files
  int dossiers = 0;
};

// What Purge would take away now.
[[nodiscard]] Purged CountPurgeable(pqxx::connection& connection, const RetentionPlace& place,
                                    const Config& config, core::Instant now);
// `connection` is one of Database::ConnectForRetention. Postings go in batches, each in a transaction with its row of the
// audit chain; a WARC file and a dossier are removed after their tombstone is committed. Call after KeepEvidence.
Purged Purge(pqxx::connection& connection, const RetentionPlace& place, const Config& config,
             core::Instant now, const std::string& actor);

}  // namespace agencywatch::cli
