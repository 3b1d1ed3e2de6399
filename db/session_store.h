// Log-ins that last, log-ins that failed, and what a session may see unmasked.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "db/user_store.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

inline constexpr std::chrono::minutes kSessionIdle{60};
inline constexpr std::chrono::hours kSessionAbsolute{12};

struct WebSession {
  std::string token_sha256;  // of the cookie's value, hex
  std::string csrf_token;
  std::int64_t account_id = 0;
  std::string account;
  Role role = Role::kViewer;
  core::Instant made_at;
};
void AddSession(pqxx::transaction_base& tx, const WebSession& session);
// nullopt for one that is unknown, was ended, or is over: idle for kSessionIdle, older than kSessionAbsolute, or of an
// account that is disabled. Notes that it was used, at most once a minute; not when `by_person` is false: a page that
// looks for news by itself keeps nobody logged in.
[[nodiscard]] std::optional<WebSession> UseSession(pqxx::transaction_base& tx,
                                                   const std::string& token_sha256,
                                                   core::Instant now, bool by_person = true);
void EndSession(pqxx::transaction_base& tx, const std::string& token_sha256, core::Instant now);

// How often a log-in failed since `since`, and when last.
struct FailedLogins {
  struct Count {
    int times = 0;
    core::Instant last;
  };
  Count by_name_and_address;
  Count by_address;
  Count by_name;
};
[[nodiscard]] FailedLogins CountFailedLogins(pqxx::transaction_base& tx,
                                             const std::string& name_sha256,
                                             const std::string& address, core::Instant since);
// A try that had to wait: true for the first one since the last failure of that name or address.
bool NoteThrottled(pqxx::transaction_base& tx, const std::string& name_sha256, const std::string& address);
// Addresses from which an account was logged in to, within 90 days.
void KeepKnownAddress(pqxx::transaction_base& tx, std::int64_t account_id, const std::string& address, core::Instant now);
[[nodiscard]] bool IsKnownAddress(pqxx::transaction_base& tx, const std::string& account, const std::string& address);
// Also forgets what is older than a day.
void AddFailedLogin(pqxx::transaction_base& tx, const std::string& name_sha256,
                    const std::string& address, core::Instant now);

// The session may see the alert's personal data from now on. False when it could already: then nothing is written.
bool Disclose(pqxx::transaction_base& tx, const WebSession& session, std::int64_t alert_id,
              const std::string& reason, core::Instant now);
[[nodiscard]] bool IsDisclosed(pqxx::transaction_base& tx, const std::string& token_sha256,
                               std::int64_t alert_id);
// Each of the alerts; false when there are none. A case or a referral is open when all of its alerts are.
[[nodiscard]] bool AreDisclosed(pqxx::transaction_base& tx, const std::string& token_sha256,
                                const std::vector<std::int64_t>& alert_numbers);
// Through any of the alerts that the posting speaks for.
[[nodiscard]] bool IsPostingDisclosed(pqxx::transaction_base& tx, const std::string& token_sha256,
                                      std::int64_t posting_id);
// Reasons and details of the audit chain, likewise.
bool DiscloseAudit(pqxx::transaction_base& tx, const WebSession& session, const std::string& reason, core::Instant now);
[[nodiscard]] bool IsAuditDisclosed(pqxx::transaction_base& tx, const std::string& token_sha256);

}  // namespace agencywatch::db
