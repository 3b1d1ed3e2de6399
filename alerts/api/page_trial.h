// One page fetched for a person who wants to see what would be read out of it, before a site becomes a source. As polite and
// as guarded as the nightly scan: robots.txt is asked first and kept to, every hop is checked, no private address is talked
// to, one trial at a time with a pause between requests. Nothing of it is kept.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>

#include "core/time.h"
#include "crawler/page_reader.h"

namespace agencywatch::alerts {

struct PageTrial {
  std::string url;      // the last one asked, behind redirects
  std::string outcome;  // page, refused-robots, or crawler::OutcomeName
  std::string detail;   // of a refusal or failure, in words
  int status = 0;       // HTTP; 0: no answer
  int robots_line = 0;  // that decided; 0: none did
  std::optional<std::chrono::milliseconds> crawl_delay;
  std::size_t bytes = 0;
  std::optional<crawler::PageContent> content;  // of a page that was read
};

class PageTrials {
 public:
  // `may_be_private` is for tests on loopback.
  explicit PageTrials(bool may_be_private = false) : may_be_private_(may_be_private) {}

  // nullopt: another trial is under way. Blocks for up to a minute. Throws core::InputError for what is no web address.
  [[nodiscard]] std::optional<PageTrial> Try(const std::string& url, const std::string& user_agent,
                                             const core::Clock& clock);

 private:
  bool may_be_private_;
  std::mutex under_way_;  // held for the length of a trial
};

}  // namespace agencywatch::alerts
