#include "db/session_store.h"

#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

constexpr Statement kAdd{"session.add", R"(
  INSERT INTO web_session (token_sha256, account_id, csrf_token, made_at, used_at)
  VALUES ($1, $2, $3, $4, $4))"};
constexpr Statement kFind{"session.find", R"(
  SELECT s.csrf_token, a.id, a.name, a.role, extract(epoch FROM s.made_at)::bigint,
   s.used_at < $2::timestamptz - interval '1 minute'
  FROM web_session s JOIN account a ON a.id = s.account_id
  WHERE s.token_sha256 = $1 AND s.ended_at IS NULL AND a.disabled_at IS NULL
   AND s.used_at > $3 AND s.made_at > $4)"};
constexpr Statement kTouch{"session.touch",
                           "UPDATE web_session SET used_at = $2 WHERE token_sha256 = $1"};
constexpr Statement kEnd{
    "session.end",
    "UPDATE web_session SET ended_at = $2 WHERE token_sha256 = $1 AND ended_at IS NULL"};
constexpr Statement kCountFailed{"session.count_failed", R"(
  SELECT count(*) FILTER (WHERE name_sha256 = $1 AND address = $2), count(*) FILTER (WHERE address = $2),
   count(*) FILTER (WHERE name_sha256 = $1),
   extract(epoch FROM max(at) FILTER (WHERE name_sha256 = $1 AND address = $2))::bigint,
   extract(epoch FROM max(at) FILTER (WHERE address = $2))::bigint, extract(epoch FROM max(at) FILTER (WHERE name_sha256 = $1))::bigint
  FROM login_attempt WHERE at > $3 AND (name_sha256 = $1 OR address = $2))"};
constexpr Statement kAddFailed{
    "session.add_failed",
    "INSERT INTO login_attempt (at, name_sha256, address) VALUES ($1, $2, $3)"};
constexpr Statement kForgetFailed{
    "session.forget_failed",
    "DELETE FROM login_attempt WHERE at < $1::timestamptz - interval '1 day'"};
constexpr Statement kNoteThrottled{"session.note_throttled", R"(
  UPDATE login_attempt SET throttled = true WHERE (name_sha256 = $1 OR address = $2) AND NOT throttled
   AND at = (SELECT max(at) FROM login_attempt WHERE name_sha256 = $1 OR address = $2))"};
constexpr Statement kKeepKnown{"session.keep_known", R"(
  INSERT INTO known_address (account_id, address, used_at) VALUES ($1, $2, $3)
  ON CONFLICT (account_id, address) DO UPDATE SET used_at = excluded.used_at)"};
constexpr Statement kForgetKnown{
    "session.forget_known",
    "DELETE FROM known_address WHERE used_at < $1::timestamptz - interval '90 days'"};
constexpr Statement kIsKnown{
    "session.is_known",
    "SELECT FROM known_address k JOIN account a ON a.id = k.account_id WHERE a.name = $1 AND k.address = $2"};
constexpr Statement kDisclose{"session.disclose", R"(
  INSERT INTO disclosure (at, account_id, token_sha256, alert_id, reason)
  VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING id)"};
constexpr Statement kIsDisclosed{
    "session.is_disclosed", "SELECT FROM disclosure WHERE token_sha256 = $1 AND alert_id = $2"};
constexpr Statement kAreDisclosed{"session.are_disclosed", R"(
  SELECT cardinality($2::bigint[]) > 0 AND NOT EXISTS (SELECT FROM unnest($2::bigint[]) AS asked(number)
   WHERE NOT EXISTS (SELECT FROM disclosure d JOIN alert a ON a.id = d.alert_id
    WHERE d.token_sha256 = $1 AND a.number = asked.number)))"};
constexpr Statement kPostingDisclosed{"session.posting_disclosed", R"(
  SELECT FROM disclosure d JOIN alert_posting p ON p.alert_id = d.alert_id
  WHERE d.token_sha256 = $1 AND p.posting_id = $2 LIMIT 1)"};
constexpr Statement kDiscloseAudit{"session.disclose_audit", R"(
  INSERT INTO audit_disclosure (at, account_id, token_sha256, reason) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING at)"};
