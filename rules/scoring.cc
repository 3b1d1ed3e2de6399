#include "rules/scoring.h"

#include <algorithm>
#include <map>
#include <string_view>

namespace agencywatch::rules {

int ScoreOf(const std::vector<core::Finding>& findings, int cap_per_indicator) {
  std::map<std::string_view, int> highest;
  for (const core::Finding& finding : findings) {
    int& points = highest[finding.indicator];
    points = std::max(points, std::min(finding.points, cap_per_indicator));
  }
  int score = 0;
  for (const auto& [indicator, points] : highest) score += points;
  return std::min(score, 100);
}

}  // namespace agencywatch::rules
