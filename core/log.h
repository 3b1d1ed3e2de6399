// One event, one line of key=value on stderr; ids join events up (run, source, posting, rule,
// alert). error: a person must act; warn: degraded, will retry; info: a unit ended; debug: off
// unless --verbose. No names, phones or bank accounts of people.
#pragma once

#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace agencywatch::core {

enum class LogLevel { kDebug, kInfo, kWarn, kError };

// Safe to use from several threads.
class Log {
 public:
  using Fields = std::initializer_list<std::pair<std::string_view, std::string>>;

  explicit Log(LogLevel least) : least_(least) {}
  void Write(LogLevel level, std::string_view event, Fields fields = {});
  void Error(std::string_view event, Fields fields = {}) { Write(LogLevel::kError, event, fields); }
  void Warn(std::string_view event, Fields fields = {}) { Write(LogLevel::kWarn, event, fields); }
  void Info(std::string_view event, Fields fields = {}) { Write(LogLevel::kInfo, event, fields); }
  void Debug(std::string_view event, Fields fields = {}) { Write(LogLevel::kDebug, event, fields); }

 private:
  LogLevel least_;
  std::mutex mutex_;  // guards stderr, so that lines do not mix
};

}  // namespace agencywatch::core
