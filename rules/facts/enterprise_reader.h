// Names of enterprises and street addresses, as written.
#pragma once

#include <vector>

#include "core/fact.h"
#include "rules/facts/field_text.h"

namespace agencywatch::rules {

// A legal form with the capitalised words behind it, an English name with its form at the end, a brand in
// brackets, or capitals directly before a licence number; attrs form legal|english|brand, and mention
// warning|foreign where the text does not offer in that name ("cảnh báo Công ty X", "xí nghiệp X").
// `facts` already holds the licences of this field.
void ReadEnterprises(const FieldText& field, std::vector<core::Fact>& facts);

void ReadAddresses(const FieldText& field, std::vector<core::Fact>& facts);

}  // namespace agencywatch::rules
