// The licence register as rules see it: an immutable view of one moment's knowledge. No I/O.
// Source: Law 69/2020/QH14 articles 10-17 and 27 (life of a licence), Decree 112/2021 article 39
// (publication).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/enterprise_name.h"
#include "core/time.h"

namespace agencywatch::core {

enum class LicenceStatus { kActive, kSuspended, kRevoked, kReturned, kExpired };
[[nodiscard]] std::string_view LicenceStatusName(LicenceStatus status);  // active … expired
// For people: "đã bị thu hồi", "revoked".
[[nodiscard]] std::string_view LicenceStatusTitle(LicenceStatus status, bool english);
// English names, and Vietnamese ones with or without marks ("đang hoạt động", "thu hồi", "tạm đình
// chỉ" …).
[[nodiscard]] std::optional<LicenceStatus> FindLicenceStatus(std::string_view text);

// A row of a published list, as imported. Empty where the list says nothing.
struct RegisterRow {
  std::string name;
  std::string name_en;
  std::string short_name;
  std::string licence_no;  // as written
  std::optional<Day> issued_on;
  LicenceStatus status = LicenceStatus::kActive;
  std::optional<Day> status_from;
  std::optional<Day> status_to;  // last day of the status; after it the licence is active again
  std::string status_market;     // empty or "*": every market, else ISO 3166 alpha-2
  std::string status_activity;   // empty or "*": every activity, else as register_activity.h has it
  std::string tax_code;
  std::string address;
  std::vector<std::string> phones;   // as written, split at ; and /
  std::vector<std::string> markets;  // ISO 3166 alpha-2
  std::string reissued_from;         // former licence number
  std::string website;
  std::string email;
  std::vector<std::string> branches;  // addresses or names of branches and training sites
  std::vector<std::string> accounts;  // bank accounts, as written
  std::vector<std::string> activities;  // that the licence covers; empty: the list does not say
  // The list gives a status that nobody understands; `status` is then that of the list as a whole.
  // Such a row is never imported as it is.
  bool status_unclear = false;
  friend bool operator==(const RegisterRow&, const RegisterRow&) = default;
};

// One status of one licence; days are inclusive.
struct LicencePeriod {
  LicenceStatus status = LicenceStatus::kActive;
  std::string market = "*";
  std::optional<Day> from;  // nullopt: since ever
  std::optional<Day> to;    // nullopt: until further notice
  std::string activity = "*";
};

struct RegisterEntry {
  RegisterRow row;
  std::string licence_norm;  // NormaliseLicence(row.licence_no)
  std::string reissued_from_norm;
  std::vector<std::string> phones_norm;  // E.164
  std::vector<LicencePeriod> periods;    // a later one wins over an earlier one
  // The first day on which the list did not name it any more; its periods end before.
  std::optional<Day> left_on;
};

// "3224/LĐTBXH - GP" -> "3224/LDTBXH-GP"; also …/BNV-GP, the provincial …/SLDTBXH-GP,
// "44/2024/SLĐTBXH-GP". nullopt when the text is no licence number.
[[nodiscard]] std::optional<std::string> NormaliseLicence(std::string_view text);

class RegisterView {
 public:
  // `as_of` is the day on which the list was known to be true (published or retrieved).
  RegisterView(std::vector<RegisterEntry> entries, Day as_of);
  // Before status_from an entry counts as active since issued_on.
  static std::vector<RegisterEntry> EntriesOf(const std::vector<RegisterRow>& rows);

  [[nodiscard]] const std::vector<RegisterEntry>& entries() const { return entries_; }
  [[nodiscard]] Day as_of() const { return as_of_; }
  // How long the list is believed: `register_max_age` of the settings, 14 days where they say nothing.
  void set_max_age(std::chrono::days age) { max_age_ = age; }
  [[nodiscard]] std::chrono::days max_age() const { return max_age_; }
  [[nodiscard]] bool TooOldOn(Day day) const { return DaysBetween(as_of_, day) > max_age_.count(); }

  // The entry that holds, or held before a re-issue, this normalised number.
  [[nodiscard]] const RegisterEntry* FindByLicence(std::string_view licence_norm) const;
  [[nodiscard]] const RegisterEntry* FindByTaxCode(std::string_view tax_code) const;
  [[nodiscard]] std::vector<const RegisterEntry*> FindByPhone(std::string_view e164) const;

  // Listed: one enterprise only has this name (CompareNames: same), or this short name. A resembling
  // name is only possible, and so is one that two enterprises have.
  struct NameMatch {
    enum class Kind { kNone, kPossible, kListed } kind = Kind::kNone;
    const RegisterEntry* entry = nullptr;  // the listed one, or the nearest possible one
    double score = 0;                      // CompareNames
    const EnterpriseName* name = nullptr;  // the name of `entry` that was nearest, taken apart
  };
  [[nodiscard]] NameMatch MatchName(std::string_view name) const;

  // The entries whose number begins with this serial: a number is often told without its issuer.
  [[nodiscard]] std::vector<const RegisterEntry*> FindBySerial(std::string_view serial) const;
  // How many are on the list, those that left it not counted.
  [[nodiscard]] std::size_t listed() const;

  // The status on `day` for `market` (ISO alpha-2, or empty for "any") and `activity` (likewise). nullopt: not licensed
  // yet on that day, or not on the list any more (left_on tells).
  [[nodiscard]] static std::optional<LicenceStatus> StatusOn(const RegisterEntry& entry, Day day,
                                                             std::string_view market = {},
                                                             std::string_view activity = {});
  // The highest serial number on the list, for "issued after our copy?"; 0 for an empty register.
  [[nodiscard]] int highest_serial() const { return highest_serial_; }

 private:
  std::vector<RegisterEntry> entries_;
  Day as_of_;
  std::chrono::days max_age_{14};
  int highest_serial_ = 0;
  std::unordered_map<std::string, std::size_t> by_licence_;
  std::unordered_map<std::string, std::size_t> by_tax_code_;
  std::unordered_multimap<std::string, std::size_t> by_phone_;
  struct ListedName {
    std::size_t entry;
    EnterpriseName name;  // its alias is the short name
  };
  std::vector<ListedName> names_;  // full and English names
  // To indexes of names_: by key and short name, and by each word of the proper name.
  std::unordered_map<std::string, std::vector<std::size_t>> by_name_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_word_;
  [[nodiscard]] std::vector<std::size_t> Resembling(const EnterpriseName& asked) const;
};

}  // namespace agencywatch::core
