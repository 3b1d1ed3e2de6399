// Sums of money in every spelling that Vietnamese and English adverts use, with what they are for.
// "15tr", "15 củ", "1tr5", "1k5 USD", "18-20 vạn Yên", "NT$ 28.590", "hai mươi triệu rưỡi", "2 chỉ vàng".
#pragma once

#include <string>
#include <vector>

#include "core/fact.h"
#include "rules/facts/field_text.h"

namespace agencywatch::rules {

// `destinations` (ISO codes read in the posting) decide what "tệ", "vạn" and a bare wage are counted in.
// Sums whose purpose is neither fee, deposit, wage, penalty, commission nor loan (turnover, discounts, rent
// and food taken from a wage) give no fact.
void ReadMoney(const FieldText& field, const std::vector<std::string>& destinations,
               const Taken& taken, std::vector<core::Fact>& facts);

}  // namespace agencywatch::rules
