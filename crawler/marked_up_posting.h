// A posting out of a JobPosting in mark-up and what the page itself shows of it.
#pragma once

#include "core/posting.h"
#include "crawler/job_markup.h"
#include "crawler/page_parts.h"

namespace agencywatch::crawler {

// What the mark-up says, into a copy of `like` (URL, context). The item key is its identifier, or empty.
[[nodiscard]] core::Posting PostingOf(const MarkedUpJob& job, const core::Posting& like);

// The only job on its page: the visible text is what is judged, and the mark-up's description stands in only where the
// page shows less. Fields that the mark-up leaves empty are read from the text.
void FillFromPage(const MarkedUpJob& job, const PageParts& parts, core::Posting& posting);

}  // namespace agencywatch::crawler
