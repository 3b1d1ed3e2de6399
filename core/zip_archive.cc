#include "core/zip_archive.h"

#include <archive.h>
#include <archive_entry.h>

#include <memory>
#include <stdexcept>

#include "core/errors.h"

namespace agencywatch::core {
namespace {

struct ReadDeleter {
  void operator()(archive* handle) const noexcept { archive_read_free(handle); }
};
struct WriteDeleter {
  void operator()(archive* handle) const noexcept { archive_write_free(handle); }
};
struct EntryDeleter {
  void operator()(archive_entry* entry) const noexcept { archive_entry_free(entry); }
};

la_ssize_t Append(archive*, void* out, const void* bytes, size_t size) noexcept {
  try {
    static_cast<std::string*>(out)->append(static_cast<const char*>(bytes), size);
    return static_cast<la_ssize_t>(size);
  } catch (const std::bad_alloc&) {
    return -1;
  }
}

std::string ErrorOf(archive* zip) {
  const char* text = archive_error_string(zip);
  return text == nullptr ? "it is no ZIP archive" : text;
}

void Require(int result, archive* zip) {
  if (result != ARCHIVE_OK) throw CannotRun("a ZIP archive cannot be written: " + ErrorOf(zip));
}

[[noreturn]] void Refuse(const std::string& name, const std::string& what) {
  throw InputError({name, 0, 0, what, "take the archive as it was handed over, a .zip"});
}

// Appends the entry's bytes; false when they are damaged. `left` is what all files may still take.
bool ReadEntry(archive* zip, std::string& out, std::size_t& left, const std::string& name) {
  char block[64 * 1024];
  for (;;) {
    const auto got = archive_read_data(zip, block, sizeof block);
    if (got < 0) return false;
    if (got == 0) return true;
    if (static_cast<std::size_t>(got) > left)
      Refuse(name, "the archive holds more than it may when unpacked");
    left -= static_cast<std::size_t>(got);
    out.append(block, static_cast<std::size_t>(got));
  }
}

}  // namespace

std::string PackZip(const BagFiles& files, const std::string& top, Instant at) {
  std::string out;
  const std::unique_ptr<archive, WriteDeleter> zip(archive_write_new());
  const std::unique_ptr<archive_entry, EntryDeleter> entry(archive_entry_new());
  if (!zip || !entry) throw std::bad_alloc();
  Require(archive_write_set_format_zip(zip.get()), zip.get());
  Require(archive_write_set_options(zip.get(), "zip:compression=store"), zip.get());
  Require(archive_write_set_bytes_in_last_block(zip.get(), 1), zip.get());
  Require(archive_write_open(zip.get(), &out, nullptr, Append, nullptr), zip.get());
  for (const auto& [path, content] : files) {
    archive_entry_clear(entry.get());
    archive_entry_set_pathname_utf8(entry.get(), (top + "/" + path).c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_mtime(entry.get(), at.time_since_epoch().count(), 0);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.size()));
    Require(archive_write_header(zip.get(), entry.get()), zip.get());
    if (archive_write_data(zip.get(), content.data(), content.size()) !=
        static_cast<la_ssize_t>(content.size()))
      Require(ARCHIVE_FAILED, zip.get());
  }
  Require(archive_write_close(zip.get()), zip.get());
  return out;
}

UnpackedZip UnpackZip(std::string_view bytes, const std::string& name, const ZipLimits& limits) {
  const std::unique_ptr<archive, ReadDeleter> zip(archive_read_new());
  if (!zip) throw std::bad_alloc();
  archive_read_support_format_zip_seekable(zip.get());
  if (archive_read_open_memory(zip.get(), bytes.data(), bytes.size()) != ARCHIVE_OK)
    Refuse(name, "the archive cannot be read: " + ErrorOf(zip.get()));
  UnpackedZip unpacked;
  Instant at{};
  std::size_t left = limits.bytes;
  for (;;) {
    archive_entry* entry = nullptr;
    const int next = archive_read_next_header(zip.get(), &entry);
    if (next == ARCHIVE_EOF) break;
    if (next < ARCHIVE_WARN) {
      if (unpacked.files.empty()) Refuse(name, "the archive cannot be read: " + ErrorOf(zip.get()));
      unpacked.problems.push_back("the archive cannot be read further: " + ErrorOf(zip.get()));
      break;
    }
    const char* utf8 = archive_entry_pathname_utf8(entry);
    const std::string path = utf8 != nullptr ? utf8 : "";
    if (archive_entry_filetype(entry) == AE_IFDIR) {
      if (!IsSafeBagPath(path.ends_with('/') ? path.substr(0, path.size() - 1) : path))
        Refuse(name, "the archive holds a path that leads out of it");
      continue;
    }
    if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry) != nullptr)
      Refuse(name, "the archive holds a link or a device");
    const std::size_t slash = path.find('/');
    if (!IsSafeBagPath(path)) Refuse(name, "the archive holds a path that leads out of it");
    if (unpacked.files.size() + unpacked.problems.size() >= limits.files) Refuse(name, "the archive holds too many files");
    if (slash == path.npos || (!unpacked.top.empty() && path.substr(0, slash) != unpacked.top)) {
      unpacked.problems.push_back(path + " stands outside the archive's folder");
      continue;
    }
    if (unpacked.top.empty()) {
      unpacked.top = path.substr(0, slash);
      at = Instant{std::chrono::seconds{archive_entry_mtime(entry)}};
    }
    const auto [file, added] = unpacked.files.try_emplace(path.substr(slash + 1));
    if (!added) continue;  // a flaw of the layout
    if (!ReadEntry(zip.get(), file->second, left, name))
      unpacked.problems.push_back(file->first + " is damaged: " + ErrorOf(zip.get()));
  }
  if (unpacked.files.empty()) Refuse(name, "the archive holds no files");
  unpacked.flaws = FindZipFlaws(bytes);
  unpacked.as_packed = PackZip(unpacked.files, unpacked.top, at) == bytes;
  return unpacked;
}

}  // namespace agencywatch::core
