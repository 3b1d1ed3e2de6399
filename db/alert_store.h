// Alerts: subjects that need a person's eye. Each change is written together with its event; the
// database refuses a change of state without one. Nothing here writes what a person decides.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/assessment.h"
#include "core/time.h"
#include "db/assessment_store.h"
#include "db/capture_store.h"
#include "db/subject_store.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

enum class AlertState { kNew, kWatched, kInCase, kReferred, kClosed };
[[nodiscard]] std::string_view AlertStateName(
    AlertState state);  // new, watched, in_case, referred, closed

struct AlertRow {
  std::int64_t id = 0;
  std::int64_t number = 0;  // for people; stable
  std::int64_t subject_id = 0;
  AlertState state = AlertState::kNew;
  core::Verdict verdict = core::Verdict::kClear;
  int score = 0;
  std::string material_sha256;
  int row_version = 0;
};
// The subject's alert that is not closed; those of merged subjects count as its own (the oldest
// first).
[[nodiscard]] std::vector<AlertRow> OpenAlertsOf(pqxx::transaction_base& tx,
                                                 std::int64_t subject_id);
// The last closed one: new material on it reopens it.
[[nodiscard]] std::optional<AlertRow> FindClosedAlert(pqxx::transaction_base& tx,
                                                      std::int64_t subject_id);
[[nodiscard]] std::optional<AlertRow> FindAlert(pqxx::transaction_base& tx, std::int64_t number);

// What speaks for an alert.
struct AlertMaterial {
  core::Verdict verdict = core::Verdict::kClear;
  int score = 0;
  std::string sha256;                     // over all that a person would see change; hex
  std::vector<std::int64_t> posting_ids;  // each once
};
// Who changes it, when and why; goes into the event.
struct AlertChange {
  std::string actor = "scan";
  core::Instant at;
  std::string reason;
};

AlertRow OpenAlert(pqxx::transaction_base& tx, std::int64_t subject_id,
                   const AlertMaterial& material, const AlertChange& change);
// Brings an open alert up to date; its state stays. False, and nothing is written, when the
// material is the same.
// This and the next two throw core::RetryLater when `alert` is not the newest row version: read it
// again.
bool UpdateAlert(pqxx::transaction_base& tx, const AlertRow& alert, const AlertMaterial& material,
                 const AlertChange& change);
// Closed to new, with an event "reopened".
void ReopenAlert(pqxx::transaction_base& tx, const AlertRow& alert, const AlertMaterial& material,
                 const AlertChange& change);
// The alert of a subject that was merged: closed with an event "merged" that names the alert which
// goes on.
void CloseMergedAlert(pqxx::transaction_base& tx, const AlertRow& alert, const AlertRow& into,
                      const AlertChange& change);

// An alert that nobody has taken up, and that nothing speaks for any more: closed with an event "cleared".
void CloseClearedAlert(pqxx::transaction_base& tx, const AlertRow& alert,
                       const AlertChange& change);
// Subjects whose alert is new, rising: those that a scan may still close by itself.
[[nodiscard]] std::vector<std::int64_t> SubjectsWithNewAlerts(pqxx::transaction_base& tx);

// ---- For people --------------------------------------------------------------------------------

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
  std::string label;  // of the subject
  int postings = 0;
  std::optional<core::Instant> first_seen;  // of its postings; nullopt when it has none left
  std::optional<core::Instant> last_seen;
  std::vector<AlertReason> reasons;  // most points first
};
struct AlertFilter {
  bool closed_too = false;
  std::optional<core::Verdict> verdict;
  int limit = 50;
};
// Gravest verdict first, then score, then the number.
[[nodiscard]] std::vector<AlertSummary> ListAlerts(pqxx::transaction_base& tx,
                                                   const AlertFilter& filter);

struct AlertCount {
  AlertState state = AlertState::kNew;
  core::Verdict verdict = core::Verdict::kClear;
  std::int64_t count = 0;
};
// Of all alerts; combinations without any are left out. By state, gravest verdict first.
[[nodiscard]] std::vector<AlertCount> CountAlerts(pqxx::transaction_base& tx);

struct AlertPosting {
  StoredVersion version;
  StoredAssessment assessment;
  std::optional<core::Instant> withdrawn_by;
  std::optional<EvidencePlace> evidence;  // of the version's last sight; nullopt for a tip
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
struct AlertDetails {
  AlertSummary summary;
  std::vector<AlertPosting> postings;  // gravest first
  std::vector<SubjectIdentifier> identifiers;
  std::vector<LinkedPosting> linked;  // at most kMaxLinked
  std::vector<AlertEventRow> events;  // oldest first
};
inline constexpr int kMaxLinked = 50;
[[nodiscard]] std::optional<AlertDetails> ShowAlert(pqxx::transaction_base& tx,
                                                    std::int64_t number);

}  // namespace agencywatch::db
