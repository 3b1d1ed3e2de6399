#include "cli/night_digest.h"

#include <nlohmann/json.hpp>
#include <pqxx/pqxx>
#include <set>

#include "db/run_store.h"

namespace agencywatch::cli {
namespace {

using nlohmann::json;

constexpr int kNightsLookedBack = 30;

constexpr std::string_view kNotDue = "not-due";  // as a reason, alerts/blind_spots.cc has its words

// "source kind" of every blind spot of a run, and the sources that it knew.
struct Seen {
  std::set<std::string> sources;
  std::set<std::string> blind;
  std::vector<alerts::BlindSpotOfSource> spots;  // of the scan itself
};

Seen SeenBy(const db::RunRow& run) {
  Seen seen;
  const json counts = json::parse(run.counts, nullptr, false);
  if (!counts.is_object()) return seen;
  for (const auto& source : counts.value("sources", json::array()))
    seen.sources.insert(source.value("key", ""));
  for (const auto& spot : counts.value("blind_spots", json::array())) {
    const std::string source = spot.value("source", "");
    const std::string kind = spot.value("kind", "");
    seen.blind.insert(source + " " + kind);
    const auto known = alerts::FindBlindSpot(kind);
    if (known && spot.value("machine", "").empty())
      seen.spots.push_back({source, *known, spot.value("pages", 0), spot.value("why", ""), 1, ""});
  }
  return seen;
}

// Runs that left the source out (`scan --only`) say nothing.
void CountNights(pqxx::transaction_base& tx, std::vector<alerts::BlindSpotOfSource>& spots) {
  std::vector<Seen> before;
  for (const auto& run : db::EndedScans(tx, kNightsLookedBack)) before.push_back(SeenBy(run));
  for (auto& spot : spots) {
    const std::string name = spot.source + " " + std::string{alerts::BlindSpotName(spot.spot)};
    for (const auto& seen : before) {
      if (!seen.sources.contains(spot.source)) continue;
      if (!seen.blind.contains(name)) break;
      ++spot.nights;
    }
  }
}

bool NothingTried(const SourceCounts& counts) {
  return counts.visited == 0 && !counts.robots_unreachable && !counts.silent && !counts.backed_off && !counts.budget_reached &&
         !counts.time_reached;
}

}  // namespace

std::vector<alerts::BlindSpotOfSource> StillBlind(pqxx::transaction_base& tx, const std::vector<CrawlSource>& sources) {
  std::set<std::string> asked;
  for (const auto& source : sources) {
    if (NothingTried(source.counts)) asked.insert(source.source->key);
  }
  std::vector<alerts::BlindSpotOfSource> still;
  for (const auto& run : db::EndedScans(tx, kNightsLookedBack)) {
    if (asked.empty()) break;
    const Seen seen = SeenBy(run);
    for (auto spot : seen.spots) {
      if (!asked.contains(spot.source) || spot.spot == alerts::BlindSpot::kNotTaken) continue;
      if (spot.why.find(kNotDue) == std::string::npos) spot.why += (spot.why.empty() ? "" : ", ") + std::string{kNotDue};
      still.push_back(std::move(spot));
    }
    for (const auto& source : seen.sources) asked.erase(source);
  }
  return still;
}

alerts::Digest DigestOf(pqxx::transaction_base& tx, const ScanReport& report, core::Instant ended) {
  alerts::Digest digest;
  digest.run_id = report.run_id;
  digest.started = report.started;
  digest.ended = ended;
  digest.sources = static_cast<int>(report.sources.size());
  for (const auto& source : report.sources) {
    digest.pages += source.counts.pages + source.counts.unchanged;
    digest.new_postings += source.counts.new_postings;
  }
  digest.blind_spots = report.BlindSpots();
  CountNights(tx, digest.blind_spots);
  digest.register_as_of = report.register_as_of;
  digest.register_stale = report.register_stale;
  return digest;
}

}  // namespace agencywatch::cli
