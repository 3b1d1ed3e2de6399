// Alerts, as a scan opens them and keeps them up to date. Each change is written together with its event; the database
// refuses a change of state without one. What people decide is in triage_store.h, what they read in alert_queue.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/assessment.h"
#include "core/time.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

enum class AlertState { kNew, kAssigned, kWatching, kInCase, kReferred, kClosed };
// new, assigned, watching, in_case, referred, closed
[[nodiscard]] std::string_view AlertStateName(AlertState state);
[[nodiscard]] std::optional<AlertState> FindAlertState(std::string_view name);

enum class ClosedAs {
  kConfirmed,  // by a person, as these three
  kDismissed,
  kDuplicate,
  kMerged,  // by a scan: its subject went into another one
  kCleared  // by a scan: nothing speaks for it any more
};
[[nodiscard]] std::string_view ClosedAsName(ClosedAs how);

struct AlertRow {
  std::int64_t id = 0;
  std::int64_t number = 0;      // for people; stable
  std::int64_t subject_id = 0;  // merges followed
  AlertState state = AlertState::kNew;
  std::optional<ClosedAs> closed_as;
  core::Verdict verdict = core::Verdict::kClear;
  int score = 0;
  std::string material_sha256;
  int row_version = 0;
  std::vector<std::string> indicators;
  std::vector<std::string> identifiers;  // "phone +84912000345"
  std::string owner;                     // a person's name; empty: nobody's
  std::optional<core::Instant> due;
  std::string locked_by;
  std::optional<core::Instant> locked_until;
  std::optional<core::Instant> silenced_until;
  std::optional<core::Instant> closed_at;
  std::optional<core::Instant> first_seen;  // of its adverts
  std::optional<core::Instant> last_seen;
  int adverts = 0;
  int sites = 0;
  std::vector<std::string> destinations;  // ISO 3166 alpha-2
  std::vector<std::string> provinces;
};
// The subject's alerts that are not closed; those of merged subjects count as its own. Those that people have taken up
// come first, then the oldest.
[[nodiscard]] std::vector<AlertRow> OpenAlertsOf(pqxx::transaction_base& tx,
                                                 std::int64_t subject_id);
// The closed one that has the last word on the subject: confirmed before dismissed before cleared. Those that go on in
// another alert are left aside.
[[nodiscard]] std::optional<AlertRow> FindClosedAlert(pqxx::transaction_base& tx,
                                                      std::int64_t subject_id);
// Its own alert that went on in another subject's, as it was then: the merge was taken back.
struct MergedAlert {
  AlertRow alert;
  AlertState was = AlertState::kNew;
};
[[nodiscard]] std::optional<MergedAlert> FindMergedAlert(pqxx::transaction_base& tx, std::int64_t subject_id);
[[nodiscard]] std::optional<AlertRow> FindAlert(pqxx::transaction_base& tx, std::int64_t number);

// A posting that speaks for an alert.
struct MaterialPosting {
  std::int64_t posting_id = 0;
  std::int64_t version_id = 0;  // its current version
  bool withdrawn = false;
};
// What speaks for an alert.
struct AlertMaterial {
  core::Verdict verdict = core::Verdict::kClear;
  int score = 0;
  std::string sha256;                     // over all that a person would see change; hex
  std::vector<MaterialPosting> postings;  // each once
  std::vector<std::string> indicators;    // sorted, each once
  std::vector<std::string> identifiers;
  // What may change without an event.
  std::optional<core::Instant> first_seen;
  std::optional<core::Instant> last_seen;
  int sites = 0;
  std::vector<std::string> destinations;
  std::vector<std::string> provinces;
  std::int64_t rank = 0;  // higher first
};
// Who changes it, when and why; goes into the event.
struct AlertChange {
  std::string actor = "scan";
  core::Instant at;
  std::string reason;          // a person's words; empty for a scan
  std::string details = "{}";  // JSON object; becomes part of the event's `after`
};

struct NewAlert {
  std::int64_t subject_id = 0;
  AlertMaterial material;
  core::Instant due;
};
// One by one, numbered in this order.
std::vector<AlertRow> OpenAlerts(pqxx::transaction_base& tx, const std::vector<NewAlert>& alerts,
                                 const AlertChange& change);
AlertRow OpenAlert(pqxx::transaction_base& tx, std::int64_t subject_id,
                   const AlertMaterial& material, core::Instant due, const AlertChange& change);
// Brings an alert up to date; its state stays. One event "updated" tells what came and went, one more for each advert
// that was edited, withdrawn or came back. False when the material is the same: then only sights, reach and rank are
// renewed, without an event. A due date moves only nearer. This and the next ones throw core::RetryLater when `alert` is
// not the newest row version: read it again.
bool UpdateAlert(pqxx::transaction_base& tx, const AlertRow& alert, const AlertMaterial& material,
                 std::optional<core::Instant> due, const AlertChange& change);
// From closed to `state`, with an event of `kind`: reopened, or returned for a recruiter who is back.
void ReopenAlert(pqxx::transaction_base& tx, const AlertRow& alert, const AlertMaterial& material,
                 core::Instant due, std::string_view kind, const AlertChange& change, AlertState state = AlertState::kNew);
// The alert of a subject that was merged: closed with an event "merged" that names the alert which
// goes on.
void CloseMergedAlert(pqxx::transaction_base& tx, const AlertRow& alert, const AlertRow& into,
                      const AlertChange& change);
// An alert that nobody has taken up, and that nothing speaks for any more: closed with an event "cleared".
void CloseClearedAlert(pqxx::transaction_base& tx, const AlertRow& alert,
                       const AlertChange& change);

// The breach notice: adds an event `overdue` to each alert that waits for a person and whose due date is over, once for
// each such date. Time did it, and nobody: the event is the program's, whoever was at work. Returns how many were told now.
int TellOverdue(pqxx::transaction_base& tx, core::Instant now);

}  // namespace agencywatch::db
