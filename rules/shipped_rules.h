// The rules that the program ships, compiled when it was built: ready in milliseconds.
#pragma once

#include <memory>

#include "rules/engine.h"

namespace agencywatch::rules {

// The same as RuleSet::Load of embedded::rule_packs(), whose hash they have. A pattern is compiled when a text first
// needs it.
[[nodiscard]] std::shared_ptr<const RuleSet> ShippedRules();

}  // namespace agencywatch::rules
