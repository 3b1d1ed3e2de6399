// Appends captures to WARC 1.1 files: one gzip member a record, files named
// aw-YYYYMMDDHHMMSS-NNNNN-node.warc.gz and rotated by size. What a database is to name must be
// synced first: Append, Sync, then commit.
//
// A process may die at any byte. The next writer of the same node cuts a torn record off the newest
// file and begins a file of its own, so that nothing is ever written behind something doubtful.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "crawler/fetcher.h"
#include "crawler/warc_pack.h"
#include "crawler/warc_record.h"

namespace agencywatch::crawler {

// Where a record lies: bytes [offset, offset + length) of the file.
struct WarcPlace {
  std::string file;  // name without folder
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

// A response (or revisit) as written, with what the database keeps of it.
struct WrittenCapture {
  std::string record_id;
  WarcPlace place;
  std::string block_sha256;    // hex, of the record's block
  std::string payload_sha256;  // hex; of a revisit: that of the capture it confirms; empty for a
                               // broken-off answer
  bool revisit = false;
};

struct WarcWriterOptions {
  std::string directory;  // made if missing
  std::string node;       // who writes: letters, digits, '-', '_', '.'; empty: the host's name
  std::string software = "agencywatch";
  std::string user_agent;                               // for the warcinfo record
  std::uint64_t max_file_bytes = 256ULL * 1024 * 1024;  // a file is closed when it has grown beyond
};

// A torn record that was found at start.
struct TornTail {
  std::string file;
  std::uint64_t cut_bytes = 0;
  bool damaged =
      false;  // broken in the middle, with good records behind: left as it is, a person should look
};

// Not to be shared between threads. Every failure to write is a core::CannotRun that says what,
// where and what to do; the half-written record is cut off first, so that the file stays whole.
// main ignores SIGXFSZ, so that a file-size limit is such a failure, too, and not the end of the
// process.
class WarcWriter {
 public:
  // Opens no file yet. Repairs the newest one of this node, unless another process is writing it.
  // `clock` outlives the writer.
  WarcWriter(WarcWriterOptions options, const core::Clock& clock);
  ~WarcWriter();
  WarcWriter(const WarcWriter&) = delete;
  WarcWriter& operator=(const WarcWriter&) = delete;

  // Not on disk before Sync.
  [[nodiscard]] WarcPlace Append(const WarcRecord& record);
  [[nodiscard]] WrittenCapture Append(const PackedFetch& fetch);
  // Packs and appends. nullopt, and nothing is written, when not even the head of an answer came whole.
  [[nodiscard]] std::optional<WrittenCapture> AppendFetch(
      const FetchResult& fetch, const std::optional<RevisitOf>& revisit_of);
  // A whole record as it lies in another file: one gzip member, copied byte by byte, so that its id
  // and digests stay.
  [[nodiscard]] WarcPlace AppendMember(std::string_view member);
  // Everything appended so far is on disk afterwards (fdatasync). Cheap when there is nothing new.
  void Sync();

  [[nodiscard]] const std::vector<TornTail>& repaired() const { return repaired_; }
  [[nodiscard]] std::uint64_t written_bytes() const { return written_bytes_; }

 private:
  struct File;
  void RepairNewest();
  void RotateIfFull();
  void OpenFile();
  void MakeReady();
  WarcPlace Write(std::string_view members);

  WarcWriterOptions options_;
  const core::Clock& clock_;
  std::unique_ptr<File> file_;  // nullptr until the first record
  std::vector<TornTail> repaired_;
  std::uint64_t written_bytes_ = 0;
  int serial_ = 0;
  bool unsynced_ = false;
};

// Cuts a torn record off the end of a file of one gzip member a record; a file without one whole
// record is removed. nullopt when there is nothing to cut, or another process is writing the file.
std::optional<TornTail> CutTornTail(const std::string& path);

}  // namespace agencywatch::crawler
