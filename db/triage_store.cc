#include "db/triage_store.h"

#include <array>
#include <set>

#include "core/errors.h"
#include "db/audit_store.h"
#include "db/internal/alert_row.h"
#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

using internal::Snapshot;
using nlohmann::json;

constexpr std::array<std::string_view, 9> kNames = {"assign",  "watch",   "open_case", "leave_case", "refer",
                                                    "confirm", "dismiss", "duplicate", "reopen"};
// The events that they leave.
constexpr std::array<std::string_view, 9> kEventKinds = {"assigned",  "watched",   "case_opened", "case_left", "referred",
                                                         "confirmed", "dismissed", "duplicate",   "reopened"};

constexpr Statement kLockRow{"triage.lock_row", "SELECT id FROM alert WHERE number = $1 FOR UPDATE"};
constexpr Statement kWrite{"triage.write", R"(
  UPDATE alert SET state = $3, closed_as = $4, closed_at = $5, due = $6, owner_id = $7,
   duplicate_of = (SELECT id FROM alert o WHERE o.number = $8), locked_by_id = NULL, locked_until = NULL, row_version = row_version + 1
  WHERE id = $1 AND row_version = $2 RETURNING id)"};
constexpr Statement kDecision{"triage.decision", R"(
  INSERT INTO decision (alert_id, by_id, at, kind, reason_code, note, judged_material_sha256, pack_sha256, snapshot_id,
   indicators, identifiers, verdict)
  SELECT $1, $2, $3, $4, $5, $6, $7, judged.pack_sha256, judged.snapshot_id, $8::text[], $9::text[], $10
  FROM (SELECT 1) one LEFT JOIN LATERAL (SELECT a.pack_sha256, a.snapshot_id FROM alert_posting ap
   JOIN current_assessment cur ON cur.posting_id = ap.posting_id JOIN assessment a ON a.id = cur.standing_id
   WHERE ap.alert_id = $1 ORDER BY a.id DESC LIMIT 1) judged ON true
  RETURNING id)"};
constexpr Statement kJudgedFindings{"triage.judged_findings", R"(
  INSERT INTO judged_finding (decision_id, text_sha256, rule_id, rule_version, register_note)
  SELECT DISTINCT ON (v.text_sha256, f.rule_id) $1::bigint, v.text_sha256, f.rule_id, f.rule_version, a.register_note
  FROM alert_posting ap JOIN current_assessment cur ON cur.posting_id = ap.posting_id JOIN assessment a ON a.id = cur.standing_id
  JOIN posting_version v ON v.id = a.version_id JOIN finding f ON f.assessment_id = a.id
  WHERE ap.alert_id = $2 ORDER BY v.text_sha256, f.rule_id, f.rule_version DESC)"};
constexpr Statement kLastEvent{"triage.last_event", R"(
  SELECT e.kind, e.actor, extract(epoch FROM e.at)::bigint, e.before FROM alert_event e WHERE e.alert_id = $1 ORDER BY e.id DESC LIMIT 1)"};
constexpr Statement kRestore{"triage.restore", R"(
  UPDATE alert SET state = $3, due = $4, owner_id = $5, closed_as = NULL, closed_at = NULL, duplicate_of = NULL, row_version = row_version + 1 WHERE id = $1 AND row_version = $2 RETURNING id)"};
constexpr Statement kUndone{"triage.undone", R"(
  INSERT INTO undone_decision (decision_id, at, by_id) SELECT max(id), $2, $3 FROM decision WHERE alert_id = $1)"};
constexpr Statement kSetLock{"triage.set_lock", R"(
  UPDATE alert SET locked_by_id = $2, locked_until = $3, row_version = row_version + 1 WHERE number = $1)"};
constexpr Statement kUnlock{"triage.unlock", R"(
  UPDATE alert SET locked_by_id = NULL, locked_until = NULL, row_version = row_version + 1 WHERE number = $1 AND locked_until IS NOT NULL)"};
constexpr Statement kLastJudged{"triage.last_judged", R"(
  SELECT verdict, indicators, identifiers FROM standing_decision WHERE alert_id = $1 AND kind IN ('confirm', 'dismiss', 'duplicate')
  ORDER BY id DESC LIMIT 1)"};
