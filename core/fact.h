// Something read in a posting's text, with its place: the evidence that rules and subjects work on.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/money.h"
#include "core/posting.h"

namespace agencywatch::core {

// What `value`, `number` and `attrs` hold for each kind. Phones, accounts, handles, e-mail addresses and
// domains have `reported` true when their sentence lays them to somebody else than the author.
enum class FactKind {
  kMoney,    // value "15000000 VND"; money; attrs role fee|deposit|wage|penalty|commission|loan,
             //   period once|month|day|hour|head or absent, text (as written; a range is two facts,
             //   one text)
  kPhone,    // value E.164 "+84912345678"; attrs line mobile|landline|hotline|foreign, valid
             // true|false
  kAccount,  // value "VCB:0123…", "MOMO:…", "USDT-TRC20:T…"; attrs bank, number, holder,
             // holder_kind person|enterprise
  kSocial,   // value "telegram:@x", "zalo:+84…", "facebook:…"; attrs channel, handle
  kEmail,    // value lower case
  kDomain,   // value host name, lower case
  kLicence,  // value normalised "3224/LDTBXH-GP"; attrs serial, issuer LDTBXH|BNV|SLDTBXH…,
             // provincial true|false
  kTaxCode,  // value 10 or 13 digits; attrs checksum ok|wrong
  kContract,     // value of a supply-contract approval, "388/QLLDNN-NBCADNA"
  kDestination,  // value ISO 3166 alpha-2; attrs via country|city|zone|visa|flag|nickname, zone
                 // scam_compound
  kEnterprise,  // value the name as written, e.g. "Công ty Cổ phần …", a brand before a licence
                // number
  kAddress,     // value a street address as written
  kAge,         // number of years; attrs bound min|max
  kDepartureDays,   // number: days from the posting to the promised departure
  kHoursPerDay,     // number
  kDaysOff,         // number per month
  kContractMonths,  // number
  kHeadcount,       // number
  kDate             // value YYYY-MM-DD; attrs role deadline|interview|departure|posted or absent
};
[[nodiscard]] std::string_view FactKindName(FactKind kind);  // money, phone, … hours_per_day
[[nodiscard]] std::optional<FactKind> FindFactKind(std::string_view name);

struct Fact {
  FactKind kind = FactKind::kMoney;
  std::string value;  // normalised, what is compared and stored
  std::optional<Money> money;
  std::optional<double> number;
  std::map<std::string, std::string> attrs;
  Place place;

  [[nodiscard]] std::string_view Attr(const std::string& name) const {
    const auto found = attrs.find(name);
    return found == attrs.end() ? std::string_view{} : std::string_view{found->second};
  }
  friend bool operator==(const Fact&, const Fact&) = default;
};

// Kinds of disguise, with the names of the design: no_diacritics, spaced_letters, dotted_letters,
// zero_width, homoglyph, emoji_digits, leet, digit_words, code_words, teencode, mixed_script,
// image_only_contact.
struct Evasion {
  std::string kind;
  Place place;  // the first place where it was seen
  friend bool operator==(const Evasion&, const Evasion&) = default;
};

// All that was read out of one posting version, in the order title, body, context and then of
// place.
struct Facts {
  std::vector<Fact> facts;
  std::vector<Evasion> evasions;  // one per kind, in the order of the list above

  [[nodiscard]] std::vector<const Fact*> OfKind(FactKind kind) const;
};

}  // namespace agencywatch::core
