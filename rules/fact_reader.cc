#include "rules/fact_reader.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/facts/account_reader.h"
#include "rules/facts/destination_reader.h"
#include "rules/facts/enterprise_reader.h"
#include "rules/facts/field_text.h"
#include "rules/facts/licence_reader.h"
#include "rules/facts/money_reader.h"
#include "rules/facts/phone_reader.h"
#include "rules/facts/scan_pattern.h"
#include "rules/facts/social_reader.h"
#include "rules/facts/term_reader.h"

namespace agencywatch::rules {
namespace {

// "Lương 190.000 yên" and no country: work where people are paid so. Currencies of several countries tell none.
void AddPayingCountry(std::vector<core::Fact>& facts) {
  using Country = std::pair<std::string_view, std::string_view>;
  static constexpr std::array kCountries = {
      Country{"JPY", "JP"}, Country{"TWD", "TW"}, Country{"KRW", "KR"}, Country{"MYR", "MY"},
      Country{"PLN", "PL"}, Country{"HUF", "HU"}, Country{"CZK", "CZ"}, Country{"RON", "RO"},
      Country{"AED", "AE"}, Country{"SAR", "SA"}, Country{"QAR", "QA"}, Country{"KWD", "KW"},
      Country{"ILS", "IL"}, Country{"SGD", "SG"}, Country{"MOP", "MO"}, Country{"HKD", "HK"},
      Country{"AUD", "AU"}, Country{"NZD", "NZ"}, Country{"CAD", "CA"}, Country{"GBP", "GB"}};
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (facts[i].kind != core::FactKind::kMoney || facts[i].Attr("role") != "wage") continue;
    const auto country =
        std::find_if(kCountries.begin(), kCountries.end(), [&](const Country& c) {
          return facts[i].money && c.first == facts[i].money->currency;
        });
    if (country == kCountries.end()) continue;
    core::Fact fact;
    fact.kind = core::FactKind::kDestination;
    fact.value = country->second;
    fact.attrs["via"] = "currency";
    fact.place = facts[i].place;
    facts.insert(facts.begin() + static_cast<std::ptrdiff_t>(i), std::move(fact));
    return;
  }
}

constexpr std::array<std::string_view, 12> kEvasionOrder = {
    "no_diacritics", "spaced_letters", "dotted_letters", "zero_width",
    "homoglyph",     "emoji_digits",   "leet",           "digit_words",
    "code_words",    "teencode",       "mixed_script",   "image_only_contact"};

// Words of a trade that is not named: cannabis houses, kidneys, babies. One alone is innocent.
std::optional<Span> CodeWords(const FieldText& field) {
  struct Pair {
    ScanPattern word;
    ScanPattern beside;
  };
  static const std::array<Pair, 4> kPairs = {{
      {ScanPattern(R"(\b(?:lam co|trong co|trong nha|cat co)\b)"),
       ScanPattern(
           R"(\b(?:thu hoach|anh quoc|o anh|sang anh|di anh|gbp|bang anh|xuong|can sa|duc|phap)\b)")},
      {ScanPattern(R"(\b(?:qua t|qua than)\b)"),
       ScanPattern(R"(\b(?:boi duong|xet nghiem|hien|ghep|nhuong)\b)")},
      {ScanPattern(R"(\b(?:be mang|mang non|be so sinh)\b)"),
       ScanPattern(R"(\b(?:boi duong|nhuong|giay|tim chu|nhan nuoi)\b)")},
      {ScanPattern(R"(\b(?:hang trang|hang tuoi|hang non|em rau|tay vin)\b)"),
       ScanPattern(R"(\b(?:bo|khach|quan|karaoke|luong)\b)")},
  }};
  for (const Pair& pair : kPairs) {
    ScanPattern::Groups groups;
    if (!pair.word.Find(field, 0, groups)) continue;
    const Span found = groups[0];
    // "làm cỏ" in a garden at home needs more than the word itself.
    if (pair.beside.Contains(field)) return found;
  }
  return {};
}

}  // namespace

core::Facts ReadFacts(const core::PostingText& text, const std::array<core::Folding, 3>& foldings,
                      core::Day posted_on, const Gazetteer& gazetteer) {
  core::Facts read;
  std::vector<FieldText> fields;
  fields.reserve(core::kFields.size());
  for (std::size_t n = 0; n < core::kFields.size(); ++n) {
    fields.emplace_back(core::kFields[n], text.Get(core::kFields[n]), foldings[n].folded);
  }
  std::array<std::vector<core::Fact>, 3> per_field;
  // Destinations first: they decide what "tệ" and "vạn" are.
  std::vector<std::string> destinations;
  for (std::size_t n = 0; n < fields.size(); ++n) {
    ReadDestinations(fields[n], text.Get(core::kFields[n]), gazetteer, per_field[n]);
    for (const core::Fact& fact : per_field[n]) destinations.push_back(fact.value);
  }
  for (std::size_t n = 0; n < fields.size(); ++n) {
    std::vector<core::Fact>& facts = per_field[n];
    Taken taken;
    ReadLicences(fields[n], taken, facts);
    ReadAccounts(fields[n], gazetteer, taken, facts);
    ReadPhones(fields[n], taken, facts);
    ReadSocials(fields[n], facts);
    ReadEnterprises(fields[n], facts);
    ReadAddresses(fields[n], facts);
    ReadTerms(fields[n], posted_on, facts);
    ReadMoney(fields[n], destinations, taken, facts);
    std::stable_sort(facts.begin(), facts.end(), [](const core::Fact& a, const core::Fact& b) {
      return std::pair{a.place.start, a.place.end} < std::pair{b.place.start, b.place.end};
    });
    read.facts.insert(read.facts.end(), std::make_move_iterator(facts.begin()),
                      std::make_move_iterator(facts.end()));
  }

  if (destinations.empty()) AddPayingCountry(read.facts);

  std::vector<core::Evasion> seen;
  for (const core::Folding& folding : foldings) {
    for (const core::Evasion& evasion : folding.evasions) seen.push_back(evasion);
  }
  for (const FieldText& field : fields) {
    if (const auto words = CodeWords(field)) seen.push_back({"code_words", field.PlaceOf(*words)});
  }
  const bool reachable =
      std::any_of(read.facts.begin(), read.facts.end(), [](const core::Fact& fact) {
        return fact.kind == core::FactKind::kPhone || fact.kind == core::FactKind::kSocial ||
               fact.kind == core::FactKind::kEmail;
      });
  if (!reachable) {
    static const ScanPattern kImage(
        R"(\b(?:so|so dien thoai|lien he|zalo|zl|thong tin|sdt)\b[^.;]{0,20}\b(?:trong|tren|o|xem|duoi) (?:anh|hinh)\b|\bxem (?:anh|hinh) (?:de )?(?:lay so|lien he)\b)");
    for (const FieldText& field : fields) {
      ScanPattern::Groups groups;
      if (kImage.Find(field, 0, groups)) {
        seen.push_back({"image_only_contact", field.PlaceOf(groups[0])});
        break;
      }
    }
  }
  for (const std::string_view kind : kEvasionOrder) {
    const auto first = std::find_if(seen.begin(), seen.end(), [&](const core::Evasion& evasion) {
      return evasion.kind == kind;
    });
    if (first != seen.end()) read.evasions.push_back(*first);
  }
  return read;
}

}  // namespace agencywatch::rules