constexpr Statement kKnown{"triage.known_false_alarms", R"(
  SELECT NOT EXISTS (SELECT FROM current_assessment cur JOIN assessment a ON a.id = cur.standing_id
   JOIN posting_version v ON v.id = a.version_id JOIN finding f ON f.assessment_id = a.id
   WHERE cur.posting_id = ANY (asked.postings::bigint[]) AND NOT EXISTS (SELECT FROM judged_finding j JOIN standing_decision d ON d.id = j.decision_id
    WHERE j.text_sha256 = v.text_sha256 AND j.rule_id = f.rule_id AND j.rule_version = f.rule_version
     AND j.register_note = a.register_note AND d.kind = 'dismiss' AND d.reason_code <> 'insufficient'
     AND NOT EXISTS (SELECT FROM standing_decision later WHERE later.alert_id = d.alert_id AND later.id > d.id)))
  FROM unnest($1::text[]) WITH ORDINALITY AS asked (postings, n) ORDER BY n)"};

[[noreturn]] void Refuse(std::int64_t number, const std::string& what, const std::string& fix) {
  throw core::InputError({"", 0, 0, "alert #" + std::to_string(number) + " " + what, fix});
}

// The alert, its row locked until the end of the transaction; nobody else may hold it.
AlertRow Take(pqxx::transaction_base& tx, std::int64_t number, const std::string& by,
              core::Instant now) {
  if (Exec(tx, kLockRow, number).empty()) {
    throw core::InputError(
        {"", 0, 0, "there is no alert #" + std::to_string(number), "see agencywatch alerts list"});
  }
  const AlertRow alert = FindAlert(tx, number).value();
  if (alert.locked_until && *alert.locked_until > now && alert.locked_by != by) {
    Refuse(number, "is being worked on by " + alert.locked_by,
           "wait until " + core::FormatVietnamTime(*alert.locked_until) + ", or ask them to unlock it");
  }
  return alert;
}

bool Allowed(const AlertRow& alert, DecisionKind kind) {
  const bool undecided = alert.state == AlertState::kNew || alert.state == AlertState::kAssigned ||
                         alert.state == AlertState::kWatching;
  switch (kind) {
    case DecisionKind::kAssign:
    case DecisionKind::kConfirm:
    case DecisionKind::kDismiss:
    case DecisionKind::kDuplicate:
      return alert.state != AlertState::kClosed;
    case DecisionKind::kWatch:
    case DecisionKind::kOpenCase:
      return undecided;
    case DecisionKind::kLeaveCase:
      return alert.state == AlertState::kInCase;
    case DecisionKind::kRefer:
      return undecided || alert.state == AlertState::kInCase;
    case DecisionKind::kReopen:
      return alert.state == AlertState::kClosed && alert.closed_as != ClosedAs::kMerged;
  }
  return false;
}

AlertRow After(const AlertRow& alert, const Decision& decision) {
  AlertRow after = alert;
  const auto close = [&](ClosedAs how) {
    after.state = AlertState::kClosed;
    after.closed_as = how;
    after.closed_at = decision.at;
    after.due.reset();
  };
  switch (decision.kind) {
    case DecisionKind::kAssign:
      if (alert.state == AlertState::kNew || alert.state == AlertState::kWatching)
        after.state = AlertState::kAssigned;
      break;
    case DecisionKind::kWatch:
      after.state = AlertState::kWatching;
      after.due = decision.due;
      break;
    case DecisionKind::kOpenCase:
      after.state = AlertState::kInCase;
      after.due.reset();
      break;
    case DecisionKind::kLeaveCase:
      after.state = AlertState::kAssigned;
      after.due = decision.due;
      break;
    case DecisionKind::kRefer:
      after.state = AlertState::kReferred;
      after.due.reset();
      break;
    case DecisionKind::kConfirm:
      close(ClosedAs::kConfirmed);
      break;
    case DecisionKind::kDismiss:
      close(ClosedAs::kDismissed);
      break;
    case DecisionKind::kDuplicate:
      close(ClosedAs::kDuplicate);
      break;
    case DecisionKind::kReopen:
      after.state = AlertState::kNew;
      after.closed_as.reset();
      after.closed_at.reset();
      after.due = decision.due;
      break;
  }
  return after;
}

