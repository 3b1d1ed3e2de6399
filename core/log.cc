#include "core/log.h"

#include <array>
#include <cstdio>

namespace agencywatch::core {

void Log::Write(LogLevel level, std::string_view event, Fields fields) {
  if (level < least_) return;
  static constexpr std::array<std::string_view, 4> kNames = {"debug", "info", "warn", "error"};
  std::string line = "level=" + std::string{kNames.at(static_cast<std::size_t>(level))} +
                     " event=" + std::string{event};
  for (const auto& [key, value] : fields) {
    line += " " + std::string{key} + "=";
    const bool plain = !value.empty() && value.find_first_of(" \"=\\\n\r\t") == std::string::npos;
    if (plain) {
      line += value;
      continue;
    }
    line += '"';
    for (const char c : value) {
      if (c == '"' || c == '\\') line += '\\';
      if (static_cast<unsigned char>(c) < 0x20) {
        line += c == '\n' ? "\\n" : " ";
      } else {
        line += c;
      }
    }
    line += '"';
  }
  line += '\n';
  const std::lock_guard lock(mutex_);
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace agencywatch::core
