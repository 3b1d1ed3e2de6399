#include "rules/shipped_rules.h"

#include "rules/internal/pack_bytes.h"
#include "shipped_pack.h"

namespace agencywatch::rules {

std::shared_ptr<const RuleSet> ShippedRules() {
  return RuleSet::Of(internal::PackFromBytes(embedded::shipped_pack().front().bytes));
}

}  // namespace agencywatch::rules
