// Captures that count are copied out of the spool, so that the spool can be purged.
#pragma once

#include <chrono>
#include <filesystem>
#include <pqxx/connection>
#include <string>

#include "core/time.h"

namespace agencywatch::cli {

// This machine's name: whose data directory evidence lies in.
[[nodiscard]] std::string NodeName();

struct EvidenceFolder {
  std::filesystem::path data_dir;  // warc/ is the spool, evidence/ what is kept
  std::string node;
  std::string software;
  std::string user_agent;
};

// Copies the captures of postings that are not clear, each with its request and metadata, byte by byte. Returns how
// many captures. Throws core::CannotRun when a file of the spool cannot be read.
int KeepEvidence(pqxx::connection& connection, const EvidenceFolder& folder,
                 const core::Clock& clock);

}  // namespace agencywatch::cli
