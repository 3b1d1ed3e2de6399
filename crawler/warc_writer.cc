#include "crawler/warc_writer.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>
#include <stdexcept>
#include <system_error>

#include "core/crash_point.h"
#include "core/errors.h"
#include "crawler/warc_reader.h"

namespace agencywatch::crawler {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "aw-";
constexpr std::string_view kSuffix = ".warc.gz";

[[noreturn]] void Fail(const std::string& what, const std::string& path, int error) {
  std::string todo = "check the folder and its permissions";
  if (error == ENOSPC || error == EDQUOT)
    todo = "free space on that disk, or move the data directory, and run again";
  if (error == EFBIG)
    todo = "raise the file-size limit (ulimit -f) of the user that runs agencywatch, and run again";
  if (error == EROFS) todo = "mount that disk for writing, or move the data directory";
  throw core::CannotRun(what + " " + path + ": " + std::strerror(error) + "; " + todo);
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

void SyncFolder(const std::string& directory) {
  const Descriptor folder(open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0 || fsync(folder.get()) != 0)
    Fail("cannot sync the folder", directory, errno);
}

std::string CleanNode(std::string node) {
  if (node.empty()) {
    std::array<char, 256> name{};
    if (gethostname(name.data(), name.size() - 1) == 0) node = name.data();
  }
  for (char& c : node) {
    const bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '-' || c == '_' || c == '.';
    if (!good) c = '-';
  }
  return node.empty() ? "node" : node;
}

std::string Padded(int number, std::size_t width) {
  std::string text = std::to_string(number);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

// 20261031230000
std::string Compact(core::Instant instant) {
  std::string text;
  for (const char c : core::FormatInstant(instant)) {
    if (c >= '0' && c <= '9') text += c;
  }
  return text;
}

// Is there a whole record anywhere behind `from`? Then what is broken there is no torn tail.
bool HoldsRecordBehind(const std::string& path, std::uint64_t from) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return false;
  std::array<char, 64 * 1024> buffer;
  std::string window;  // what was read and may hold the beginning of a magic number
  std::uint64_t window_at = from;
  for (;;) {
    const ssize_t got = pread(file.get(), buffer.data(), buffer.size(),
                              static_cast<off_t>(window_at + window.size()));
    if (got <= 0) return false;
    window.append(buffer.data(), static_cast<std::size_t>(got));
    std::size_t at = window.find("\x1F\x8B\x08");
    for (; at != std::string::npos; at = window.find("\x1F\x8B\x08", at + 1)) {
      if (ReadRecordAt(path, window_at + at)) return true;
    }
    const std::size_t keep = std::min<std::size_t>(2, window.size());
    window_at += window.size() - keep;
    window.erase(0, window.size() - keep);
  }
}

}  // namespace

struct WarcWriter::File {
  File(std::string n, std::string p, int f) : name(std::move(n)), path(std::move(p)), fd(f) {}
  ~File() { close(fd); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  std::string name;
  std::string path;
  int fd;
  std::uint64_t size = 0;
};

WarcWriter::WarcWriter(WarcWriterOptions options, const core::Clock& clock)
    : options_(std::move(options)), clock_(clock) {
  options_.node = CleanNode(options_.node);
  std::error_code error;
  fs::create_directories(options_.directory, error);
  if (error) Fail("cannot make the folder", options_.directory, error.value());
  RepairNewest();
}

WarcWriter::~WarcWriter() = default;

// The newest by name is the newest by time unless somebody set a clock back: then both are looked
// at.
void WarcWriter::RepairNewest() {
  const std::string ending = "-" + options_.node + std::string(kSuffix);
  std::string by_name;
  std::string by_time;
  fs::file_time_type newest{};
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(options_.directory, error)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(kPrefix) || !name.ends_with(ending)) continue;
    std::error_code ignored;
    const auto time = entry.last_write_time(ignored);
    if (by_time.empty() || time > newest) {
      newest = time;
      by_time = name;
    }
    by_name = std::max(by_name, name);
  }
  if (error) Fail("cannot list the folder", options_.directory, error.value());
  for (const std::string& name : std::set<std::string>{by_name, by_time}) {
    if (name.empty()) continue;
    if (auto torn = CutTornTail(options_.directory + "/" + name))
      repaired_.push_back(std::move(*torn));
  }
}

