// Spider traps: addresses that a site can make without end and that hold nothing new. Each rule
// refuses by the look of the address, bounded per source; how often it did stands in the run's
// report, so that a site which really looks like that can be given its own `follow` and `max_…`.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "core/time.h"
#include "crawler/url.h"

namespace agencywatch::crawler {

enum class Trap {
  kRepeating,  // a path segment three times, or a path that is its own beginning again and again
  kDeepPath,   // more than kMaxSegments segments
  kCalendar,   // a day or month of a calendar that lies far off
  kFacets,     // more than kMaxParameters filters at once, or kMaxFacetsPerPath of them on one path
  kPagination,  // a page number beyond kMaxListPages
  kSession      // one parameter with ever new random values
};
inline constexpr std::size_t kTrapCount = 6;
// "repeating", "deep-path", "calendar", "facets", "pagination", "session".
[[nodiscard]] std::string_view TrapName(Trap trap);

class TrapRules {
 public:
  static constexpr std::size_t kMaxSegments = 16;
  static constexpr std::size_t kMaxParameters = 4;       // page numbers are not counted
  static constexpr std::size_t kMaxFacetsPerPath = 200;  // with two filters or more
  static constexpr int kMaxListPages = 500;
  static constexpr int kMaxRandomValues = 5;  // of one parameter on one path
  static constexpr int kDaysAhead = 62;       // a calendar is followed so far,
  static constexpr int kDaysBack = 400;       // and back so far

  // `today` decides what lies far off.
  explicit TrapRules(core::Day today) : today_(today) {}

  // The rule that refuses `url` (normalised), if any. The same address gets the same answer as long
  // as these rules live; what is remembered is bounded.
  [[nodiscard]] std::optional<Trap> Check(const Url& url);

 private:
  core::Day today_;
  std::map<std::string, std::set<std::string>> facets_;  // path -> queries let through
  std::map<std::string, std::set<std::string>> random_;  // path and parameter -> values let through
};

}  // namespace agencywatch::crawler
