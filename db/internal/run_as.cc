#include "db/internal/run_as.h"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "core/errors.h"

namespace agencywatch::db::internal {

namespace {

constexpr std::size_t kMaxOutputBytes = 64UL * 1024;

Account FromPasswd(const passwd& entry) {
  Account account{entry.pw_uid, entry.pw_gid, {}, entry.pw_name, entry.pw_dir};
  int count = 64;
  account.groups.resize(static_cast<std::size_t>(count));
  while (getgrouplist(entry.pw_name, entry.pw_gid, account.groups.data(), &count) < 0) {
    account.groups.resize(static_cast<std::size_t>(count));
  }
  account.groups.resize(static_cast<std::size_t>(count));
  return account;
}

// `lookup` is getpwuid_r or getpwnam_r bound to its key.
template <class Lookup>
std::optional<Account> Find(Lookup lookup) {
  std::vector<char> buffer(16UL * 1024);
  passwd entry{};
  passwd* found = nullptr;
  if (lookup(&entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr) return {};
  return FromPasswd(*found);
}

struct Pipe {
  int read_end = -1;
  int write_end = -1;
  Pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
      throw core::CannotRun(std::string("cannot make a pipe: ") + std::strerror(errno));
    }
    read_end = ends[0];
    write_end = ends[1];
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    CloseRead();
    CloseWrite();
  }
  void CloseRead() {
    if (read_end >= 0) close(read_end);
    read_end = -1;
  }
  void CloseWrite() {
    if (write_end >= 0) close(write_end);
    write_end = -1;
  }
};

int ExitCode(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int WaitFor(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0) {
    if (errno != EINTR) return 127;
  }
  return ExitCode(status);
}

[[noreturn]] void FailInChild(const char* what) {
  const char* reason = std::strerror(errno);
  for (const char* text : {what, ": ", reason, "\n"}) {
    if (write(STDERR_FILENO, text, std::strlen(text)) < 0) break;
  }
  _exit(127);
}

// The child's side of RunAs: becomes the program and never returns.
[[noreturn]] void ExecTool(const Account& account, const char* folder, char* const* argv,
                           char* const* environment, int input_fd, int output_fd) {
  if (dup2(input_fd, STDIN_FILENO) < 0 || dup2(output_fd, STDOUT_FILENO) < 0 ||
      dup2(output_fd, STDERR_FILENO) < 0) {
    _exit(127);
  }
  CloseAllBut(-1);
  if (!BecomeAccount(account)) FailInChild("cannot take on the account");
  if (chdir(folder) != 0) FailInChild(folder);
  execve(argv[0], argv, environment);
  FailInChild(argv[0]);
}

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (auto& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

std::optional<Account> FindAccount(uid_t uid) {
  return Find([uid](auto... rest) { return getpwuid_r(uid, rest...); });
}

std::optional<Account> FindAccount(const std::string& name) {
  return Find([&name](auto... rest) { return getpwnam_r(name.c_str(), rest...); });
}

bool BecomeAccount(const Account& account) noexcept {
  if (geteuid() == account.uid) return true;
  return setgroups(account.groups.size(), account.groups.data()) == 0 &&
         setresgid(account.gid, account.gid, account.gid) == 0 &&
         setresuid(account.uid, account.uid, account.uid) == 0;
}

void CloseAllBut(int keep) noexcept {
  if (keep < 3) {
    close_range(3, ~0U, 0);
    return;
  }
  const auto kept = static_cast<unsigned>(keep);
  if (kept > 3) close_range(3, kept - 1, 0);
  close_range(kept + 1, ~0U, 0);
}

void ResetSignals() noexcept {
  for (int number = 1; number < NSIG; ++number) {
    if (number != SIGKILL && number != SIGSTOP) std::signal(number, SIG_DFL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

ToolResult RunAs(const Account& account, const std::string& folder,
                 const std::vector<std::string>& argv, std::string_view input, int lock_fd,
                 std::chrono::seconds limit) {
  // All memory is taken before the fork: other threads may hold the allocator's locks at that
  // moment.
  std::vector<std::string> arguments = argv;
  std::vector<std::string> variables = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                                        "LANG=C.UTF-8",
                                        "LC_ALL=C.UTF-8",
                                        "TZ=UTC",
                                        "HOME=" + account.home,
                                        "USER=" + account.name,
                                        "LOGNAME=" + account.name};
  const std::vector<char*> argument_list = Pointers(arguments);
  const std::vector<char*> variable_list = Pointers(variables);

  Pipe in;
  Pipe out;
  if (!input.empty() &&
      write(in.write_end, input.data(), input.size()) != static_cast<ssize_t>(input.size())) {
    throw core::CannotRun(std::string("cannot write to a pipe: ") + std::strerror(errno));
  }
  in.CloseWrite();

  const pid_t guard = fork();
  if (guard < 0)
    throw core::CannotRun(std::string("cannot start a process: ") + std::strerror(errno));
  if (guard == 0) {
    ResetSignals();
    setsid();
    const pid_t tool = fork();
    if (tool < 0) _exit(127);
    if (tool == 0) {
      ExecTool(account, folder.c_str(), argument_list.data(), variable_list.data(), in.read_end,
               out.write_end);
    }
    // The guard lets go of the caller's terminal, pipes, files and folder, all but the lock.
    if (chdir("/") != 0) _exit(127);
    const int null = open("/dev/null", O_RDWR);
    for (int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(null, fd);
    CloseAllBut(lock_fd);
    _exit(WaitFor(tool));
  }
  in.CloseRead();
  out.CloseWrite();

  ToolResult result;
  const auto deadline = std::chrono::steady_clock::now() + limit;
  std::array<char, 4096> chunk{};
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) {
      result.timed_out = true;
      kill(-guard, SIGKILL);
      break;
    }
    pollfd wait{out.read_end, POLLIN, 0};
    const int ready = poll(&wait, 1, static_cast<int>(std::min<long long>(left.count(), 60'000)));
    if (ready < 0 && errno != EINTR) break;
    if (ready <= 0) continue;
    const ssize_t got = read(out.read_end, chunk.data(), chunk.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    result.output.append(chunk.data(), static_cast<std::size_t>(got));
    if (result.output.size() > kMaxOutputBytes) {
      result.output.erase(0, result.output.size() - kMaxOutputBytes);
    }
  }
  result.exit_code = WaitFor(guard);
  return result;
}

int AskAs(const Account& account, const std::function<int()>& question) {
  const pid_t child = fork();
  if (child < 0)
    throw core::CannotRun(std::string("cannot start a process: ") + std::strerror(errno));
  if (child == 0) {
    ResetSignals();
    _exit(BecomeAccount(account) ? question() : 255);
  }
  return WaitFor(child);
}

}  // namespace agencywatch::db::internal
