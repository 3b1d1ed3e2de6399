#include "core/zip_layout.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>

namespace agencywatch::core {
namespace {

constexpr std::size_t kMostFlaws = 20;
constexpr std::size_t kEndBytes = 22;      // 4.3.16, without a comment
constexpr std::size_t kEntryBytes = 46;    // 4.3.12
constexpr std::size_t kHeaderBytes = 30;   // 4.3.7
constexpr std::uint32_t kEndMark = 0x06054b50;
constexpr std::uint32_t kEntryMark = 0x02014b50;
constexpr std::uint32_t kHeaderMark = 0x04034b50;
constexpr std::uint32_t kDescriptorMark = 0x08074b50;
constexpr std::uint16_t kSizesBehind = 1U << 3U;  // 4.4.4: checksum and sizes stand behind the bytes
constexpr std::uint16_t kUtf8Name = 1U << 11U;
constexpr std::uint16_t kDeflateEffort = 3U << 1U;  // tells how hard the packer tried, and nothing about the bytes
constexpr std::uint16_t kStored = 0;
constexpr std::uint16_t kDeflated = 8;

// The caller has seen that the bytes are there.
std::uint32_t Number(std::string_view bytes, std::size_t at, std::size_t width) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < width; ++i) value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  return value;
}
std::uint16_t Short(std::string_view bytes, std::size_t at) { return static_cast<std::uint16_t>(Number(bytes, at, 2)); }
std::uint32_t Long(std::string_view bytes, std::size_t at) { return Number(bytes, at, 4); }

// What directory and header both tell (4.4.4 to 4.4.9).
struct Told {
  std::uint16_t flags = 0;
  std::uint16_t method = 0;
  std::uint32_t time = 0;
  std::uint32_t crc = 0;
  std::uint32_t packed = 0;
  std::uint32_t size = 0;
  std::string_view name;
  std::string_view extra;
};
// `at`: of the flags.
Told ReadTold(std::string_view bytes, std::size_t at) {
  return {Short(bytes, at),      Short(bytes, at + 2),  Long(bytes, at + 4), Long(bytes, at + 8),
          Long(bytes, at + 12), Long(bytes, at + 16), {},                  {}};
}

struct Entry {
  Told told;
  std::size_t header = 0;  // where it begins
};

// Times and owners (4.5.5, 4.5.7 and Info-ZIP's), which change neither a file's name nor its bytes; in whole fields.
bool ExtraIsPlain(std::string_view extra) {
  while (!extra.empty()) {
    if (extra.size() < 4) return false;
    const std::size_t length = std::size_t{4} + Short(extra, 2);
    switch (Short(extra, 0)) {
      case 0x000a:
      case 0x5455:
      case 0x5855:
      case 0x7855:
      case 0x7875:
        break;
      default:
        return false;
    }
    if (length > extra.size()) return false;
    extra.remove_prefix(length);
  }
  return true;
}

bool IsPlain(const Told& told) {
  const bool ascii = std::all_of(told.name.begin(), told.name.end(), [](char c) { return c >= ' ' && c < 0x7F; });
  return (told.flags & ~(kSizesBehind | kUtf8Name | kDeflateEffort)) == 0 && (told.method == kStored || told.method == kDeflated) &&
         (ascii || (told.flags & kUtf8Name) != 0) && ExtraIsPlain(told.extra) && (told.method != kStored || told.packed == told.size) &&
         (!told.name.ends_with('/') || told.size == 0);
}

// What a name ending in '/' says, the attributes must say, too (4.4.15): Unix's file type above, MS-DOS's folder bit below.
bool TypeFits(std::string_view name, std::uint32_t attributes) {
  constexpr std::uint32_t kFolder = 0x4000;
  constexpr std::uint32_t kFile = 0x8000;
  const std::uint32_t type = (attributes >> 16U) & 0xF000U;
  if (name.ends_with('/')) return type == 0 || type == kFolder;
  return (type == 0 || type == kFile) && (attributes & 0x10U) == 0;
}

class Layout {
 public:
  explicit Layout(std::string_view bytes) : bytes_(bytes) {}

  std::vector<ZipFlaw> Flaws() {
    if (ReadDirectory()) {
      CheckNames();
      CheckFiles();
    }
    if (flaws_.size() > kMostFlaws) flaws_.resize(kMostFlaws);
    return std::move(flaws_);
  }

 private:
  void Add(ZipFlaw::Kind kind, std::string_view file = {}) { flaws_.push_back({kind, std::string{file}}); }

  // False where nothing more can be said.
  bool ReadDirectory() {
    if (bytes_.size() < kEndBytes || Long(bytes_, bytes_.size() - kEndBytes) != kEndMark || Short(bytes_, bytes_.size() - 2) != 0) {
      Add(ZipFlaw::Kind::kNoDirectory);
      return false;
    }
    const std::size_t end = bytes_.size() - kEndBytes;
    const std::size_t count = Short(bytes_, end + 10);
    const std::size_t length = Long(bytes_, end + 12);
    directory_ = Long(bytes_, end + 16);
    if (Long(bytes_, end + 4) != 0 || Short(bytes_, end + 8) != count || directory_ > end || length != end - directory_) {
      Add(ZipFlaw::Kind::kDirectoryBad);
      return false;
    }
    std::size_t at = directory_;
    while (at < end) {
      const auto entry = ReadEntry(at, end);
      if (!entry) break;
      entries_.push_back(*entry);
    }
    if (at != end || entries_.size() != count) {
      Add(ZipFlaw::Kind::kDirectoryBad);
      return false;
    }
    return true;
  }

