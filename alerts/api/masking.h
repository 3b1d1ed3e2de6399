// Personal data in what is shown: masked until somebody opens an alert with a reason. Phones, accounts with their holders, handles,
// e-mail addresses, persons' names and homes are personal; names of enterprises, licences and websites are not.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/fact.h"
#include "core/posting.h"
#include "db/subject_store.h"

namespace agencywatch::alerts {

[[nodiscard]] bool IsPersonal(core::FactKind kind);
[[nodiscard]] bool IsPersonal(std::string_view identifier_kind);

// "+849••••••45", "VCB:••••••••••12", "telegram:@m•••••": of a phone the beginning that thousands share and the last two figures, of
// another number of eight figures or more the last two, of words the first letter; a dot for every other sign. What is hidden has a
// million values or more, so that nobody guesses it by searching (alerts/api/identifier_search.h).
[[nodiscard]] std::string MaskedValue(std::string_view value);

// Where a text holds what identifies a person by its shape alone, or by the word before it: phones and landlines however
// written, identity cards and passports, accounts, mail also as "name [at] host", names and homes (person_names.h). Begin and end in bytes, rising, apart.
[[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> PersonalPlaces(std::string_view text);
// `text` with all of them masked.
[[nodiscard]] std::string MaskedText(std::string_view text);

// An identifier's value: a contact hidden whole, of a name what names a person ("Anh Dũng XKLĐ"), also where it is folded.
[[nodiscard]] std::string MaskedIdentifier(std::string_view kind, std::string_view value);

// A subject's label: contacts, a name, or an advert's title, joined by " · ". Contacts are masked, and the rest is as
// MaskedText gives it.
[[nodiscard]] std::string MaskedLabel(std::string_view label);

// Hides what it was told of wherever it occurs, names also with other marks or case, and what MaskedText hides.
class Masker {
 public:
  // Hides nothing until it is told of something, be it of nothing found.
  Masker() = default;

  void Add(const core::Facts& facts);
  void Add(const db::IdentifierValue& identifier);
  // Where `text` holds what is hidden; as PersonalPlaces.
  [[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> Places(std::string_view text) const;
  // `text` with every occurrence masked.
  [[nodiscard]] std::string operator()(std::string_view text) const;

 private:
  void AddValue(std::string_view value);
  // Each once: the versions of an advert, and the adverts of an alert, mostly name the same.
  std::set<std::string> values_;
  std::set<std::string> names_;  // folded
  bool hides_ = false;
};

// An address of a page with what `masker` hides masked, also where it is written with percent signs or a plus for a blank. Such
// an address is then shown decoded; any other stays as it is.
[[nodiscard]] std::string MaskedAddress(const std::string& address, const Masker& masker);

// What of an advert may be searched before anybody opens it: title, body and employer, as they are shown then, without what is masked.
[[nodiscard]] std::string SearchableText(const core::Posting& posting, const core::Facts& facts);

}  // namespace agencywatch::alerts
