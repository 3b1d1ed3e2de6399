// How far a long command is: one line that is rewritten on a terminal, a plain line now and then elsewhere.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace agencywatch::cli {

// Writes to stderr; used from one thread.
class Progress {
 public:
  explicit Progress(bool quiet);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // The state of the moment; shown at once on a terminal (at most ten times a second), else every 10 s.
  void Show(std::string_view text);
  // The same with a text that is made only when it is shown.
  void Show(const std::function<std::string()>& text);
  // A line that stays: a step begun or ended.
  void Say(std::string_view text);

 private:
  void Clear();

  bool quiet_;
  bool terminal_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point next_{};
};

}  // namespace agencywatch::cli
