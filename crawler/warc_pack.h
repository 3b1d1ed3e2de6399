// Records of WARC files as they lie on disk: digested, and one gzip member each (WARC 1.1, annex D). Apart from the
// writer, because any thread may do this, which is nearly all the work; only the bytes go through the one that writes.
//
// Compressed by libdeflate: at the same size in a third of zlib's time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "crawler/fetcher.h"
#include "crawler/warc_record.h"

namespace agencywatch::crawler {

// With Content-Length and WARC-Block-Digest added.
[[nodiscard]] std::string PackRecord(const WarcRecord& record);

// The answer (or the revisit that it is), its request and its metadata, in a row.
struct PackedFetch {
  std::string members;
  std::uint64_t answer_bytes = 0;  // the first of them
  std::string record_id;           // of the answer, as all that follows
  std::string block_sha256;        // hex, of the record's block
  std::string
      payload_sha256;  // hex; of a revisit: that of the capture it confirms; empty for a broken-off answer
  bool revisit = false;
};
// nullopt when not even the head of an answer came whole.
[[nodiscard]] std::optional<PackedFetch> PackFetch(const FetchResult& fetch,
                                                   const std::optional<RevisitOf>& revisit_of);

}  // namespace agencywatch::crawler
