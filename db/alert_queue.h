// Alerts as people read them: the queue, one in full, and the counts.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/assessment.h"
#include "core/time.h"
#include "db/alert_store.h"
#include "db/correction_store.h"
#include "db/assessment_store.h"
#include "db/capture_store.h"
#include "db/subject_store.h"
#include "db/tip_store.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

struct AlertReason {
  std::string rule;
  std::string indicator;
  core::Severity severity = core::Severity::kLow;
  int points = 0;
  std::string title_vi;
  std::string title_en;
  int postings = 0;  // of the alert that show it
};
struct AlertSummary {
  AlertRow alert;
  std::string label;                 // of the subject
  std::vector<AlertReason> reasons;  // most points first
};
struct AlertFilter {
  std::optional<AlertState> state;  // nullopt: all open ones
  bool closed_too = false;          // with no state: closed ones, too
  std::optional<core::Verdict> verdict;
  std::string owner;
  std::string province;     // as alert.provinces has it
  std::string destination;  // ISO 3166 alpha-2
  std::string indicator;
  // As db/search_query.h has it: words of the alert's adverts, in any order, with or without marks ("…" for words in a row, -word
  // for alerts without it), or a part of the subject's label; or one whole phone, account, handle or address.
  std::string text;
  std::vector<std::int64_t> numbers;  // only these; empty: any
  bool overdue = false;       // only those whose due date is over
  bool silenced_too = false;  // silenced ones stand in the queue as if nobody had silenced them
  int limit = 50;
  int offset = 0;

  // The queue as it is: nothing is asked for beyond limit and offset.
  [[nodiscard]] bool plain() const;
};
// By rank (harm and freshness, trafficking first), then the number. `now` tells what is overdue or silenced.
[[nodiscard]] std::vector<AlertSummary> ListAlerts(pqxx::transaction_base& tx,
                                                   const AlertFilter& filter, core::Instant now);
// The same, and how many the filter holds whatever its limit: found in one go. Of a text, no more are counted than
// kMaxCounted or up to the end of the page: a word that every alert has must not be looked up in all of them.
inline constexpr std::int64_t kMaxCounted = 1000;
inline constexpr std::int64_t kMaxCountedPhrases = 200;  // words in a row are looked up in the adverts themselves
struct AlertPage {
  std::vector<AlertSummary> alerts;
  std::int64_t matching = 0;
  bool more = false;  // there are more than `matching`
};
[[nodiscard]] AlertPage PageOfAlerts(pqxx::transaction_base& tx, const AlertFilter& filter,
                                     core::Instant now);
// How many the filter holds, whatever its limit.
[[nodiscard]] std::int64_t CountMatching(pqxx::transaction_base& tx, const AlertFilter& filter,
                                         core::Instant now);

struct QueueCounts {
  std::map<AlertState, std::int64_t> states;
  std::map<core::Verdict, std::int64_t> open;  // by verdict
  std::int64_t overdue = 0;
  std::int64_t silenced = 0;
  [[nodiscard]] std::int64_t all_open() const;
};
[[nodiscard]] QueueCounts CountAlerts(pqxx::transaction_base& tx, core::Instant now);

// What the alerts that are open (or were referred: `referred`) name, each once, sorted.
struct QueueChoices {
  std::vector<std::string> destinations;
  std::vector<std::string> provinces;
  std::vector<std::string> indicators;
};
[[nodiscard]] QueueChoices ChoicesAmong(pqxx::transaction_base& tx, bool referred);

// The number of the newest event of any alert; 0: there is none.
[[nodiscard]] std::int64_t LastAlertEvent(pqxx::transaction_base& tx);

// What a night has to tell of an alert that is open and not silenced.
enum class News {
  kOpened,
  kReturned,  // a recruiter whose case was closed is back
  kReopened,
  kGraver  // its verdict rose
};
[[nodiscard]] std::string_view NewsName(News news);  // opened, returned, reopened, graver
struct AlertNews {
  AlertSummary summary;
  News news = News::kOpened;
};
// Makes this run the one that tells of everything that no run before has told of.
void TakeNews(pqxx::transaction_base& tx, std::int64_t run_id);
// Of the run that took them.
[[nodiscard]] std::map<core::Verdict, std::int64_t> CountNews(pqxx::transaction_base& tx,
                                                              std::int64_t run_id,
                                                              core::Instant now);
[[nodiscard]] std::vector<AlertNews> ListNews(pqxx::transaction_base& tx, std::int64_t run_id,
                                              core::Verdict verdict, int limit, core::Instant now);

struct AlertPosting {
  StoredVersion version;                // the one that stands
  StoredAssessment assessment;          // of that version
  std::optional<StoredVersion> edited;  // the current one, when it is another
  std::optional<core::Instant> withdrawn_after;
  std::optional<core::Instant> withdrawn_by;
  std::string duplicate_of;               // canonical URL of the posting that it copies; may be empty
  std::optional<EvidencePlace> evidence;  // of the version's last sight; nullopt for a tip
  std::vector<TipReport> reports;         // of a tip
};
// A posting outside the alert that shows one of the identifiers which its subject controls.
struct LinkedPosting {
  std::int64_t posting_id = 0;
  std::string source;
  std::string canonical_url;
  std::string title;
  core::Verdict verdict = core::Verdict::kClear;
  IdentifierValue shared;
  std::optional<std::int64_t> alert_number;  // of another alert that it speaks for
};
struct AlertEventRow {
  core::Instant at;
  std::string actor;
  std::string kind;
  std::string before;  // JSON object
  std::string after;
  std::string reason;
};
// What a decision about another alert said of a text that this one holds, too.
struct JudgedBefore {
  std::int64_t alert_number = 0;
  std::string kind;  // confirm, dismiss
  std::string reason_code;
  std::string note;
  std::string by;
  core::Instant at;
};
struct AlertDetails {
  AlertSummary summary;
  std::vector<AlertPosting> postings;  // gravest first; at most kMaxShownPostings
  int restricted_postings = 0;  // left out, as somebody in them asked (Restricted)
  std::vector<SubjectIdentifier> identifiers;
  std::vector<Correction> corrections;                // of whatever is shown here
  std::vector<LinkedPosting> linked;                  // at most kMaxLinked
  std::vector<AlertEventRow> events;                  // oldest first
  std::map<std::int64_t, std::string> posting_names;  // URL or title, of postings named in events
  std::map<std::int64_t, core::PostingText> texts;    // of versions named in events
  std::vector<JudgedBefore> judged_before;
};
inline constexpr int kMaxLinked = 50;
inline constexpr int kMaxShownPostings = 200;
[[nodiscard]] std::optional<AlertDetails> ShowAlert(pqxx::transaction_base& tx, std::int64_t number,
                                                    Restricted restricted = Restricted::kHidden);

}  // namespace agencywatch::db
