// Subjects: whoever is behind postings, by the identifiers they offer (controls) or only claim.
// Subject ids that come out have merges followed already.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

struct IdentifierValue {
  std::string kind;  // phone, account, social, email, domain, enterprise, licence, tax_code, name
  std::string norm;  // normalised; as the fact's value where there is a fact of that kind
  friend auto operator<=>(const IdentifierValue&, const IdentifierValue&) = default;
};
// Ids, one by one; unknown ones are added. A norm longer than 1024 bytes is kept as "sha256:" and
// its hash.
[[nodiscard]] std::vector<std::int64_t> EnsureIdentifiers(
    pqxx::transaction_base& tx, const std::vector<IdentifierValue>& identifiers);
// Why these unite nobody: a portal's hotline, a shared switchboard. An empty reason takes it back.
void SetHubReason(pqxx::transaction_base& tx, const std::vector<std::int64_t>& identifier_ids,
                  const std::string& reason);

// Contacts, and names of kind 'enterprise' as written, that belong to a site and not to an advertiser: they only ever stand around adverts of at least two employers,
// or are printed on most of a source's postings (five at least) although those name different employers, or three
// other phones. Tips count for nothing here. In the order of kind and norm.
[[nodiscard]] std::vector<IdentifierValue> SharedContacts(pqxx::transaction_base& tx);

[[nodiscard]] std::int64_t CreateSubject(pqxx::transaction_base& tx, const std::string& label,
                                         core::Instant now);
// `label` is for people; an equal one is not written again.
void SetSubjectLabel(pqxx::transaction_base& tx, std::int64_t subject_id, const std::string& label);
[[nodiscard]] std::string SubjectLabel(pqxx::transaction_base& tx, std::int64_t subject_id);
// All of `from` counts as `into` from now on. Their open alerts are the caller's to join: see
// CloseMergedAlert.
// Throws std::logic_error when one of the two was merged before, or both are one.
void MergeSubjects(pqxx::transaction_base& tx, std::int64_t from, std::int64_t into);

// Subjects with open ties to any of the postings; rising, each once.
[[nodiscard]] std::vector<std::int64_t> SubjectsOfPostings(
    pqxx::transaction_base& tx, const std::vector<std::int64_t>& posting_ids);
// Subjects that control any of the identifiers, hubs left aside; rising, each once.
[[nodiscard]] std::vector<std::int64_t> SubjectsControlling(
    pqxx::transaction_base& tx, const std::vector<std::int64_t>& identifier_ids);

enum class TieKind { kControls, kClaims };
[[nodiscard]] std::string_view TieKindName(TieKind kind);  // controls, claims

struct NewTie {
  std::int64_t subject_id = 0;
  std::int64_t identifier_id = 0;
  std::int64_t posting_id = 0;
  TieKind kind = TieKind::kControls;
  std::optional<std::int64_t> fact_id;
};
// From now on these are all ties that scans hold for the postings: missing ones are added, others
// end at `now`; those of a person stay. Every tie's posting must be one of `posting_ids`.
void ReplaceTies(pqxx::transaction_base& tx, const std::vector<std::int64_t>& posting_ids,
                 const std::vector<NewTie>& ties, core::Instant now);

struct SubjectIdentifier {
  IdentifierValue identifier;
  TieKind kind = TieKind::kControls;
  int postings = 0;  // that show it for this subject
  std::string hub_reason;
  friend bool operator==(const SubjectIdentifier&, const SubjectIdentifier&) = default;
};
// By open ties: controls first, then those on most postings.
[[nodiscard]] std::vector<SubjectIdentifier> IdentifiersOf(pqxx::transaction_base& tx,
                                                           std::int64_t subject_id);

struct TieJudgement {
  bool link = true;  // false: they are of two subjects
  IdentifierValue a;
  IdentifierValue b;
};
// The last word of a person on each pair.
[[nodiscard]] std::vector<TieJudgement> TieJudgements(pqxx::transaction_base& tx);

}  // namespace agencywatch::db
