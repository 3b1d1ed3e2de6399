// Reads WARC 1.0 and 1.1 files, ours and others': one gzip member per record, one for all, or not
// compressed. What stands in them came from the web: everything is bounded.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "crawler/warc_record.h"

namespace agencywatch::crawler {

struct WarcReaderLimits {
  std::size_t header_bytes = 256 * 1024;  // of one record's fields
  std::size_t block_bytes =
      64 * 1024 * 1024;  // kept in memory; the rest is skipped and block_cut is set
  std::uint64_t skipped_bytes = 4ULL << 30;  // of one record; more is damage (a bomb)
};

class WarcReader {
 public:
  // Throws core::InputError when the file cannot be read. `offset`: where a record begins.
  explicit WarcReader(const std::string& path, std::uint64_t offset = 0,
                      WarcReaderLimits limits = {});
  ~WarcReader();
  WarcReader(const WarcReader&) = delete;
  WarcReader& operator=(const WarcReader&) = delete;

  enum class End {
    kNone,    // there may be more
    kWhole,   // the file ends behind a whole record
    kTorn,    // it ends within a record: a writer was killed
    kDamaged  // bytes that are no WARC record
  };
  // The next record; nullopt at the end, which end() then names.
  [[nodiscard]] std::optional<WarcRecord> Next();
  [[nodiscard]] End end() const;

  // Of the record that Next gave last: where it lies in the file. nullopt when it cannot be reached
  // without what is before it (a later record of a gzip member that holds several).
  [[nodiscard]] std::optional<std::uint64_t> offset() const;
  // Bytes it takes there; 0 when offset() is nullopt.
  [[nodiscard]] std::uint64_t length() const;
  // Where the last whole record ended.
  [[nodiscard]] std::uint64_t whole_bytes() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The record that begins there; nullopt when none does. Throws core::InputError when the file
// cannot be read.
[[nodiscard]] std::optional<WarcRecord> ReadRecordAt(const std::string& path, std::uint64_t offset);

}  // namespace agencywatch::crawler
