#include "db/case_store.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <tuple>

#include "core/errors.h"
#include "core/sha256.h"
#include "core/utf8.h"
#include "db/audit_store.h"
#include "db/internal/alert_row.h"
#include "db/internal/statement.h"
#include "db/subject_store.h"
#include "db/triage_store.h"

namespace agencywatch::db {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 5> kOutcomes = {"charged", "fined", "confirmed",
                                                       "insufficient", "no_offence"};

// The case is $1 in all of them but the lists.
constexpr Statement kTake{"case.take", "SELECT state FROM case_file WHERE id = $1 FOR UPDATE"};
constexpr Statement kOpen{"case.open", R"(
  INSERT INTO case_file (title, opened_at, opened_by_id, owner_id, due) VALUES ($1, $2, $3, $3, $4) RETURNING id)"};
constexpr Statement kAssign{"case.assign", R"(
  UPDATE case_file SET owner_id = $2, due = coalesce($3, due), row_version = row_version + 1 WHERE id = $1)"};
constexpr Statement kClose{"case.close", R"(
  UPDATE case_file SET state = 'closed', outcome = $2, closed_at = $3, row_version = row_version + 1 WHERE id = $1)"};
constexpr Statement kReopen{"case.reopen", R"(
  UPDATE case_file SET state = 'open', outcome = NULL, closed_at = NULL, row_version = row_version + 1 WHERE id = $1)"};
constexpr Statement kEvent{"case.event", R"(
  INSERT INTO case_event (case_id, at, by_id, kind, note, details) VALUES ($1, $2, $3, $4, $5, $6))"};
constexpr Statement kCaseOf{"case.of_alert", R"(
  SELECT ca.case_id FROM case_alert ca JOIN alert a ON a.id = ca.alert_id WHERE a.number = $1 AND ca.left_at IS NULL)"};
constexpr Statement kLink{"case.link", R"(
  INSERT INTO case_alert (case_id, alert_id, added_at, added_by_id) VALUES ($1, $2, $3, $4))"};
constexpr Statement kUnlink{"case.unlink", R"(
  UPDATE case_alert SET left_at = $3, left_by_id = $4 WHERE case_id = $1 AND alert_id = $2 AND left_at IS NULL)"};
constexpr Statement kNamed{"case.alert_in_referral", R"(
  SELECT r.id FROM referral r JOIN referral_alert ra ON ra.referral_id = r.id AND ra.n = r.proposal
  WHERE r.case_id = $1 AND ra.alert_id = $2 AND r.state <> 'withdrawn' LIMIT 1)"};
constexpr Statement kUnsent{"case.unsent_referral", R"(
  SELECT id, state FROM referral WHERE case_id = $1 AND state IN ('proposed', 'returned', 'approved') ORDER BY id LIMIT 1)"};
constexpr Statement kWorkedOn{"case.worked_on", R"(
  SELECT EXISTS (SELECT FROM case_event WHERE case_id = $1 AND kind NOT IN ('opened', 'alert_added', 'alert_removed'))
   OR EXISTS (SELECT FROM referral WHERE case_id = $1))"};
constexpr Statement kAddTask{"case.add_task", R"(
  INSERT INTO case_task (case_id, what, owner_id, due, made_at, made_by_id) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id)"};
constexpr Statement kFinishTask{"case.finish_task", R"(
  UPDATE case_task SET done_at = $3, done_by_id = $4 WHERE case_id = $1 AND id = $2 AND done_at IS NULL RETURNING id)"};
constexpr Statement kSameBytes{"case.same_attachment", R"(
  SELECT id, name FROM case_attachment WHERE case_id = $1 AND sha256 = $2)"};
constexpr Statement kAttach{"case.attach", R"(
  INSERT INTO case_attachment (case_id, name, media_type, bytes, sha256, at, by_id) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id)"};
constexpr Statement kRead{"case.read_attachment", R"(
  SELECT bytes, name, sha256 FROM case_attachment WHERE case_id = $1 AND id = $2)"};
#define AW_PERSONS_KEY "case_id = $1 AND sex = $2 AND age_band = $3 AND purpose = $4 AND returned = $5 AND support = $6::text[]"
constexpr Statement kCounted{"case.counted", "SELECT n FROM affected_count WHERE " AW_PERSONS_KEY};
constexpr Statement kUncount{"case.uncount", "DELETE FROM affected_count WHERE " AW_PERSONS_KEY};
constexpr Statement kCount{"case.count", R"(
  INSERT INTO affected_count AS c (case_id, sex, age_band, purpose, returned, support, n) VALUES ($1, $2, $3, $4, $5, $6::text[], $7)
  ON CONFLICT (case_id, sex, age_band, purpose, returned, support) DO UPDATE SET n = excluded.n)"};

#define AW_ITS_ALERTS "FROM case_alert ca JOIN alert a ON a.id = ca.alert_id WHERE ca.case_id = c.id AND ca.left_at IS NULL"
#define AW_EACH(column) \
  "ARRAY(SELECT DISTINCT x COLLATE \"C\" FROM case_alert ca JOIN alert a ON a.id = ca.alert_id, unnest(a." column ") x" \
  " WHERE ca.case_id = c.id AND ca.left_at IS NULL ORDER BY 1)"
#define AW_NEXT_DUE "least(c.due, (SELECT min(t.due) FROM case_task t WHERE t.case_id = c.id AND t.done_at IS NULL))"
#define AW_CASES                                                                                              \
  "SELECT c.id, c.title, c.state, c.outcome, extract(epoch FROM c.opened_at)::bigint, opener.name, owner.name," \
  " extract(epoch FROM c.due)::bigint, extract(epoch FROM c.closed_at)::bigint,"                              \
  " (SELECT a.verdict " AW_ITS_ALERTS " ORDER BY " AW_GRAVITY("a.verdict") " DESC LIMIT 1),"                  \
  " ARRAY(SELECT a.number " AW_ITS_ALERTS " ORDER BY 1), " AW_EACH("provinces") ", " AW_EACH("destinations") ", " \
  AW_EACH("indicators") ","                                                                                   \
  " (SELECT count(*) FROM case_task t WHERE t.case_id = c.id AND t.done_at IS NULL),"                         \
  " (SELECT coalesce(sum(n), 0) FROM affected_count n WHERE n.case_id = c.id),"                               \
  " (SELECT count(*) FROM referral r WHERE r.case_id = c.id AND r.state <> 'withdrawn')"                      \
  " FROM case_file c JOIN person opener ON opener.id = c.opened_by_id JOIN person owner ON owner.id = c.owner_id"
constexpr Statement kFind{"case.find", AW_CASES " WHERE c.id = $1"};
constexpr Statement kList{"case.list", AW_CASES R"(
  WHERE CASE c.state WHEN 'open' THEN $1::boolean ELSE $2::boolean END AND ($3 = '' OR owner.name = $3)
   AND ($4::bigint IS NULL OR EXISTS (SELECT )" AW_ITS_ALERTS R"( AND a.number = $4))
   AND ($5::timestamptz IS NULL OR )" AW_NEXT_DUE R"( < $5)
  ORDER BY c.state DESC, )" AW_NEXT_DUE R"( NULLS LAST, c.id DESC LIMIT $6 OFFSET $7)"};
constexpr Statement kAlerts{"case.alerts", R"(
  SELECT a.number, shown_label(s.id, s.label), a.state, a.closed_as, a.verdict, a.score, a.adverts FROM case_alert ca JOIN alert a ON a.id = ca.alert_id
  JOIN subject own ON own.id = a.subject_id JOIN subject s ON s.id = coalesce(own.merged_into, own.id)
  WHERE ca.case_id = $1 AND ca.left_at IS NULL ORDER BY a.number)"};
constexpr Statement kTasks{"case.tasks", R"(
  SELECT t.id, t.what, owner.name, extract(epoch FROM t.due)::bigint, extract(epoch FROM t.made_at)::bigint, maker.name,
   extract(epoch FROM t.done_at)::bigint, doer.name
  FROM case_task t JOIN person owner ON owner.id = t.owner_id JOIN person maker ON maker.id = t.made_by_id
  LEFT JOIN person doer ON doer.id = t.done_by_id WHERE t.case_id = $1 ORDER BY t.done_at IS NOT NULL, t.due NULLS LAST, t.id)"};
constexpr Statement kAttachments{"case.attachments", R"(
  SELECT f.id, f.name, f.media_type, f.sha256, octet_length(f.bytes), extract(epoch FROM f.at)::bigint, p.name
  FROM case_attachment f JOIN person p ON p.id = f.by_id WHERE f.case_id = $1 ORDER BY f.id)"};
constexpr Statement kAffected{"case.affected", R"(
  SELECT sex, age_band, purpose, returned, support, n FROM affected_count WHERE case_id = $1
  ORDER BY sex, age_band, purpose, returned, support)"};
constexpr Statement kReferrals{"case.referrals", "SELECT id FROM referral WHERE case_id = $1 ORDER BY id"};
// Within one second in the order of their transactions: the two tables have no number in common.
constexpr Statement kEvents{"case.events", R"(
  SELECT extract(epoch FROM e.at)::bigint, p.name, e.kind, e.note, e.details FROM (
   SELECT at, by_id, kind, note, details, xmin::text::bigint AS tx, id FROM case_event WHERE case_id = $1
   UNION ALL SELECT e.at, e.by_id, 'referral_' || e.kind, e.note, e.details || jsonb_build_object('referral', e.referral_id),
    e.xmin::text::bigint, e.id
   FROM referral_event e JOIN referral r ON r.id = e.referral_id WHERE r.case_id = $1) e
  JOIN person p ON p.id = e.by_id ORDER BY e.at, e.tx, e.id)"};

std::string Name(std::int64_t case_id) { return "case " + std::to_string(case_id); }

[[noreturn]] void Refuse(const std::string& what, const std::string& fix) {
  throw core::InputError({"", 0, 0, what, fix});
}

// Locks the case until the end of the transaction.
void Take(pqxx::transaction_base& tx, std::int64_t case_id, bool open) {
  const auto rows = Exec(tx, kTake, case_id);
  if (rows.empty()) Refuse("there is no " + Name(case_id), "see agencywatch cases list");
  const bool is_open = rows[0][0].as<std::string>() == "open";
  if (is_open == open) return;
  if (is_open) Refuse(Name(case_id) + " is open", "only a closed one can be opened again");
  Refuse(Name(case_id) + " is closed", "open it again first: agencywatch cases reopen " + std::to_string(case_id));
}

// The event and the link of the audit chain. A note may name people, and the chain is for good: it keeps a hash of it. A
// reason for what somebody did stands there as it is.
void Record(pqxx::transaction_base& tx, std::int64_t case_id, std::string_view kind, json details,
            const CaseAct& act) {
  Exec(tx, kEvent, case_id, act.at, EnsurePerson(tx, act.by, act.at), kind, act.note, details.dump());
  const bool is_note = kind == "noted";
  if (is_note) details["note_sha256"] = core::Sha256Hex(act.note);
  AppendAudit(tx, {act.at, act.by, "case." + std::string{kind}, Name(case_id),
                   is_note ? std::string{} : act.note, details.dump()});
}

AlertRow GetAlert(pqxx::transaction_base& tx, std::int64_t number) {
  const auto alert = FindAlert(tx, number);
  if (!alert) Refuse("there is no alert #" + std::to_string(number), "see agencywatch alerts list");
  return *alert;
}

Decision DecisionOf(DecisionKind kind, std::int64_t case_id, const CaseAct& act) {
  Decision decision;
  decision.kind = kind;
  decision.by = act.by;
  decision.at = act.at;
  decision.note = act.note;
  decision.case_id = case_id;
  return decision;
}

void Add(pqxx::transaction_base& tx, std::int64_t case_id, std::int64_t number, const CaseAct& act) {
  const AlertRow alert = GetAlert(tx, number);
  if (const auto other = CaseOfAlert(tx, number)) {
    Refuse("alert #" + std::to_string(number) + " is in " + Name(*other) + " already",
           "see agencywatch cases show " + std::to_string(*other));
  }
  Exec(tx, kLink, case_id, alert.id, act.at, EnsurePerson(tx, act.by, act.at));
  // One that was decided so before there were case files keeps its state.
  if (alert.state != AlertState::kInCase && alert.state != AlertState::kReferred)
    static_cast<void>(Decide(tx, number, DecisionOf(DecisionKind::kOpenCase, case_id, act)));
}

// Each number once: who types one twice means one alert.
std::vector<std::int64_t> Once(const std::vector<std::int64_t>& numbers) {
  std::vector<std::int64_t> once;
  for (const auto number : numbers) {
    if (std::find(once.begin(), once.end(), number) == once.end()) once.push_back(number);
  }
  return once;
}

std::vector<std::int64_t> AlertsOf(pqxx::transaction_base& tx, std::int64_t case_id) {
  return FindCase(tx, case_id).value().alerts;
}

CaseRow CaseOf(const pqxx::row& row) {
  CaseRow file;
  file.id = row[0].as<std::int64_t>();
  file.title = row[1].c_str();
  file.open = row[2].as<std::string>() == "open";
  if (!row[3].is_null()) file.outcome = FindCaseOutcome(row[3].c_str());
  file.opened_at = InstantOf(row[4]);
  file.opened_by = row[5].c_str();
  file.owner = row[6].c_str();
  file.due = FindValue<core::Instant>(row[7]);
  file.closed_at = FindValue<core::Instant>(row[8]);
  if (!row[9].is_null()) file.verdict = internal::VerdictOf(row[9]);
  file.alerts = NumbersOf(row[10]);
  file.provinces = TextsOf(row[11]);
  file.destinations = TextsOf(row[12]);
  file.indicators = TextsOf(row[13]);
  file.open_tasks = row[14].as<int>();
  file.persons = row[15].as<int>();
  file.referrals = row[16].as<int>();
  return file;
}

std::vector<CaseTask> TasksOf(pqxx::transaction_base& tx, std::int64_t case_id) {
  std::vector<CaseTask> tasks;
  for (const auto& row : Exec(tx, kTasks, case_id)) {
    tasks.push_back({row[0].as<std::int64_t>(), row[1].c_str(), row[2].c_str(),
                     FindValue<core::Instant>(row[3]), InstantOf(row[4]), row[5].c_str(),
                     FindValue<core::Instant>(row[6]), row[7].c_str()});
  }
  return tasks;
}

std::vector<CaseAttachment> AttachmentsOf(pqxx::transaction_base& tx, std::int64_t case_id) {
  std::vector<CaseAttachment> files;
  for (const auto& row : Exec(tx, kAttachments, case_id)) {
    files.push_back({row[0].as<std::int64_t>(), row[1].c_str(), row[2].c_str(), row[3].c_str(),
                     row[4].as<std::int64_t>(), InstantOf(row[5]), row[6].c_str()});
  }
  return files;
}

void RequireFile(const NewAttachment& file) {
  if (file.bytes.empty()) Refuse("the file is empty", "attach a file that holds something");
  if (file.bytes.size() > kMaxAttachmentBytes)
    Refuse("the file is larger than " + std::to_string(kMaxAttachmentBytes / 1024 / 1024) + " MiB",
           "attach a smaller one, or its parts");
}

json DetailsOf(const AffectedPersons& persons) {
  return {{"sex", persons.sex},         {"age_band", persons.age_band}, {"purpose", persons.purpose},
          {"returned", persons.returned}, {"support", persons.support},   {"n", persons.n}};
}

}  // namespace

