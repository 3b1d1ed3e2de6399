#include "cli/blind_spots.h"

#include <map>
#include <string_view>

namespace agencywatch::cli {
namespace {

struct Name {
  const char* id;
  const char* vi;
  const char* en;
};

Name NameOf(BlindSpot spot) {
  switch (spot) {
    case BlindSpot::kSilent:
      return {"silent", "không trả lời", "silent"};
    case BlindSpot::kRefused:
      return {"refused", "không cho đọc", "refused"};
    case BlindSpot::kBroken:
      return {"broken", "hỏng", "broken"};
    case BlindSpot::kWalled:
      return {"walled", "bị chặn (đăng nhập, CAPTCHA, giới hạn)",
              "walled off (log-in, CAPTCHA, rate limit)"};
    case BlindSpot::kScripts:
      return {"scripts", "trang cần JavaScript", "needs JavaScript"};
    case BlindSpot::kTooMuch:
      return {"too-much", "vượt hạn mức một đêm, phần còn lại chờ lượt sau",
              "beyond the nightly budget; the rest waits for the next run"};
  }
  return {"", "", ""};
}

bool IsSilence(std::string_view outcome) {
  for (const std::string_view name :
       {"robots-unreachable", "failed-name-not-found", "failed-connect", "failed-connect-timeout",
        "failed-first-byte-timeout"}) {
    if (outcome == name) return true;
  }
  return false;
}

}  // namespace

std::string_view BlindSpotName(BlindSpot spot) { return NameOf(spot).id; }

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
    for (auto& [spot, entry] : found) {
      entry.source = source.source->key;
      entry.spot = spot;
      spots.push_back(std::move(entry));
    }
  }
  return spots;
}

std::string BlindSpotText(const std::vector<BlindSpotOfSource>& spots, bool english) {
  if (spots.empty()) return {};
  std::string text = english ? "Not seen (blind spots):\n" : "Không nhìn thấy (điểm mù):\n";
  for (const auto& spot : spots) {
    const Name name = NameOf(spot.spot);
    text += "  ! " + spot.source + ": " + (english ? name.en : name.vi);
    if (!spot.why.empty()) text += ": " + spot.why;
    text += "\n";
  }
  return text;
}

}  // namespace agencywatch::cli
