// Requests of persons named in the data, their log, and what is held about them. Each step is a row of the log and a link
// of the audit chain, in one transaction with the change.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "db/correction_store.h"
#include "db/subject_store.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

enum class RequestKind { kView, kCorrect, kRestrict, kDelete, kObject };
[[nodiscard]] std::string_view RequestKindName(RequestKind kind);  // view, correct, restrict, delete, object
[[nodiscard]] std::optional<RequestKind> FindRequestKind(std::string_view name);

enum class RequestOutcome { kFulfilled, kPartly, kRefused, kWithdrawn };
[[nodiscard]] std::string_view RequestOutcomeName(RequestOutcome outcome);

struct NewRequest {
  RequestKind kind = RequestKind::kView;
  core::Instant received_at;
  std::string channel;    // letter, e-mail, in person …; may be empty
  std::string requester;  // who asks
  std::string contact;    // where the answer goes; may be empty
  std::string wish;       // in their words; may be empty
  // phone, account, social, email as the facts have them; name as written.
  std::vector<IdentifierValue> identifiers;
  core::Day acknowledge_by;
  core::Day due;
};
// Whoever of us does a step, when, and what they say.
struct RequestAct {
  std::string by;
  core::Instant at;
  std::string note;
};
// Returns its number.
std::int64_t TakeRequest(pqxx::transaction_base& tx, const NewRequest& request, const RequestAct& act);

struct RequestRow {
  std::int64_t number = 0;
  NewRequest request;
  std::string taken_by;
  std::optional<core::Day> extended_to;
  std::optional<core::Instant> acknowledged_at;
  std::optional<core::Instant> identified_at;
  std::optional<core::Instant> decided_at;
  std::optional<RequestOutcome> outcome;
  bool restricting = false;  // it keeps data from being shown
  bool correcting = false;   // it has corrections in force

  [[nodiscard]] core::Day last_day() const { return extended_to.value_or(request.due); }
  // The next step is late on that day.
  [[nodiscard]] bool Overdue(core::Day today) const;
};
// Those that wait first, by their last day.
[[nodiscard]] std::vector<RequestRow> ListRequests(pqxx::transaction_base& tx, bool decided_too);
// Throws core::InputError when there is none.
[[nodiscard]] RequestRow GetRequest(pqxx::transaction_base& tx, std::int64_t number);
// Of the open ones, how many are late.
[[nodiscard]] std::int64_t CountOverdueRequests(pqxx::transaction_base& tx, core::Day today);

struct RequestEventRow {
  core::Instant at;
  std::string by;
  std::string kind;
  std::string note;
  std::string details;  // JSON
};
[[nodiscard]] std::vector<RequestEventRow> RequestEvents(pqxx::transaction_base& tx, std::int64_t number);

// Throws core::InputError for one that was decided, or, with `identified`, whose person has not proved who they are.
[[nodiscard]] RequestRow GetOpenRequest(pqxx::transaction_base& tx, std::int64_t number, bool identified);

// The steps. Each throws core::InputError when the request is not open, or the step was taken already.
void AcknowledgeRequest(pqxx::transaction_base& tx, std::int64_t number, const RequestAct& act);
// It is proved that the data are about whoever asks; `act.note` says how.
void IdentifyRequester(pqxx::transaction_base& tx, std::int64_t number, const RequestAct& act);
// Once; `to` is after the last day by law, `act.note` says why.
void ExtendRequest(pqxx::transaction_base& tx, std::int64_t number, core::Day to, const RequestAct& act);
// An extract was made for the person; `sha256` is its hash. Identified ones only.
void RecordExtract(pqxx::transaction_base& tx, std::int64_t number, const std::string& sha256,
                   const RequestAct& act);

// Closes it. `ground` is the code of a refusal's legal ground. With `restricts`, `postings` and all that show the
// identifiers, today or later, are kept from being shown. Corrections stand beside what they correct from now on.
struct RequestDecision {
  RequestOutcome outcome = RequestOutcome::kFulfilled;
  std::string ground;
  std::int64_t done = 0;  // postings
  std::int64_t kept = 0;  // held by a case or an alert
  std::int64_t informants = 0;  // records of who gave a tip, likewise
  std::int64_t kept_informants = 0;
  bool restricts = false;
  std::vector<std::int64_t> postings;
  std::vector<Correction> corrections;
};
void DecideRequest(pqxx::transaction_base& tx, std::int64_t number, const RequestDecision& decision,
                   const RequestAct& act);
// What it kept from being shown is shown again, and what it corrected stands as before.
void LiftRestriction(pqxx::transaction_base& tx, std::int64_t number, const RequestAct& act);

// One posting that shows an identifier.
struct HeldData {
  std::int64_t posting_id = 0;
  IdentifierValue identifier;
  std::string source;
  std::string url;
  std::string quote;  // how the page writes it; empty for a name
  core::Instant first_seen;
  core::Instant last_seen;
  std::string needed_by;    // "case 1, alert 2": what it is evidence of, or an alert that is open or was confirmed; empty: nothing
  bool restricted = false;
  std::string recipients;   // whom it was handed to: names of authorities, each once, by ", "
  std::string corrected;    // what corrections say of it, by "; "
  bool of_others = false;   // a report by somebody else, or it shows contacts of others, too
};
// The person as somebody who gave a tip.
struct HeldInformant {
  std::int64_t report_id = 0;
  std::int64_t tip = 0;  // its posting
  std::string name;      // as they are written down; may be empty
  std::string contact;
  core::Instant at;
  std::string channel;
  std::string needed_by;  // "case 1": what rests on the tip; empty: nothing
};
// Once it is proved who asks; before, none. The look is in the audit chain: commit it.
[[nodiscard]] std::vector<HeldInformant> InformantsOfRequest(pqxx::transaction_base& tx, std::int64_t number, const std::string& by,
                                                             core::Instant at);
// All that is held in postings; by posting and identifier. A name is looked for as words in a row, without marks.
[[nodiscard]] std::vector<HeldData> HeldAbout(pqxx::transaction_base& tx,
                                              const std::vector<IdentifierValue>& identifiers);
// Something that a colleague typed and that names the person: a case's title, note or task, the grounds of a referral, the
// note of a decision on an alert or the reason of a silence. It stays with what it was written for.
struct HeldWords {
  std::string kind;     // title, note, task, grounds, reason
  std::string written;  // "case 1", "referral 2", "alert 3", "silence 4"
  std::string by;
  core::Instant at;
};
// Contacts in whatever spelling, names as words in a row, without marks; oldest first.
[[nodiscard]] std::vector<HeldWords> WordsAbout(pqxx::transaction_base& tx, const std::vector<IdentifierValue>& identifiers);
// Is this posting not to be shown at all? What a case or an open alert needs may be, there (db::Restricted).
[[nodiscard]] bool IsRestricted(pqxx::transaction_base& tx, std::int64_t posting_id);

}  // namespace agencywatch::db
