#include "db/user_store.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "core/errors.h"
#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

constexpr std::array<std::string_view, kRoles> kRoleNames = {"viewer", "inspector", "supervisor",
                                                             "liaison", "admin"};

#define AW_ACCOUNT_COLUMNS                                                          \
  "id, name, role, password_hash, totp_secret, totp_last_step, extract(epoch FROM " \
  "made_at)::bigint,"                                                               \
  " extract(epoch FROM disabled_at)::bigint"

constexpr Statement kAdd{"account.add", R"(
  INSERT INTO account (name, role, password_hash, totp_secret, made_at) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (name) DO NOTHING RETURNING id)"};
constexpr Statement kFind{"account.find",
                          "SELECT " AW_ACCOUNT_COLUMNS " FROM account WHERE name = $1"};
constexpr Statement kList{"account.list",
                          "SELECT " AW_ACCOUNT_COLUMNS " FROM account ORDER BY name"};
constexpr Statement kDisable{
    "account.disable", "UPDATE account SET disabled_at = coalesce(disabled_at, $2) WHERE id = $1"};
constexpr Statement kSetPassword{"account.set_password",
                                 "UPDATE account SET password_hash = $2 WHERE id = $1"};
constexpr Statement kSetTotp{
    "account.set_totp", "UPDATE account SET totp_secret = $2, totp_last_step = 0 WHERE id = $1"};
constexpr Statement kEndSessions{
    "account.end_sessions",
    "UPDATE web_session SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL"};
constexpr Statement kUseStep{
    "account.use_step",
    "UPDATE account SET totp_last_step = $2 WHERE id = $1 AND totp_last_step < $2 RETURNING id"};

Account AccountOf(const pqxx::row& row) {
  Account account;
  account.id = row[0].as<std::int64_t>();
  account.name = row[1].c_str();
  account.role = FindRole(row[2].c_str()).value();
  account.password_hash = row[3].c_str();
  account.totp_secret = FindValue<std::string>(row[4]);
  account.totp_last_step = row[5].as<std::int64_t>();
  account.made_at = InstantOf(row[6]);
  account.disabled_at = FindValue<core::Instant>(row[7]);
  return account;
}

}  // namespace

std::string_view RoleName(Role role) { return kRoleNames.at(static_cast<std::size_t>(role)); }

std::optional<Role> FindRole(std::string_view name) {
  const auto found = std::find(kRoleNames.begin(), kRoleNames.end(), name);
  if (found == kRoleNames.end()) return {};
  return static_cast<Role>(found - kRoleNames.begin());
}

bool NeedsSecondFactor(Role role) {
  return role == Role::kSupervisor || role == Role::kLiaison || role == Role::kAdmin;
}

bool IsAccountName(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !name.empty() && name != "scan" && name.size() <= 64 && letter(name.front()) &&
         std::all_of(name.begin(), name.end(),
                     [&](char c) { return letter(c) || c == '.' || c == '_' || c == '-'; });
}

std::int64_t AddAccount(pqxx::transaction_base& tx, const Account& account) {
  if (!IsAccountName(account.name)) {
    throw core::InputError({"", 0, 0, "'" + account.name + "' cannot be the name of an account",
                            "use up to 64 of a-z, 0-9, '.', '_' and '-', a letter or digit first"});
  }
  const auto rows = Exec(tx, kAdd, account.name, RoleName(account.role), account.password_hash,
                         account.totp_secret, account.made_at);
  if (rows.empty()) {
    throw core::InputError(
        {"", 0, 0, "there is an account '" + account.name + "' already", "choose another name"});
  }
  return rows[0][0].as<std::int64_t>();
}

std::optional<Account> FindAccount(pqxx::transaction_base& tx, const std::string& name) {
  const auto rows = Exec(tx, kFind, name);
  if (rows.empty()) return {};
  return AccountOf(rows[0]);
}

std::vector<Account> ListAccounts(pqxx::transaction_base& tx) {
  std::vector<Account> accounts;
  for (const auto& row : Exec(tx, kList)) accounts.push_back(AccountOf(row));
  return accounts;
}

void DisableAccount(pqxx::transaction_base& tx, std::int64_t id, core::Instant now) {
  Exec(tx, kDisable, id, now);
  Exec(tx, kEndSessions, id, now);
}

void SetPassword(pqxx::transaction_base& tx, std::int64_t id, const std::string& password_hash,
                 core::Instant now) {
  Exec(tx, kSetPassword, id, password_hash);
  Exec(tx, kEndSessions, id, now);
}

void SetTotpSecret(pqxx::transaction_base& tx, std::int64_t id, const std::string& totp_secret,
                   core::Instant now) {
  Exec(tx, kSetTotp, id, totp_secret);
  Exec(tx, kEndSessions, id, now);
}

bool UseTotpStep(pqxx::transaction_base& tx, std::int64_t id, std::int64_t step) {
  return !Exec(tx, kUseStep, id, step).empty();
}

}  // namespace agencywatch::db