std::int64_t GoesOn(pqxx::transaction_base& tx, const AlertRow& alert, const Decision& decision) {
  const auto other = decision.duplicate_of ? FindAlert(tx, *decision.duplicate_of) : std::nullopt;
  if (!other || other->id == alert.id) {
    Refuse(alert.number, "needs another alert that goes on in its place",
           "name one that exists: --of NUMBER");
  }
  if (other->state == AlertState::kClosed && other->closed_as != ClosedAs::kConfirmed) {
    Refuse(alert.number, "cannot go on in #" + std::to_string(other->number) + ", which is closed",
           "name an open or a confirmed one: --of NUMBER");
  }
  return other->number;
}

// An open alert of the same subject would become the second one.
void RequireNoOtherOpen(pqxx::transaction_base& tx, const AlertRow& alert) {
  const auto open = OpenAlertsOf(tx, alert.subject_id);
  if (!open.empty())
    Refuse(alert.number, "has a successor that is open", "see #" + std::to_string(open[0].number));
}

}  // namespace

std::string_view DecisionName(DecisionKind kind) {
  return kNames.at(static_cast<std::size_t>(kind));
}

AlertRow Decide(pqxx::transaction_base& tx, std::int64_t number, const Decision& decision) {
  const AlertRow alert = Take(tx, number, decision.by, decision.at);
  const std::string name{DecisionName(decision.kind)};
  if (!Allowed(alert, decision.kind)) {
    const std::string how = alert.closed_as ? " (" + std::string{ClosedAsName(*alert.closed_as)} + ")" : "";
    Refuse(number, "is " + std::string{AlertStateName(alert.state)} + how + ": " + name + " is not possible",
           alert.state == AlertState::kClosed ? "reopen it first" : "see agencywatch alerts show " + std::to_string(number));
  }
  if (decision.kind == DecisionKind::kReopen) RequireNoOtherOpen(tx, alert);
  const std::int64_t by = EnsurePerson(tx, decision.by, decision.at);
  AlertRow after = After(alert, decision);
  std::string owner = alert.owner;
  if (decision.kind == DecisionKind::kAssign) owner = decision.assign_to;
  // Whoever takes an alert up has it, until it is given to somebody else.
  if (owner.empty() && decision.kind != DecisionKind::kReopen) owner = decision.by;
  std::optional<std::int64_t> owner_id;
  if (!owner.empty()) owner_id = EnsurePerson(tx, owner, decision.at);
  json details = json::object();
  std::optional<std::int64_t> duplicate_of;
  if (decision.kind == DecisionKind::kDuplicate) {
    duplicate_of = GoesOn(tx, alert, decision);
    details["of"] = *duplicate_of;
  }
  std::optional<std::string> closed_as;
  if (after.closed_as) closed_as = ClosedAsName(*after.closed_as);
  if (Exec(tx, kWrite, alert.id, alert.row_version, AlertStateName(after.state), closed_as,
           after.closed_at, after.due, owner_id, duplicate_of)
          .empty()) {
    internal::ThrowChangedMeanwhile(alert);
  }
  const auto decision_id =
      ExecOne(tx, kDecision, alert.id, by, decision.at, name, decision.reason_code, decision.note,
              alert.material_sha256, ArrayOf(alert.indicators), ArrayOf(alert.identifiers),
              core::VerdictName(alert.verdict))[0]
          .as<std::int64_t>();
  if (decision.kind == DecisionKind::kConfirm || decision.kind == DecisionKind::kDismiss ||
      decision.kind == DecisionKind::kRefer)
    Exec(tx, kJudgedFindings, decision_id, alert.id);
  if (!decision.reason_code.empty()) details["reason_code"] = decision.reason_code;
  if (decision.kind == DecisionKind::kAssign) details["owner"] = owner;
  if (decision.case_id) details["case"] = *decision.case_id;
  if (decision.referral_id) details["referral"] = *decision.referral_id;
  if (after.due && after.due != alert.due) details["due"] = core::FormatInstant(*after.due);
  json json_before = Snapshot(alert);
  json_before["owner"] = alert.owner;
  if (alert.due) json_before["due"] = core::FormatInstant(*alert.due);
  json json_after = Snapshot(after);
  json_after.update(details);
  internal::AddEvent(tx, alert.id, kEventKinds.at(static_cast<std::size_t>(decision.kind)),
                     json_before, json_after,
                     {decision.by, decision.at, decision.note, "{}"});
  details["decision"] = decision_id;
  details["material_sha256"] = alert.material_sha256;
  AppendAudit(tx, {decision.at, decision.by, "alert." + name, "alert " + std::to_string(number),
                   decision.note, details.dump()});
  return FindAlert(tx, number).value();
}

