// What lies in a WARC file, taken out again: an answer's body as the page reader wants it, and whole records as bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/http_message.h"
#include "crawler/warc_record.h"

namespace agencywatch::crawler {

struct ArchivedAnswer {
  HttpHead head;               // of a resource only its Content-Type
  std::string payload_sha256;  // hex; without transfer coding, still in its content coding
  std::string body;            // without any coding
};
// Of a response, or of a resource (bytes that no server sent us: a saved page, a line of a list). nullopt for anything
// else, and when the block is no HTTP answer. What is broken off or larger than `most` is read as far as it goes.
[[nodiscard]] std::optional<ArchivedAnswer> ReadAnswer(const WarcRecord& record, std::size_t most);
// HTML or XML, or not told.
[[nodiscard]] bool IsPageType(std::string_view content_type);

// The record at `offset` of a file of one gzip member a record, and the request and metadata that were written with
// it: whole members, byte by byte. `record_id` is urn:uuid:… Throws core::CannotRun when it does not lie there.
[[nodiscard]] std::vector<std::string> MembersOf(const std::string& path, std::uint64_t offset,
                                                 std::string_view record_id);

}  // namespace agencywatch::crawler
