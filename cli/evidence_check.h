// Re-reads WARC files and proves that every capture the database names is there and unaltered.
#pragma once

#include <filesystem>
#include <pqxx/connection>
#include <string>
#include <vector>

namespace agencywatch::cli {

struct EvidenceCheck {
  int files = 0;
  int captures = 0;      // found, and their digests are right
  int orphans = 0;       // answers that no capture names: a process was killed in between; allowed
  int purged_files = 0;  // tombstones
  std::vector<std::string> problems;  // one sentence each: which record, which file, what is wrong
};

// Of the files of `node`, which lie in its `data_dir`. Reads every byte of them.
[[nodiscard]] EvidenceCheck CheckEvidence(pqxx::connection& connection,
                                          const std::filesystem::path& data_dir,
                                          const std::string& node);

}  // namespace agencywatch::cli
