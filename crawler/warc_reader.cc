#include "crawler/warc_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "core/errors.h"

namespace agencywatch::crawler {
namespace {

enum class Fault { kNone, kTorn, kDamaged };

// The file's bytes, decompressed. A "member" is a gzip member, or the whole rest of the file when
// it is plain.
class ByteSource {
 public:
  ByteSource(const std::string& path, std::uint64_t offset) : position_(offset) {
    fd_ = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat info {};
    if (fd_ >= 0 && fstat(fd_, &info) == 0 && !S_ISREG(info.st_mode)) {
      close(fd_);
      throw core::InputError({path, 0, 0, "this is no ordinary file", "give a file, not a device, a socket or a pipe"});
    }
    if (fd_ < 0 || lseek(fd_, static_cast<off_t>(offset), SEEK_SET) < 0) {
      const int error = errno;
      if (fd_ >= 0) close(fd_);
      throw core::InputError(
          {path, 0, 0, std::string("cannot be read: ") + std::strerror(error), "check the path"});
    }
  }
  ~ByteSource() {
    EndMember();
    close(fd_);
  }
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;

  // Makes at least one byte ready; false at the end of a member (in_member() is false then) or on a
  // fault.
  bool Fill() {
    if (!ready_.empty()) return true;
    if (fault_ != Fault::kNone || !in_member_) return false;
    if (!zlib_) {
      if (raw_.empty() && !Read()) {
        in_member_ = false;
        return false;
      }
      ready_ = raw_;
      position_ += raw_.size();
      raw_ = {};
      return true;
    }
    for (;;) {
      if (raw_.empty() && !Read()) {
        fault_ = Fault::kTorn;
        return false;
      }
      stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(raw_.data()));
      stream_.avail_in = static_cast<uInt>(raw_.size());
      stream_.next_out = reinterpret_cast<Bytef*>(out_.data());
      stream_.avail_out = static_cast<uInt>(out_.size());
      const int code = inflate(&stream_, Z_NO_FLUSH);
      const std::size_t used = raw_.size() - stream_.avail_in;
      raw_.remove_prefix(used);
      position_ += used;
      ready_ = std::string_view(out_.data(), out_.size() - stream_.avail_out);
      if (code == Z_STREAM_END) {
        EndMember();
        return !ready_.empty();
      }
      if (code != Z_OK && code != Z_BUF_ERROR) {
        fault_ = Fault::kDamaged;
        return false;
      }
      if (!ready_.empty()) return true;
    }
  }

  // Opens the next member; false at the end of the file or on a fault.
  bool BeginMember() {
    if (fault_ != Fault::kNone || (raw_.empty() && !Read())) return false;
    gzip_member_ = raw_[0] == '\x1F';
    if (gzip_member_) {
      stream_ = {};
      if (inflateInit2(&stream_, 15 + 16) != Z_OK) throw std::bad_alloc();
      zlib_ = true;
    }
    member_start_ = position_;
    in_member_ = true;
    return true;
  }

  [[nodiscard]] std::string_view ready() const { return ready_; }
  void Use(std::size_t bytes) { ready_.remove_prefix(bytes); }
  [[nodiscard]] bool in_member() const { return in_member_ || !ready_.empty(); }
  [[nodiscard]] bool compressed() const {
    return gzip_member_;
  }  // the current member, or the last one
  [[nodiscard]] Fault fault() const { return fault_; }
  [[nodiscard]] std::uint64_t member_start() const { return member_start_; }
  // The place in the file of the next byte that has not been used (plain) or not been inflated
  // (gzip).
  [[nodiscard]] std::uint64_t position() const {
    return position_ - (gzip_member_ ? 0 : ready_.size());
  }

 private:
  bool Read() {
    ssize_t got = 0;
    do {
      got = read(fd_, in_.data(), in_.size());
    } while (got < 0 && errno == EINTR);
    if (got < 0) fault_ = Fault::kDamaged;
    if (got <= 0) return false;
    raw_ = std::string_view(in_.data(), static_cast<std::size_t>(got));
    return true;
  }
  void EndMember() {
    if (zlib_) inflateEnd(&stream_);
    zlib_ = false;
    in_member_ = false;
  }

  int fd_ = -1;
  std::uint64_t position_;  // in the file, of raw_'s first byte
  std::uint64_t member_start_ = 0;
  std::array<char, 64 * 1024> in_;
  std::array<char, 64 * 1024> out_;
  std::string_view raw_;    // read, not inflated
  std::string_view ready_;  // decompressed, not used
  z_stream stream_{};
  bool zlib_ = false;  // stream_ is open
  bool gzip_member_ = false;
  bool in_member_ = false;
  Fault fault_ = Fault::kNone;
};

std::string_view TrimBlanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
}

}  // namespace

struct WarcReader::Impl {
  ByteSource source;
  WarcReaderLimits limits;
  End end = End::kNone;
  std::optional<std::uint64_t> offset;
  std::uint64_t length = 0;
  std::uint64_t whole = 0;

  Impl(const std::string& path, std::uint64_t from, WarcReaderLimits l)
      : source(path, from), limits(l), whole(from) {}

