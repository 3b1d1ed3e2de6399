#include "cli/progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>

#include "core/utf8.h"

namespace agencywatch::cli {
namespace {

// Cuts to the width of the terminal, counting code points; what is cut is only progress.
std::string Fitted(std::string_view text) {
  winsize size{};
  const std::size_t width =
      ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col - 1U : 79U;
  std::string fitted;
  std::size_t letters = 0;
  for (std::size_t at = 0; at < text.size() && letters < width; ++letters) {
    const std::size_t begin = at;
    static_cast<void>(core::NextCodePoint(text, at));
    fitted += text.substr(begin, at - begin);
  }
  return fitted;
}

}  // namespace

Progress::Progress(bool quiet) : quiet_(quiet), terminal_(isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() { Clear(); }

void Progress::Show(std::string_view text) {
  const auto now = std::chrono::steady_clock::now();
  if (quiet_ || now < next_) return;
  if (terminal_) {
    const std::string line = "\r\x1b[2K" + Fitted(text);
    std::fwrite(line.data(), 1, line.size(), stderr);
    shown_ = true;
    next_ = now + std::chrono::milliseconds(100);
  } else {
    if (next_ != std::chrono::steady_clock::time_point{}) Say(text);
    next_ = now + std::chrono::seconds(10);
  }
}

void Progress::Show(const std::function<std::string()>& text) {
  if (quiet_ || std::chrono::steady_clock::now() < next_) return;
  Show(std::string_view{text()});
}

void Progress::Say(std::string_view text) {
  if (quiet_) return;
  Clear();
  const std::string line = std::string{text} + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

void Progress::Clear() {
  if (!shown_) return;
  std::fputs("\r\x1b[2K", stderr);
  shown_ = false;
}

}  // namespace agencywatch::cli
