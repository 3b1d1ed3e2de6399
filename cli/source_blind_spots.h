// Reads the blind spots out of what a run counted at its sources.
#pragma once

#include <vector>

#include "alerts/blind_spots.h"
#include "cli/crawl.h"

namespace agencywatch::cli {

// Visited, and yet no page was read: it moved, or shuts us out.
[[nodiscard]] bool NothingSeen(const SourceCounts& counts);

// In the order of the sources.
[[nodiscard]] std::vector<alerts::BlindSpotOfSource> FindBlindSpots(
    const std::vector<CrawlSource>& sources);

}  // namespace agencywatch::cli
