// WARC files of others: reading ends, keeps its bounds, and a record that has a place is found there again; cutting a
// torn tail leaves a whole file.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>

#include "core/errors.h"
#include "crawler/http_message.h"
#include "crawler/warc_reader.h"

namespace {

using agencywatch::crawler::WarcReader;
using agencywatch::crawler::WarcReaderLimits;

void Check(bool holds, const char* what) {
  if (holds) return;
  std::cerr << "broken: " << what << '\n';
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const int file = memfd_create("warc", MFD_CLOEXEC);
  Check(file >= 0 && write(file, data, size) == static_cast<ssize_t>(size), "no memory file");
  const std::string path = "/proc/self/fd/" + std::to_string(file);
  WarcReaderLimits limits;
  limits.block_bytes = 1U << 16U;
  limits.skipped_bytes = 1U << 22U;
  WarcReader reader(path, 0, limits);
  int records = 0;
  std::uint64_t whole = 0;
  while (const auto record = reader.Next()) {
    Check(++records < 1'000'000, "a file without end");
    Check(record->block.size() <= limits.block_bytes, "a block beyond the limit");
    Check(reader.whole_bytes() >= whole && reader.whole_bytes() <= size, "whole_bytes goes wrong");
    whole = reader.whole_bytes();
    if (const auto offset = reader.offset(); offset && records <= 20) {
      Check(*offset + reader.length() <= size, "a place outside the file");
      const auto again = agencywatch::crawler::ReadRecordAt(path, *offset);
      Check(again && again->id() == record->id(), "the record is not at its place");
    }
    if (const auto head = agencywatch::crawler::ParseHttpHead(record->block)) {
      const std::size_t body = agencywatch::crawler::HttpBodyOffset(record->block);
      if (body == std::string::npos) continue;
      auto payload = agencywatch::crawler::RemoveTransferCoding(
          *head, std::string_view{record->block}.substr(body), 1U << 16U);
      Check(payload.bytes.size() <= 1U << 16U, "a payload beyond the limit");
      const auto decoded =
          agencywatch::crawler::RemoveContentCoding(*head, std::move(payload.bytes), 1U << 18U);
      Check(decoded.bytes.size() <= 1U << 18U, "a body beyond the limit");
    }
  }
  Check(reader.end() != WarcReader::End::kNone, "ended without saying how");
  close(file);
  return 0;
}
