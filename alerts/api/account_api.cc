// Logging in and out, who one is, and a new password.
#include <pqxx/pqxx>

#include "alerts/accounts/login.h"
#include "alerts/api/handlers.h"
#include "alerts/api/router.h"
#include "db/audit_store.h"
#include "db/referral_store.h"
#include "db/transaction.h"

namespace agencywatch::alerts {
namespace {

HttpResponse Throttled(const LoginThrottled& throttled) {
  HttpResponse answer =
      ErrorAnswer(429, "throttled", "wait " + std::to_string(throttled.retry_after.count()) + " seconds and try again");
  answer.headers.emplace_back("Retry-After", std::to_string(throttled.retry_after.count()));
  return answer;
}

Json Me(const ApiCall& call, const db::WebSession& session) {
  Json json = {{"name", session.account},
               {"role", db::RoleName(session.role)},
               {"csrf", session.csrf_token},
               {"ends", core::FormatInstant(session.made_at + db::kSessionAbsolute)},
               {"idle_minutes", db::kSessionIdle.count()},
               {"now", core::FormatInstant(call.now)},
               {"program", call.services.program_version},
               {"pack", call.services.rules->sha256()}};
  if (session.role == db::Role::kSupervisor) {
    pqxx::read_transaction tx(call.connection);
    json["referrals_waiting"] = db::CountReferralsWaitingFor(tx, session.account);
  }
  const auto view = call.services.register_cache.Get(call.connection, call.now);
  if (view) {
    const auto age = core::DaysBetween(view->as_of(), core::VietnamDay(call.now));
    json["register"] = {{"as_of", core::FormatDay(view->as_of())},
                        {"entries", view->entries().size()},
                        {"stale", age > call.services.register_max_age.count()}};
  } else {
    json["register"] = nullptr;
  }
  return json;
}

}  // namespace

HttpResponse OpenApi(ApiCall& call) {
  return JsonAnswer(OpenApiDocument(call.services.program_version));
}

HttpResponse PostLogin(ApiCall& call) {
  LoginForm form;
  form.name = call.Text("name");
  form.password = call.body.value("password", "");  // blanks at its ends count
  form.code = call.Text("code");
  form.address = call.http.peer;
  const LoginOutcome outcome = LogIn(call.connection, form, call.now);
  if (const auto* throttled = std::get_if<LoginThrottled>(&outcome)) return Throttled(*throttled);
  const auto* in = std::get_if<LoggedIn>(&outcome);
  if (in == nullptr)
    return ErrorAnswer(401, "wrong_login", "the name, the password or the code is wrong");
  HttpResponse answer = JsonAnswer(Me(call, in->session));
  answer.headers.emplace_back("Set-Cookie", SessionCookie(call.http.secure, in->token));
  return answer;
}

HttpResponse PostLogout(ApiCall& call) {
  db::InTransaction(call.connection, [&](pqxx::work& tx) {
    db::EndSession(tx, call.session.token_sha256, call.now);
    db::AppendAudit(tx, {call.now, call.session.account, "session.end", "account " + call.session.account, "",
                         Json{{"address", call.http.peer}}.dump()});
  });
  HttpResponse answer = JsonAnswer(Json::object());
  answer.headers.emplace_back("Set-Cookie", SessionCookie(call.http.secure, ""));
  return answer;
}

HttpResponse GetMe(ApiCall& call) { return JsonAnswer(Me(call, call.session)); }

HttpResponse PostPassword(ApiCall& call) {
  const auto outcome =
      ChangePassword(call.connection, call.session.account, call.body.value("current", ""),
                     call.body.value("next", ""), call.http.peer, call.now);
  if (const auto* throttled = std::get_if<LoginThrottled>(&outcome)) return Throttled(*throttled);
  if (!std::get<bool>(outcome)) return ErrorAnswer(403, "wrong_password", "the password is wrong");
  HttpResponse answer = JsonAnswer(Json::object());
  answer.headers.emplace_back("Set-Cookie", SessionCookie(call.http.secure, ""));
  return answer;
}

}  // namespace agencywatch::alerts
