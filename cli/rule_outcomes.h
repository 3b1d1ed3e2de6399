// How the alerts of one rule ended: what our own people decided, and what those answered whom it was referred to.
#pragma once

#include <string>

#include "cli/context.h"

namespace agencywatch::cli {

// A paragraph for each version of the rule that was ever judged; nothing without a database.
void PrintRuleOutcomes(Context& context, const std::string& rule);

}  // namespace agencywatch::cli
