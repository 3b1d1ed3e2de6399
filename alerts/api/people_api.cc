// Who may log in: an administrator adds and disables accounts, and gives new passwords and second factors. What is secret is
// in one answer, once; it is kept nowhere in a form that could be read again.
#include <pqxx/pqxx>

#include "alerts/accounts/password.h"
#include "alerts/accounts/totp.h"
#include "alerts/api/handlers.h"
#include "db/audit_store.h"
#include "db/transaction.h"

namespace agencywatch::alerts {
namespace {

db::Account AccountOf(const ApiCall& call, pqxx::transaction_base& tx) {
  const std::string& name = call.path.at(0);
  auto account = db::IsAccountName(name) ? db::FindAccount(tx, name) : std::nullopt;
  if (!account) throw ApiError(404, "not_found", "there is no account of that name");
  return *account;
}

void Audit(pqxx::transaction_base& tx, const ApiCall& call, const char* action,
           const std::string& account) {
  db::AppendAudit(tx, {call.now, call.session.account, action, "account " + account, "", ""});
}

Json SecondFactor(const std::string& account, const std::string& secret) {
  return {{"secret", secret}, {"uri", TotpUri(account, secret)}};
}

}  // namespace

HttpResponse GetPeople(ApiCall& call) {
  pqxx::read_transaction tx(call.connection);
  Json people = Json::array();
  for (const auto& account : db::ListAccounts(tx)) {
    people.push_back({{"name", account.name},
                      {"role", db::RoleName(account.role)},
                      {"second_factor", account.totp_secret.has_value()},
                      {"made_at", core::FormatInstant(account.made_at)},
                      {"disabled_at", ToJson(account.disabled_at)}});
  }
  return JsonAnswer({{"people", people}});
}

HttpResponse PostPeople(ApiCall& call) {
  db::Account account;
  account.name = call.Text("name");
  const auto role = db::FindRole(call.Text("role"));
  if (!role) throw ApiError(400, "bad_body", "there is no role '" + call.Text("role") + "'");
  account.role = *role;
  account.made_at = call.now;
  const std::string password = NewPassword();
  account.password_hash = HashPassword(password);
  if (db::NeedsSecondFactor(account.role) || call.body.value("second_factor", false))
    account.totp_secret = NewTotpSecret();
  db::InTransaction(call.connection, [&](pqxx::work& tx) {
    db::AddAccount(tx, account);
    Audit(tx, call, "account.add", account.name);
  });
  Json json = {{"name", account.name}, {"password", password}};
  if (account.totp_secret) json["second_factor"] = SecondFactor(account.name, *account.totp_secret);
  return JsonAnswer(json);
}

HttpResponse PostPersonDisable(ApiCall& call) {
  db::InTransaction(call.connection, [&](pqxx::work& tx) {
    const auto account = AccountOf(call, tx);
    if (account.id == call.session.account_id)
      throw ApiError(409, "own_account", "nobody disables the account they are logged in with");
    db::DisableAccount(tx, account.id, call.now);
    Audit(tx, call, "account.disable", account.name);
  });
  return JsonAnswer(Json::object());
}

HttpResponse PostPersonPassword(ApiCall& call) {
  const std::string password = NewPassword();
  const std::string hash = HashPassword(password);
  const std::string name = db::InTransaction(call.connection, [&](pqxx::work& tx) {
    const auto account = AccountOf(call, tx);
    db::SetPassword(tx, account.id, hash, call.now);
    Audit(tx, call, "account.password", account.name);
    return account.name;
  });
  return JsonAnswer({{"name", name}, {"password", password}});
}

HttpResponse PostPersonSecondFactor(ApiCall& call) {
  const std::string secret = NewTotpSecret();
  const std::string name = db::InTransaction(call.connection, [&](pqxx::work& tx) {
    const auto account = AccountOf(call, tx);
    db::SetTotpSecret(tx, account.id, secret, call.now);
    Audit(tx, call, "account.second_factor", account.name);
    return account.name;
  });
  return JsonAnswer({{"name", name}, {"second_factor", SecondFactor(name, secret)}});
}

}  // namespace agencywatch::alerts
