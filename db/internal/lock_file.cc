#include "db/internal/lock_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <thread>

#include "core/errors.h"

namespace agencywatch::db::internal {

namespace {
bool Flock(int fd, int how) {
  int result = 0;
  while ((result = flock(fd, how)) != 0 && errno == EINTR) {
  }
  return result == 0;
}
}  // namespace

LockFile::LockFile(const std::filesystem::path& path, uid_t owner, gid_t group) {
  constexpr int kFlags = O_RDWR | O_CLOEXEC | O_NOFOLLOW;
  fd_ = open(path.c_str(), kFlags | O_CREAT | O_EXCL, 0600);
  const bool created = fd_ >= 0;
  if (!created && errno == EEXIST) fd_ = open(path.c_str(), kFlags);
  // Root may be the first to run in a plain user's data directory; the user must be able to lock,
  // too.
  if (fd_ < 0 || (created && geteuid() != owner && fchown(fd_, owner, group) != 0)) {
    throw core::CannotRun("cannot open the lock file " + path.string() + ": " +
                          std::strerror(errno) +
                          "; make its folder writable, or choose another with --data-dir");
  }
}

LockFile::~LockFile() {
  if (fd_ >= 0) close(fd_);
}

bool LockFile::TryExclusive() { return Flock(fd_, LOCK_EX | LOCK_NB); }
bool LockFile::TryShared() { return Flock(fd_, LOCK_SH | LOCK_NB); }

bool LockFile::Exclusive(std::chrono::milliseconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (!TryExclusive()) {
    if (std::chrono::steady_clock::now() >= deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

void LockFile::WaitExclusive() { Flock(fd_, LOCK_EX); }
void LockFile::Share() { Flock(fd_, LOCK_SH); }
void LockFile::Release() { Flock(fd_, LOCK_UN); }

}  // namespace agencywatch::db::internal
