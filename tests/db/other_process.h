// A process of the tests: started with its stdin and stdout on pipes, bounded in every wait, killed
// at the end.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace agencywatch::db {

class OtherProcess {
 public:
  struct Options {
    std::vector<std::string> argv;         // argv[0] is a path; it need not be reachable for `user`
    std::string user;                      // empty: as the caller
    std::string folder = "/";              // working folder, entered before the change of user
    std::vector<std::string> environment;  // "NAME=value", besides what the caller has
    std::optional<unsigned long> file_bytes;  // RLIMIT_FSIZE
  };
  explicit OtherProcess(const Options& options);
  OtherProcess(const OtherProcess&) = delete;
  OtherProcess& operator=(const OtherProcess&) = delete;
  ~OtherProcess();  // kill -9 when still alive

  void Write(const std::string& line);
  // The next line of its stdout; empty at its end or after `limit`.
  [[nodiscard]] std::string ReadLine(std::chrono::seconds limit = std::chrono::seconds(60));
  // Everything up to the end of its stdout, which comes when nobody has it open any more; nullopt
  // after `limit`.
  [[nodiscard]] std::optional<std::string> ReadAll(std::chrono::seconds limit);
  void CloseInput();
  void Kill();  // -9, and waits
  // Its exit code (128 + n by signal n); -1 after a minute.
  [[nodiscard]] int Wait();
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  [[nodiscard]] bool ReadSome(std::chrono::steady_clock::time_point deadline);

  pid_t pid_ = -1;
  int input_ = -1;
  int output_ = -1;
  bool ended_ = false;  // its stdout
  std::string buffer_;
};

// Asks until it is true; false after `limit`.
[[nodiscard]] bool Eventually(const std::function<bool()>& question,
                              std::chrono::seconds limit = std::chrono::seconds(30));

}  // namespace agencywatch::db
