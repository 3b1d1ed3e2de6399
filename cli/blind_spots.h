// What a run could not see, and why: so that no alert is never read as no crime.
#pragma once

#include <string>
#include <vector>

#include "cli/crawl.h"

namespace agencywatch::cli {

enum class BlindSpot {
  kSilent,   // no answer, or robots.txt without one
  kRefused,  // robots.txt, or the site asks to be left alone
  kBroken,   // errors of the server, answers that cannot be used, certificates
  kWalled,   // a log-in, a CAPTCHA, a rate limit stands before the pages
  kScripts,  // pages that are empty without JavaScript
  kTooMuch   // more than the nightly budget
};
// "silent", "refused" … as in the run's JSON.
[[nodiscard]] std::string_view BlindSpotName(BlindSpot spot);

struct BlindSpotOfSource {
  std::string source;
  BlindSpot spot = BlindSpot::kSilent;
  int pages = 0;    // that were not seen; 0: not known
  std::string why;  // outcomes by name: "3 × http-503, 1 × failed-too-slow"
};
[[nodiscard]] std::vector<BlindSpotOfSource> FindBlindSpots(
    const std::vector<CrawlSource>& sources);
// A section of the run's summary; empty when everything was seen.
[[nodiscard]] std::string BlindSpotText(const std::vector<BlindSpotOfSource>& spots, bool english);

}  // namespace agencywatch::cli
