#include "cli/evidence.h"

#include <unistd.h>

#include <fstream>
#include <pqxx/pqxx>
#include <vector>

#include "core/errors.h"
#include "crawler/warc_reader.h"
#include "crawler/warc_writer.h"
#include "db/capture_store.h"
#include "db/evidence_store.h"
#include "db/transaction.h"

namespace agencywatch::cli {
namespace {

std::string ReadBytes(const std::filesystem::path& path, std::uint64_t offset,
                      std::uint64_t length) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes(length, '\0');
  file.seekg(static_cast<std::streamoff>(offset));
  file.read(bytes.data(), static_cast<std::streamsize>(length));
  if (file) return bytes;
  throw core::CannotRun("evidence cannot be read from " + path.string() +
                        "; agencywatch doctor --evidence says what is missing");
}

// The record, and the request and metadata that were written with it.
crawler::WarcPlace Copy(const std::filesystem::path& from, const db::PlacedCapture& capture,
                        crawler::WarcWriter& to) {
  const auto offset = static_cast<std::uint64_t>(capture.offset);
  crawler::WarcPlace place =
      to.AppendMember(ReadBytes(from, offset, static_cast<std::uint64_t>(capture.length)));
  crawler::WarcReaderLimits limits;
  limits.block_bytes = 0;
  crawler::WarcReader reader(from.string(), offset, limits);
  const auto first = reader.Next();
  if (!first || first->id() != "<" + capture.record_id + ">") {
    throw core::CannotRun("record " + capture.record_id + " is not where it should be in " +
                          from.string() + "; agencywatch doctor --evidence says more");
  }
  while (const auto record = reader.Next()) {
    if (record->Get("WARC-Concurrent-To") != first->id() || !reader.offset()) break;
    static_cast<void>(to.AppendMember(ReadBytes(from, *reader.offset(), reader.length())));
  }
  return place;
}

}  // namespace

std::string NodeName() {
  char name[256] = {};
  return gethostname(name, sizeof name - 1) == 0 && name[0] != 0 ? name : "localhost";
}

int KeepEvidence(pqxx::connection& connection, const EvidenceFolder& folder,
                 const core::Clock& clock) {
  static constexpr int kBatch = 200;
  crawler::WarcWriterOptions options;
  options.directory = (folder.data_dir / "evidence").string();
  options.software = folder.software;
  options.user_agent = folder.user_agent;
  std::unique_ptr<crawler::WarcWriter> writer;  // no empty files on quiet nights
  int copied = 0;
  for (;;) {
    const auto captures = db::InTransaction(
        connection, [&](pqxx::work& tx) { return db::EvidenceToKeep(tx, folder.node, kBatch); });
    if (captures.empty()) return copied;
    if (!writer) writer = std::make_unique<crawler::WarcWriter>(options, clock);
    std::vector<crawler::WarcPlace> places;
    for (const auto& capture : captures)
      places.push_back(Copy(folder.data_dir / capture.file, capture, *writer));
    writer->Sync();
    db::InTransaction(connection, [&](pqxx::work& tx) {
      for (std::size_t i = 0; i < captures.size(); ++i) {
        const auto file = db::EnsureWarcFile(tx, "evidence/" + places[i].file,
                                             db::WarcClass::kEvidence, folder.node);
        db::AddPlace(tx, captures[i].capture_id, file, static_cast<std::int64_t>(places[i].offset),
                     static_cast<std::int64_t>(places[i].length));
      }
    });
    copied += static_cast<int>(captures.size());
  }
}

}  // namespace agencywatch::cli
