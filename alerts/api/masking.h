// Personal data in what is shown: masked until somebody opens an alert with a reason. Phones, accounts with their holders,
// handles and e-mail addresses are personal; names of enterprises, licences and websites are not.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/fact.h"
#include "db/subject_store.h"

namespace agencywatch::alerts {

[[nodiscard]] bool IsPersonal(core::FactKind kind);
[[nodiscard]] bool IsPersonal(std::string_view identifier_kind);

// "+84•••••••45": the first letters and the last two stay, so that one can be told from another.
[[nodiscard]] std::string MaskedValue(std::string_view value);

// A subject's label: contacts, a name, or an advert's title, joined by " · ". Contacts are masked, and in the rest whatever
// looks like a phone number.
[[nodiscard]] std::string MaskedLabel(std::string_view label);

// Hides what it was told of wherever it occurs.
class Masker {
 public:
  // Hides nothing.
  Masker() = default;

  void Add(const core::Facts& facts);
  void Add(const db::IdentifierValue& identifier);
  // `text` with every occurrence masked.
  [[nodiscard]] std::string operator()(std::string_view text) const;

 private:
  void AddValue(std::string_view value);
  std::vector<std::string> values_;  // longest first
};

}  // namespace agencywatch::alerts
