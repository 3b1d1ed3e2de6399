// What a rule pack may not go live with, beyond what stops it from loading.
#pragma once

#include <vector>

#include "core/errors.h"
#include "rules/pack.h"

namespace agencywatch::rules {

// Every problem with its file, line and column, in the order of place: rules without three hits and
// three misses, without law, with patterns that match nothing, too much, or can never match folded
// text.
[[nodiscard]] std::vector<core::InputProblem> Lint(const Pack& pack);

}  // namespace agencywatch::rules
