// What a run could not see, and why: so that no alert is never read as no crime.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace agencywatch::alerts {

enum class BlindSpot {
  kSilent,   // no answer, or robots.txt without one
  kRefused,  // robots.txt, or the site asks to be left alone
  kBroken,   // errors of the server, answers that cannot be used, certificates
  kWalled,   // a log-in, a CAPTCHA, a rate limit stands before the pages
  kScripts,  // pages that are empty without JavaScript
  kTooMuch,  // more than the nightly budget
  kNoPage,   // visited, and no page could be read: it moved
  kNotTaken  // a register whose list of tonight could not be taken in
};
// "silent", "refused" … as in the run's JSON.
[[nodiscard]] std::string_view BlindSpotName(BlindSpot spot);
[[nodiscard]] std::optional<BlindSpot> FindBlindSpot(std::string_view name);

struct BlindSpotOfSource {
  std::string source;
  BlindSpot spot = BlindSpot::kSilent;
  int pages = 0;    // that were not seen; 0: not known
  std::string why;  // outcomes by name: "3 × http-503, 1 × failed-too-slow"
  int nights = 1;   // in a row, with this one
  std::string machine;  // whose worker could not see it; empty: the scan itself
};
// "vieclam-demo: không trả lời (3 × failed-connect), đêm thứ 2 liên tiếp"; one line.
[[nodiscard]] std::string BlindSpotLine(const BlindSpotOfSource& spot, bool english);
// A section of the run's summary; empty when everything was seen.
[[nodiscard]] std::string BlindSpotText(const std::vector<BlindSpotOfSource>& spots, bool english);

}  // namespace agencywatch::alerts
