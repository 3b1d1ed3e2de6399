#include "alerts/country_name.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

namespace agencywatch::alerts {

std::string CountryName(const std::string& code, bool english) {
  if (code.size() != 2) return code;
  icu::UnicodeString name;
  icu::Locale("", code.c_str()).getDisplayCountry(icu::Locale(english ? "en" : "vi"), name);
  std::string text;
  name.toUTF8String(text);
  return text.empty() ? code : text;
}

std::string CountryNames(const std::vector<std::string>& codes, bool english) {
  std::string names;
  for (const auto& code : codes) names += (names.empty() ? "" : ", ") + CountryName(code, english);
  return names;
}

}  // namespace agencywatch::alerts
