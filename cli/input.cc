#include "cli/input.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/errors.h"
#include "core/utf8.h"

namespace agencywatch::cli {
namespace {

constexpr std::size_t kBlockBytes = 64 * 1024;
constexpr int kLookMs = 200;           // how soon a stop is seen
constexpr int kMostSilenceMs = 60'000;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ > STDIN_FILENO) close(number_);
  }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

enum class Wait { kReady, kStopped, kSilent };
// `most_ms` 0: however long it takes.
Wait WaitFor(int descriptor, const std::stop_token& stop, int most_ms) {
  for (int waited = 0;; waited += kLookMs) {
    if (stop.stop_requested()) return Wait::kStopped;
    if (most_ms > 0 && waited >= most_ms) return Wait::kSilent;
    pollfd asked{descriptor, POLLIN, 0};
    if (poll(&asked, 1, kLookMs) > 0) return Wait::kReady;
  }
}

[[noreturn]] void Refuse(const std::filesystem::path& path, const std::string& what, const std::string& fix) {
  throw core::InputError({path == "-" ? "stdin" : path.string(), 0, 0, what, fix});
}

[[noreturn]] void RefuseLarge(const std::filesystem::path& path, std::size_t most) {
  Refuse(path, "the file is larger than " + std::to_string(most / (1024 * 1024)) + " MiB", "give a smaller one, or its parts");
}

}  // namespace

std::string TextAt(const nlohmann::json& line, const char* key) {
  const auto found = line.find(key);
  return found != line.end() && found->is_string() ? core::MakeValidUtf8(found->get<std::string>()) : "";
}

std::string ReadFile(const std::filesystem::path& path, std::string_view what_for, const std::stop_token& stop, std::size_t most) {
  const bool is_stdin = path == "-";
  const Descriptor file(is_stdin ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  struct stat info {};
  if (file.number() < 0 || fstat(file.number(), &info) != 0 || S_ISDIR(info.st_mode))
    Refuse(path, std::string{what_for} + " cannot be read", "check that the file is there and may be read");
  const bool waits = !S_ISREG(info.st_mode);
  if (waits && !is_stdin && (!S_ISFIFO(info.st_mode) || !stop.stop_possible()))
    Refuse(path, std::string{what_for} + " is no ordinary file", "give a file, not a device, a socket or a pipe");
  if (!waits && static_cast<std::size_t>(info.st_size) > most) RefuseLarge(path, most);
  std::string bytes;
  for (std::string block(kBlockBytes, '\0');;) {
    if (waits) {
      const Wait wait = WaitFor(file.number(), stop, is_stdin ? 0 : kMostSilenceMs);
      if (wait == Wait::kStopped) throw core::CannotRun("stopped while waiting for " + std::string{what_for});
      if (wait == Wait::kSilent) throw core::CannotRun("nothing came through the pipe " + path.string() + " for a minute");
    }
    const auto got = read(file.number(), block.data(), block.size());
    if (got == 0) return bytes;
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got < 0) Refuse(path, std::string{what_for} + " cannot be read", std::strerror(errno));
    if (bytes.size() + static_cast<std::size_t>(got) > most) RefuseLarge(path, most);
    bytes.append(block, 0, static_cast<std::size_t>(got));
  }
}

StdinBuffer::StdinBuffer(std::stop_token stop) : stop_(std::move(stop)), bytes_(kBlockBytes) {}

StdinBuffer::int_type StdinBuffer::underflow() {
  if (gptr() < egptr()) return traits_type::to_int_type(*gptr());
  for (;;) {
    if (WaitFor(STDIN_FILENO, stop_, 0) == Wait::kStopped) return traits_type::eof();
    const auto got = read(STDIN_FILENO, bytes_.data(), bytes_.size());
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got <= 0) return traits_type::eof();
    setg(bytes_.data(), bytes_.data(), bytes_.data() + got);
    return traits_type::to_int_type(*gptr());
  }
}

std::streamsize StdinBuffer::showmanyc() {
  pollfd asked{STDIN_FILENO, POLLIN, 0};
  return poll(&asked, 1, 0) > 0 && (asked.revents & POLLIN) != 0 ? 1 : 0;
}

}  // namespace agencywatch::cli
