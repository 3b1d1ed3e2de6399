// Cases: alerts that people work on together until an authority has spoken; with notes, tasks, files, and a count of the
// persons affected that never says who they are. What goes out to an authority is in referral_store.h.
//
// Everything that changes leaves an event of the case and a link of the audit chain, in one transaction with the change.
// Functions that change throw core::InputError when there is no such case, or it is closed (only reopening is possible then).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "db/alert_store.h"
#include "db/correction_store.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

// How a case ended, and what that makes of its alerts: the first three confirm them, the last two dismiss them.
enum class CaseOutcome {
  kCharged,       // a criminal case was opened
  kFined,         // an administrative penalty
  kConfirmed,     // true, and dealt with otherwise
  kInsufficient,  // not enough to act on
  kNoOffence      // there is nothing to it; its evidence may be purged
};
// charged, fined, confirmed, insufficient, no_offence
[[nodiscard]] std::string_view CaseOutcomeName(CaseOutcome outcome);
[[nodiscard]] std::optional<CaseOutcome> FindCaseOutcome(std::string_view name);

// Who acts, when, and what they say about it.
struct CaseAct {
  std::string by;  // a person's name
  core::Instant at;
  std::string note;
};

struct CaseRow {
  std::int64_t id = 0;  // the number that people use
  std::string title;
  bool open = true;
  std::optional<CaseOutcome> outcome;  // of a closed one
  core::Instant opened_at;
  std::string opened_by;
  std::string owner;
  std::optional<core::Instant> due;
  std::optional<core::Instant> closed_at;
  std::optional<core::Verdict> verdict;   // the gravest of its alerts
  std::vector<std::int64_t> alerts;       // numbers
  std::vector<std::string> provinces;     // of its alerts, each once, sorted; destinations and indicators likewise
  std::vector<std::string> destinations;  // ISO 3166 alpha-2
  std::vector<std::string> indicators;
  int open_tasks = 0;
  int persons = 0;    // affected
  int referrals = 0;  // not withdrawn
};
[[nodiscard]] std::optional<CaseRow> FindCase(pqxx::transaction_base& tx, std::int64_t id);

struct CaseFilter {
  bool open = true;     // open ones
  bool closed = false;  // closed ones
  std::string owner;
  std::optional<std::int64_t> alert;    // a number
  std::optional<core::Instant> due_by;  // the case, or a task of it that is not done, is due before that
  int limit = 50;
  int offset = 0;
};
// The next to be due first, then the newest.
[[nodiscard]] std::vector<CaseRow> ListCases(pqxx::transaction_base& tx, const CaseFilter& filter);
// Of `alert`; nullopt when it is in none.
[[nodiscard]] std::optional<std::int64_t> CaseOfAlert(pqxx::transaction_base& tx,
                                                      std::int64_t alert_number);

// Opens a case with at least one alert; whoever opens it has it. Returns its number. An empty title becomes the
// first alert's number. Each alert is in_case afterwards. Throws core::InputError for an alert that is unknown, closed,
// locked by somebody else, or in a case already.
std::int64_t OpenCase(pqxx::transaction_base& tx, const std::string& title,
                      const std::vector<std::int64_t>& alert_numbers,
                      std::optional<core::Instant> due, const CaseAct& act);
void AddAlerts(pqxx::transaction_base& tx, std::int64_t case_id,
               const std::vector<std::int64_t>& alert_numbers, const CaseAct& act);
// It was no matter of this case: it is back in the queue, assigned, to be looked at by `due`. Throws core::InputError for the
// last one of a case, and for one that a referral names which was not withdrawn.
void RemoveAlert(pqxx::transaction_base& tx, std::int64_t case_id, std::int64_t alert_number,
                 core::Instant due, const CaseAct& act);
// Takes back, likewise within kUndoTime of triage_store.h, that the person put these alerts into a case: each is as it was
// before. A case that is left without any, and in which nothing else was done, is closed (no_offence) and counts nowhere.
// Throws core::InputError for an alert that is in no case, or that cannot be taken out of it.
void UndoCase(pqxx::transaction_base& tx, const std::vector<std::int64_t>& alert_numbers, const CaseAct& act);
// Gives it to another person; `due` moves when given.
void AssignCase(pqxx::transaction_base& tx, std::int64_t case_id, const std::string& owner,
                std::optional<core::Instant> due, const CaseAct& act);