std::string_view CaseOutcomeName(CaseOutcome outcome) {
  return kOutcomes.at(static_cast<std::size_t>(outcome));
}

std::optional<CaseOutcome> FindCaseOutcome(std::string_view name) {
  for (std::size_t i = 0; i < kOutcomes.size(); ++i) {
    if (kOutcomes.at(i) == name) return static_cast<CaseOutcome>(i);
  }
  return {};
}

std::optional<CaseRow> FindCase(pqxx::transaction_base& tx, std::int64_t id) {
  const auto rows = Exec(tx, kFind, id);
  if (rows.empty()) return {};
  return CaseOf(rows[0]);
}

std::vector<CaseRow> ListCases(pqxx::transaction_base& tx, const CaseFilter& filter) {
  std::vector<CaseRow> cases;
  for (const auto& row : Exec(tx, kList, filter.open, filter.closed, filter.owner, filter.alert,
                              filter.due_by, filter.limit, filter.offset))
    cases.push_back(CaseOf(row));
  return cases;
}

std::optional<std::int64_t> CaseOfAlert(pqxx::transaction_base& tx, std::int64_t alert_number) {
  const auto rows = Exec(tx, kCaseOf, alert_number);
  if (rows.empty()) return {};
  return rows[0][0].as<std::int64_t>();
}

