// Cases: what is in them, and everything that people do with them. The same words as `agencywatch cases`.
#include <pqxx/pqxx>

#include "alerts/api/handlers.h"
#include "alerts/api/referral_view.h"
#include "alerts/cases/attachment.h"
#include "alerts/cases/case_json.h"
#include "alerts/cases/case_text.h"
#include "alerts/cases/masked_case.h"
#include "alerts/cases/proposal.h"
#include "alerts/cases/words.h"
#include "alerts/rank.h"
#include "db/audit_store.h"
#include "db/transaction.h"

namespace agencywatch::alerts {
namespace {

constexpr std::size_t kMaxNoteBytes = 4000;
constexpr int kMaxPage = 200;
constexpr int kMaxPersons = 100'000;

db::CaseDetails GetDetails(pqxx::transaction_base& tx, std::int64_t id) {
  auto details = db::ShowCase(tx, id);
  if (!details) throw ApiError(404, "not_found", "there is no case of that number");
  return *std::move(details);
}

// One change of the case in the path; the page reads the whole case again.
template <class Act>
HttpResponse Changed(ApiCall& call, const Act& act, const std::string& note = "note") {
  const db::CaseAct by{call.session.account, call.now, call.Text(note, kMaxNoteBytes)};
  const std::int64_t id = call.Number(0);
  db::InTransaction(call.connection, [&](pqxx::work& tx) {
    if (!db::FindCase(tx, id)) throw ApiError(404, "not_found", "there is no case of that number");
    act(tx, id, by);
  });
  return JsonAnswer({{"case", id}});
}

// The end of the last day to be done with it; nullopt when none is named.
std::optional<core::Instant> DueOf(const ApiCall& call) {
  const std::string text = call.Text("due");
  if (text.empty()) return {};
  const auto day = core::ParseDay(text);
  if (!day || core::StartOfVietnamDay(core::AddDays(*day, 1)) <= call.now)
    throw ApiError(400, "due_past", "due must be a day to come, YYYY-MM-DD");
  return core::StartOfVietnamDay(core::AddDays(*day, 1));
}

std::string OwnerOf(const ApiCall& call) {
  const std::string owner = call.Text("owner", 200);
  return owner.empty() ? call.session.account : owner;
}

std::string CodeOf(const ApiCall& call, const char* name, std::span<const Word> words) {
  std::string code = call.Text(name);
  if (!IsCode(words, code)) throw ApiError(400, "bad_body", "there is no " + std::string{name} + " '" + code + "'");
  return code;
}

Json WordsOf(std::span<const Word> words) {
  Json list = Json::array();
  for (const auto& word : words) list.push_back({{"code", word.code}, {"title", InBoth(word.vi, word.en)}});
  return list;
}

Json HistoryOf(const std::vector<db::CaseEvent>& events) {
  Json list = Json::array();
  for (const auto& event : events) {
    list.push_back({{"at", core::FormatInstant(event.at)},
                    {"by", event.by},
                    {"kind", event.kind},
                    {"text", InBoth(CaseEventText(event, false), CaseEventText(event, true))},
                    {"note", event.note}});
  }
  return list;
}

}  // namespace

HttpResponse GetCases(ApiCall& call) {
  db::CaseFilter filter;
  const std::string state = call.Query("state");
  filter.open = state != "closed";
  filter.closed = state == "closed" || state == "all";
  filter.owner = call.Query("owner") == "me" ? call.session.account : call.Query("owner");
  if (const auto alert = call.Query("alert"); !alert.empty()) {
    filter.alert = FindWholeNumber(alert);
    if (!filter.alert) throw ApiError(400, "bad_query", "alert must be a number");
  }
  if (call.Query("overdue") == "1") filter.due_by = call.now;
  const int limit = call.QueryNumber("limit", 50, 1, kMaxPage);
  filter.limit = limit + 1;
  filter.offset = call.QueryNumber("offset", 0, 0, 1'000'000);
  pqxx::read_transaction tx(call.connection);
  auto cases = db::ListCases(tx, filter);
  Json json = {{"cases", Json::array()}, {"more", static_cast<int>(cases.size()) > limit}};
  if (static_cast<int>(cases.size()) > limit) cases.pop_back();
  for (const auto& row : cases) {
    Json shown = ToJson(Masked(row));
    shown["overdue"] = row.open && row.due && *row.due < call.now;
    json["cases"].push_back(std::move(shown));
  }
  return JsonAnswer(json);
}

HttpResponse GetCase(ApiCall& call) {
  pqxx::read_transaction tx(call.connection);
  auto details = GetDetails(tx, call.Number(0));
  const bool open = db::AreDisclosed(tx, call.session.token_sha256, details.row.alerts);
  Json missing = Json::array();
  for (const auto& step : MissingBeforeReferral(details, *call.services.recipients, call.services.province))
    missing.push_back({{"code", step.code}, {"blocks", step.blocks}, {"text", InBoth(step.vi, step.en)}});
  if (!open) details = Masked(std::move(details));
  Json json = ToJson(details);
  json["overdue"] = details.row.open && details.row.due && *details.row.due < call.now;
  json["masked"] = !open;
  json["missing"] = missing;
  json["history"] = HistoryOf(details.events);
  json["referrals"] = Json::array();
  db::ReferralFilter of_case;
  of_case.case_id = details.row.id;
  of_case.limit = kMaxPage;
  for (const auto& row : db::ListReferrals(tx, of_case)) json["referrals"].push_back(ToJson(open ? row : Masked(row)));
  return JsonAnswer(json);
}

HttpResponse GetCaseWords(ApiCall&) {
  return JsonAnswer({{"sex", WordsOf(Sexes())},
                     {"age_band", WordsOf(AgeBands())},
                     {"purpose", WordsOf(Purposes())},
                     {"returned", WordsOf(Returns())},
                     {"support", WordsOf(Supports())},
                     {"outcome", WordsOf(CaseOutcomes())},
                     {"referral_state", WordsOf(ReferralStates())},
                     {"recipient_kind", WordsOf(RecipientKinds())},
                     {"answer", WordsOf(ReferralAnswers())}});
}

HttpResponse PostCaseOpen(ApiCall& call) {
  const std::string reason = call.Reason();
  const std::int64_t id = call.Number(0);
  db::InTransaction(call.connection, [&](pqxx::work& tx) {
    const auto row = db::FindCase(tx, id);
    if (!row) throw ApiError(404, "not_found", "there is no case of that number");
    DiscloseAlerts(call, tx, row->alerts, reason);
    db::AppendAudit(tx, {call.now, call.session.account, "case.view", "case " + std::to_string(id), reason, ""});
  });
  return JsonAnswer(Json::object());
}

HttpResponse PostCaseAlerts(ApiCall& call) {
  return Changed(call, [&](pqxx::work& tx, std::int64_t id, const db::CaseAct& by) {
    db::AddAlerts(tx, id, call.Numbers("alerts"), by);
  });
}

HttpResponse PostCaseRemove(ApiCall& call) {
  return Changed(
      call,
      [&](pqxx::work& tx, std::int64_t id, const db::CaseAct& by) {
        for (const auto number : call.Numbers("alerts")) {
          const auto alert = db::FindAlert(tx, number);
          db::RemoveAlert(tx, id, number, call.now + DueWithin(alert ? alert->verdict : core::Verdict::kClear), by);
        }
      },
      "reason");
}

HttpResponse PostCaseAssign(ApiCall& call) {
  return Changed(call, [&](pqxx::work& tx, std::int64_t id, const db::CaseAct& by) {
    RequireDecider(tx, OwnerOf(call));
    db::AssignCase(tx, id, OwnerOf(call), DueOf(call), by);
  });
}

HttpResponse PostCaseNote(ApiCall& call) {
  return Changed(call, [](pqxx::work& tx, std::int64_t id, const db::CaseAct& by) { db::AddNote(tx, id, by); });
}

HttpResponse PostCaseTask(ApiCall& call) {
  return Changed(call, [&](pqxx::work& tx, std::int64_t id, const db::CaseAct& by) {
    RequireDecider(tx, OwnerOf(call));
    db::AddTask(tx, id, call.Text("what", 2000), OwnerOf(call), DueOf(call), by);
  });
}

HttpResponse PostCaseTaskDone(ApiCall& call) {
  return Changed(call, [&](pqxx::work& tx, std::int64_t id, const db::CaseAct& by) {
    db::FinishTask(tx, id, call.Number(1), by);
  });
}

HttpResponse PostCasePersons(ApiCall& call) {
  db::AffectedPersons persons;
  persons.sex = CodeOf(call, "sex", Sexes());
  persons.age_band = CodeOf(call, "age_band", AgeBands());
  persons.purpose = CodeOf(call, "purpose", Purposes());
  persons.returned = CodeOf(call, "returned", Returns());
  persons.support = call.Texts("support");
  for (const auto& code : persons.support) {
    if (!IsCode(Supports(), code)) throw ApiError(400, "bad_body", "there is no support '" + code + "'");
  }
  const auto n = call.body.at("n").get<std::int64_t>();
  if (n < 0 || n > kMaxPersons) throw ApiError(400, "bad_body", "n must be 0 to 100000");
  persons.n = static_cast<int>(n);
  return Changed(call, [&](pqxx::work& tx, std::int64_t id, const db::CaseAct& by) {
    db::SetAffected(tx, id, persons, by);
  });
}

HttpResponse PostCaseAttachment(ApiCall& call) {
  db::NewAttachment file;
  file.name = SafeFileName(call.Text("name"));
  file.bytes = call.Bytes("content");
  file.media_type = MediaTypeOf(file.bytes);
  return Changed(call, [&](pqxx::work& tx, std::int64_t id, const db::CaseAct& by) {
    static_cast<void>(db::Attach(tx, id, file, by));
  });
}

// Never shown by the browser: a file to keep, of a type that its bytes have.
HttpResponse GetCaseAttachment(ApiCall& call) {
  const std::int64_t id = call.Number(0);
  const std::int64_t number = call.Number(1);
  return db::InTransaction(call.connection, [&](pqxx::work& tx) {
    const auto details = GetDetails(tx, id);
    RequireDisclosed(call, tx, details.row.alerts);
    for (const auto& file : details.attachments) {
      if (file.id == number)
        return FileAnswer(db::ReadAttachment(tx, id, number, {call.session.account, call.now, ""}), file.media_type, file.name);
    }
    throw ApiError(404, "not_found", "the case has no attachment of that number");
  });
}

HttpResponse PostCaseClose(ApiCall& call) {
  const auto outcome = db::FindCaseOutcome(CodeOf(call, "outcome", CaseOutcomes())).value();
  return Changed(call, [&](pqxx::work& tx, std::int64_t id, const db::CaseAct& by) { db::CloseCase(tx, id, outcome, by); });
}

HttpResponse PostCaseReopen(ApiCall& call) {
  return Changed(call, [](pqxx::work& tx, std::int64_t id, const db::CaseAct& by) { db::ReopenCase(tx, id, by); });
}

}  // namespace agencywatch::alerts
