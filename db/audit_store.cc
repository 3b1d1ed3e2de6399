#include "db/audit_store.h"

#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

constexpr Statement kAddPerson{"person.add", R"(
  INSERT INTO person (name, made_at) SELECT $1, $2 WHERE NOT EXISTS (SELECT FROM person WHERE name = $1)
  ON CONFLICT (name) DO NOTHING)"};
constexpr Statement kFindPerson{"person.find", "SELECT id FROM person WHERE name = $1"};
constexpr Statement kAppend{"audit.append", "SELECT audit_append($1, $2, $3, $4, $5, $6)"};
constexpr Statement kVerify{"audit.verify", R"(
  SELECT count(*), (SELECT sha256 FROM audit ORDER BY seq DESC LIMIT 1), min(seq) FILTER (WHERE broken) FROM (
   SELECT seq, seq <> row_number() OVER w OR prev_sha256 <> coalesce(lag(sha256) OVER w, repeat('0', 64))
    OR sha256 <> audit_sha256(prev_sha256, seq, at, actor, action, object, reason, body) AS broken
   FROM audit WINDOW w AS (ORDER BY seq)) checked)"};

}  // namespace

std::int64_t EnsurePerson(pqxx::transaction_base& tx, const std::string& name, core::Instant now) {
  Exec(tx, kAddPerson, name, now);
  return ExecOne(tx, kFindPerson, name)[0].as<std::int64_t>();
}

std::int64_t AppendAudit(pqxx::transaction_base& tx, const AuditEntry& entry) {
  return ExecOne(tx, kAppend, entry.at, entry.actor, entry.action, entry.object, entry.reason,
                 pqxx::binarystring(entry.body))[0]
      .as<std::int64_t>();
}

AuditState VerifyAudit(pqxx::transaction_base& tx) {
  const auto row = ExecOne(tx, kVerify);
  return {row[0].as<std::int64_t>(), row[1].is_null() ? std::string(64, '0') : row[1].c_str(),
          FindValue<std::int64_t>(row[2])};
}

}  // namespace agencywatch::db
