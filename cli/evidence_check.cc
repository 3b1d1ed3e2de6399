#include "cli/evidence_check.h"

#include <map>
#include <pqxx/pqxx>

#include "core/errors.h"
#include "core/sha256.h"
#include "crawler/http_message.h"
#include "crawler/warc_reader.h"
#include "db/evidence_store.h"

namespace agencywatch::cli {
namespace {

std::string Unbracketed(std::string_view id) {
  if (id.starts_with('<') && id.ends_with('>')) id = id.substr(1, id.size() - 2);
  return std::string(id);
}

// The payload of a response is hashed again; that of a revisit is said by its header only.
bool PayloadIsRight(const crawler::WarcRecord& record, const db::PlacedCapture& capture) {
  if (capture.revisit) {
    return record.Get("WARC-Payload-Digest") == crawler::WarcDigest(capture.payload_sha256);
  }
  if (record.type() == "resource") return core::Sha256Hex(record.block) == capture.payload_sha256;
  const std::size_t body = crawler::HttpBodyOffset(record.block);
  const auto head = crawler::ParseHttpHead(record.block);
  if (!head || body == std::string::npos) return false;
  const auto payload = crawler::RemoveTransferCoding(
      *head, std::string_view{record.block}.substr(body), record.block.size());
  return core::Sha256Hex(payload.bytes) == capture.payload_sha256;
}

class FileCheck {
 public:
  FileCheck(const std::filesystem::path& path, const std::vector<db::PlacedCapture>& captures,
            EvidenceCheck& check)
      : path_(path), check_(check) {
    for (const auto& capture : captures) expected_.emplace(capture.record_id, capture);
  }

  void Run() {
    crawler::WarcReader reader(path_.string());
    while (const auto record = reader.Next()) Look(*record, reader);
    if (reader.end() == crawler::WarcReader::End::kTorn)
      Problem("ends within a record; the next scan cuts that off");
    if (reader.end() == crawler::WarcReader::End::kDamaged)
      Problem("is damaged behind byte " + std::to_string(reader.whole_bytes()));
    for (const auto& [id, capture] : expected_)
      Problem("does not hold record " + id + ", which lay at byte " +
              std::to_string(capture.offset));
  }

 private:
  void Look(const crawler::WarcRecord& record, const crawler::WarcReader& reader) {
    const std::string id = Unbracketed(record.id());
    const std::string block_sha256 = core::Sha256Hex(record.block);
    if (const auto digest = record.Get("WARC-Block-Digest");
        !digest.empty() && digest != crawler::WarcDigest(block_sha256)) {
      Problem("record " + id + " does not match its own block digest");
    }
    const bool answer = record.type() == "response" || record.type() == "revisit" ||
                        record.type() == "resource";
    const auto found = expected_.find(id);
    if (found == expected_.end()) {
      check_.orphans += answer ? 1 : 0;
      return;
    }
    const db::PlacedCapture capture = found->second;
    expected_.erase(found);
    if (reader.offset() != static_cast<std::uint64_t>(capture.offset) ||
        reader.length() != static_cast<std::uint64_t>(capture.length)) {
      Problem("record " + id + " is not where the database says");
    } else if (block_sha256 != capture.block_sha256 || !PayloadIsRight(record, capture)) {
      Problem("record " + id + " was altered: it is not what was fetched");
    } else {
      ++check_.captures;
    }
  }

  void Problem(const std::string& what) { check_.problems.push_back(path_.string() + " " + what); }

  const std::filesystem::path& path_;
  EvidenceCheck& check_;
  std::map<std::string, db::PlacedCapture> expected_;
};

}  // namespace

EvidenceCheck CheckEvidence(pqxx::connection& connection, const std::filesystem::path& data_dir,
                            const std::string& node) {
  EvidenceCheck check;
  pqxx::read_transaction tx(connection);
  for (const auto& file : db::WarcFiles(tx, node)) {
    const std::filesystem::path path = data_dir / file.name;
    std::error_code ignored;
    const bool exists = std::filesystem::exists(path, ignored);
    if (file.purged_at) {
      ++check.purged_files;
      if (exists) check.problems.push_back(path.string() + " was purged, but is still there");
      continue;
    }
    ++check.files;
    const auto captures = db::CapturesIn(tx, file.id);
    if (!exists) {
      check.problems.push_back(path.string() + " is missing, with " +
                               std::to_string(captures.size()) + " captures");
      continue;
    }
    try {
      FileCheck(path, captures, check).Run();
    } catch (const core::InputError& error) {
      check.problems.emplace_back(error.what());
    }
  }
  return check;
}

}  // namespace agencywatch::cli
