#include "core/register_columns.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/internal/whole_words.h"
#include "core/utf8.h"
#include "core/word_table.h"
#include "register_headings.h"

namespace agencywatch::core {
namespace {

using internal::Has;

struct ColumnName {
  RegisterColumn column;
  std::string_view name;
};
constexpr std::array kColumnNames = std::to_array<ColumnName>({
    {RegisterColumn::kRowNumber, "row_number"},
    {RegisterColumn::kName, "name"},
    {RegisterColumn::kNameEn, "name_en"},
    {RegisterColumn::kShortName, "short_name"},
    {RegisterColumn::kLicenceNo, "licence_no"},
    {RegisterColumn::kIssuedOn, "issued_on"},
    {RegisterColumn::kStatus, "status"},
    {RegisterColumn::kStatusFrom, "status_from"},
    {RegisterColumn::kStatusTo, "status_to"},
    {RegisterColumn::kStatusMarket, "status_market"},
    {RegisterColumn::kStatusActivity, "status_activity"},
    {RegisterColumn::kTaxCode, "tax_code"},
    {RegisterColumn::kAddress, "address"},
    {RegisterColumn::kPhone, "phone"},
    {RegisterColumn::kEmail, "email"},
    {RegisterColumn::kWebsite, "website"},
    {RegisterColumn::kBranches, "branches"},
    {RegisterColumn::kAccounts, "accounts"},
    {RegisterColumn::kMarkets, "markets"},
    {RegisterColumn::kActivities, "activities"},
    {RegisterColumn::kReissuedFrom, "reissued_from"},
    {RegisterColumn::kDirector, "director"},
    {RegisterColumn::kNote, "note"},
});

using Phrases =
    std::vector<std::pair<std::string, RegisterColumn>>;  // without the blanks at the ends

Phrases ReadPhrases() {
  Phrases phrases;
  for (const auto& [section, word] : ReadWordTable(embedded::register_headings().front().bytes)) {
    const auto* named =
        std::find_if(kColumnNames.begin(), kColumnNames.end(),
                     [&](const ColumnName& known) { return known.name == section; });
    if (named == kColumnNames.end())
      throw std::logic_error("register_headings.txt: no column is called " + std::string(section));
    phrases.emplace_back(Trim(internal::WholeWords(word)), named->column);
  }
  return phrases;
}

}  // namespace

std::string_view RegisterColumnName(RegisterColumn column) {
  for (const ColumnName& known : kColumnNames)
    if (known.column == column) return known.name;
  return {};
}

std::optional<RegisterColumn> FindRegisterColumn(std::string_view heading) {
  constexpr std::size_t kMaxHeadingBytes = 200;  // more is a paragraph, not a heading
  if (heading.size() > kMaxHeadingBytes) return std::nullopt;
  const std::string words = internal::WholeWords(heading);
  // "Số, ngày cấp giấy phép", "Số, ngày giấy phép": both in one cell.
  if (Has(words, "giay phep") && Has(words, "so") &&
      (Has(words, "ngay cap") || (words.starts_with(" so ") && Has(words, "ngay"))))
    return RegisterColumn::kLicenceNo;
  static const Phrases phrases = ReadPhrases();
  for (const auto& [phrase, column] : phrases)
    if (Has(words, phrase)) return column;
  if (words == " so " || words == " no " || Trim(heading) == "#") return RegisterColumn::kRowNumber;
  return std::nullopt;
}

}  // namespace agencywatch::core
