#include "cli/source_blind_spots.h"

#include <map>
#include <string_view>

namespace agencywatch::cli {
namespace {

using alerts::BlindSpot;
using alerts::BlindSpotOfSource;

bool IsSilence(std::string_view outcome) {
  for (const std::string_view name :
       {"robots-unreachable", "failed-name-not-found", "failed-connect", "failed-connect-timeout",
        "failed-first-byte-timeout"}) {
    if (outcome == name) return true;
  }
  return false;
}

}  // namespace

bool NothingSeen(const SourceCounts& counts) {
  return counts.visited > 0 && counts.pages + counts.unchanged == 0;
}

std::vector<BlindSpotOfSource> FindBlindSpots(const std::vector<CrawlSource>& sources) {
  std::vector<BlindSpotOfSource> spots;
  for (const auto& source : sources) {
    const SourceCounts& counts = source.counts;
    std::map<BlindSpot, BlindSpotOfSource> found;
    const auto add = [&](BlindSpot spot, int pages, const std::string& why) {
      auto& entry = found[spot];
      entry.pages += pages;
      if (why.empty()) return;
      entry.why += (entry.why.empty() ? "" : ", ") +
                   (pages > 0 ? std::to_string(pages) + " × " : std::string{}) + why;
    };
    for (const auto& [wall, pages] : counts.walls)
      add(wall == "needs-javascript" ? BlindSpot::kScripts : BlindSpot::kWalled, pages, wall);
    for (const auto& [outcome, pages] : counts.failures) {
      if (outcome == "http-401" || outcome == "http-403" || outcome == "http-407" ||
          outcome == "http-429" || counts.walls.contains(outcome))
        continue;  // stands among the walls
      add(IsSilence(outcome) ? BlindSpot::kSilent : BlindSpot::kBroken, pages, outcome);
    }
    if (counts.refused > 0) add(BlindSpot::kRefused, counts.refused, "robots.txt");
    if (counts.backed_off) add(BlindSpot::kRefused, 0, "retry-after");
    if (counts.silent) add(BlindSpot::kSilent, 0, "no-connection");
    if (counts.budget_reached) add(BlindSpot::kTooMuch, 0, "max_pages");
    if (counts.time_reached) add(BlindSpot::kTooMuch, 0, "max_time");
    if (NothingSeen(counts) && found.empty()) add(BlindSpot::kNoPage, 0, "");
    for (auto& [spot, entry] : found) {
      entry.source = source.source->key;
      entry.spot = spot;
      spots.push_back(std::move(entry));
    }
  }
  return spots;
}

std::vector<db::WorkerBlindSpot> AsStored(const std::vector<BlindSpotOfSource>& spots, const std::string& machine) {
  std::vector<db::WorkerBlindSpot> stored;
  for (const auto& spot : spots)
    stored.push_back({machine, spot.source, std::string{alerts::BlindSpotName(spot.spot)}, spot.pages, spot.why});
  return stored;
}

std::vector<BlindSpotOfSource> FromStored(const std::vector<db::WorkerBlindSpot>& spots) {
  std::vector<BlindSpotOfSource> seen;
  for (const auto& spot : spots) {
    if (const auto kind = alerts::FindBlindSpot(spot.kind))
      seen.push_back({spot.source, *kind, spot.pages, spot.why, 1, spot.machine});
  }
  return seen;
}

}  // namespace agencywatch::cli
