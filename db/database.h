// Where the store is, and connections to it.
#pragma once

#include <filesystem>
#include <memory>
#include <pqxx/connection>
#include <pqxx/except>
#include <pqxx/transaction_base>
#include <span>
#include <string>

#include "core/log.h"
#include "db/connection_string.h"
#include "db/migrate.h"
#include "db/private_server.h"

namespace agencywatch::db {

// The database URL to use: the one of --database, else AGENCYWATCH_DATABASE, else the
// configuration's; empty when none of them is set, which means the private server.
[[nodiscard]] std::string ChooseDatabaseUrl(const std::string& option,
                                            const std::string& configured);

struct DatabaseOptions {
  std::string url;  // empty: the private server in data_dir
  std::filesystem::path data_dir = DefaultDataDir();
  core::Log* log = nullptr;  // may be null; outlives the database
  std::string system_user;   // who runs the program, for the audit chain; empty: accounts of the review site act
};

// An open store whose schema is up to date. Any number of threads may call Connect; each connection
// stays on the thread that uses it. Destroy all connections before the database: it may be the last
// user of the private server.
class Database {
 public:
  // Starts or attaches to the private server, or goes to the URL, and applies missing migrations.
  // Throws core::InputError for a URL that cannot be read, core::CannotRun for all that does not
  // work; no message holds the password.
  [[nodiscard]] static Database Open(const DatabaseOptions& options);
  // A database of that name on `server`; for tests and tools.
  [[nodiscard]] static Database On(std::shared_ptr<PrivateServer> server, const std::string& name,
                                   std::span<const Migration> migrations);

  // A new connection as aw_app: UTF-8, UTC, search_path agencywatch, a statement may take 5
  // minutes, a lock 1 minute, a transaction may be idle for 10. It never reconnects by itself; when
  // it breaks, throw it away.
  [[nodiscard]] std::unique_ptr<pqxx::connection> Connect() const;
  // The same as aw_retention, which may only call the functions by which data go (db/retention_store.h).
  [[nodiscard]] std::unique_ptr<pqxx::connection> ConnectForRetention() const;
  // The same for who asks for rows by their keys only, thousands of times: plans are made once, for tables in the order
  // in which statements name them, and never read whole tables. Long texts are compressed by lz4 where the server can.
  [[nodiscard]] std::unique_ptr<pqxx::connection> ConnectForKeys() const;
  // The same as aw_owner and without time limits.
  [[nodiscard]] std::unique_ptr<pqxx::connection> ConnectAsOwner() const;

  // For people: "postgresql://user@host/name" or "the private server in DIR"; without a password.
  [[nodiscard]] const std::string& description() const { return description_; }
  // Null when the store is at a URL.
  [[nodiscard]] const std::shared_ptr<PrivateServer>& private_server() const { return server_; }

 private:
  Database() = default;
  [[nodiscard]] std::unique_ptr<pqxx::connection> ConnectAs(ServerRole role) const;
  void TellSystemUser(pqxx::transaction_base& session) const;
  void EnsureRetentionRole() const;
  void BringUpToDate(std::span<const Migration> migrations) const;
  [[noreturn]] void Fail(const pqxx::failure& failure) const;

  std::shared_ptr<PrivateServer> server_;
  std::string name_;             // of the database on server_
  ConnectionSettings settings_;  // of the URL
  std::string description_;
  std::string system_user_;
};

}  // namespace agencywatch::db
