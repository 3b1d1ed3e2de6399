// From findings to one number: additive and readable.
#pragma once

#include <vector>

#include "core/assessment.h"

namespace agencywatch::rules {

// The sum over indicators of the highest-pointing finding of each, each capped at
// `cap_per_indicator`, and 100 at most. Two rules of one indicator are one sign.
[[nodiscard]] int ScoreOf(const std::vector<core::Finding>& findings, int cap_per_indicator);

}  // namespace agencywatch::rules
