#include "alerts/dossier/pdf.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>

#include "core/errors.h"

namespace agencywatch::alerts {
namespace {

constexpr const char* kProgram = "/usr/bin/weasyprint";
constexpr std::chrono::seconds kLimit{180};
constexpr rlim_t kMostMemory = 2UL << 30U;
constexpr rlim_t kMostProcessorSeconds = 180;
constexpr std::size_t kMostPdfBytes = 64UL << 20U;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {
    if (number_ < 0) throw core::CannotRun("the PDF cannot be printed: no file descriptor is left");
  }
  ~Descriptor() { Close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  void Close() {
    if (number_ >= 0) close(number_);
    number_ = -1;
  }
  [[nodiscard]] int get() const { return number_; }

 private:
  int number_;
};

// In the child, between fork and exec: only what is safe there.
[[noreturn]] void Become(int in, int out) {
  const auto limit = [](auto what, rlim_t most) {
    const rlimit bound{most, most};
    setrlimit(what, &bound);
  };
  limit(RLIMIT_AS, kMostMemory);
  limit(RLIMIT_CPU, kMostProcessorSeconds);
  limit(RLIMIT_FSIZE, kMostPdfBytes);
  static_cast<void>(unshare(CLONE_NEWNET));  // as root; without it the page still names nothing to fetch
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  signal(SIGPIPE, SIG_DFL);
  signal(SIGXFSZ, SIG_DFL);
  const int nowhere = open("/dev/null", O_WRONLY);
  if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(nowhere, 2) < 0 || chdir("/") != 0) _exit(126);
  close_range(3, ~0U, 0);
  static char* const arguments[] = {const_cast<char*>(kProgram), const_cast<char*>("-e"),
                                    const_cast<char*>("utf-8"),  const_cast<char*>("-"),
                                    const_cast<char*>("-"),      nullptr};
  static char* const environment[] = {const_cast<char*>("PATH=/usr/bin:/bin"),
                                      const_cast<char*>("LANG=C.UTF-8"),
                                      const_cast<char*>("HOME=/nonexistent"), nullptr};
  execve(kProgram, arguments, environment);
  _exit(127);
}

// Reads to the end; false when the time is over or too much comes.
bool ReadAll(int descriptor, std::string& bytes) {
  const auto end = std::chrono::steady_clock::now() + kLimit;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    pollfd asked{descriptor, POLLIN, 0};
    const int ready = left.count() <= 0 ? 0 : poll(&asked, 1, static_cast<int>(left.count()));
    if (ready == 0) return false;
    if (ready < 0 && errno == EINTR) continue;
    char block[64 * 1024];
    const auto got = read(descriptor, block, sizeof block);
    if (got == 0) return true;
    if (got < 0 || bytes.size() + static_cast<std::size_t>(got) > kMostPdfBytes) return false;
    bytes.append(block, static_cast<std::size_t>(got));
  }
}

}  // namespace

std::string PrintPdf(std::string_view html) {
  if (access(kProgram, X_OK) != 0)
    throw core::CannotRun(std::string{kProgram} + " is missing, and the PDF cannot be printed: apt install weasyprint");
  // A file in memory, so that nobody waits for the other to read.
  Descriptor page(memfd_create("page", MFD_CLOEXEC));
  for (std::string_view rest = html; !rest.empty();) {
    const auto written = write(page.get(), rest.data(), rest.size());
    if (written <= 0) throw core::CannotRun("the PDF cannot be printed: no memory for its page");
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  lseek(page.get(), 0, SEEK_SET);
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw core::CannotRun("the PDF cannot be printed: no pipe");
  Descriptor from(ends[0]);
  Descriptor to(ends[1]);
  const pid_t child = fork();
  if (child < 0) throw core::CannotRun("the PDF cannot be printed: no process can be started");
  if (child == 0) Become(page.get(), to.get());
  to.Close();
  std::string pdf;
  const bool whole = ReadAll(from.get(), pdf);
  if (!whole) kill(child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  if (!whole) throw core::CannotRun("weasyprint took longer than three minutes, or its PDF is too large");
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || !pdf.starts_with("%PDF-"))
    throw core::CannotRun("weasyprint could not print the PDF; try it by hand: weasyprint report.html report.pdf");
  return pdf;
}

}  // namespace agencywatch::alerts
