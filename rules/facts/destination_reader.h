// Countries abroad that a posting speaks of: by name, city, zone, visa, flag or nickname.
#pragma once

#include <vector>

#include "core/fact.h"
#include "rules/facts/field_text.h"
#include "rules/gazetteer.h"

namespace agencywatch::rules {

// One fact per country and way of naming it, at its first place in the field. Names of languages, firms'
// capital and kitchens ("tiếng Hàn", "vốn Nhật", "nhà hàng Thái") name no destination. Vietnam is none.
void ReadDestinations(const FieldText& field, const std::string& original,
                      const Gazetteer& gazetteer, std::vector<core::Fact>& facts);

}  // namespace agencywatch::rules
