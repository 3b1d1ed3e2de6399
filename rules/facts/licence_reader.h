// Licence numbers, tax codes and approvals of supply contracts.
// Source of the forms: Law 69/2020/QH14 and the lists published under Decree 112/2021.
#pragma once

#include <vector>

#include "core/fact.h"
#include "rules/facts/field_text.h"

namespace agencywatch::rules {

// The check digit of a Vietnamese tax code: weights 31 29 23 19 17 13 7 5 3, remainder of 11.
// `digits` has 10 or 13 digits; only the first ten count.
[[nodiscard]] bool TaxCodeChecks(std::string_view digits);

// Adds what it reads to `taken`.
void ReadLicences(const FieldText& field, Taken& taken, std::vector<core::Fact>& facts);

}  // namespace agencywatch::rules
