#include "rules/pack.h"

#include <algorithm>
#include <array>

namespace agencywatch::rules {
namespace {

constexpr std::array<std::string_view, 4> kOfferGenres = {"advert", "tip", "study_abroad",
                                                          "visa_service"};
constexpr std::array<std::string_view, 6> kOtherGenres = {
    "news", "official_warning", "travel", "official_notice", "complaint", "other"};

}  // namespace

std::string_view RuleStatusName(RuleStatus status) {
  switch (status) {
    case RuleStatus::kExperimental:
      return "experimental";
    case RuleStatus::kTest:
      return "test";
    case RuleStatus::kStable:
      return "stable";
    case RuleStatus::kDeprecated:
      return "deprecated";
  }
  return {};
}

bool IsOfferGenre(std::string_view genre) {
  return std::find(kOfferGenres.begin(), kOfferGenres.end(), genre) != kOfferGenres.end();
}

bool IsGenre(std::string_view genre) {
  return IsOfferGenre(genre) ||
         std::find(kOtherGenres.begin(), kOtherGenres.end(), genre) != kOtherGenres.end();
}

}  // namespace agencywatch::rules
