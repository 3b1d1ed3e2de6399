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
  // phone, account, social, email, domain, analytics (crawler/trackers.h); enterprise (listed, and its contact agrees); licence, tax_code, name;
  // licence_of (claims to be that listed enterprise); text (a copied text); claim_at (a claim, where there is no
  // contact, within its source); posting (nobody can be told)
  std::string kind;
  std::string norm;  // normalised; as the fact's value where there is a fact of that kind
  friend auto operator<=>(const IdentifierValue&, const IdentifierValue&) = default;
};
// Ids, one by one; unknown ones are added. A norm longer than 1024 bytes is kept as "sha256:" and
// its hash.
[[nodiscard]] std::vector<std::int64_t> EnsureIdentifiers(
    pqxx::transaction_base& tx, const std::vector<IdentifierValue>& identifiers);
// Of the contacts, and names of kind 'enterprise' as written, that these postings show: those that belong to a site and
// not to an advertiser. They only ever stand around adverts of at least two employers, or are printed on most of a
// source's postings (five at least) although those name different employers, or three other phones. Of an analytics id:
// several postings of a source show it, and no contact stands on all of them (a board and not a recruiter's own site); once
// known as such it stays so. Tips count for nothing here. In the order of kind and norm.
[[nodiscard]] std::vector<IdentifierValue> SharedContacts(
    pqxx::transaction_base& tx, const std::vector<std::int64_t>& posting_ids);
// Sets or takes back the hub reason of those identifiers, and says which of them changed.
struct HubChange {
  std::vector<std::int64_t> became;
  std::vector<std::int64_t> ceased;
};
HubChange SetHubs(pqxx::transaction_base& tx, const std::vector<IdentifierValue>& hubs,
                  const std::vector<IdentifierValue>& no_hubs, const std::string& reason);
[[nodiscard]] std::vector<IdentifierValue> HubsAmong(
    pqxx::transaction_base& tx, const std::vector<IdentifierValue>& identifiers);

// ---- What alerts have not taken in yet ----------------------------------------------------------

// Postings with signs, or tied to a subject, whose state alerts have not been built from; rising. Others that wait
// (without signs or ties) are ticked off here.
[[nodiscard]] std::vector<std::int64_t> TakeUnbuiltPostings(pqxx::transaction_base& tx);
void MarkBuilt(pqxx::transaction_base& tx, const std::vector<std::int64_t>& posting_ids,
               bool built);
// With signs, that show one of the identifiers or are tied by one.
[[nodiscard]] std::vector<std::int64_t> PostingsShowing(
    pqxx::transaction_base& tx, const std::vector<std::int64_t>& identifier_ids);
// With open ties to one of the subjects; rising, each once.
[[nodiscard]] std::vector<std::int64_t> PostingsOfSubjects(
    pqxx::transaction_base& tx, const std::vector<std::int64_t>& subject_ids);

[[nodiscard]] std::int64_t CreateSubject(pqxx::transaction_base& tx, const std::string& label,
                                         core::Instant now);
// Ids, one by one.
[[nodiscard]] std::vector<std::int64_t> CreateSubjects(pqxx::transaction_base& tx, const std::vector<std::string>& labels,
                                                       core::Instant now);
// `label` is for people; an equal one is not written again.
void SetSubjectLabel(pqxx::transaction_base& tx, std::int64_t subject_id, const std::string& label);
[[nodiscard]] std::string SubjectLabel(pqxx::transaction_base& tx, std::int64_t subject_id);
// All of `from` counts as `into` from now on. Their open alerts are the caller's to join: see
// CloseMergedAlert.
// Throws std::logic_error when one of the two was merged before, or both are one.
void MergeSubjects(pqxx::transaction_base& tx, std::int64_t from, std::int64_t into);

// Of each posting with open ties, the subject; rising by posting.
struct PostingSubject {
  std::int64_t posting_id = 0;
  std::int64_t subject_id = 0;
};
[[nodiscard]] std::vector<PostingSubject> SubjectsOfPostings(
    pqxx::transaction_base& tx, const std::vector<std::int64_t>& posting_ids);
