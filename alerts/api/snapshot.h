// A captured page made harmless, so that it can be looked at: its text and plain structure, nothing that runs, loads,
// links or submits.
#pragma once

#include <string>
#include <string_view>

namespace agencywatch::alerts {

// A whole HTML document. Of the page only elements of a short list stay, without attributes but colspan and rowspan;
// pictures leave their description. `utf8` is what crawler::DecodePage gives. At most 2 MB come out.
[[nodiscard]] std::string SanitisedPage(std::string_view utf8, std::string_view url,
                                        std::string_view captured_at);

}  // namespace agencywatch::alerts