std::int64_t OpenCase(pqxx::transaction_base& tx, const std::string& title,
                      const std::vector<std::int64_t>& alert_numbers,
                      std::optional<core::Instant> due, const CaseAct& act) {
  static constexpr std::size_t kMaxTitleBytes = 500;
  if (alert_numbers.empty()) Refuse("a case needs an alert", "name the alerts that it is about");
  std::string named{core::Trim(title)};
  if (named.empty()) named = "#" + std::to_string(alert_numbers.front());
  const auto id = ExecOne(tx, kOpen, std::string{core::Utf8Prefix(named, kMaxTitleBytes)}, act.at,
                          EnsurePerson(tx, act.by, act.at), due)[0]
                      .as<std::int64_t>();
  const auto numbers = Once(alert_numbers);
  for (const auto number : numbers) Add(tx, id, number, act);
  Record(tx, id, "opened", {{"state", "open"}, {"alerts", numbers}}, act);
  return id;
}

void AddAlerts(pqxx::transaction_base& tx, std::int64_t case_id,
               const std::vector<std::int64_t>& alert_numbers, const CaseAct& act) {
  Take(tx, case_id, true);
  for (const auto number : Once(alert_numbers)) {
    Add(tx, case_id, number, act);
    Record(tx, case_id, "alert_added", {{"alert", number}}, act);
  }
}

