#include "crawler/archived_answer.h"

#include <algorithm>
#include <fstream>
#include <utility>

#include "core/errors.h"
#include "core/fold.h"
#include "core/sha256.h"
#include "crawler/warc_reader.h"

namespace agencywatch::crawler {
namespace {

std::string ReadBytes(const std::string& path, std::uint64_t offset, std::uint64_t length) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes(length, '\0');
  file.seekg(static_cast<std::streamoff>(offset));
  file.read(bytes.data(), static_cast<std::streamsize>(length));
  if (file) return bytes;
  throw core::CannotRun("evidence cannot be read from " + path +
                        "; agencywatch doctor --evidence says what is missing");
}

}  // namespace

std::optional<ArchivedAnswer> ReadAnswer(const WarcRecord& record, std::size_t most) {
  if (record.type() == "resource") {
    ArchivedAnswer answer;
    answer.head.fields.emplace_back("Content-Type", record.Get("Content-Type"));
    answer.payload_sha256 = core::Sha256Hex(record.block);
    answer.body = record.block;
    return answer;
  }
  auto head = record.type() == "response" ? ParseHttpHead(record.block) : std::nullopt;
  if (!head) return {};
  const std::size_t begin = std::min(HttpBodyOffset(record.block), record.block.size());
  auto payload = RemoveTransferCoding(*head, std::string_view{record.block}.substr(begin), most);
  std::string payload_sha256 = core::Sha256Hex(payload.bytes);
  // Archives of other crawlers often hold the body without its transfer coding, but with the header.
  if (payload.error == BodyError::kBadChunks && payload.bytes.empty())
    payload.bytes = record.block.substr(begin);
  auto body = RemoveContentCoding(*head, std::move(payload.bytes), most);
  return ArchivedAnswer{std::move(*head), std::move(payload_sha256), std::move(body.bytes)};
}

bool IsPageType(std::string_view content_type) {
  const std::string type = core::FoldPlain(content_type);
  return type.empty() || type.find("html") != std::string::npos || type.find("xml") != std::string::npos;
}

std::vector<std::string> MembersOf(const std::string& path, std::uint64_t offset,
                                   std::string_view record_id) {
  WarcReaderLimits limits;
  limits.block_bytes = 0;
  WarcReader reader(path, offset, limits);
  const auto first = reader.Next();
  if (!first || first->id() != "<" + std::string{record_id} + ">" || !reader.offset()) {
    throw core::CannotRun("record " + std::string{record_id} + " is not where it should be in " +
                          path + "; agencywatch doctor --evidence says more");
  }
  std::vector<std::string> members{ReadBytes(path, offset, reader.length())};
  while (const auto record = reader.Next()) {
    if (record->Get("WARC-Concurrent-To") != first->id() || !reader.offset()) break;
    members.push_back(ReadBytes(path, *reader.offset(), reader.length()));
  }
  return members;
}

}  // namespace agencywatch::crawler
