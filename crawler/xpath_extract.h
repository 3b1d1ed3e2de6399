// Postings by the XPaths that a source's entry in sources.yaml gives, for pages that no standard mark-up describes.
#pragma once

#include <vector>

#include "core/posting.h"
#include "crawler/html_tree.h"
#include "crawler/sources.h"

namespace agencywatch::crawler {

// One posting for each element that `rules.posting` finds. Fields without a path, and those that find nothing, are
// read from the element's text as far as it labels them, or stay empty. `like` gives what all have in common (URL,
// context). Paths have been checked by LoadSources; one that fails all the same finds nothing.
[[nodiscard]] std::vector<core::Posting> ExtractPostings(const HtmlTree& tree,
                                                         const ExtractRules& rules,
                                                         const core::Posting& like);

}  // namespace agencywatch::crawler