void WarcWriter::OpenFile() {
  const core::Instant now = clock_.Now();
  for (;;) {
    const std::string name = std::string(kPrefix) + Compact(now) + "-" + Padded(serial_++, 5) +
                             "-" + options_.node + std::string(kSuffix);
    const std::string path = options_.directory + "/" + name;
    const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    if (fd < 0 && errno == EEXIST) continue;
    if (fd < 0) Fail("cannot make the evidence file", path, errno);
    file_ = std::make_unique<File>(name, path, fd);
    break;
  }
  static_cast<void>(
      flock(file_->fd, LOCK_EX | LOCK_NB));  // tells others that its end is not torn but in work
  SyncFolder(options_.directory);
  const WarcRecord info = MakeWarcinfo(file_->name, options_.software, options_.user_agent, now);
  try {
    static_cast<void>(Write(PackRecord(info)));
  } catch (const core::CannotRun&) {
    unlink(file_->path.c_str());  // nothing whole is in it
    file_.reset();
    throw;
  }
}

void WarcWriter::RotateIfFull() {
  if (file_ && file_->size >= options_.max_file_bytes) {
    Sync();
    file_.reset();
  }
}

void WarcWriter::MakeReady() {
  RotateIfFull();
  if (!file_) OpenFile();
}

// The file is whole before and afterwards, also where this throws.
WarcPlace WarcWriter::Write(std::string_view members) {
  std::size_t done = 0;
  while (done < members.size()) {
    const ssize_t wrote = pwrite(file_->fd, members.data() + done, members.size() - done,
                                 static_cast<off_t>(file_->size + done));
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) {
      const int error = wrote < 0 ? errno : ENOSPC;
      static_cast<void>(ftruncate(file_->fd, static_cast<off_t>(file_->size)));
      Fail("cannot write the evidence file", file_->path, error);
    }
    done += static_cast<std::size_t>(wrote);
  }
  const WarcPlace place{file_->name, file_->size, members.size()};
  file_->size += members.size();
  written_bytes_ += members.size();
  unsynced_ = true;
  return place;
}

WarcPlace WarcWriter::AppendMember(std::string_view member) {
  MakeReady();
  return Write(member);
}

WarcPlace WarcWriter::Append(const WarcRecord& record) {
  if (record.type() == "response") core::CrashPoint("before_warc");
  MakeReady();
  return Write(PackRecord(record));
}

WrittenCapture WarcWriter::Append(const PackedFetch& fetch) {
  core::CrashPoint("before_warc");
  MakeReady();
  WarcPlace place = Write(fetch.members);
  place.length = fetch.answer_bytes;
  return {fetch.record_id, std::move(place), fetch.block_sha256, fetch.payload_sha256,
          fetch.revisit};
}

std::optional<WrittenCapture> WarcWriter::AppendFetch(const FetchResult& fetch,
                                                      const std::optional<RevisitOf>& revisit_of) {
  const auto packed = PackFetch(fetch, revisit_of);
  if (!packed) return std::nullopt;
  return Append(*packed);
}

void WarcWriter::Sync() {
  if (!unsynced_ || !file_) return;
  if (fdatasync(file_->fd) != 0) Fail("cannot sync the evidence file", file_->path, errno);
  unsynced_ = false;
  core::CrashPoint("after_warc");
}

std::optional<TornTail> CutTornTail(const std::string& path) {
  const Descriptor file(open(path.c_str(), O_RDWR | O_CLOEXEC));
  if (file.get() < 0) Fail("cannot open the evidence file", path, errno);
  if (flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return std::nullopt;
    Fail("cannot lock the evidence file", path, errno);
  }
  struct stat status {};
  if (fstat(file.get(), &status) != 0) Fail("cannot look at the evidence file", path, errno);
  const auto size = static_cast<std::uint64_t>(status.st_size);

  WarcReaderLimits limits;
  limits.block_bytes = 0;  // only whether records are whole is of interest
  WarcReader reader(path, 0, limits);
  while (reader.Next()) {
  }
  if (reader.end() == WarcReader::End::kWhole && size > 0) return std::nullopt;
  const std::uint64_t whole = reader.whole_bytes();
  TornTail torn{fs::path(path).filename().string(), size - whole, false};
  if (reader.end() == WarcReader::End::kDamaged && HoldsRecordBehind(path, whole + 1)) {
    torn.cut_bytes = 0;
    torn.damaged = true;
    return torn;
  }
  if (whole == 0) {
    if (unlink(path.c_str()) != 0) Fail("cannot remove the empty evidence file", path, errno);
    return torn;
  }
  if (ftruncate(file.get(), static_cast<off_t>(whole)) != 0 || fdatasync(file.get()) != 0) {
    Fail("cannot cut the torn end off the evidence file", path, errno);
  }
  return torn;
}

}  // namespace agencywatch::crawler
