// What people decide, for one alert or several at once.
#include <pqxx/pqxx>

#include "alerts/api/handlers.h"
#include "alerts/cases/masked_case.h"
#include "alerts/rank.h"
#include "alerts/triage.h"
#include "db/case_store.h"
#include "db/transaction.h"
#include "db/triage_store.h"

namespace agencywatch::alerts {
namespace {

constexpr std::size_t kMaxAlerts = 100;
constexpr std::size_t kMaxNoteBytes = 4000;
constexpr std::chrono::hours kWatchTime{14 * 24};

struct Seen {
  std::int64_t number = 0;
  int row_version = 0;  // when the person read it
};

std::vector<Seen> AlertsOf(const ApiCall& call) {
  std::vector<Seen> alerts;
  for (const auto& entry : call.body.at("alerts")) {
    const auto has = [&](const char* name) {
      return entry.is_object() && entry.contains(name) && entry[name].is_number_integer();
    };
    if (!has("number") || !has("row_version"))
      throw ApiError(400, "bad_body", "each of alerts must be {number, row_version}");
    alerts.push_back({entry["number"].get<std::int64_t>(), entry["row_version"].get<int>()});
  }
  if (alerts.empty() || alerts.size() > kMaxAlerts)
    throw ApiError(400, "bad_body", "decide on 1 to 100 alerts at once");
  return alerts;
}

db::AlertRow Unchanged(pqxx::transaction_base& tx, std::int64_t number, int row_version) {
  const auto alert = db::FindAlert(tx, number);
  if (!alert) throw ApiError(404, "not_found", "there is no alert of that number");
  if (alert->row_version != row_version)
    throw ApiError(409, "changed", "alert " + std::to_string(number) + " changed since it was read");
  return *alert;
}

// All in one transaction. `set` fills in what the kind needs beyond the note.
template <class Set>
HttpResponse Decided(ApiCall& call, db::DecisionKind kind, const Set& set) {
  const auto seen = AlertsOf(call);
  db::Decision decision;
  decision.kind = kind;
  decision.by = call.session.account;
  decision.at = call.now;
  decision.note = call.Text("note");
  if (decision.note.size() > kMaxNoteBytes) throw ApiError(400, "bad_body", "the note is too long");
  const auto decided = db::InTransaction(call.connection, [&](pqxx::work& tx) {
    Json rows = Json::array();
    for (const auto& [number, row_version] : seen) {
      const db::AlertRow alert = Unchanged(tx, number, row_version);
      db::Decision mine = decision;
      set(alert, mine);
      const auto after = db::Decide(tx, number, mine);
      rows.push_back({{"number", after.number},
                      {"state", db::AlertStateName(after.state)},
                      {"row_version", after.row_version}});
    }
    return rows;
  });
  return JsonAnswer({{"alerts", decided}});
}

HttpResponse Decided(ApiCall& call, db::DecisionKind kind) {
  return Decided(call, kind, [](const db::AlertRow&, db::Decision&) {});
}

}  // namespace

void RequireDecider(pqxx::transaction_base& tx, const std::string& account) {
  std::string able;
  for (const auto& one : db::ListAccounts(tx)) {
    if (one.disabled_at || (one.role != db::Role::kInspector && one.role != db::Role::kSupervisor)) continue;
    if (one.name == account) return;
    able += (able.empty() ? "" : ", ") + one.name;
  }
  throw ApiError(422, "no_decider", "nothing can be given to '" + account + "'; these decide on alerts and cases: " + able);
}

HttpResponse PostAssign(ApiCall& call) {
  const std::string to = call.Text("to");
  if (!to.empty()) {
    pqxx::read_transaction tx(call.connection);
    RequireDecider(tx, to);
  }
  return Decided(call, db::DecisionKind::kAssign, [&](const db::AlertRow&, db::Decision& decision) {
    decision.assign_to = to.empty() ? call.session.account : to;
  });
}

HttpResponse PostWatch(ApiCall& call) {
  core::Instant due = call.now + kWatchTime;
  if (const std::string until = call.Text("until"); !until.empty()) {
    const auto day = core::ParseDay(until);
    if (!day || core::StartOfVietnamDay(*day) <= call.now)
      throw ApiError(400, "bad_body", "until must be a day to come, YYYY-MM-DD");
    due = core::StartOfVietnamDay(core::AddDays(*day, 1));
  }
  return Decided(call, db::DecisionKind::kWatch,
                 [&](const db::AlertRow&, db::Decision& decision) { decision.due = due; });
}

HttpResponse PostDismiss(ApiCall& call) {
  const std::string code = call.Text("reason_code");
  const auto* reason = FindDismissalReason(code);
  if (reason == nullptr) throw ApiError(400, "bad_body", "there is no reason '" + code + "'");
  if (reason->needs_note && call.Text("note").empty())
    throw ApiError(400, "note_missing", "this reason needs a note");
  return Decided(call, db::DecisionKind::kDismiss,
                 [&](const db::AlertRow&, db::Decision& decision) { decision.reason_code = code; });
}

HttpResponse PostConfirm(ApiCall& call) { return Decided(call, db::DecisionKind::kConfirm); }

HttpResponse PostDuplicate(ApiCall& call) {
  const auto of = call.body.at("of").get<std::int64_t>();
  return Decided(call, db::DecisionKind::kDuplicate,
                 [&](const db::AlertRow&, db::Decision& decision) { decision.duplicate_of = of; });
}

// One case with all of them: a new one, or one that there is.
HttpResponse PostCase(ApiCall& call) {
  const auto seen = AlertsOf(call);
  const db::CaseAct by{call.session.account, call.now, call.Text("note")};
  if (by.note.size() > kMaxNoteBytes) throw ApiError(400, "bad_body", "the note is too long");
  return JsonAnswer(db::InTransaction(call.connection, [&](pqxx::work& tx) {
    std::vector<std::int64_t> numbers;
    for (const auto& [number, row_version] : seen)
      numbers.push_back(Unchanged(tx, number, row_version).number);
    const auto id = call.body.contains("case") ? call.body["case"].get<std::int64_t>()
                                               : db::OpenCase(tx, NewCaseTitle(tx, call.Text("title", 500), numbers), numbers, {}, by);
    if (call.body.contains("case")) db::AddAlerts(tx, id, numbers, by);
    Json rows = Json::array();
    for (const auto number : numbers) {
      const auto after = db::FindAlert(tx, number).value();
      rows.push_back({{"number", after.number},
                      {"state", db::AlertStateName(after.state)},
                      {"row_version", after.row_version}});
    }
    return Json{{"case", id}, {"alerts", rows}};
  }));
}

// One's own last decision, a moment ago.
HttpResponse PostUndo(ApiCall& call) {
  const auto seen = AlertsOf(call);
  return JsonAnswer(db::InTransaction(call.connection, [&](pqxx::work& tx) {
    Json rows = Json::array();
    for (const auto& [number, row_version] : seen) {
      if (Unchanged(tx, number, row_version).state == db::AlertState::kInCase)
        db::UndoCase(tx, {number}, {call.session.account, call.now, ""});
      else
        static_cast<void>(db::UndoDecision(tx, number, call.session.account, call.now));
      const auto after = db::FindAlert(tx, number).value();
      rows.push_back({{"number", after.number},
                      {"state", db::AlertStateName(after.state)},
                      {"row_version", after.row_version}});
    }
    return Json{{"alerts", rows}};
  }));
}

HttpResponse PostReopen(ApiCall& call) {
  return Decided(call, db::DecisionKind::kReopen,
                 [&](const db::AlertRow& alert, db::Decision& decision) {
                   decision.due = call.now + DueWithin(alert.verdict);
                 });
}

HttpResponse GetReasons(ApiCall&) {
  Json reasons = Json::array();
  for (const auto& reason : DismissalReasons()) {
    reasons.push_back({{"code", reason.code},
                       {"title", InBoth(reason.title_vi, reason.title_en)},
                       {"needs_note", reason.needs_note}});
  }
  return JsonAnswer({{"reasons", reasons}});
}

}  // namespace agencywatch::alerts
