#include "cli/line_pipeline.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace agencywatch::cli {
namespace {

struct Line {
  std::string text;
  std::size_t number = 0;
  bool too_long = false;
};

// Some lines that are handed over and answered together; `index` keeps the order.
struct Batch {
  std::size_t index = 0;
  std::vector<Line> lines;
};

constexpr std::size_t kBatchLines = 64;
constexpr std::size_t kBatchBytes = 1U << 20U;

class LineReader {
 public:
  explicit LineReader(std::istream& in) : in_(*in.rdbuf()) {}

  // False at the end of the input.
  bool Next(Line& line) {
    line = {};
    bool any = false;
    for (bool ended = false; !ended && Fill();) {
      any = true;
      const std::string_view rest = std::string_view(chunk_).substr(at_);
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      if (line.text.size() + end > kMaxLineBytes) {
        line.too_long = true;
        line.text.clear();
      }
      if (!line.too_long) line.text += rest.substr(0, end);
      ended = end < rest.size();
      at_ += end + (ended ? 1 : 0);
    }
    if (!any) return false;
    line.number = ++number_;
    if (!line.text.empty() && line.text.back() == '\r') line.text.pop_back();
    return true;
  }

  Batch NextBatch() {
    Batch batch;
    std::size_t bytes = 0;
    for (Line line; batch.lines.size() < kBatchLines && bytes < kBatchBytes && Next(line);) {
      bytes += line.text.size();
      batch.lines.push_back(std::move(line));
      // Whoever pipes one line and waits for its answer must get it.
      if (at_ == chunk_.size() && in_.in_avail() <= 0) break;
    }
    return batch;
  }

 private:
  // Waits for input when all is consumed, and takes what is there; false at its end.
  bool Fill() {
    if (at_ < chunk_.size()) return true;
    if (in_.sgetc() == std::char_traits<char>::eof()) return false;
    chunk_.resize(static_cast<std::size_t>(std::clamp<std::streamsize>(in_.in_avail(), 1, kChunkBytes)));
    chunk_.resize(static_cast<std::size_t>(
        in_.sgetn(chunk_.data(), static_cast<std::streamsize>(chunk_.size()))));
    at_ = 0;
    return !chunk_.empty();
  }

  static constexpr std::streamsize kChunkBytes = 64 * 1024;
  std::streambuf& in_;
  std::string chunk_;
  std::size_t at_ = 0;  // what of the chunk is consumed
  std::size_t number_ = 0;
};

std::string Answer(const Batch& batch, const LineWork& work) {
  std::string answers;
  for (const auto& line : batch.lines) {
    answers += work(line.text, line.number, line.too_long);
    answers += '\n';
  }
  return answers;
}

}  // namespace

std::size_t RunLines(std::istream& in, std::ostream& out, int jobs, const LineWork& work,
                     const std::stop_token& stop) {
  LineReader reader(in);
  std::mutex read_mutex;  // guards reader; never taken while `mutex` is held
  std::mutex mutex;       // guards everything below
  std::condition_variable changed;
  std::size_t next_to_read = 0;
  std::size_t next_to_write = 0;
  std::size_t answered = 0;
  bool ended = false;
  std::exception_ptr failure;
  std::map<std::size_t, std::string> ready;
  const std::size_t ahead = static_cast<std::size_t>(jobs) * 4;

  const auto worker = [&] {
    for (;;) {
      Batch batch;
      {
        const std::lock_guard reading(read_mutex);
        {
          std::unique_lock lock(mutex);
          changed.wait(lock, [&] { return ended || next_to_read < next_to_write + ahead; });
          if (ended || stop.stop_requested()) return;
        }
        batch = reader.NextBatch();
        const std::lock_guard lock(mutex);
        if (batch.lines.empty()) {
          ended = true;
          return;
        }
        batch.index = next_to_read++;
      }
      std::string text;
      try {
        text = Answer(batch, work);
      } catch (...) {
        const std::lock_guard lock(mutex);
        failure = std::current_exception();
        ended = true;
        changed.notify_all();
        return;
      }
      const std::lock_guard lock(mutex);
      answered += batch.lines.size();
      ready.emplace(batch.index, std::move(text));
      for (auto it = ready.find(next_to_write); it != ready.end(); it = ready.find(next_to_write)) {
        out << it->second;
        ready.erase(it);
        ++next_to_write;
      }
      if (!out.flush()) ended = true;
      changed.notify_all();
    }
  };
  {
    std::vector<std::jthread> threads;
    for (int i = 1; i < jobs; ++i) threads.emplace_back(worker);
    worker();
  }
  if (failure) std::rethrow_exception(failure);
  return answered;
}

}  // namespace agencywatch::cli