void RemoveAlert(pqxx::transaction_base& tx, std::int64_t case_id, std::int64_t alert_number,
                 core::Instant due, const CaseAct& act) {
  Take(tx, case_id, true);
  const AlertRow alert = GetAlert(tx, alert_number);
  const std::string named = "alert #" + std::to_string(alert_number);
  if (CaseOfAlert(tx, alert_number) != case_id)
    Refuse(named + " is not in " + Name(case_id), "see agencywatch cases show " + std::to_string(case_id));
  if (AlertsOf(tx, case_id).size() == 1)
    Refuse(named + " is all that " + Name(case_id) + " is about", "close the case instead");
  if (const auto referral = Exec(tx, kNamed, case_id, alert.id); !referral.empty())
    Refuse(named + " is named in referral " + referral[0][0].as<std::string>(),
           "withdraw that first, or propose it again without this alert");
  Exec(tx, kUnlink, case_id, alert.id, act.at, EnsurePerson(tx, act.by, act.at));
  if (alert.state == AlertState::kInCase) {
    Decision decision = DecisionOf(DecisionKind::kLeaveCase, case_id, act);
    decision.due = due;
    static_cast<void>(Decide(tx, alert_number, decision));
  }
  Record(tx, case_id, "alert_removed", {{"alert", alert_number}}, act);
}