constexpr Statement kIsAuditDisclosed{"session.is_audit_disclosed", "SELECT FROM audit_disclosure WHERE token_sha256 = $1"};

}  // namespace

void AddSession(pqxx::transaction_base& tx, const WebSession& session) {
  Exec(tx, kAdd, session.token_sha256, session.account_id, session.csrf_token, session.made_at);
}

std::optional<WebSession> UseSession(pqxx::transaction_base& tx, const std::string& token_sha256,
                                     core::Instant now, bool by_person) {
  const auto rows = Exec(tx, kFind, token_sha256, now, now - kSessionIdle, now - kSessionAbsolute);
  if (rows.empty()) return {};
  const auto& row = rows[0];
  WebSession session;
  session.token_sha256 = token_sha256;
  session.csrf_token = row[0].c_str();
  session.account_id = row[1].as<std::int64_t>();
  session.account = row[2].c_str();
  session.role = FindRole(row[3].c_str()).value();
  session.made_at = InstantOf(row[4]);
  if (by_person && row[5].as<bool>()) Exec(tx, kTouch, token_sha256, now);
  return session;
}

void EndSession(pqxx::transaction_base& tx, const std::string& token_sha256, core::Instant now) {
  Exec(tx, kEnd, token_sha256, now);
}

FailedLogins CountFailedLogins(pqxx::transaction_base& tx, const std::string& name_sha256,
                               const std::string& address, core::Instant since) {
  const auto row = ExecOne(tx, kCountFailed, name_sha256, address, since);
  const auto count = [&](int column) {
    return FailedLogins::Count{row[column].as<int>(), FindValue<core::Instant>(row[column + 3]).value_or(core::Instant{})};
  };
  return {count(0), count(1), count(2)};
}

bool NoteThrottled(pqxx::transaction_base& tx, const std::string& name_sha256, const std::string& address) {
  return Exec(tx, kNoteThrottled, name_sha256, address).affected_rows() > 0;
}

void KeepKnownAddress(pqxx::transaction_base& tx, std::int64_t account_id, const std::string& address, core::Instant now) {
  Exec(tx, kForgetKnown, now);
  Exec(tx, kKeepKnown, account_id, address, now);
}

bool IsKnownAddress(pqxx::transaction_base& tx, const std::string& account, const std::string& address) {
  return !Exec(tx, kIsKnown, account, address).empty();
}

void AddFailedLogin(pqxx::transaction_base& tx, const std::string& name_sha256,
                    const std::string& address, core::Instant now) {
  Exec(tx, kForgetFailed, now);
  Exec(tx, kAddFailed, now, name_sha256, address);
}

bool Disclose(pqxx::transaction_base& tx, const WebSession& session, std::int64_t alert_id,
              const std::string& reason, core::Instant now) {
  return !Exec(tx, kDisclose, now, session.account_id, session.token_sha256, alert_id, reason)
              .empty();
}

bool IsDisclosed(pqxx::transaction_base& tx, const std::string& token_sha256,
                 std::int64_t alert_id) {
  return !Exec(tx, kIsDisclosed, token_sha256, alert_id).empty();
}

bool AreDisclosed(pqxx::transaction_base& tx, const std::string& token_sha256,
                  const std::vector<std::int64_t>& alert_numbers) {
  return ExecOne(tx, kAreDisclosed, token_sha256, ArrayOf(alert_numbers))[0].as<bool>();
}

bool IsPostingDisclosed(pqxx::transaction_base& tx, const std::string& token_sha256,
                        std::int64_t posting_id) {
  return !Exec(tx, kPostingDisclosed, token_sha256, posting_id).empty();
}

bool DiscloseAudit(pqxx::transaction_base& tx, const WebSession& session, const std::string& reason, core::Instant now) {
  return !Exec(tx, kDiscloseAudit, now, session.account_id, session.token_sha256, reason).empty();
}

bool IsAuditDisclosed(pqxx::transaction_base& tx, const std::string& token_sha256) {
  return !Exec(tx, kIsAuditDisclosed, token_sha256).empty();
}

}  // namespace agencywatch::db
