// The terms of the work on offer: ages, head count, hours, days off, length of contract, departure, dates.
#pragma once

#include <vector>

#include "core/fact.h"
#include "core/time.h"
#include "rules/facts/field_text.h"

namespace agencywatch::rules {

// Ages are counted on `posted_on` where a birth year is given ("2k3-2k8", "sn 1998"); days to departure
// count from it.
void ReadTerms(const FieldText& field, core::Day posted_on, std::vector<core::Fact>& facts);

}  // namespace agencywatch::rules
