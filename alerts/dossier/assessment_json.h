// An assessment as a dossier states it, and in what way another one of the same advert differs from it.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/assessment.h"

namespace agencywatch::alerts {

// Everything that the rules said but the hash of their pack: verdict, score, genre, disguises, facts with their places,
// findings with quotes and law, what the register said. Equal assessments give equal JSON.
[[nodiscard]] nlohmann::json AssessmentJson(const core::Assessment& assessment);

// One sentence for each difference, in the reader's language; empty when there is none. Throws nlohmann::json::exception
// when `stated` is no JSON of an assessment.
[[nodiscard]] std::vector<std::string> Differences(const nlohmann::json& stated,
                                                   const nlohmann::json& repeated,
                                                   bool english);

}  // namespace agencywatch::alerts
