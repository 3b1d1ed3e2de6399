// Logging in: throttled, never saying which of name, password and code was wrong, and each try in the audit chain.
// Source of the throttle: OWASP Authentication Cheat Sheet (a lock that grows, by account and not only by address, and none
// by which a stranger keeps the owner out).
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

// Within an hour, failures of a name from one address are free up to the fifth, then each doubles the wait for the next
// try, from 15 seconds to 15 minutes; likewise from the tenth failure of a name from anywhere, which does not count where its
// owner logged in from before. An address as a whole (a whole office may stand behind it) may fail 100 times in 15 minutes.
// While one has to wait, nothing is verified.
[[nodiscard]] LoginOutcome LogIn(pqxx::connection& connection, const LoginForm& form,
                                 core::Instant now);

// True when `current` was the account's password and it has been changed to `next`, which ends all its sessions.
// Failures count as failed log-ins. Throws core::InputError for a new one that is not good enough (password.h).
[[nodiscard]] std::variant<bool, LoginThrottled> ChangePassword(
    pqxx::connection& connection, const std::string& account, const std::string& current,
    const std::string& next, const std::string& address, core::Instant now);

// What is stored of a cookie's value.
[[nodiscard]] std::string SessionTokenHash(std::string_view token);

}  // namespace agencywatch::alerts
