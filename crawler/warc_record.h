// One record of a WARC file, and the records that we make. Source: WARC 1.1 (ISO 28500:2017); names
// are its own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/time.h"
#include "crawler/fetcher.h"

namespace agencywatch::crawler {

// Named fields in order, as read or to be written, and the block. Owns all its bytes.
struct WarcRecord {
  std::vector<std::pair<std::string, std::string>> fields;
  std::string block;
  bool block_cut = false;  // read: the block was longer than the reader's limit

  // The first field of that name, in any case of letters; empty when there is none.
  [[nodiscard]] std::string_view Get(std::string_view name) const;
  [[nodiscard]] std::string_view type() const { return Get("WARC-Type"); }
  [[nodiscard]] std::string_view id() const { return Get("WARC-Record-ID"); }
  // WARC 1.0 wrote it in angle brackets; they are off here.
  [[nodiscard]] std::string_view target_uri() const;
};

// "<urn:uuid:…>", random (RFC 4122 version 4).
[[nodiscard]] std::string NewRecordId();
// "sha256:BASE32" of bytes whose SHA-256 is known in hexadecimal.
[[nodiscard]] std::string WarcDigest(std::string_view sha256_hex);

// The capture that a 304 confirms.
struct RevisitOf {
  std::string record_id;
  std::string target_uri;
  core::Instant date{};
  std::string payload_sha256;  // hex; may be empty
};

[[nodiscard]] WarcRecord MakeWarcinfo(const std::string& file_name, const std::string& software,
                                      const std::string& user_agent, core::Instant date);
// The answer as sent, head and body. A fetch that failed half-way is marked with WARC-Truncated.
// The payload is the body without transfer coding, still in its content coding (section 3.4 and RFC
// 7230).
struct Answered {
  WarcRecord record;
  std::string payload_sha256;  // hex; empty for an answer that broke off
};
[[nodiscard]] Answered MakeResponse(const FetchResult& fetch);
// A 304: profile server-not-modified; the block is the answer's head.
[[nodiscard]] WarcRecord MakeRevisit(const FetchResult& fetch, const RevisitOf& of);
[[nodiscard]] WarcRecord MakeRequest(const FetchResult& fetch, std::string_view concurrent_to);
// What no HTTP byte says: outcome, times, the certificate's hash.
[[nodiscard]] WarcRecord MakeMetadata(const FetchResult& fetch, std::string_view concurrent_to);

// What somebody else gathered, as it will be kept. Its id is the one it had, where that is a urn:uuid; else one made
// from its bytes, so that the same thing taken in twice is the same record.
struct Imported {
  WarcRecord record;
  std::string payload_sha256;  // hex
};
// An HTTP answer out of an archive: its block stays as it is.
[[nodiscard]] Imported ImportResponse(const WarcRecord& from, core::Instant date);
// Bytes that no server sent us: a saved page, a line of a list. `uri` is where they were found, or a file: URI.
[[nodiscard]] Imported ImportResource(std::string_view uri, std::string_view content_type,
                                      std::string_view bytes, core::Instant date);

}  // namespace agencywatch::crawler