void UndoCase(pqxx::transaction_base& tx, const std::vector<std::int64_t>& alert_numbers, const CaseAct& act) {
  for (const auto number : alert_numbers) {
    const std::string named = "alert #" + std::to_string(number);
    const auto case_id = CaseOfAlert(tx, number);
    if (!case_id) Refuse(named + " is in no case", "see agencywatch alerts show " + std::to_string(number));
    Take(tx, *case_id, true);
    const bool last = AlertsOf(tx, *case_id).size() == 1;
    if (last && ExecOne(tx, kWorkedOn, *case_id)[0].as<bool>())
      Refuse(named + " is all that " + Name(*case_id) + " is about, and there is more in it", "close the case instead");
    const AlertRow alert = GetAlert(tx, number);
    if (!Exec(tx, kNamed, *case_id, alert.id).empty())
      Refuse(named + " is named in a referral", "withdraw that first");
    Exec(tx, kUnlink, *case_id, alert.id, act.at, EnsurePerson(tx, act.by, act.at));
    static_cast<void>(UndoDecision(tx, number, act.by, act.at));
    Record(tx, *case_id, "alert_removed", {{"alert", number}, {"undone", true}}, act);
    if (!last) continue;
    const auto outcome = CaseOutcomeName(CaseOutcome::kNoOffence);
    Exec(tx, kClose, *case_id, outcome, act.at);
    Record(tx, *case_id, "closed", {{"state", "closed"}, {"outcome", outcome}, {"undone", true}}, act);
  }
}

void AssignCase(pqxx::transaction_base& tx, std::int64_t case_id, const std::string& owner,
                std::optional<core::Instant> due, const CaseAct& act) {
  Take(tx, case_id, true);
  Exec(tx, kAssign, case_id, EnsurePerson(tx, owner, act.at), due);
  json details = {{"owner", owner}};
  if (due) details["due"] = core::FormatInstant(*due);
  Record(tx, case_id, "assigned", details, act);
}

