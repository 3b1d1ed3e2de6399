// Handles on chat and social networks, e-mail addresses and web hosts.
#pragma once

#include <vector>

#include "core/fact.h"
#include "rules/facts/field_text.h"

namespace agencywatch::rules {

// `facts` already holds the phones of this field: a Zalo or WhatsApp account is known by its phone.
void ReadSocials(const FieldText& field, std::vector<core::Fact>& facts);

}  // namespace agencywatch::rules
