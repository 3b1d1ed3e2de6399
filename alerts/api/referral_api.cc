// Referrals: proposed by one person, approved by another one, sent, answered. The database enforces the four eyes; here its
// refusals get a code that the page translates.
#include <algorithm>
#include <pqxx/pqxx>
#include <set>

#include "alerts/api/handlers.h"
#include "alerts/api/referral_view.h"
#include "alerts/cases/case_json.h"
#include "alerts/cases/masked_case.h"
#include "alerts/cases/proposal.h"
#include "alerts/cases/referral_text.h"
#include "alerts/correction_json.h"
#include "alerts/province.h"
#include "core/signature.h"
#include "db/audit_store.h"
#include "db/case_store.h"
#include "db/dossier_store.h"
#include "db/transaction.h"

namespace agencywatch::alerts {
namespace {

constexpr std::string_view kWithoutDossier = "không kèm hồ sơ điện tử";  // how it was sent, in the office's own record

constexpr std::size_t kMaxNoteBytes = 4000;
constexpr std::size_t kMaxGroundsBytes = 20'000;
constexpr int kMaxPage = 200;

[[noreturn]] void Throw(const db::ReferralRefused& refused) {
  switch (refused.why()) {
    case db::ReferralRefused::Why::kSamePerson:
      throw ApiError(403, "same_person", refused.what());
    case db::ReferralRefused::Why::kChanged:
      throw ApiError(409, "proposal_changed", refused.what());
    case db::ReferralRefused::Why::kUnknown:
      throw ApiError(404, "not_found", refused.what());
    case db::ReferralRefused::Why::kNotNow:
      throw ApiError(409, "not_now", refused.what());
  }
  throw ApiError(409, "not_now", refused.what());
}

// One step of the referral in the path. `act` gets it as it stands.
template <class Act>
HttpResponse Stepped(ApiCall& call, const std::string& note, const Act& act) {
  const db::ReferralAct by{call.session.account, call.now, call.Text(note, kMaxNoteBytes)};
  const std::int64_t id = call.Number(0);
  try {
    db::InTransaction(call.connection, [&](pqxx::work& tx) { act(tx, ReadableReferral(call, tx, id).row, by); });
  } catch (const db::ReferralRefused& refused) {
    Throw(refused);
  }
  return JsonAnswer({{"referral", id}});
}

// Two letters of one matter to one office: what was just proposed goes back unless that is meant.
void RefuseSame(pqxx::transaction_base& tx, std::int64_t case_id, std::int64_t made) {
  const auto named = [](const db::ReferralRow& row) { return std::set<std::int64_t>(row.proposal.alerts.begin(), row.proposal.alerts.end()); };
  const auto mine = db::FindReferral(tx, made).value();
  db::ReferralFilter of_case;
  of_case.case_id = case_id;
  of_case.limit = kMaxPage;
  for (const auto& row : db::ListReferrals(tx, of_case)) {
    if (row.id == made || row.state == db::ReferralState::kWithdrawn) continue;
    if (row.proposal.recipient == mine.proposal.recipient && row.proposal.province == mine.proposal.province && named(row) == named(mine))
      throw ApiError(409, "same_referral", "referral " + std::to_string(row.id) + " tells the same recipient of the same alerts: say that it is meant");
  }
}

// What of the case the referral names, as far as the reader may see it.
Json AlertsOf(const ApiCall& call, const db::CaseDetails& of_case, const std::vector<std::int64_t>& named) {
  Json alerts = Json::array();
  for (const auto& alert : of_case.alerts) {
    if (std::find(named.begin(), named.end(), alert.number) == named.end()) continue;
    alerts.push_back({{"number", alert.number},
                      {"subject", alert.subject},
                      {"state", db::AlertStateName(alert.state)},
                      {"verdict", core::VerdictName(alert.verdict)},
                      {"score", alert.score},
                      {"postings", alert.adverts},
                      {"readable", call.session.role != db::Role::kLiaison || alert.state == db::AlertState::kReferred}});
  }
  return alerts;
}

Json DossiersOf(const ApiCall& call, pqxx::transaction_base& tx, const db::ReferralRow& referral) {
  Json dossiers = Json::array();
  const auto kept = db::KeptDossiersOf(tx, referral.id);
  std::size_t n = 0;
  for (const auto& row : db::DossiersOf(tx, referral.id)) {
    const auto& keeping = kept.at(n);
    ++n;
    dossiers.push_back({{"n", n},
                        {"name", keeping.name},
                        {"purged_at", ToJson(keeping.purged_at)},
                        {"proposal", row.proposal},
                        {"made_at", core::FormatInstant(row.made_at)},
                        {"by", row.by},
                        {"sha256", row.bag_sha256},
                        {"redacted_sha256", row.redacted_sha256},
                        {"key", row.key_id},
                        {"key_grouped", core::GroupedFingerprint(row.key_id)},
                        {"sealed_for_you", call.session.role == db::Role::kLiaison ||
                                               call.session.account == referral.approved_by}});
  }
  return dossiers;
}

}  // namespace

HttpResponse GetRecipients(ApiCall& call) {
  pqxx::read_transaction tx(call.connection);
  const auto row = db::FindCase(tx, call.Number(0));
  if (!row) throw ApiError(404, "not_found", "there is no case of that number");
  const auto& table = *call.services.recipients;
  const auto suggestion = table.Suggest(SignsOf(*row));
  Json json = {{"recipients", Json::array()},
               {"to", suggestion.to},
               {"copies", suggestion.copies},
               {"province", row->provinces.size() == 1 ? row->provinces.front() : call.services.province},
               {"provinces", Provinces()}};
  for (const auto& recipient : table.all())
    json["recipients"].push_back({{"key", recipient.key}, {"kind", recipient.kind}, {"name", recipient.name}, {"address", recipient.address}});
  return JsonAnswer(json);
}

HttpResponse GetReferrals(ApiCall& call) {
  db::ReferralFilter filter;
  filter.state = db::FindReferralState(call.Query("state"));
  filter.unfinished = call.Query("unfinished") == "1";
  if (call.Query("waiting") == "1") filter.waiting_for = call.session.account;
  filter.approved = call.session.role == db::Role::kLiaison;
  const int limit = call.QueryNumber("limit", 50, 1, kMaxPage);
  filter.limit = limit + 1;
  filter.offset = call.QueryNumber("offset", 0, 0, 1'000'000);
  pqxx::read_transaction tx(call.connection);
  auto referrals = db::ListReferrals(tx, filter);
  Json json = {{"referrals", Json::array()}, {"more", static_cast<int>(referrals.size()) > limit}};
  if (static_cast<int>(referrals.size()) > limit) referrals.pop_back();
  for (const auto& row : referrals) json["referrals"].push_back(ToJson(Masked(row)));
  return JsonAnswer(json);
}

HttpResponse GetReferral(ApiCall& call) {
  pqxx::read_transaction tx(call.connection);
  auto details = ReadableReferral(call, tx, call.Number(0));
  const auto named = details.row.proposal.alerts;
  const bool open = db::AreDisclosed(tx, call.session.token_sha256, named);
  auto of_case = db::ShowCase(tx, details.row.case_id).value();
  if (!open) {
    details = Masked(std::move(details));
    of_case = Masked(std::move(of_case));
  }
  Json json = ToJson(details);
  json["masked"] = !open;
  json["alerts"] = AlertsOf(call, of_case, named);
  json["changed_alerts"] = db::ChangedSinceProposed(tx, details.row.id);
  json["persons"] = of_case.row.persons;
  json["corrections"] = CorrectionsOf(of_case.corrections, nullptr);
  json["attachments"] = of_case.attachments.size();
  json["history"] = Json::array();
  for (const auto& event : details.events) {
    json["history"].push_back({{"at", core::FormatInstant(event.at)},
                               {"by", event.by},
                               {"kind", event.kind},
                               {"text", InBoth(ReferralStepText(event, false), ReferralStepText(event, true))},
                               {"note", event.note}});
  }
  json["dossiers"] = DossiersOf(call, tx, details.row);
  return JsonAnswer(json);
}

HttpResponse PostReferralOpen(ApiCall& call) {
  const std::string reason = call.Reason();
  const std::int64_t id = call.Number(0);
  db::InTransaction(call.connection, [&](pqxx::work& tx) {
    const auto referral = ReadableReferral(call, tx, id).row;
    DiscloseAlerts(call, tx, referral.proposal.alerts, reason);
    db::AppendAudit(tx, {call.now, call.session.account, "referral.view", "referral " + std::to_string(id), reason, ""});
  });
  return JsonAnswer(Json::object());
}

HttpResponse PostReferral(ApiCall& call) {
  ProposalWish wish;
  wish.to = call.Text("to");
  if (call.body.contains("copies")) wish.copies = call.Texts("copies");
  wish.province = call.Text("province");
  wish.address = call.Text("address", 1000);
  wish.grounds = call.Text("grounds", kMaxGroundsBytes);
  wish.alerts = call.Numbers("alerts");
  if (wish.grounds.empty()) throw ApiError(400, "grounds_missing", "say why: it goes into the letter");
  const std::int64_t case_id = call.Number(0);
  const db::ReferralAct by{call.session.account, call.now, ""};
  try {
    const auto id = db::InTransaction(call.connection, [&](pqxx::work& tx) {
      const auto row = db::FindCase(tx, case_id);
      if (!row) throw ApiError(404, "not_found", "there is no case of that number");
      const auto proposal = MakeProposal(*call.services.recipients, wish, *row, call.services.province);
      if (!call.body.contains("again")) {
        const auto made = db::ProposeReferral(tx, case_id, proposal, by);
        if (!call.body.value("same_again", false)) RefuseSame(tx, case_id, made);
        return made;
      }
      const auto again = call.body["again"].get<std::int64_t>();
      const auto before = db::FindReferral(tx, again);
      if (!before || before->case_id != case_id) throw ApiError(404, "not_found", "the case has no such referral");
      db::ProposeAgain(tx, again, proposal, by);
      return again;
    });
    return JsonAnswer({{"referral", id}});
  } catch (const db::ReferralRefused& refused) {
    Throw(refused);
  }
}

HttpResponse PostReferralApprove(ApiCall& call) {
  return Stepped(call, "note", [&](pqxx::work& tx, const db::ReferralRow& row, const db::ReferralAct& by) {
    RequireDisclosed(call, tx, row.proposal.alerts);
    db::ApproveReferral(tx, row.id, static_cast<int>(call.body.at("proposal").get<std::int64_t>()), by);
  });
}

HttpResponse PostReferralReturn(ApiCall& call) {
  static_cast<void>(call.Reason());
  return Stepped(call, "reason", [](pqxx::work& tx, const db::ReferralRow& row, const db::ReferralAct& by) {
    db::ReturnReferral(tx, row.id, by);
  });
}

HttpResponse PostReferralWithdraw(ApiCall& call) {
  static_cast<void>(call.Reason());
  return Stepped(call, "reason", [](pqxx::work& tx, const db::ReferralRow& row, const db::ReferralAct& by) {
    db::WithdrawReferral(tx, row.id, by);
  });
}

HttpResponse PostReferralSend(ApiCall& call) {
  return Stepped(call, "note", [&](pqxx::work& tx, const db::ReferralRow& row, const db::ReferralAct& by) {
    std::string how = call.Text("how", 500);
    if (row.state == db::ReferralState::kApproved && db::DossiersOf(tx, row.id).empty()) {
      if (!call.body.value("without_dossier", false))
        throw ApiError(409, "no_dossier", "no dossier of this referral was built: build one, or say that it goes without one");
      how += (how.empty() ? "" : ", ") + std::string{kWithoutDossier};
    }
    db::SendReferral(tx, row.id, how, call.Text("document_no", 200), by);
  });
}

HttpResponse PostReferralAnswer(ApiCall& call) {
  return Stepped(call, "note", [&](pqxx::work& tx, const db::ReferralRow& row, const db::ReferralAct& by) {
    const auto said = db::FindReferralAnswer(call.Text("answer"));
    if (!said) throw ApiError(400, "bad_body", "there is no answer '" + call.Text("answer") + "'");
    const std::string on = call.Text("answered_on");
    const auto day = on.empty() ? std::optional{core::VietnamDay(call.now)} : core::ParseDay(on);
    if (!day || *day > core::VietnamDay(call.now))
      throw ApiError(400, "answer_day", "answered_on must be a day, YYYY-MM-DD, and not to come");
    db::AnswerRow answer;
    answer.answer = *said;
    answer.answered_on = *day;
    answer.reference = call.Text("reference", 200);
    answer.note = by.note;
    answer.at = by.at;
    answer.by = by.by;
    db::AddAnswer(tx, row.id, answer);
  });
}

}  // namespace agencywatch::alerts