void AddNote(pqxx::transaction_base& tx, std::int64_t case_id, const CaseAct& act) {
  if (core::Trim(act.note).empty()) Refuse("the note is empty", "write what is to be kept");
  Take(tx, case_id, true);
  Record(tx, case_id, "noted", json::object(), act);
}

void CloseCase(pqxx::transaction_base& tx, std::int64_t case_id, CaseOutcome outcome,
               const CaseAct& act) {
  Take(tx, case_id, true);
  if (const auto unsent = Exec(tx, kUnsent, case_id); !unsent.empty()) {
    Refuse(Name(case_id) + " has referral " + unsent[0][0].as<std::string>() + ", which is " + unsent[0][1].c_str(),
           "send it or withdraw it first");
  }
  const bool holds = outcome != CaseOutcome::kInsufficient && outcome != CaseOutcome::kNoOffence;
  Decision decision = DecisionOf(holds ? DecisionKind::kConfirm : DecisionKind::kDismiss, case_id, act);
  if (!holds) decision.reason_code = CaseOutcomeName(outcome);
  for (const auto number : AlertsOf(tx, case_id)) {
    if (GetAlert(tx, number).state != AlertState::kClosed) static_cast<void>(Decide(tx, number, decision));
  }
  Exec(tx, kClose, case_id, CaseOutcomeName(outcome), act.at);
  Record(tx, case_id, "closed", {{"state", "closed"}, {"outcome", CaseOutcomeName(outcome)}}, act);
}

void ReopenCase(pqxx::transaction_base& tx, std::int64_t case_id, const CaseAct& act) {
  Take(tx, case_id, false);
  Exec(tx, kReopen, case_id);
  for (const auto number : AlertsOf(tx, case_id)) {
    const AlertRow alert = GetAlert(tx, number);
    const bool by_a_person = alert.closed_as == ClosedAs::kConfirmed || alert.closed_as == ClosedAs::kDismissed;
    if (alert.state == AlertState::kClosed && (!by_a_person || !OpenAlertsOf(tx, alert.subject_id).empty())) continue;
    if (alert.state == AlertState::kClosed) {
      Decision reopen = DecisionOf(DecisionKind::kReopen, case_id, act);
      reopen.due = act.at;
      static_cast<void>(Decide(tx, number, reopen));
    }
    if (alert.state != AlertState::kInCase && alert.state != AlertState::kReferred)
      static_cast<void>(Decide(tx, number, DecisionOf(DecisionKind::kOpenCase, case_id, act)));
  }
  Record(tx, case_id, "reopened", {{"state", "open"}}, act);
}

std::int64_t AddTask(pqxx::transaction_base& tx, std::int64_t case_id, const std::string& what,
                     const std::string& owner, std::optional<core::Instant> due,
                     const CaseAct& act) {
  static constexpr std::size_t kMaxTaskBytes = 2000;
  const std::string task{core::Utf8Prefix(core::Trim(what), kMaxTaskBytes)};
  if (task.empty()) Refuse("the task is empty", "say what is to be done");
  Take(tx, case_id, true);
  const auto id = ExecOne(tx, kAddTask, case_id, task, EnsurePerson(tx, owner, act.at), due, act.at,
                          EnsurePerson(tx, act.by, act.at))[0]
                      .as<std::int64_t>();
  json details = {{"task", id}, {"owner", owner}};
  if (due) details["due"] = core::FormatInstant(*due);
  Record(tx, case_id, "task_added", details, act);
  return id;
}

void FinishTask(pqxx::transaction_base& tx, std::int64_t case_id, std::int64_t task_id,
                const CaseAct& act) {
  Take(tx, case_id, true);
  if (Exec(tx, kFinishTask, case_id, task_id, act.at, EnsurePerson(tx, act.by, act.at)).empty()) {
    Refuse(Name(case_id) + " has no task " + std::to_string(task_id) + " that is still to be done",
           "see agencywatch cases show " + std::to_string(case_id));
  }
  Record(tx, case_id, "task_done", {{"task", task_id}}, act);
}