  // Moves `at` behind it.
  std::optional<Entry> ReadEntry(std::size_t& at, std::size_t end) {
    if (end - at < kEntryBytes || Long(bytes_, at) != kEntryMark) return {};
    Entry entry{ReadTold(bytes_, at + 8), Long(bytes_, at + 42)};
    const std::size_t name = Short(bytes_, at + 28);
    const std::size_t extra = Short(bytes_, at + 30);
    const std::size_t comment = Short(bytes_, at + 32);
    if (end - at - kEntryBytes < name + extra + comment) return {};
    entry.told.name = bytes_.substr(at + kEntryBytes, name);
    entry.told.extra = bytes_.substr(at + kEntryBytes + name, extra);
    if (comment != 0 || Short(bytes_, at + 34) != 0 || !TypeFits(entry.told.name, Long(bytes_, at + 38)) || !IsPlain(entry.told))
      Add(ZipFlaw::Kind::kNotPlain, entry.told.name);
    at += kEntryBytes + name + extra + comment;
    return entry;
  }

  void CheckNames() {
    std::set<std::string> names;
    for (const auto& entry : entries_) {
      std::string name{entry.told.name};
      std::transform(name.begin(), name.end(), name.begin(),
                     [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
      if (!names.insert(std::move(name)).second) Add(ZipFlaw::Kind::kNameTwice, entry.told.name);
    }
  }

  void CheckFiles() {
    std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return a.header < b.header; });
    std::size_t at = 0;
    for (const auto& entry : entries_) {
      if (flaws_.size() >= kMostFlaws) return;
      if (entry.header != at) {
        Add(entry.header > at ? ZipFlaw::Kind::kHiddenBytes : ZipFlaw::Kind::kOverlap, entry.told.name);
        if (entry.header < at) return;
      }
      const auto end = EndOf(entry);
      if (!end) return;
      at = *end;
    }
    if (at != directory_) Add(ZipFlaw::Kind::kHiddenBytes);
  }

  // Where the file's bytes and what stands behind them end; nothing, once that is told, where it leads into the directory.
  std::optional<std::size_t> EndOf(const Entry& entry) {
    const Told& told = entry.told;
    const std::size_t room = directory_ - std::min(entry.header, directory_);
    if (room < kHeaderBytes || Long(bytes_, entry.header) != kHeaderMark) {
      Add(ZipFlaw::Kind::kOtherHeader, told.name);
      return {};
    }
    Told header = ReadTold(bytes_, entry.header + 6);
    const std::size_t name = Short(bytes_, entry.header + 26);
    const std::size_t extra = Short(bytes_, entry.header + 28);
    const std::size_t length = kHeaderBytes + name + extra + std::size_t{told.packed};
    if (length > room) {
      Add(ZipFlaw::Kind::kOverlap, told.name);
      return {};
    }
    header.name = bytes_.substr(entry.header + kHeaderBytes, name);
    header.extra = bytes_.substr(entry.header + kHeaderBytes + name, extra);
    if (header.name != told.name) Add(ZipFlaw::Kind::kOtherName, told.name);
    if (!ExtraIsPlain(header.extra)) Add(ZipFlaw::Kind::kNotPlain, told.name);
    const std::size_t end = entry.header + length;
    const std::size_t behind = (told.flags & kSizesBehind) != 0 ? DescriptorBytes(told, end) : 0;
    const bool same = header.flags == told.flags && header.method == told.method && header.time == told.time &&
                      (SameSizes(header, told) || ((told.flags & kSizesBehind) != 0 && SizesLeftOut(header, told)));
    if (!same || ((told.flags & kSizesBehind) != 0 && behind == 0)) Add(ZipFlaw::Kind::kOtherHeader, told.name);
    return end + behind;
  }

  static bool SameSizes(const Told& header, const Told& told) {
    return header.crc == told.crc && header.packed == told.packed && header.size == told.size;
  }
  // Bytes that are stored have no end of their own: their length must stand before them.
  static bool SizesLeftOut(const Told& header, const Told& told) {
    const auto left_out = [&](std::uint32_t number, std::uint32_t truth) {
      return number == truth || (told.method == kDeflated && number == 0);
    };
    return header.crc == 0 && left_out(header.packed, told.packed) && left_out(header.size, told.size);
  }

  // 4.3.9: with or without its mark; 0 where none stands that tells the same.
  [[nodiscard]] std::size_t DescriptorBytes(const Told& told, std::size_t at) const {
    const auto fits = [&](std::size_t from) {
      return directory_ - from >= 12 && Long(bytes_, from) == told.crc && Long(bytes_, from + 4) == told.packed &&
             Long(bytes_, from + 8) == told.size;
    };
    if (directory_ - at >= 16 && Long(bytes_, at) == kDescriptorMark && fits(at + 4)) return 16;
    return fits(at) ? 12 : 0;
  }

  std::string_view bytes_;
  std::size_t directory_ = 0;  // where it begins
  std::vector<Entry> entries_;
  std::vector<ZipFlaw> flaws_;
};

}  // namespace

std::vector<ZipFlaw> FindZipFlaws(std::string_view bytes) { return Layout(bytes).Flaws(); }

}  // namespace agencywatch::core
