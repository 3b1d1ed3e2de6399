// Names of Vietnamese enterprises, taken apart so that they can be compared part by part.
// Source: Law on Enterprises 59/2020/QH14 articles 37-41 (a name is legal form plus proper name;
// English and short names). Two licensed firms may differ in one generic word, in the order of the
// words of the proper name, or in its marks: such names are not the same.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/enterprise_words.h"

namespace agencywatch::core {

// A word, or phrase, that many enterprises share.
struct GenericPart {
  std::string phrase;    // as in the table: "nguon nhan luc"
  std::string meanings;  // its concepts, for comparing across languages: "people"
  friend bool operator==(const GenericPart&, const GenericPart&) = default;
};

struct EnterpriseName {
  std::string written;  // as given, composed (NFC)
  // jsc | llc | llc1 | private | corporation | "" when not named; the first one that is.
  std::string legal_form;
  // Folded, abbreviations written out, legal forms removed, in order.
  std::vector<std::string> words;
  std::vector<std::string> distinctive;  // the proper name: words in no generic phrase
  std::string letters;                   // the proper name without blanks
  std::vector<std::string> marks;        // of each distinctive word, as written; empty for none
  std::vector<GenericPart> generic;
  // A brand in brackets or behind a dash: "… Kim Sa Vân (KISAVA)" -> kisava
  std::string alias;
  bool vietnamese = false;  // has words of that language from the tables
  bool english = false;
  // The words joined by blanks: equal keys are equal names, up to the legal form.
  [[nodiscard]] std::string Key() const;
};

// Reads the first 400 bytes of valid UTF-8.
[[nodiscard]] EnterpriseName ParseEnterpriseName(std::string_view name);

struct NameComparison {
  double score = 0;   // 0 … 1; 1 only for names spelt alike
  bool same = false;  // one enterprise by its name; certain is only a licence number or tax code
  std::vector<std::string> reasons;  // part by part with its points, in English, for a person
};

// A score of kSameName or more goes with `same`, and only with it.
inline constexpr double kSameName = 0.85;
[[nodiscard]] NameComparison CompareNames(std::string_view a, std::string_view b);
// The same for names already taken apart. Far cheaper when reasons are not wanted.
[[nodiscard]] NameComparison CompareNames(const EnterpriseName& a, const EnterpriseName& b,
                                          bool with_reasons);

}  // namespace agencywatch::core
