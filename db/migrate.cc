#include "db/migrate.h"

#include <algorithm>
#include <map>
#include <pqxx/except>
#include <pqxx/nontransaction>
#include <pqxx/result>
#include <pqxx/transaction>

#include "core/errors.h"
#include "core/sha256.h"
#include "migrations_files.h"

namespace agencywatch::db {

namespace {

// Any number will do that nobody else takes: "awMigrat" in ASCII.
constexpr const char* kLock = "SELECT pg_advisory_lock(7023765421906388340)";
constexpr const char* kUnlock = "SELECT pg_advisory_unlock(7023765421906388340)";
constexpr const char* kHasTable = "SELECT to_regclass('agencywatch.schema_migration') IS NOT NULL";
constexpr const char* kApplied =
    "SELECT name, sha256 FROM agencywatch.schema_migration ORDER BY name";
constexpr const char* kRecord =
    "INSERT INTO agencywatch.schema_migration (name, sha256) VALUES ($1, $2)";

std::string Trimmed(const std::string& text) {
  const auto end = text.find_last_not_of(" \n");
  return end == std::string::npos ? "" : text.substr(0, end + 1);
}

// The advisory lock of a session; it ends with the connection at the latest.
class SessionLock {
 public:
  explicit SessionLock(pqxx::connection& connection) : connection_(connection) {
    pqxx::nontransaction query(connection_);
    query.exec("SET lock_timeout = '120s'");
    try {
      query.exec(kLock);
    } catch (const pqxx::sql_error& failure) {
      throw core::CannotRun(
          "another process has been changing the database's schema for two minutes (" +
          Trimmed(failure.what()) + "); wait for it to end, then try again");
    }
    query.exec("SET lock_timeout = '60s'; SET statement_timeout = 0");
  }
  SessionLock(const SessionLock&) = delete;
  SessionLock& operator=(const SessionLock&) = delete;
  ~SessionLock() {
    try {
      pqxx::nontransaction(connection_).exec(kUnlock);
    } catch (const std::exception&) {  // the connection is gone, and the lock with it
    }
  }

 private:
  pqxx::connection& connection_;
};

}  // namespace

std::vector<Migration> BuiltInMigrations() {
  std::vector<Migration> migrations;
  for (const auto& file : embedded::migrations_files()) {
    migrations.push_back({file.path.substr(file.path.rfind('/') + 1), file.bytes});
  }
  std::sort(migrations.begin(), migrations.end(),
            [](const Migration& a, const Migration& b) { return a.name < b.name; });
  return migrations;
}

std::vector<Migration> MissingMigrations(pqxx::connection& connection,
                                         std::span<const Migration> known) {
  pqxx::nontransaction query(connection);
  std::map<std::string, std::string> applied;
  if (query.exec1(kHasTable)[0].as<bool>()) {
    for (const auto& row : query.exec(kApplied)) {
      applied[row[0].as<std::string>()] = row[1].as<std::string>();
    }
  }
  std::vector<Migration> missing;
  for (const auto& migration : known) {
    const auto found = applied.find(std::string(migration.name));
    if (found == applied.end()) {
      missing.push_back(migration);
      continue;
    }
    if (found->second != core::Sha256Hex(migration.sql)) {
      throw core::CannotRun("the migration " + found->first +
                            " was changed after it had been applied to this database; use the "
                            "program that made the database, or give it a database of its own");
    }
    applied.erase(found);
  }
  if (!applied.empty()) {
    throw core::CannotRun("the database's schema is newer than this program: it has " +
                          applied.rbegin()->first + ", and this program knows up to " +
                          (known.empty() ? "none" : std::string(known.back().name)) +
                          "; install the newer agencywatch");
  }
  return missing;
}

int Migrate(pqxx::connection& connection, std::span<const Migration> known) {
  const SessionLock lock(connection);
  const auto missing = MissingMigrations(connection, known);
  for (const auto& migration : missing) {
    try {
      pqxx::work change(connection);
      if (migration.name != known.front().name) change.exec("SET LOCAL ROLE aw_owner");
      change.exec(std::string(migration.sql));
      change.exec_params(kRecord, std::string(migration.name), core::Sha256Hex(migration.sql));
      change.commit();
    } catch (const pqxx::sql_error& failure) {
      throw core::CannotRun(
          "the migration " + std::string(migration.name) + " failed: " + Trimmed(failure.what()) +
          "; nothing of it was kept. If a right is missing: let a user who has it (a member of "
          "aw_owner; for the very first one with CREATEROLE) start agencywatch once");
    }
  }
  return static_cast<int>(missing.size());
}

}  // namespace agencywatch::db