// `act.note` is the note; core::InputError when it is empty.
void AddNote(pqxx::transaction_base& tx, std::int64_t case_id, const CaseAct& act);

// Closes its alerts with it. Throws core::InputError while a referral waits for approval or for being sent.
void CloseCase(pqxx::transaction_base& tx, std::int64_t case_id, CaseOutcome outcome,
               const CaseAct& act);
// With its alerts, but for those that a scan has opened again meanwhile.
void ReopenCase(pqxx::transaction_base& tx, std::int64_t case_id, const CaseAct& act);

struct CaseTask {
  std::int64_t id = 0;
  std::string what;
  std::string owner;
  std::optional<core::Instant> due;
  core::Instant made_at;
  std::string made_by;
  std::optional<core::Instant> done_at;
  std::string done_by;
};
// Returns its number.
std::int64_t AddTask(pqxx::transaction_base& tx, std::int64_t case_id, const std::string& what,
                     const std::string& owner, std::optional<core::Instant> due,
                     const CaseAct& act);
// Throws core::InputError when the case has no such task, or it is done already.
void FinishTask(pqxx::transaction_base& tx, std::int64_t case_id, std::int64_t task_id,
                const CaseAct& act);

// What the database takes as a file; see also alerts/attachment.h.
inline constexpr std::size_t kMaxAttachmentBytes = 25 * 1024 * 1024;
struct NewAttachment {
  std::string name;        // a bare file name
  std::string media_type;  // as the bytes say
  std::string bytes;
};
struct CaseAttachment {
  std::int64_t id = 0;
  std::string name;
  std::string media_type;
  std::string sha256;
  std::int64_t size = 0;  // bytes
  core::Instant at;
  std::string by;
};
// Returns its number. The same bytes twice in a case are refused with core::InputError, as are none and too many.
std::int64_t Attach(pqxx::transaction_base& tx, std::int64_t case_id, const NewAttachment& file,
                    const CaseAct& act);
// The bytes; that they were taken out is written to the audit chain: commit it. Throws core::InputError when there is none.
[[nodiscard]] std::string ReadAttachment(pqxx::transaction_base& tx, std::int64_t case_id,
                                         std::int64_t attachment_id, const CaseAct& act);

// With its bytes, for a dossier, whose own row of the audit chain says so; by number.
struct AttachmentBytes {
  CaseAttachment file;
  std::string bytes;
};
[[nodiscard]] std::vector<AttachmentBytes> AttachmentsWithBytes(pqxx::transaction_base& tx, std::int64_t case_id);

// So many persons of one kind. The codes are those of migration 0041, with titles in alerts/case_words.h.
struct AffectedPersons {
  std::string sex = "unknown";
  std::string age_band = "unknown";
  std::string purpose = "unknown";
  std::string returned = "unknown";
  std::vector<std::string> support;  // sorted, each once
  int n = 0;
};
// Sets how many there are of that kind; 0 takes the line out. Codes must be known ones.
void SetAffected(pqxx::transaction_base& tx, std::int64_t case_id, const AffectedPersons& persons,
                 const CaseAct& act);

struct CaseAlert {
  std::int64_t number = 0;
  std::string subject;
  AlertState state = AlertState::kNew;
  std::optional<ClosedAs> closed_as;
  core::Verdict verdict = core::Verdict::kClear;
  int score = 0;
  int adverts = 0;
};
struct CaseEvent {
  core::Instant at;
  std::string by;
  std::string kind;  // opened, noted …; of its referrals: referral_proposed, referral_approved …
  std::string note;
  std::string details;  // JSON object
};
struct CaseDetails {
  CaseRow row;
  std::vector<CaseAlert> alerts;
  std::vector<CaseTask> tasks;  // open ones first
  std::vector<CaseAttachment> attachments;
  std::vector<AffectedPersons> affected;
  std::vector<std::int64_t> referrals;
  std::vector<CaseEvent> events;  // oldest first
  std::vector<Correction> corrections;  // of what is behind its alerts
};
[[nodiscard]] std::optional<CaseDetails> ShowCase(pqxx::transaction_base& tx, std::int64_t id);

}  // namespace agencywatch::db
