// Whose statistics and advertising accounts a page reports to: ids that a site's operator pastes into every page, so that
// sites with one id have one operator.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace agencywatch::crawler {

inline constexpr std::size_t kMaxTrackers = 8;

// "ga:UA-123456" (the account, without the number of its property), "ga:G-ABCD123456", "gtm:GTM-ABC123",
// "adsense:pub-1234567890123456", "pixel:123456789012345" (Meta); sorted, each once. Only where the page hands the id to the
// service's own script or picture: an id in a sentence is none.
[[nodiscard]] std::vector<std::string> FindTrackers(std::string_view page);

}  // namespace agencywatch::crawler