AlertRow UndoDecision(pqxx::transaction_base& tx, std::int64_t number, const std::string& by,
                      core::Instant at) {
  const AlertRow alert = Take(tx, number, by, at);
  const auto last = ExecOne(tx, kLastEvent, alert.id);
  const std::string kind = last[0].c_str();
  static const std::set<std::string> kCanBe = {"assigned", "watched", "case_opened", "confirmed", "dismissed", "duplicate"};
  const bool can = kCanBe.contains(kind);
  const json before = json::parse(last[3].c_str());
  if (!can || last[1].c_str() != by || InstantOf(last[2]) + kUndoTime < at || !before.contains("owner"))
    Refuse(number, "has no decision of yours that could be taken back", "decide anew: agencywatch alerts --help");
  if (alert.state == AlertState::kClosed) RequireNoOtherOpen(tx, alert);
  AlertRow after = alert;
  after.closed_as.reset();
  after.closed_at.reset();
  after.state = FindAlertState(before.at("state").get<std::string>()).value();
  after.due.reset();
  if (before.contains("due")) after.due = core::ParseInstant(before["due"].get<std::string>());
  const auto owner = before["owner"].get<std::string>();
  std::optional<std::int64_t> owner_id;
  if (!owner.empty()) owner_id = EnsurePerson(tx, owner, at);
  if (Exec(tx, kRestore, alert.id, alert.row_version, AlertStateName(after.state), after.due, owner_id).empty())
    internal::ThrowChangedMeanwhile(alert);
  Exec(tx, kUndone, alert.id, at, EnsurePerson(tx, by, at));
  json json_after = Snapshot(after);
  json_after["undone"] = kind;
  internal::AddEvent(tx, alert.id, "undone", Snapshot(alert), json_after, {by, at, "", "{}"});
  AppendAudit(tx, {at, by, "alert.undo", "alert " + std::to_string(number), "", json{{"undone", kind}}.dump()});
  return FindAlert(tx, number).value();
}

AlertRow LockAlert(pqxx::transaction_base& tx, std::int64_t number, const std::string& by,
                   core::Instant now, core::Instant until) {
  const AlertRow alert = Take(tx, number, by, now);
  Exec(tx, kSetLock, number, EnsurePerson(tx, by, now), until);
  json after = Snapshot(alert);
  after["until"] = core::FormatInstant(until);
  internal::AddEvent(tx, alert.id, "locked", Snapshot(alert), after, {by, now, "", "{}"});
  return FindAlert(tx, number).value();
}

void UnlockAlert(pqxx::transaction_base& tx, std::int64_t number, const std::string& by,
                 core::Instant now) {
  const AlertRow alert = Take(tx, number, by, now);
  if (!Exec(tx, kUnlock, number).affected_rows()) return;
  internal::AddEvent(tx, alert.id, "unlocked", Snapshot(alert), Snapshot(alert), {by, now, "", "{}"});
}

void RequireUnlocked(pqxx::transaction_base& tx, std::int64_t subject_id, const std::string& by, core::Instant now) {
  for (const auto& alert : OpenAlertsOf(tx, subject_id)) static_cast<void>(Take(tx, alert.number, by, now));
}

std::optional<JudgedMaterial> LastJudged(pqxx::transaction_base& tx, std::int64_t alert_id) {
  const auto rows = Exec(tx, kLastJudged, alert_id);
  if (rows.empty()) return {};
  return JudgedMaterial{internal::VerdictOf(rows[0][0]), TextsOf(rows[0][1]), TextsOf(rows[0][2])};
}

std::vector<bool> KnownFalseAlarms(pqxx::transaction_base& tx, const std::vector<std::vector<std::int64_t>>& posting_ids) {
  ArrayText asked;
  for (const auto& ids : posting_ids) asked.Add(ArrayOf(ids));
  std::vector<bool> known;
  for (const auto& row : Exec(tx, kKnown, asked.Text())) known.push_back(row[0].as<bool>());
  return known;
}

}  // namespace agencywatch::db
