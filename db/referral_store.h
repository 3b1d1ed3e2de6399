// Referrals: what leaves the house for the police, the labour inspectorate, the border guard, the hotline 111 or social
// support. One person proposes, another one approves exactly what was proposed; only then it is sent, and the
// recipient's answer is written down.
//
// The database enforces it (migration 0042, which also says what that proves and what not): the application can write these
// tables only through its functions, which append to the audit chain themselves. What they refuse comes out of here as
// core::InputError.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/errors.h"
#include "core/time.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

// What a function of migration 0042 refused; `why` is for whoever translates it.
class ReferralRefused : public core::InputError {
 public:
  enum class Why {
    kUnknown,     // there is none of that number
    kNotNow,      // its state, or the case's, does not allow it; or something is missing
    kSamePerson,  // whoever proposed it cannot approve it
    kChanged      // another proposal stands meanwhile
  };
  ReferralRefused(Why why, core::InputProblem problem) : InputError(std::move(problem)), why_(why) {}
  [[nodiscard]] Why why() const { return why_; }

 private:
  Why why_;
};

enum class ReferralState {
  kProposed,   // waits for another person
  kReturned,   // to whoever proposed it, with a reason
  kApproved,   // may be sent
  kSent,
  kAnswered,
  kWithdrawn   // for good, before it was sent
};
// proposed, returned, approved, sent, answered, withdrawn
[[nodiscard]] std::string_view ReferralStateName(ReferralState state);
[[nodiscard]] std::optional<ReferralState> FindReferralState(std::string_view name);

// To whom, what and why. Keys, kinds and names come from the table of recipients (alerts/recipients.h).
struct Proposal {
  std::string recipient;  // its key
  std::string recipient_kind;
  std::string recipient_name;
  std::string recipient_address;
  std::string province;
  std::vector<std::string> copies;    // names of those who get a copy
  std::string grounds;                // in the proposer's words
  std::vector<std::int64_t> alerts;   // numbers; of one case
};
struct ReferralAct {
  std::string by;
  core::Instant at;
  std::string note;  // the reason of a return or a withdrawal; else free
};

// Returns the referral's number. An empty `alerts` means all of the case that are not closed.
std::int64_t ProposeReferral(pqxx::transaction_base& tx, std::int64_t case_id,
                             const Proposal& proposal, const ReferralAct& act);
// Another proposal for one that was not sent; takes an approval away. Returns the proposal's number, from 2.
int ProposeAgain(pqxx::transaction_base& tx, std::int64_t referral_id, const Proposal& proposal,
                 const ReferralAct& act);
// `proposal` is the one that the approver has read: refused when another stands meanwhile, and when the approver has
// proposed it, under any spelling of the name.
void ApproveReferral(pqxx::transaction_base& tx, std::int64_t referral_id, int proposal,
                     const ReferralAct& act);
void ReturnReferral(pqxx::transaction_base& tx, std::int64_t referral_id, const ReferralAct& act);
// Only an approved one. Its alerts that are in the case become referred. `how`: by courier, e-mail …; `document_no`: of
// the covering letter, may be empty.
void SendReferral(pqxx::transaction_base& tx, std::int64_t referral_id, const std::string& how,
                  const std::string& document_no, const ReferralAct& act);
void WithdrawReferral(pqxx::transaction_base& tx, std::int64_t referral_id,
                      const ReferralAct& act);

enum class ReferralAnswer { kAccepted, kInsufficient, kCharged, kNoOffence };
// accepted, insufficient, charged, no_offence
[[nodiscard]] std::string_view ReferralAnswerName(ReferralAnswer answer);
[[nodiscard]] std::optional<ReferralAnswer> FindReferralAnswer(std::string_view name);
struct AnswerRow {
  ReferralAnswer answer = ReferralAnswer::kAccepted;
  core::Day answered_on;
  std::string reference;  // of their letter or file
  std::string note;
  core::Instant at;  // written down
  std::string by;
};
// Only for one that was sent; a second answer does not erase the first. `answer.at`, `.by` and `.note` are those of the act.
void AddAnswer(pqxx::transaction_base& tx, std::int64_t referral_id, const AnswerRow& answer);

struct ReferralEvent {
  core::Instant at;
  std::string by;
  std::string kind;  // as the states
  int proposal = 0;
  std::string note;
  std::string details;  // JSON object
};
struct ReferralRow {
  std::int64_t id = 0;  // the number that people use
  std::int64_t case_id = 0;
  std::string case_title;
  ReferralState state = ReferralState::kProposed;
  int proposal_no = 0;
  Proposal proposal;  // the one that stands
  std::string proposed_by;
  core::Instant proposed_at;
  std::string approved_by;  // empty: not approved
  std::optional<core::Instant> approved_at;
  std::string sent_by;
  std::optional<core::Instant> sent_at;
  std::string sent_how;
  std::string document_no;
  std::optional<AnswerRow> answer;  // the last one
};
struct ReferralFilter {
  std::optional<std::int64_t> case_id;
  std::optional<ReferralState> state;
  bool unfinished = false;        // neither answered nor withdrawn
  std::string waiting_for;        // proposed by somebody else than this person, and not approved
  std::optional<core::Instant> sent_before;  // and not answered
  bool approved = false;          // by a second person, whether it was sent or not
  int limit = 50;
  int offset = 0;
};
// The newest first.
[[nodiscard]] std::vector<ReferralRow> ListReferrals(pqxx::transaction_base& tx,
                                                     const ReferralFilter& filter);
// How many this person could approve: proposed, and by somebody else.
[[nodiscard]] int CountReferralsWaitingFor(pqxx::transaction_base& tx, const std::string& person);
[[nodiscard]] std::optional<ReferralRow> FindReferral(pqxx::transaction_base& tx, std::int64_t id);
// Throws core::InputError when there is none; so does ShowReferral.
[[nodiscard]] ReferralRow GetReferral(pqxx::transaction_base& tx, std::int64_t id);
struct ReferralDetails {
  ReferralRow row;
  std::vector<AnswerRow> answers;     // oldest first
  std::vector<ReferralEvent> events;  // oldest first
};
[[nodiscard]] ReferralDetails ShowReferral(pqxx::transaction_base& tx, std::int64_t id);

// How a rule's alerts ended, by our own people's decisions and by the recipients' answers. In alerts, each counted once.
struct RuleOutcome {
  std::string rule;
  int version = 0;
  int alerts = 0;  // judged or answered
  int confirmed = 0;
  int dismissed = 0;
  int accepted = 0;
  int insufficient = 0;
  int charged = 0;
  int no_offence = 0;
  int held = 0;      // its sign was true: charged, or else confirmed
  int not_held = 0;  // it was not; precision is held / (held + not_held)
};
// Of every rule that was ever judged, or of one; by rule and version.
[[nodiscard]] std::vector<RuleOutcome> RuleOutcomes(pqxx::transaction_base& tx,
                                                    const std::string& rule = {});

}  // namespace agencywatch::db
