// Running a program as some account of this machine, cut off from the caller: own session, working
// folder "/", a small environment, no open file but stdin, stdout and stderr. PostgreSQL refuses to
// run as root, and its working folder may be one that its account cannot read.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace agencywatch::db::internal {

struct Account {
  uid_t uid = 0;
  gid_t gid = 0;
  std::vector<gid_t> groups;
  std::string name;
  std::string home;
};

// nullopt when the machine knows no such account.
[[nodiscard]] std::optional<Account> FindAccount(uid_t uid);
[[nodiscard]] std::optional<Account> FindAccount(const std::string& name);

struct ToolResult {
  int exit_code = 0;   // 128 + n when signal n ended it, 127 when it could not be started
  std::string output;  // stdout and stderr together, the last 64 KiB
  bool timed_out = false;
};

// Runs `argv` (argv[0] is a path) as `account`, with `input` (at most 60 kB) as its stdin, and
// waits for it. A guard process stands between: it keeps `lock_fd` (or -1) open until the program
// has ended, even when the caller is killed meanwhile, so that a lock never ends before the work
// that it protects. After `limit` the program and its guard are killed.
[[nodiscard]] ToolResult RunAs(const Account& account, const std::string& folder,
                               const std::vector<std::string>& argv, std::string_view input,
                               int lock_fd, std::chrono::seconds limit);

// Runs `question` in a forked child as `account` and returns what it returned (0 to 255), or 255
// when the account could not be taken on. The child ends by _exit: no destructor of the caller runs
// twice.
[[nodiscard]] int AskAs(const Account& account, const std::function<int()>& question);

// Becomes `account` for good; true when done or already so. For a freshly forked child.
[[nodiscard]] bool BecomeAccount(const Account& account) noexcept;

// Closes every file descriptor from 3 up but `keep` (-1: none).
void CloseAllBut(int keep) noexcept;

// Default signal handling and nothing blocked: what a forked child should start with.
void ResetSignals() noexcept;

}  // namespace agencywatch::db::internal
