#include "core/assessment.h"

#include <array>

namespace agencywatch::core {
namespace {
constexpr std::array<std::string_view, 5> kVerdicts = {"clear", "violation", "unlicensed", "fraud",
                                                       "trafficking"};
constexpr std::array<std::string_view, 4> kSeverities = {"low", "medium", "high", "critical"};
}  // namespace

std::string_view VerdictName(Verdict verdict) {
  return kVerdicts.at(static_cast<std::size_t>(verdict));
}

std::optional<Verdict> FindVerdict(std::string_view name) {
  for (std::size_t i = 0; i < kVerdicts.size(); ++i) {
    if (kVerdicts.at(i) == name) return static_cast<Verdict>(i);
  }
  return {};
}

std::string_view SeverityName(Severity severity) {
  return kSeverities.at(static_cast<std::size_t>(severity));
}

std::optional<Severity> FindSeverity(std::string_view name) {
  for (std::size_t i = 0; i < kSeverities.size(); ++i) {
    if (kSeverities.at(i) == name) return static_cast<Severity>(i);
  }
  return {};
}

}  // namespace agencywatch::core
