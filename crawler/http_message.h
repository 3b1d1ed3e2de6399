// An HTTP/1.1 response as bytes: its head, and its body taken out of transfer and content coding.
// Used on what the fetcher receives and on what stands in WARC files. Source: RFC 9110, RFC 9112.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/time.h"

namespace agencywatch::crawler {

struct HttpHead {
  int status = 0;
  std::vector<std::pair<std::string, std::string>>
      fields;  // as sent, in order; values trimmed, folds undone

  // The first field of that name, in any case of letters; empty when there is none.
  [[nodiscard]] std::string_view Get(std::string_view name) const;
  // All fields of that name, joined by ", ".
  [[nodiscard]] std::string GetAll(std::string_view name) const;
};

// Where the body begins: behind the first empty line; npos when there is none.
[[nodiscard]] std::size_t HttpBodyOffset(std::string_view message);
// Lenient about what cannot mislead; nullopt when the first line is no status line. At most 1,000
// fields are kept.
[[nodiscard]] std::optional<HttpHead> ParseHttpHead(std::string_view head);

enum class BodyError {
  kNone,
  kBadChunks,       // chunked framing broken or cut off
  kBadCompression,  // gzip or deflate data broken or cut off
  kUnknownCoding,   // a coding that was not offered (br, zstd …)
  kTooLarge         // more than the limit comes out
};

struct DecodedBody {
  std::string bytes;  // what came out before the error, if any
  BodyError error = BodyError::kNone;
};

// The payload: `raw_body` without its chunks, but still in its content coding (what WARC digests
// are made of).
[[nodiscard]] DecodedBody RemoveTransferCoding(const HttpHead& head, std::string_view raw_body,
                                               std::size_t max_bytes);
// Gzip and deflate (with or without zlib's wrapper), up to three times over; never more than
// `max_bytes` in memory per layer. A body that is said to be gzip and is not is passed on as it is:
// servers do that.
[[nodiscard]] DecodedBody RemoveContentCoding(const HttpHead& head, std::string payload,
                                              std::size_t max_bytes);
// One gzip or zlib stream, or several gzip members in a row.
[[nodiscard]] DecodedBody Inflate(std::string_view compressed, std::size_t max_bytes);

// IMF-fixdate, RFC 850 and asctime forms (RFC 9110 5.6.7).
[[nodiscard]] std::optional<core::Instant> ParseHttpDate(std::string_view text);
// Retry-After in both forms; a date in the past is zero.
[[nodiscard]] std::optional<std::chrono::seconds> ParseRetryAfter(std::string_view text,
                                                                  core::Instant now);

}  // namespace agencywatch::crawler
