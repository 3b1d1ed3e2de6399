#include "alerts/accounts/login.h"

#include <sodium.h>

#include <array>
#include <pqxx/pqxx>

#include "alerts/accounts/password.h"
#include "alerts/accounts/totp.h"
#include "core/sha256.h"
#include "db/transaction.h"

namespace agencywatch::alerts {
namespace {

constexpr std::chrono::minutes kWindow{15};
constexpr db::FailedLogins kMost{5, 30, 100};

std::string RandomToken() {
  std::array<unsigned char, 32> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::array<char, sodium_base64_ENCODED_LEN(32, sodium_base64_VARIANT_URLSAFE_NO_PADDING)> text{};
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return text.data();
}

struct Attempt {
  std::string name_sha256;
  bool throttled = false;
  std::optional<db::Account> account;  // enabled
};

Attempt Begin(pqxx::connection& connection, const std::string& name, const std::string& address,
              core::Instant now) {
  return db::InTransaction(connection, [&](pqxx::work& tx) {
    Attempt attempt;
    attempt.name_sha256 = core::Sha256Hex(name);
    const auto failed = db::CountFailedLogins(tx, attempt.name_sha256, address, now - kWindow);
    attempt.throttled = failed.by_name_and_address >= kMost.by_name_and_address ||
                        failed.by_address >= kMost.by_address || failed.by_name >= kMost.by_name;
    if (!attempt.throttled && db::IsAccountName(name)) attempt.account = db::FindAccount(tx, name);
    if (attempt.account && attempt.account->disabled_at) attempt.account.reset();
    return attempt;
  });
}

void Failed(pqxx::connection& connection, const Attempt& attempt, const std::string& address,
            core::Instant now) {
  db::InTransaction(connection, [&](pqxx::work& tx) {
    db::AddFailedLogin(tx, attempt.name_sha256, address, now);
  });
}

}  // namespace

std::string SessionTokenHash(std::string_view token) { return core::Sha256Hex(token); }

LoginOutcome LogIn(pqxx::connection& connection, const LoginForm& form, core::Instant now) {
  const Attempt attempt = Begin(connection, form.name, form.address, now);
  if (attempt.throttled) return LoginThrottled{kWindow};
  const auto& account = attempt.account;
  // Both factors are computed whatever the first one says.
  const bool password_right =
      VerifyPassword(account ? account->password_hash : std::string{}, form.password);
  static const std::string kNoSecret(32, 'A');
  const bool has_secret = account && account->totp_secret;
  const auto step = FindTotpStep(has_secret ? *account->totp_secret : kNoSecret, form.code, now);
  const bool code_right = has_secret ? step.has_value() : account.has_value();
  if (!password_right || !code_right) {
    Failed(connection, attempt, form.address, now);
    return LoginRefused{};
  }
  LoggedIn in;
  in.token = RandomToken();
  in.session = {
      SessionTokenHash(in.token), RandomToken(), account->id, account->name, account->role, now};
  const bool fresh = db::InTransaction(connection, [&](pqxx::work& tx) {
    if (has_secret && !db::UseTotpStep(tx, account->id, *step)) return false;
    db::AddSession(tx, in.session);
    return true;
  });
  if (!fresh) {
    Failed(connection, attempt, form.address, now);
    return LoginRefused{};
  }
  return in;
}

std::variant<bool, LoginThrottled> ChangePassword(pqxx::connection& connection,
                                                  const std::string& account,
                                                  const std::string& current,
                                                  const std::string& next,
                                                  const std::string& address, core::Instant now) {
  const Attempt attempt = Begin(connection, account, address, now);
  if (attempt.throttled) return LoginThrottled{kWindow};
  if (!VerifyPassword(attempt.account ? attempt.account->password_hash : std::string{}, current)) {
    Failed(connection, attempt, address, now);
    return false;
  }
  const std::string hash = HashPassword(next);
  db::InTransaction(connection,
                    [&](pqxx::work& tx) { db::SetPassword(tx, attempt.account->id, hash, now); });
  return true;
}

}  // namespace agencywatch::alerts