// Who controls any of the identifiers, hubs left aside; rising, each once.
struct IdentifierSubject {
  std::int64_t identifier_id = 0;
  std::int64_t subject_id = 0;
  friend auto operator<=>(const IdentifierSubject&, const IdentifierSubject&) = default;
};
[[nodiscard]] std::vector<IdentifierSubject> SubjectsControlling(
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

// Takes the identifiers away from the subject, and with them the postings that show none of its others. A subject that was merged
// into it and controlled nothing else goes its own way again, with its history; what no advert shows without something that stays
// gets a subject of its own, tied by a person's word to the adverts that show it.
void TakeAway(pqxx::transaction_base& tx, std::int64_t subject_id,
             const std::vector<IdentifierValue>& identifiers, core::Instant now);

// Whether without the identifiers a subject that was merged into it would go its own way again.
[[nodiscard]] bool StandsAgain(pqxx::transaction_base& tx, std::int64_t subject_id, const std::vector<IdentifierValue>& identifiers);

// What a person asked not to be shown (request_store.h) is left out wherever they are listed. What a case or an open alert needs
// of it may be shown to whoever opened that with a reason.
enum class Restricted { kHidden, kShownWhereNeeded };

struct SubjectIdentifier {
  IdentifierValue identifier;
  TieKind kind = TieKind::kControls;
  int postings = 0;  // that show it for this subject
  std::string hub_reason;
  std::string shown;  // as one of them writes it; the norm where nobody wrote it
  bool restricted = false;  // with kHidden its norm and `shown` are empty
  friend bool operator==(const SubjectIdentifier&, const SubjectIdentifier&) = default;
};
// By open ties: controls first, then those on most postings.
[[nodiscard]] std::vector<SubjectIdentifier> IdentifiersOf(pqxx::transaction_base& tx, std::int64_t subject_id,
                                                           Restricted restricted = Restricted::kHidden);
// Keys of all names that postings of the subject ever gave; sorted.
[[nodiscard]] std::vector<std::string> NamesEverOf(pqxx::transaction_base& tx,
                                                   std::int64_t subject_id);

// What a tie rests on.
struct TieEvidence {
  IdentifierValue identifier;
  TieKind kind = TieKind::kControls;
  std::string source;
  std::string canonical_url;
  std::string title;
  std::string quote;  // the advert's own words; empty where the page as such says it
  std::optional<core::Instant> ended_at;
};
// At most `limit`; open ties first, then by identifier.
[[nodiscard]] std::vector<TieEvidence> EvidenceOf(pqxx::transaction_base& tx, std::int64_t subject_id, int limit,
                                                  Restricted restricted = Restricted::kHidden);

struct SubjectSummary {
  std::int64_t id = 0;
  std::string label;
  std::optional<std::int64_t> merged_into;  // then it is only a name for that one
  std::vector<std::int64_t> alerts;         // numbers, rising
};
[[nodiscard]] std::optional<SubjectSummary> FindSubject(pqxx::transaction_base& tx,
                                                        std::int64_t subject_id);
// Newest first. `search` finds parts of labels, with or without marks, and of identifiers ("0912 000 345", "@kein");
// empty: all.
[[nodiscard]] std::vector<SubjectSummary> ListSubjects(pqxx::transaction_base& tx,
                                                       const std::string& search, int limit);

// ---- What people say ----------------------------------------------------------------------------

struct TieJudgement {
  bool link = true;  // false: they are of two subjects
  IdentifierValue a;
  IdentifierValue b;
};
// The last word of a person on each pair.
[[nodiscard]] std::vector<TieJudgement> TieJudgements(pqxx::transaction_base& tx);
// Never called by a scan.
void JudgeTie(pqxx::transaction_base& tx, const TieJudgement& judgement, const std::string& by,
              const std::string& reason, core::Instant now);

}  // namespace agencywatch::db
