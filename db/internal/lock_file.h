// An advisory lock (flock) on a file of its own. It ends with the process, however that ends; a
// program started by exec does not inherit it, a forked child does (see CloseAllBut).
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>

namespace agencywatch::db::internal {

class LockFile {
 public:
  // Opens or creates (0600, given to `owner` and `group`) the file. Throws core::CannotRun.
  LockFile(const std::filesystem::path& path, uid_t owner, gid_t group);
  LockFile(const LockFile&) = delete;
  LockFile& operator=(const LockFile&) = delete;
  ~LockFile();  // releases, unless a forked child holds the same lock

  [[nodiscard]] bool TryExclusive();
  [[nodiscard]] bool TryShared();
  // False when `limit` passed first.
  [[nodiscard]] bool Exclusive(std::chrono::milliseconds limit);
  void WaitExclusive();  // without an end: only for the watcher
  void Share();          // waits; whoever holds it exclusively holds it for a moment only
  void Release();

  [[nodiscard]] int fd() const { return fd_; }

 private:
  int fd_ = -1;
};

}  // namespace agencywatch::db::internal
