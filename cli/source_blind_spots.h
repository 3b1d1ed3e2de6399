// Reads the blind spots out of what a run counted at its sources.
#pragma once

#include <string>
#include <vector>

#include "alerts/blind_spots.h"
#include "cli/crawl.h"
#include "db/blind_spot_store.h"

namespace agencywatch::cli {

// Visited, and yet no page was read: it moved, or shuts us out.
[[nodiscard]] bool NothingSeen(const SourceCounts& counts);

// In the order of the sources.
[[nodiscard]] std::vector<alerts::BlindSpotOfSource> FindBlindSpots(
    const std::vector<CrawlSource>& sources);

// For the scan that tells of them: what a worker saw, as it is stored.
[[nodiscard]] std::vector<db::WorkerBlindSpot> AsStored(const std::vector<alerts::BlindSpotOfSource>& spots,
                                                        const std::string& machine);
[[nodiscard]] std::vector<alerts::BlindSpotOfSource> FromStored(const std::vector<db::WorkerBlindSpot>& spots);

}  // namespace agencywatch::cli
