// Reports by people: taken in, and listed. Who gave one is stored apart and never comes out here.
#include <pqxx/pqxx>

#include "alerts/api/handlers.h"
#include "alerts/api/masking.h"
#include "core/utf8.h"
#include "crawler/url.h"
#include "db/alert_store.h"
#include "db/audit_store.h"
#include "db/tip_store.h"
#include "db/transaction.h"

namespace agencywatch::alerts {

HttpResponse GetTips(ApiCall& call) {
  pqxx::read_transaction tx(call.connection);
  Json tips = Json::array();
  for (const auto& tip : db::ListTips(tx, call.QueryNumber("limit", 50, 1, 200))) {
    tips.push_back({{"posting", tip.posting_id},
                    {"title", MaskedLabel(tip.title)},
                    {"verdict", tip.verdict},
                    {"reports", tip.reports},
                    {"last_at", core::FormatInstant(tip.last_at)},
                    {"channel", tip.channel},
                    {"place", tip.place},
                    {"alert", tip.alert_number ? Json(*tip.alert_number) : Json{}}});
  }
  return JsonAnswer({{"tips", tips}});
}

HttpResponse PostTip(ApiCall& call) {
  NewTip tip;
  tip.body = call.Text("text");
  tip.title = call.Text("title");
  tip.url = call.Text("url");
  tip.channel = call.Text("channel");
  tip.place = call.Text("place");
  tip.informant_name = call.Text("informant");
  tip.informant_contact = call.Text("informant_contact");
  tip.taken_by = call.session.account;
  if (tip.body.empty()) throw ApiError(400, "bad_body", "the tip is empty");
  if (!core::LooksLikeText(tip.title + tip.body)) throw ApiError(400, "bad_body", "the tip is no text");
  for (const auto* text : {&tip.title, &tip.channel, &tip.place, &tip.informant_name, &tip.informant_contact}) {
    if (text->size() > 500) throw ApiError(400, "bad_body", "a line is longer than 500 bytes");
  }
  if (!tip.url.empty()) {
    const auto url = crawler::ParseUrl(tip.url);
    if (!url || !url->IsHttp() || tip.url.size() > 2048)
      throw ApiError(400, "bad_url", "the address must begin with http:// or https://");
  }
  TakenTip taken = call.services.take_tip(call.connection, tip, call.now);
  db::InTransaction(call.connection, [&](pqxx::work& tx) {
    // Liaison officers learn of no alert that they may not open.
    if (taken.alert_number && call.session.role == db::Role::kLiaison) {
      const auto alert = db::FindAlert(tx, *taken.alert_number);
      if (!alert || alert->state != db::AlertState::kReferred) taken.alert_number.reset();
    }
    db::AppendAudit(tx, {call.now, call.session.account, "tip.take", "posting " + std::to_string(taken.posting_id), "", ""});
  });
  return JsonAnswer({{"posting", taken.posting_id},
                     {"new", taken.is_new},
                     {"verdict", core::VerdictName(taken.verdict)},
                     {"alert", taken.alert_number ? Json(*taken.alert_number) : Json{}}});
}

}  // namespace agencywatch::alerts
