// Accounts of the review site.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

enum class Role { kViewer, kInspector, kSupervisor, kLiaison, kAdmin };
inline constexpr int kRoles = 5;
[[nodiscard]] std::string_view RoleName(Role role);  // viewer … admin
[[nodiscard]] std::optional<Role> FindRole(std::string_view name);
// Supervisors, liaison officers and administrators log in with a second factor.
[[nodiscard]] bool NeedsSecondFactor(Role role);

struct Account {
  std::int64_t id = 0;
  std::string name;  // [a-z0-9][a-z0-9._-]{0,63}
  Role role = Role::kViewer;
  std::string password_hash;               // alerts/accounts/password.h
  std::optional<std::string> totp_secret;  // base32; alerts/accounts/totp.h
  std::int64_t totp_last_step = 0;
  core::Instant made_at;
  std::optional<core::Instant> disabled_at;
};

// "scan" is what the machine calls itself in events, and nobody else.
[[nodiscard]] bool IsAccountName(std::string_view name);
// Throws core::InputError for a name that is taken or is none.
std::int64_t AddAccount(pqxx::transaction_base& tx, const Account& account);
[[nodiscard]] std::optional<Account> FindAccount(pqxx::transaction_base& tx,
                                                 const std::string& name);
[[nodiscard]] std::vector<Account> ListAccounts(pqxx::transaction_base& tx);  // by name
// These end all sessions of the account.
void DisableAccount(pqxx::transaction_base& tx, std::int64_t id, core::Instant now);
void SetTotpSecret(pqxx::transaction_base& tx, std::int64_t id, const std::string& totp_secret,
                   core::Instant now);
void SetPassword(pqxx::transaction_base& tx, std::int64_t id, const std::string& password_hash,
                 core::Instant now);
// False when that step, or a later one, was used before.
[[nodiscard]] bool UseTotpStep(pqxx::transaction_base& tx, std::int64_t id, std::int64_t step);

}  // namespace agencywatch::db
