#include "cli/evidence.h"

#include <unistd.h>

#include <optional>
#include <pqxx/pqxx>
#include <utility>
#include <vector>

#include "crawler/archived_answer.h"
#include "crawler/warc_writer.h"
#include "db/capture_store.h"
#include "db/evidence_store.h"
#include "db/transaction.h"

namespace agencywatch::cli {
namespace {

// The record, and the request and metadata that were written with it.
crawler::WarcPlace Copy(const std::filesystem::path& from, const db::PlacedCapture& capture,
                        crawler::WarcWriter& to) {
  std::optional<crawler::WarcPlace> place;
  for (const auto& member : crawler::MembersOf(
           from.string(), static_cast<std::uint64_t>(capture.offset), capture.record_id)) {
    auto written = to.AppendMember(member);
    if (!place) place = std::move(written);
  }
  return *place;
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
