// What people decide about alerts. Nothing here is ever called by a scan. Each decision is a row, an event and a link of
// the audit chain, in one transaction with the change itself.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "db/alert_store.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

enum class DecisionKind {
  kAssign,     // to a person
  kWatch,      // look again later
  kOpenCase,   // it went into a case; only case_store.h decides so
  kLeaveCase,  // it was no matter of that case; likewise
  kRefer,      // handed to the police or another authority; only referral_store.h decides so
  kConfirm,    // closed: the signs are true
  kDismiss,    // closed: they are not
  kDuplicate,  // closed: another alert is about the same
  kReopen      // a closed one is looked at again
};
// assign, watch, open_case, leave_case, refer, confirm, dismiss, duplicate, reopen
[[nodiscard]] std::string_view DecisionName(DecisionKind kind);

struct Decision {
  DecisionKind kind = DecisionKind::kAssign;
  std::string by;  // a person's name
  core::Instant at;
  std::string reason_code;                   // of a dismissal; see alerts/triage.h
  std::string note;                          // free text
  std::string assign_to;                     // a person's name
  std::optional<std::int64_t> duplicate_of;  // number of the alert that goes on
  std::optional<core::Instant> due;          // of a watch, a reopening or a leaving: when to look again
  std::optional<std::int64_t> case_id;       // of open_case and leave_case; of an end that came with its case's
  std::optional<std::int64_t> referral_id;   // of refer
};
// Keeps what was judged: the material, the rules with their versions, the texts and the state of the register. Takes the
// person's lock off. Returns the alert as it is now.
// Throws core::InputError when there is no such alert, its state does not allow it, or somebody else holds it locked. That an
// alert is in a case, or referred, holds only when the case, or the sent referral, is in the database by the end of the
// transaction.
AlertRow Decide(pqxx::transaction_base& tx, std::int64_t number, const Decision& decision);

// Takes the person's own last decision back, when it was to assign, to watch, to close or to open a case (case_store.h sees to the case),
// nothing happened to the alert since, and it is no older than kUndoTime: state, owner and due date are as before. The
// decision stays in the log, and so does its undoing; for figures and outcomes it counts no more. Throws core::InputError otherwise.
inline constexpr std::chrono::minutes kUndoTime{15};
AlertRow UndoDecision(pqxx::transaction_base& tx, std::int64_t number, const std::string& by,
                      core::Instant at);

// Keeps others off until `until`; asked again by the same person, it lasts longer. Throws core::InputError as above.
AlertRow LockAlert(pqxx::transaction_base& tx, std::int64_t number, const std::string& by,
                   core::Instant now, core::Instant until);
void UnlockAlert(pqxx::transaction_base& tx, std::int64_t number, const std::string& by,
                 core::Instant now);

// For what changes an alert without being a decision on it (a split, a merge, a silence). Throws core::InputError when
// somebody other than `by` keeps others off an open alert of the subject; until the transaction ends nobody else can.
void RequireUnlocked(pqxx::transaction_base& tx, std::int64_t subject_id, const std::string& by, core::Instant now);

// What a dismissed alert was judged on: only more than this reopens it. nullopt: no person judged it.
struct JudgedMaterial {
  core::Verdict verdict = core::Verdict::kClear;
  std::vector<std::string> indicators;   // sorted
  std::vector<std::string> identifiers;  // sorted
};
[[nodiscard]] std::optional<JudgedMaterial> LastJudged(pqxx::transaction_base& tx,
                                                       std::int64_t alert_id);

// Of each group of postings, whether every sign of theirs is known: on the same text, by the same version of the rule,
// with the same word of the register, a person has called it a false alarm, and nobody has taken that back.
[[nodiscard]] std::vector<bool> KnownFalseAlarms(pqxx::transaction_base& tx,
                                                 const std::vector<std::vector<std::int64_t>>& posting_ids);

}  // namespace agencywatch::db
