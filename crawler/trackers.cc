#include "crawler/trackers.h"

#include <re2/re2.h>

#include <array>
#include <set>

namespace agencywatch::crawler {
namespace {

struct Service {
  std::string_view prefix;
  std::string_view sign;  // stands in every match: most pages have none, and that is soon seen
  const char* pattern;    // its first group is the id
};
// As the services' own documentation has their snippets, old ones included.
constexpr std::array kServices = {
    Service{"ga:", "G-",
            R"((?:gtag/js\?id=|gtag\(\s*['"]config['"]\s*,\s*['"])(G-[A-Z0-9]{6,12})\b)"},
    Service{
        "ga:", "UA-",
        R"((?:gtag/js\?id=|gtag\(\s*['"]config['"]\s*,\s*['"]|ga\(\s*['"]create['"]\s*,\s*['"]|_setAccount['"]\s*,\s*['"]|_getTracker\(\s*['"])(UA-[0-9]{4,10})-[0-9]{1,4}\b)"},
    Service{
        "gtm:", "GTM-",
        R"((?:googletagmanager\.com/(?:gtm\.js|ns\.html)\?id=|['"]dataLayer['"]\s*,\s*['"])(GTM-[A-Z0-9]{4,9})\b)"},
    Service{
        "adsense:", "ca-pub-",
        R"((?:google_ad_client\s*[=:]\s*|data-ad-client\s*=\s*|adsbygoogle\.js\?client=)['"]?ca-(pub-[0-9]{10,20})\b)"},
    Service{"pixel:", "fbq(", R"(fbq\(\s*['"]init['"]\s*,\s*['"]([0-9]{10,20})\b)"},
    Service{"pixel:", "facebook.com/tr", R"(facebook\.com/tr\?id=([0-9]{10,20})\b)"},
};

}  // namespace

std::vector<std::string> FindTrackers(std::string_view page) {
  static const auto kPatterns = [] {
    std::array<const RE2*, kServices.size()> patterns{};
    // Pages that are no UTF-8 are read, too; and the patterns live as long as the program.
    for (std::size_t i = 0; i < patterns.size(); ++i)
      patterns.at(i) = new RE2(kServices.at(i).pattern, RE2::Latin1);
    return patterns;
  }();
  std::set<std::string> found;
  for (std::size_t i = 0; i < kPatterns.size() && found.size() < kMaxTrackers; ++i) {
    const std::string_view sign = kServices.at(i).sign;
    if (page.find(sign) == std::string_view::npos) continue;
    re2::StringPiece rest(page.data(), page.size());
    std::string id;
    while (found.size() < kMaxTrackers && RE2::FindAndConsume(&rest, *kPatterns.at(i), &id))
      found.insert(std::string{kServices.at(i).prefix} + id);
  }
  return {found.begin(), found.end()};
}

}  // namespace agencywatch::crawler
