// What happened at one source in one run.
#pragma once

#include <map>
#include <string>

namespace agencywatch::cli {

// Every visited address is in exactly one of the six counts behind `visited`.
struct SourceCounts {
  int visited = 0;
  int pages = 0;
  int unchanged = 0;  // 304
  int redirects = 0;
  int refused = 0;  // by robots.txt
  int gone = 0;     // 404, 410
  int failed = 0;
  std::map<std::string, int> failures;  // by name of outcome
  std::map<std::string, int>
      walls;  // pages that stand for others: "captcha", "log-in" …; they are failures, too
  std::map<std::string, int> traps;   // links that were not followed, by name of rule
  std::map<std::string, int> bounds;  // answers of which only a part was taken, by name of bound
  int postings = 0;                   // seen on pages read anew
  int new_postings = 0;
  int new_versions = 0;
  int withdrawn = 0;
  bool budget_reached = false;  // max_pages
  bool time_reached = false;    // max_time
  bool robots_unreachable = false;
  bool silent = false;      // stopped answering
  bool backed_off = false;  // asked to be left alone for longer than a run waits

  void Add(const SourceCounts& other);
};

}  // namespace agencywatch::cli
