// Logging in: throttled, and never saying which of name, password and code was wrong.
#pragma once

#include <chrono>
#include <optional>
#include <pqxx/connection>
#include <string>
#include <variant>

#include "core/time.h"
#include "db/session_store.h"

namespace agencywatch::alerts {

struct LoginForm {
  std::string name;
  std::string password;
  std::string code;     // of the second factor; empty where there is none
  std::string address;  // of the client
};
struct LoggedIn {
  std::string token;  // for the cookie; only its hash is kept
  db::WebSession session;
};
struct LoginRefused {};
struct LoginThrottled {
  std::chrono::seconds retry_after;
};
using LoginOutcome = std::variant<LoggedIn, LoginRefused, LoginThrottled>;

// In 15 minutes: 5 failures of a name from one address, 30 from one address, 100 of one name; then nothing is verified.
[[nodiscard]] LoginOutcome LogIn(pqxx::connection& connection, const LoginForm& form,
                                 core::Instant now);

// True when `current` was the account's password and it has been changed to `next`, which ends all its sessions.
// Failures count as failed log-ins. Throws core::InputError for a new one that is too short.
[[nodiscard]] std::variant<bool, LoginThrottled> ChangePassword(
    pqxx::connection& connection, const std::string& account, const std::string& current,
    const std::string& next, const std::string& address, core::Instant now);

// What is stored of a cookie's value.
[[nodiscard]] std::string SessionTokenHash(std::string_view token);

}  // namespace agencywatch::alerts
