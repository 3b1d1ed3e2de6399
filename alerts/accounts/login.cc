#include "alerts/accounts/login.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <pqxx/pqxx>

#include "alerts/accounts/password.h"
#include "alerts/accounts/totp.h"
#include "core/errors.h"
#include "core/sha256.h"
#include "db/audit_store.h"
#include "db/transaction.h"

namespace agencywatch::alerts {
namespace {

constexpr std::chrono::hours kRemembered{1};
constexpr int kFreeOfPair = 5;
constexpr int kFreeOfName = 10;
constexpr std::chrono::seconds kFirstWait{15};
constexpr std::chrono::seconds kLongestWait{15 * 60};
constexpr int kFreeOfAddress = 20;  // whatever names were tried; of people who have logged in from there more
constexpr int kMostOfAddress = 100;
constexpr std::chrono::minutes kAddressWindow{15};
constexpr const char* kNobody = "-";  // acts in the audit chain where nobody has shown who they are

// For the next try, after so many failures.
std::chrono::seconds WaitAfter(int failures, int free) {
  if (failures < free) return std::chrono::seconds{0};
  const int doubled = std::min(failures - free, 10);
  return std::min(kFirstWait * (1 << doubled), kLongestWait);
}

std::chrono::seconds Left(core::Instant last, std::chrono::seconds wait, core::Instant now) {
  return std::max(last + wait - now, std::chrono::seconds{0});
}

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
  std::chrono::seconds wait{0};
  std::optional<db::Account> account;  // enabled
  std::string object;                  // for the audit chain, which keeps no name that is nobody's: it may be a password
};

Attempt Begin(pqxx::connection& connection, const std::string& name, const std::string& address,
              core::Instant now) {
  return db::InTransaction(connection, [&](pqxx::work& tx) {
    Attempt attempt;
    attempt.name_sha256 = core::Sha256Hex(name);
    const auto failed = db::CountFailedLogins(tx, attempt.name_sha256, address, now - kRemembered);
    const auto lately = db::CountFailedLogins(tx, attempt.name_sha256, address, now - kAddressWindow);
    attempt.wait = Left(failed.by_name_and_address.last, WaitAfter(failed.by_name_and_address.times, kFreeOfPair), now);
    if (!db::IsKnownAddress(tx, name, address)) {
      attempt.wait = std::max({attempt.wait, Left(failed.by_name.last, WaitAfter(failed.by_name.times, kFreeOfName), now),
                               Left(lately.by_address.last, WaitAfter(lately.by_address.times, kFreeOfAddress), now)});
    }
    if (lately.by_address.times >= kMostOfAddress) attempt.wait = std::max(attempt.wait, kLongestWait);
    if (db::IsAccountName(name)) attempt.account = db::FindAccount(tx, name);
    attempt.object = attempt.account ? "account " + name : "account unknown";
    if (attempt.account && attempt.account->disabled_at) attempt.account.reset();
    return attempt;
  });
}

void Audit(pqxx::transaction_base& tx, const std::string& actor, const char* action, const std::string& object,
           const std::string& address, core::Instant now) {
  db::AppendAudit(tx, {now, actor, action, object, "", nlohmann::json{{"address", address}}.dump()});
}

void Failed(pqxx::connection& connection, const Attempt& attempt, const char* action, const std::string& address,
            core::Instant now) {
  db::InTransaction(connection, [&](pqxx::work& tx) {
    db::AddFailedLogin(tx, attempt.name_sha256, address, now);
    Audit(tx, kNobody, action, attempt.object, address, now);
  });
}

// Told once for each wait, or whoever knocks on fills the chain.
LoginThrottled Throttled(pqxx::connection& connection, const Attempt& attempt, const std::string& address,
                         core::Instant now) {
  db::InTransaction(connection, [&](pqxx::work& tx) {
    if (db::NoteThrottled(tx, attempt.name_sha256, address)) Audit(tx, kNobody, "session.throttled", attempt.object, address, now);
  });
  return {attempt.wait};
}

}  // namespace

std::string SessionTokenHash(std::string_view token) { return core::Sha256Hex(token); }

LoginOutcome LogIn(pqxx::connection& connection, const LoginForm& form, core::Instant now) {
  const Attempt attempt = Begin(connection, form.name, form.address, now);
  if (attempt.wait.count() > 0) return Throttled(connection, attempt, form.address, now);
  const auto& account = attempt.account;
  // Both factors are computed whatever the first one says.
  const bool password_right =
      VerifyPassword(account ? account->password_hash : std::string{}, form.password);
  static const std::string kNoSecret(32, 'A');
  const bool has_secret = account && account->totp_secret;
  const auto step = FindTotpStep(has_secret ? *account->totp_secret : kNoSecret, form.code, now);
  const bool code_right = has_secret ? step.has_value() : account.has_value();
  if (!password_right || !code_right) {
    Failed(connection, attempt, "session.refuse", form.address, now);
    return LoginRefused{};
  }
  LoggedIn in;
  in.token = RandomToken();
  in.session = {
      SessionTokenHash(in.token), RandomToken(), account->id, account->name, account->role, now};
  const bool fresh = db::InTransaction(connection, [&](pqxx::work& tx) {
    if (has_secret && !db::UseTotpStep(tx, account->id, *step)) return false;
    db::AddSession(tx, in.session);
    db::KeepKnownAddress(tx, account->id, form.address, now);
    Audit(tx, account->name, "session.begin", attempt.object, form.address, now);
    return true;
  });
  if (!fresh) {
    Failed(connection, attempt, "session.refuse", form.address, now);
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
  if (attempt.wait.count() > 0) return Throttled(connection, attempt, address, now);
  if (!VerifyPassword(attempt.account ? attempt.account->password_hash : std::string{}, current)) {
    Failed(connection, attempt, "password.refuse", address, now);
    return false;
  }
  if (next == current) throw core::InputError({"", 0, 0, "the new password is the old one", "choose another one"});
  RequireGoodPassword(next, account);
  const std::string hash = HashPassword(next);
  db::InTransaction(connection, [&](pqxx::work& tx) {
    db::SetPassword(tx, attempt.account->id, hash, now);
    Audit(tx, account, "password.change", attempt.object, address, now);
  });
  return true;
}

}  // namespace agencywatch::alerts
