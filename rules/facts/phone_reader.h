// Phone numbers, as E.164. Candidates come from the folded text, where digits in disguise are digits again;
// each is judged by libphonenumber. Old 11-digit mobile numbers (before 15 September 2018) become new ones.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/fact.h"
#include "rules/facts/field_text.h"

namespace agencywatch::rules {

struct PhoneNumber {
  std::string e164;
  std::string line;    // mobile | landline | hotline | foreign
  bool valid = false;  // assigned by its country's numbering plan, not only possible
};

// `digits` with an optional leading '+'; national ones are Vietnamese. nullopt: no possible number.
[[nodiscard]] std::optional<PhoneNumber> ParsePhone(std::string_view digits);

// Adds what it reads to `taken`.
void ReadPhones(const FieldText& field, Taken& taken, std::vector<core::Fact>& facts);

}  // namespace agencywatch::rules