std::int64_t Attach(pqxx::transaction_base& tx, std::int64_t case_id, const NewAttachment& file,
                    const CaseAct& act) {
  RequireFile(file);
  Take(tx, case_id, true);
  const std::string sha256 = core::Sha256Hex(file.bytes);
  if (const auto same = Exec(tx, kSameBytes, case_id, sha256); !same.empty()) {
    Refuse(Name(case_id) + " has this file already, as attachment " + same[0][0].as<std::string>(),
           "it need not be there twice");
  }
  const auto id = ExecOne(tx, kAttach, case_id, file.name, file.media_type,
                          pqxx::binarystring(file.bytes), sha256, act.at,
                          EnsurePerson(tx, act.by, act.at))[0]
                      .as<std::int64_t>();
  Record(tx, case_id, "attached",
         {{"attachment", id}, {"name", file.name}, {"sha256", sha256}, {"bytes", file.bytes.size()}}, act);
  return id;
}

std::string ReadAttachment(pqxx::transaction_base& tx, std::int64_t case_id,
                           std::int64_t attachment_id, const CaseAct& act) {
  const auto rows = Exec(tx, kRead, case_id, attachment_id);
  if (rows.empty()) {
    Refuse(Name(case_id) + " has no attachment " + std::to_string(attachment_id),
           "see agencywatch cases show " + std::to_string(case_id));
  }
  AppendAudit(tx, {act.at, act.by, "case.extract", Name(case_id), act.note,
                   json{{"attachment", attachment_id}, {"sha256", rows[0][2].c_str()}}.dump()});
  return pqxx::binarystring(rows[0][0]).str();
}

std::vector<AttachmentBytes> AttachmentsWithBytes(pqxx::transaction_base& tx, std::int64_t case_id) {
  std::vector<AttachmentBytes> files;
  for (auto& file : AttachmentsOf(tx, case_id)) {
    const auto row = ExecOne(tx, kRead, case_id, file.id);
    files.push_back({std::move(file), pqxx::binarystring(row[0]).str()});
  }
  return files;
}

void SetAffected(pqxx::transaction_base& tx, std::int64_t case_id, const AffectedPersons& persons,
                 const CaseAct& act) {
  static constexpr int kMost = 100000;
  if (persons.n < 0 || persons.n > kMost)
    Refuse("'" + std::to_string(persons.n) + "' is no number of persons", "0 to 100000");
  Take(tx, case_id, true);
  AffectedPersons sorted = persons;
  std::sort(sorted.support.begin(), sorted.support.end());
  sorted.support.erase(std::unique(sorted.support.begin(), sorted.support.end()), sorted.support.end());
  const auto of_kind = [&](const Statement& statement) {
    return Exec(tx, statement, case_id, sorted.sex, sorted.age_band, sorted.purpose, sorted.returned,
                ArrayOf(sorted.support));
  };
  const auto before = of_kind(kCounted);
  const int counted = before.empty() ? 0 : before[0][0].as<int>();
  if (counted == sorted.n) return;  // nothing to tell
  json details = DetailsOf(sorted);
  details["before"] = counted;
  if (sorted.n == 0) {
    of_kind(kUncount);
  } else {
    Exec(tx, kCount, case_id, sorted.sex, sorted.age_band, sorted.purpose, sorted.returned,
         ArrayOf(sorted.support), sorted.n);
  }
  Record(tx, case_id, "counted", details, act);
}

std::optional<CaseDetails> ShowCase(pqxx::transaction_base& tx, std::int64_t id) {
  const auto row = FindCase(tx, id);
  if (!row) return {};
  CaseDetails details;
  details.row = *row;
  for (const auto& alert : Exec(tx, kAlerts, id)) {
    details.alerts.push_back({alert[0].as<std::int64_t>(), alert[1].c_str(), internal::StateOf(alert[2]),
                              internal::ClosedAsOf(alert[3]), internal::VerdictOf(alert[4]),
                              alert[5].as<int>(), alert[6].as<int>()});
  }
  details.tasks = TasksOf(tx, id);
  details.attachments = AttachmentsOf(tx, id);
  for (const auto& persons : Exec(tx, kAffected, id)) {
    details.affected.push_back({persons[0].c_str(), persons[1].c_str(), persons[2].c_str(),
                                persons[3].c_str(), TextsOf(persons[4]), persons[5].as<int>()});
  }
  for (const auto& referral : Exec(tx, kReferrals, id))
    details.referrals.push_back(referral[0].as<std::int64_t>());
  for (const auto& event : Exec(tx, kEvents, id)) {
    details.events.push_back({InstantOf(event[0]), event[1].c_str(), event[2].c_str(),
                              event[3].c_str(), event[4].c_str()});
  }
  details.corrections = CorrectionsOfCase(tx, id);
  return details;
}

}  // namespace agencywatch::db
