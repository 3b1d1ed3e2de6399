// The licence register on two time axes: what held in the world on which days (UTC+7), and what we
// knew when.
// Source: Law 69/2020/QH14 articles 10-17 and 27; Decree 112/2021 article 39 (publication of the
// list).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/register_view.h"
#include "core/time.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

struct RegisterImport {
  std::string
      source;  // key of a source, or "file"; a list replaces the last one of the same source
  std::optional<core::Day> published_on;  // as the list says
  core::Instant retrieved_at;             // also when it becomes known
  std::string sha256;                     // over the file or page; hex
  std::string by;                         // who imports it; empty: not told
  bool force = false;                     // take it even if it looks broken
  int max_age_days = 14;  // register_max_age: an older copy does not count as up to date
  // Numbers or names, as written, of licences of which the list says what nobody understands: they
  // are on it, and what was known of them stays.
  std::vector<std::string> unclear;
};

enum class RegisterChangeKind {
  kNew,
  kChanged,  // anything else than the status
  kSuspended,
  kRevoked,
  kReturned,
  kExpired,
  kReinstated,  // active again
  kReissued,    // a new number in the place of a former one
  kGone         // not on the list any more
};
[[nodiscard]] std::string_view RegisterChangeName(RegisterChangeKind kind);  // new, changed … gone

struct RegisterFieldChange {
  std::string field;  // as in JSON lines: status_from, phone …
  std::string before;
  std::string after;
  friend bool operator==(const RegisterFieldChange&, const RegisterFieldChange&) = default;
};

struct RegisterChange {
  RegisterChangeKind kind = RegisterChangeKind::kNew;
  std::string licence_no;  // as written
  std::string name;
  std::vector<RegisterFieldChange> fields;  // what differs; empty for what is new or gone
  friend bool operator==(const RegisterChange&, const RegisterChange&) = default;
};

// A licence of which another list that holds says another status.
struct DisputedLicence {
  std::string licence_no;
  std::string name;
  core::LicenceStatus here = core::LicenceStatus::kActive;
  std::string source;  // of the other list
  core::LicenceStatus there = core::LicenceStatus::kActive;
  friend bool operator==(const DisputedLicence&, const DisputedLicence&) = default;
};

struct RegisterDiff {
  bool imported = false;         // false: the list says what was known, and no snapshot was made
  std::int64_t snapshot_id = 0;  // the new one, or the one that still holds
  int licences = 0;
  int unchanged = 0;
  std::vector<RegisterChange> changes;  // in the order of the list, gone ones last
  std::vector<DisputedLicence> disputed;  // in the order of the list
};

// Takes in a whole list. What it says of the time before `status_from` overrides nothing that
// earlier lists said: a suspension that is over stays known. The same status with another date is a
// correction; a suspended licence that is listed as active without a date was reinstated on the day
// of the list; one that is no longer listed stops on the day of the list, or when its re-issue
// begins, unless it had ended for good before (revoked, returned, expired) or another list still names it. Of several lists
// the one that last said something new of a licence decides. Nothing is forgotten: old knowledge ends, new knowledge begins at `retrieved_at`.
// A status other than active without a day holds from the day of the list on, or since it was first
// listed.
// Throws core::InputError, unless forced, for a list with less than 80 % of the licences of the
// last one, or that names less than 80 % of those it named (re-issued ones count as named), an
// empty one, or one published before the last one; always for a row with neither number nor name,
// or with a market that is no country code. No rows are written then.
RegisterDiff ImportRegister(pqxx::transaction_base& tx, const RegisterImport& import,
                            const std::vector<core::RegisterRow>& rows);

// What the list of snapshot `to` says otherwise than that of `from`, in the order of their numbers,
// gone ones last. Throws core::InputError for a snapshot that does not exist.
[[nodiscard]] std::vector<RegisterChange> CompareSnapshots(pqxx::transaction_base& tx,
                                                           std::int64_t from, std::int64_t to);

// The newest snapshot known at `known_at`.
[[nodiscard]] std::optional<std::int64_t> FindSnapshot(pqxx::transaction_base& tx,
                                                       core::Instant known_at);
// The register as it was known at `known_at`, past states of re-issued licences included; nullopt
// before the first import.
[[nodiscard]] std::optional<core::RegisterView> LoadRegister(pqxx::transaction_base& tx,
                                                             core::Instant known_at);
// The register as it was known from this snapshot on until the next one, which may be of the same second.
[[nodiscard]] core::RegisterView LoadSnapshot(pqxx::transaction_base& tx, std::int64_t snapshot);

// The status of a licence number (normalised) on a day, for a market (ISO 3166 alpha-2, or empty
// for "any") and an activity (likewise), as known at `known_at`. A former number answers for its re-issue and the other way
// round. It is active only where nothing says otherwise of that market, that activity, or of all.
// nullopt: unknown number, or not licensed on that day.
[[nodiscard]] std::optional<core::LicenceStatus> LicenceStatusOn(pqxx::transaction_base& tx,
                                                                 const std::string& licence_norm,
                                                                 core::Day day,
                                                                 const std::string& market,
                                                                 core::Instant known_at,
                                                                 const std::string& activity = {});

struct LicenceStateRow {
  std::string market;  // "*" or ISO 3166 alpha-2
  core::LicenceStatus status = core::LicenceStatus::kActive;
  std::optional<core::Day> from;  // nullopt: since ever
  std::optional<core::Day> to;    // last day; nullopt: until further notice
  core::Instant known_from;
  std::optional<core::Instant> known_to;  // nullopt: still held to be true
  std::int64_t snapshot_id = 0;
  std::string activity = "*";
};
// All that was ever held of a licence number, by known_from, market, from.
[[nodiscard]] std::vector<LicenceStateRow> LicenceHistory(pqxx::transaction_base& tx,
                                                          const std::string& licence_norm);

// A number of an enterprise and those it followed or that followed it, first to last.
struct LicenceNumber {
  std::string licence_no;  // as written
  std::string licence_norm;
  std::optional<core::Day> in_force_from;  // nullopt: since ever
};
[[nodiscard]] std::vector<LicenceNumber> LicenceNumbers(pqxx::transaction_base& tx,
                                                        const std::string& licence_norm);

// A name or contact that lists gave the holder of a licence.
struct EnterpriseFact {
  std::string kind;  // full, english, short; phone, address, website, email, branch, account
  std::string value;
  core::Instant known_from;
  std::optional<core::Instant> known_to;  // nullopt: still listed
};
// By kind and known_from.
[[nodiscard]] std::vector<EnterpriseFact> EnterpriseFacts(pqxx::transaction_base& tx,
                                                          const std::string& licence_norm);

// What one list says of a licence.
struct ListedBy {
  std::string source;
  core::Day list_day;                   // of its last copy
  std::vector<core::RegisterRow> rows;  // as published; empty: it named the licence once and does not any more
};
// Of every list that ever named it, as known at `known_at`; the list taken in last comes first. One that names the number
// before or after a re-issue counts as well.
[[nodiscard]] std::vector<ListedBy> ListsNaming(pqxx::transaction_base& tx, const std::string& licence_norm,
                                                core::Instant known_at);

struct SnapshotRow {
  std::int64_t id = 0;
  std::string source;
  std::optional<core::Day> published_on;
  core::Instant retrieved_at;
  core::Instant confirmed_at;  // last retrieved unchanged
  std::string sha256;
  int licences = 0;
  std::string imported_by;  // empty: not kept
};
// Newest first.
[[nodiscard]] std::vector<SnapshotRow> RegisterSnapshots(pqxx::transaction_base& tx);

}  // namespace agencywatch::db
