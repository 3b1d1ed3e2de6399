// The vocabulary of enterprise names: legal forms, words that many firms of the trade share, and
// their abbreviations, Vietnamese and English. A table; another country's words are added to it.
// Source: Law on Enterprises 59/2020/QH14 articles 37-41 (a name is legal form plus proper name).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace agencywatch::core {

enum class NameLanguage { kNone, kVietnamese, kEnglish };

// A phrase found at the beginning of a stretch of words.
struct LegalFormWords {
  std::size_t words = 0;
  std::string_view form;  // jsc | llc | llc1 | private | corporation; "" for "công ty" alone
  NameLanguage language = NameLanguage::kNone;
};
struct GenericWords {
  std::size_t words = 0;
  std::string_view phrase;    // as in the table: "nhan luc", "manpower"
  std::string_view meanings;  // one or two concepts with a blank between: "export import"
  NameLanguage language = NameLanguage::kNone;
};

// All take folded words; the longest phrase at `at` is taken.
[[nodiscard]] std::optional<LegalFormWords> FindLegalForm(const std::vector<std::string>& words,
                                                          std::size_t at);
// An English word of six letters or more may have one letter wrong ("manpwer", "suply").
[[nodiscard]] std::optional<GenericWords> FindGenericWords(const std::vector<std::string>& words,
                                                           std::size_t at);
// "xkld" -> "xuat khau lao dong"; empty for what is no abbreviation.
[[nodiscard]] std::string_view WrittenOut(std::string_view word);

}  // namespace agencywatch::core
