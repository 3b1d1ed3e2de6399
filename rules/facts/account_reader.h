// Bank accounts, wallets and crypto addresses that are to be paid into, with bank and holder.
#pragma once

#include <vector>

#include "core/fact.h"
#include "rules/facts/field_text.h"
#include "rules/gazetteer.h"

namespace agencywatch::rules {

// "STK 0123 4567 8901 VCB - NGUYEN VAN A": the bank before or behind. Adds what it reads to `taken`, but not
// a wallet's number, which is a phone too.
void ReadAccounts(const FieldText& field, const Gazetteer& gazetteer, Taken& taken,
                  std::vector<core::Fact>& facts);

}  // namespace agencywatch::rules
