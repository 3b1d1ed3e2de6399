#include "tests/db/other_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <thread>
#include <utility>

#include "db/internal/run_as.h"

namespace agencywatch::db {

using std::chrono::steady_clock;

OtherProcess::OtherProcess(const Options& options) {
  std::array<int, 2> in{};
  std::array<int, 2> out{};
  const int program = open(options.argv.at(0).c_str(), O_RDONLY | O_CLOEXEC);
  if (program < 0 || pipe2(in.data(), O_CLOEXEC) != 0 || pipe2(out.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error("cannot start " + options.argv.at(0));
  }
  const auto account =
      options.user.empty() ? internal::FindAccount(geteuid()) : internal::FindAccount(options.user);
  std::vector<std::string> argv = options.argv;
  std::vector<std::string> environment = options.environment;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    environment.emplace_back(*variable);
  }
  std::vector<char*> arguments;
  std::vector<char*> variables;
  arguments.reserve(argv.size() + 1);
  variables.reserve(environment.size() + 1);
  for (auto& text : argv) arguments.push_back(text.data());
  for (auto& text : environment) variables.push_back(text.data());
  arguments.push_back(nullptr);
  variables.push_back(nullptr);

  pid_ = fork();
  if (pid_ == 0) {
    if (options.file_bytes) {
      const rlimit limit{*options.file_bytes, *options.file_bytes};
      setrlimit(RLIMIT_FSIZE, &limit);
    }
    if (dup2(in[0], 0) < 0 || dup2(out[1], 1) < 0 || chdir(options.folder.c_str()) != 0 ||
        !account || !internal::BecomeAccount(*account)) {
      _exit(126);
    }
    fexecve(program, arguments.data(), variables.data());
    _exit(127);
  }
  close(program);
  close(in[0]);
  close(out[1]);
  input_ = in[1];
  output_ = out[0];
  if (pid_ < 0) throw std::runtime_error("cannot fork");
}

OtherProcess::~OtherProcess() {
  Kill();
  CloseInput();
  close(output_);
}

void OtherProcess::Write(const std::string& line) {
  const std::string text = line + "\n";
  if (write(input_, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    throw std::runtime_error("the other process does not listen");
  }
}

bool OtherProcess::ReadSome(steady_clock::time_point deadline) {
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(deadline - steady_clock::now());
  pollfd wait{output_, POLLIN, 0};
  if (ended_ || left.count() <= 0 || poll(&wait, 1, static_cast<int>(left.count())) <= 0) {
    return false;
  }
  std::array<char, 4096> chunk{};
  const ssize_t got = read(output_, chunk.data(), chunk.size());
  if (got <= 0) {
    ended_ = true;
    return false;
  }
  buffer_.append(chunk.data(), static_cast<std::size_t>(got));
  return true;
}

std::string OtherProcess::ReadLine(std::chrono::seconds limit) {
  const auto deadline = steady_clock::now() + limit;
  for (;;) {
    if (const auto end = buffer_.find('\n'); end != std::string::npos) {
      std::string line = buffer_.substr(0, end);
      buffer_.erase(0, end + 1);
      return line;
    }
    if (!ReadSome(deadline)) return "";
  }
}

std::optional<std::string> OtherProcess::ReadAll(std::chrono::seconds limit) {
  const auto deadline = steady_clock::now() + limit;
  while (ReadSome(deadline)) {
  }
  if (!ended_) return {};
  return std::exchange(buffer_, "");
}

void OtherProcess::CloseInput() {
  if (input_ >= 0) close(input_);
  input_ = -1;
}

void OtherProcess::Kill() {
  if (pid_ < 0) return;
  kill(pid_, SIGKILL);
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
}

int OtherProcess::Wait() {
  int status = 0;
  if (!Eventually([&] { return waitpid(pid_, &status, WNOHANG) == pid_; },
                  std::chrono::seconds(60))) {
    return -1;
  }
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool Eventually(const std::function<bool()>& question, std::chrono::seconds limit) {
  const auto deadline = steady_clock::now() + limit;
  while (!question()) {
    if (steady_clock::now() >= deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

}  // namespace agencywatch::db
