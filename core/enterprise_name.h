// Names of Vietnamese enterprises, taken apart so that they can be compared word by word.
// Source: Law on Enterprises 59/2020/QH14 articles 37-41 (a name is legal form plus proper name;
// English and short names). Two licensed firms may differ in one generic word or in the order of
// words: such names are not the same.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace agencywatch::core {

struct EnterpriseName {
  std::string legal_form;  // jsc | llc | llc1 | private | corporation | group | "" when not named
  std::vector<std::string>
      words;  // folded, abbreviations written out, legal form removed, in order
  std::vector<std::string>
      distinctive;    // the words that are not generic (nhan luc, quoc te, manpower …)
  std::string alias;  // a brand in brackets or behind a dash: "… Kim Sa Vân (KISAVA)" -> kisava
  // The words joined by blanks: equal keys are equal names, up to the legal form.
  [[nodiscard]] std::string Key() const;
};

[[nodiscard]] EnterpriseName ParseEnterpriseName(std::string_view name);

struct NameComparison {
  double score = 0;  // 0 … 1; 1 only for equal names
  bool same = false;
  std::vector<std::string> reasons;  // part by part, in English, for a person
};

[[nodiscard]] NameComparison CompareNames(std::string_view a, std::string_view b);

}  // namespace agencywatch::core