  bool Stop(End why) {
    end = why;
    return false;
  }
  // A member ended, or a fault happened, where a record should have gone on. A plain file has one
  // member, which ends with the file.
  bool StopShort() {
    if (source.fault() == Fault::kDamaged) return Stop(End::kDamaged);
    return Stop(source.fault() == Fault::kTorn || !source.compressed() ? End::kTorn
                                                                       : End::kDamaged);
  }

  // Stands on the first byte of a record afterwards.
  bool FindRecord(bool& first_of_member) {
    for (;;) {
      if (!source.in_member()) {
        first_of_member = true;
        if (!source.BeginMember())
          return Stop(source.fault() == Fault::kDamaged ? End::kDamaged : End::kWhole);
      }
      if (!source.Fill()) {
        if (source.fault() != Fault::kNone) return StopShort();
        continue;  // an empty member, or the end of one
      }
      const char c = source.ready()[0];
      if (c != '\r' && c != '\n') return true;
      source.Use(1);
      if (!source.compressed()) whole = source.position();
    }
  }

  bool ReadLine(std::string& line, std::size_t& budget) {
    line.clear();
    for (;;) {
      if (!source.Fill()) return StopShort();
      const std::string_view ready = source.ready();
      const std::size_t end_of_line = ready.find('\n');
      const std::size_t take = std::min(end_of_line, ready.size());
      if (take + 1 > budget) return Stop(End::kDamaged);
      budget -= std::min(budget, take + 1);
      line.append(ready.substr(0, take));
      source.Use(std::min(take + 1, ready.size()));
      if (end_of_line != std::string_view::npos) return true;
    }
  }

  std::optional<WarcRecord> Next() {
    if (end != End::kNone) return std::nullopt;
    bool first_of_member = false;
    if (!FindRecord(first_of_member)) return std::nullopt;
    const bool plain = !source.compressed();
    std::optional<std::uint64_t> start;
    if (plain) {
      start = source.position();
    } else if (first_of_member) {
      start = source.member_start();
    }
    WarcRecord record;
    if (!ReadFields(record) || !ReadBlock(record)) return std::nullopt;
    // Behind the block stand two line ends, and mostly the end of the member.
    for (int left = 4; left > 0; --left) {
      if (!source.Fill()) {
        if (source.fault() != Fault::kNone) {
          StopShort();
          return std::nullopt;
        }
        break;
      }
      const char c = source.ready()[0];
      if (c != '\r' && c != '\n') break;
      source.Use(1);
    }
    if (!plain) {
      const bool more_in_member = source.Fill();
      if (source.fault() != Fault::kNone) {
        StopShort();
        return std::nullopt;
      }
      if (more_in_member) {
        offset = std::nullopt;
        length = 0;
        return record;
      }
    }
    whole = source.position();
    offset = start;
    length = start ? whole - *start : 0;
    return record;
  }

  bool ReadFields(WarcRecord& record) {
    std::size_t budget = limits.header_bytes;
    std::string line;
    if (!ReadLine(line, budget)) return false;
    if (!line.starts_with("WARC/")) return Stop(End::kDamaged);
    for (;;) {
      if (!ReadLine(line, budget)) return false;
      if (line.ends_with('\r')) line.pop_back();
      if (line.empty()) return true;
      if ((line[0] == ' ' || line[0] == '\t') && !record.fields.empty()) {
        record.fields.back().second += " " + std::string(TrimBlanks(line));
        continue;
      }
      const std::size_t colon = line.find(':');
      if (colon == std::string::npos) return Stop(End::kDamaged);
      const std::string_view view = line;
      record.fields.emplace_back(TrimBlanks(view.substr(0, colon)),
                                 TrimBlanks(view.substr(colon + 1)));
    }
  }

  bool ReadBlock(WarcRecord& record) {
    const std::string_view text = record.Get("Content-Length");
    std::uint64_t left = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), left);
    if (error != std::errc{} || text.empty() || stop != text.data() + text.size())
      return Stop(End::kDamaged);
    if (left > limits.skipped_bytes) return Stop(End::kDamaged);
    while (left > 0) {
      if (!source.Fill()) return StopShort();
      const std::size_t take =
          static_cast<std::size_t>(std::min<std::uint64_t>(left, source.ready().size()));
      const std::size_t kept = std::min(take, limits.block_bytes - record.block.size());
      record.block.append(source.ready().substr(0, kept));
      record.block_cut = record.block_cut || kept < take;
      source.Use(take);
      left -= take;
    }
    return true;
  }
};

WarcReader::WarcReader(const std::string& path, std::uint64_t offset, WarcReaderLimits limits)
    : impl_(std::make_unique<Impl>(path, offset, limits)) {}
WarcReader::~WarcReader() = default;

std::optional<WarcRecord> WarcReader::Next() { return impl_->Next(); }
WarcReader::End WarcReader::end() const { return impl_->end; }
std::optional<std::uint64_t> WarcReader::offset() const { return impl_->offset; }
std::uint64_t WarcReader::length() const { return impl_->length; }
std::uint64_t WarcReader::whole_bytes() const { return impl_->whole; }

std::optional<WarcRecord> ReadRecordAt(const std::string& path, std::uint64_t offset) {
  WarcReader reader(path, offset);
  return reader.Next();
}

}  // namespace agencywatch::crawler
