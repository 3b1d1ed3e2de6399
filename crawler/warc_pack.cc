#include "crawler/warc_pack.h"

#include <libdeflate.h>

#include <memory>
#include <new>
#include <stdexcept>
#include <utility>

#include "core/sha256.h"
#include "crawler/http_message.h"

namespace agencywatch::crawler {
namespace {

constexpr int kLevel = 1;  // at 6 a page takes longer than all the rest of its fetch

struct CompressorDeleter {
  void operator()(libdeflate_compressor* compressor) const noexcept {
    libdeflate_free_compressor(compressor);
  }
};

libdeflate_compressor* Compressor() {
  thread_local const std::unique_ptr<libdeflate_compressor, CompressorDeleter> compressor(
      libdeflate_alloc_compressor(kLevel));
  if (!compressor) throw std::bad_alloc();
  return compressor.get();
}

void AddMember(std::string_view bytes, std::string& to) {
  libdeflate_compressor* const compressor = Compressor();
  const std::size_t begin = to.size();
  to.resize(begin + libdeflate_gzip_compress_bound(compressor, bytes.size()));
  const std::size_t size = libdeflate_gzip_compress(compressor, bytes.data(), bytes.size(),
                                                    to.data() + begin, to.size() - begin);
  if (size == 0) throw std::logic_error("a gzip member is larger than its bound");
  to.resize(begin + size);
}

// Returns the block's SHA-256.
std::string AddRecord(const WarcRecord& record, std::string& to) {
  std::string block_sha256 = core::Sha256Hex(record.block);
  std::string bytes;
  bytes.reserve(record.block.size() + 1024);
  bytes += "WARC/1.1\r\n";
  for (const auto& [name, value] : record.fields) {
    bytes += name;
    bytes += ": ";
    for (const char c : value)
      bytes += c == '\r' || c == '\n' ? ' ' : c;  // values may come from the web
    bytes += "\r\n";
  }
  bytes += "WARC-Block-Digest: " + WarcDigest(block_sha256);
  bytes += "\r\nContent-Length: " + std::to_string(record.block.size()) + "\r\n\r\n";
  bytes += record.block;
  bytes += "\r\n\r\n";
  AddMember(bytes, to);
  return block_sha256;
}

}  // namespace

std::string PackRecord(const WarcRecord& record) {
  std::string member;
  static_cast<void>(AddRecord(record, member));
  return member;
}

std::optional<PackedFetch> PackFetch(const FetchResult& fetch,
                                     const std::optional<RevisitOf>& revisit_of) {
  if (HttpBodyOffset(fetch.exchange.response_head) == std::string_view::npos) return std::nullopt;
  PackedFetch packed;
  packed.revisit = revisit_of.has_value();
  WarcRecord answer;
  if (revisit_of) {
    answer = MakeRevisit(fetch, *revisit_of);
    packed.payload_sha256 = revisit_of->payload_sha256;
  } else {
    Answered made = MakeResponse(fetch);
    answer = std::move(made.record);
    packed.payload_sha256 = std::move(made.payload_sha256);
  }
  packed.record_id = answer.id();
  packed.block_sha256 = AddRecord(answer, packed.members);
  packed.answer_bytes = packed.members.size();
  AddRecord(MakeRequest(fetch, packed.record_id), packed.members);
  AddRecord(MakeMetadata(fetch, packed.record_id), packed.members);
  return packed;
}

}  // namespace agencywatch::crawler
