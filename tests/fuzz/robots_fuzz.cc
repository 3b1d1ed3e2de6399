// robots.txt: whatever the file says, an answer comes, the same one each time, that names a line of the file or none.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "crawler/robots_policy.h"

namespace {

using agencywatch::crawler::RobotsPolicy;

void Check(bool holds, const char* what) {
  if (holds) return;
  std::cerr << "broken: " << what << '\n';
  std::abort();
}

}  // namespace

// The first line is a path, the rest the file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(input.find('\n'), input.size());
  const std::string path = "/" + std::string(input.substr(0, end));
  const std::string_view file = input.substr(std::min(end + 1, input.size()));
  const auto policy = RobotsPolicy::FromResponse(200, file, "agencywatch/1.0", {});
  const auto decision = policy.Check(path);
  const auto lines =
      1 + std::count_if(file.begin(), file.end(), [](char c) { return c == '\n' || c == '\r'; });
  Check(decision.line >= 0 && decision.line <= lines, "the line that decided is not in the file");
  Check(decision.allowed || decision.line > 0, "forbidden by no line");
  const auto again = policy.Check(path);
  Check(again.allowed == decision.allowed && again.line == decision.line, "another answer");
  Check(policy.Check("/robots.txt").allowed, "robots.txt itself is forbidden");
  if (policy.crawl_delay()) {
    Check(
        policy.crawl_delay()->count() >= 0 && *policy.crawl_delay() <= RobotsPolicy::kMaxCrawlDelay,
        "a crawl delay out of bounds");
  }
  Check(RobotsPolicy::FromResponse(404, file, "agencywatch", {}).Check(path).allowed,
        "no robots.txt forbids");
  Check(path == "/robots.txt" ||
            !RobotsPolicy::FromResponse(503, file, "agencywatch", {}).Check(path).allowed,
        "a robots.txt that cannot be had allows");
  return 0;
}
