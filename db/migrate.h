// Bringing the schema of a database to what this program knows.
//
// Migrations are SQL files in db/migrations, applied in the order of their names, each in a
// transaction of its own together with its row in agencywatch.schema_migration(name, sha256,
// applied_at). An applied file never changes.
#pragma once

#include <pqxx/connection>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace agencywatch::db {

struct Migration {
  std::string_view name;  // "0001_roles.sql"; sorts by time
  std::string_view sql;
};

// The migrations built into the program, sorted by name.
[[nodiscard]] std::vector<Migration> BuiltInMigrations();

// What is missing in the database; empty when it is up to date. Throws core::CannotRun when the
// database is newer than `known`, or when an applied migration differs from the one in `known`.
[[nodiscard]] std::vector<Migration> MissingMigrations(pqxx::connection& connection,
                                                       std::span<const Migration> known);

// Applies what is missing and returns how many that were. Two processes at once do it one after the
// other. The first migration runs as the connection's user (it makes the roles), all others as
// aw_owner. Throws core::CannotRun as above, and with the file's name when one fails; then nothing
// of that file stays.
int Migrate(pqxx::connection& connection, std::span<const Migration> known);

}  // namespace agencywatch::db
