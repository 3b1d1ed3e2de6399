// How long until a page is asked again: pages that never change are asked less and less often, so
// that the nightly budget goes to those that do. Pure.
#pragma once

#include <chrono>

namespace agencywatch::crawler {

struct VisitHistory {
  std::chrono::seconds every{0};  // of the source
  int unchanged = 0;              // visits in a row, this one included, that found the same bytes
  int failures = 0;               // visits in a row, this one included, without a usable answer
  bool gone = false;              // 404 or 410, twice
  bool alias = false;             // it names another address of its own, which is asked as well
  bool keen = false;              // a list, a feed, or a page with an advert that is not clear
};

// `every`; half of it for keen pages; two, four and at most seven times as long after 3, 6 and 12
// unchanged visits, likewise after 3, 6 and 12 failures; seven times for what is gone or an alias. A tenth (an
// hour at most) is taken off, so that a nightly run that starts a little earlier than the last one
// still finds its pages due. At least a second: never twice in one run.
[[nodiscard]] std::chrono::seconds RevisitAfter(const VisitHistory& history);

}  // namespace agencywatch::crawler
