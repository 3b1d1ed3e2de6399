#include "db/database.h"

#include <cstdlib>
#include <pqxx/except>
#include <pqxx/nontransaction>
#include <pqxx/result>
#include <utility>

#include "core/errors.h"

namespace agencywatch::db {

namespace {

constexpr const char* kSession =
    "SET client_encoding = 'UTF8'; SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD';"
    "SET search_path = agencywatch, public; SET client_min_messages = warning";
constexpr const char* kAppLimits =
    "SET statement_timeout = '5min'; SET lock_timeout = '1min';"
    "SET idle_in_transaction_session_timeout = '10min'";
constexpr const char* kByKeys =
    "SET enable_seqscan = off; SET jit = off; SET join_collapse_limit = 1; SET plan_cache_mode = force_generic_plan";
constexpr const char* kFastToast =
    "SELECT set_config('default_toast_compression', 'lz4', false) FROM pg_settings "
    "WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)";
constexpr const char* kVersion = "SELECT current_setting('server_version_num')::int";
constexpr const char* kMayBecome =
    "SELECT coalesce((SELECT pg_has_role(session_user, r.oid, 'MEMBER') FROM pg_roles r WHERE r.rolname = $1), false)";
constexpr const char* kMakeRetentionRole =
    "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'aw_retention') THEN CREATE ROLE aw_retention LOGIN; END IF; "
    "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$";
constexpr const char* kHasSchema = "SELECT to_regnamespace('agencywatch') IS NOT NULL";
constexpr int kOldestVersion = 150000;

std::string OneLine(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  for (char& c : text) {
    if (c == '\n' || c == '\t') c = ' ';
  }
  return text;
}

std::unique_ptr<pqxx::connection> NewConnection(const std::string& connection_string) {
  auto connection = std::make_unique<pqxx::connection>(connection_string);
  // A silent reconnect would lose the role and the settings below. (Deprecated because libpqxx 7
  // never reconnects.)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  connection->inhibit_reactivation(true);
#pragma GCC diagnostic pop
  return connection;
}

}  // namespace

std::string ChooseDatabaseUrl(const std::string& option, const std::string& configured) {
  if (!option.empty()) return option;
  const char* environment = std::getenv("AGENCYWATCH_DATABASE");
  return environment != nullptr && *environment != '\0' ? environment : configured;
}

Database Database::Open(const DatabaseOptions& options) {
  if (options.url.empty()) {
    PrivateServerOptions server;
    server.data_dir = options.data_dir;
    server.log = options.log;
    Database database = On(PrivateServer::Attach(std::move(server)), PrivateServer::kDatabase, BuiltInMigrations());
    database.system_user_ = options.system_user;
    return database;
  }
  Database database;
  database.system_user_ = options.system_user;
  database.settings_ = ParseConnectionString(options.url);
  database.settings_.emplace("connect_timeout", "10");
  database.settings_.insert_or_assign("application_name", "agencywatch");
  database.description_ = DescribeConnection(database.settings_);
  database.BringUpToDate(BuiltInMigrations());
  return database;
}

Database Database::On(std::shared_ptr<PrivateServer> server, const std::string& name,
                      std::span<const Migration> migrations) {
  Database database;
  database.server_ = std::move(server);
  database.name_ = name;
  database.description_ = "the private server's database " + name;
  database.BringUpToDate(migrations);
  return database;
}

std::unique_ptr<pqxx::connection> Database::Connect() const { return ConnectAs(ServerRole::kApp); }

std::unique_ptr<pqxx::connection> Database::ConnectForRetention() const {
  return ConnectAs(ServerRole::kRetention);
}

std::unique_ptr<pqxx::connection> Database::ConnectForKeys() const {
  auto connection = Connect();
  pqxx::nontransaction session(*connection);
  session.exec(kByKeys);
  session.exec(kFastToast);
  return connection;
}

std::unique_ptr<pqxx::connection> Database::ConnectAsOwner() const {
  return ConnectAs(ServerRole::kOwner);
}

std::unique_ptr<pqxx::connection> Database::ConnectAs(ServerRole role) const {
  std::unique_ptr<pqxx::connection> connection;
  try {
    if (server_) {
      const std::string connection_string = server_->ConnectionString(role, name_);
      try {
        connection = NewConnection(connection_string);
      } catch (const pqxx::broken_connection&) {
        server_->EnsureRunning();  // somebody killed it
        connection = NewConnection(connection_string);
      }
    } else {
      connection = NewConnection(FormatConnectionString(settings_));
    }
    pqxx::nontransaction session(*connection);
    session.exec(kSession);
    if (server_) {
      if (role == ServerRole::kApp || role == ServerRole::kRetention) session.exec(kAppLimits);
      TellSystemUser(session);
      return connection;
    }
    const int version = session.exec1(kVersion)[0].as<int>();
    if (version < kOldestVersion) {
      throw core::CannotRun(description_ + " is PostgreSQL " + std::to_string(version / 10000) +
                            "; agencywatch needs 15 or later");
    }
    if (role == ServerRole::kApp || role == ServerRole::kRetention) {
      const std::string name = RoleName(role);
      if (!session.exec_params1(kMayBecome, name)[0].as<bool>()) {
        throw core::CannotRun("the user of " + description_ + " may not act as the role " + name +
                              "; let an administrator GRANT " + name + " TO it");
      }
      session.exec("SET ROLE " + name);
      session.exec(kAppLimits);
    }
    TellSystemUser(session);
    return connection;
  } catch (const pqxx::failure& failure) {
    Fail(failure);
  }
}

void Database::TellSystemUser(pqxx::transaction_base& session) const {
  if (!system_user_.empty()) session.exec_params1("SELECT set_config('agencywatch.system_user', $1, false)", system_user_);
}

// A private server that an older program made has no such role; only its superuser can add it.
void Database::EnsureRetentionRole() const {
  pqxx::nontransaction(*ConnectAs(ServerRole::kSuperuser)).exec(kMakeRetentionRole);
}

void Database::BringUpToDate(std::span<const Migration> migrations) const {
  try {
    const auto owner = ConnectAs(ServerRole::kOwner);
    // Whoever may only use the schema is not asked to change it when nothing is missing.
    if (!server_ && pqxx::nontransaction(*owner).exec1(kHasSchema)[0].as<bool>() &&
        MissingMigrations(*Connect(), migrations).empty()) {
      return;
    }
    if (server_ && !MissingMigrations(*owner, migrations).empty()) EnsureRetentionRole();
    Migrate(*owner, migrations);
  } catch (const pqxx::failure& failure) {
    Fail(failure);
  }
}

void Database::Fail(const pqxx::failure& failure) const {
  throw core::CannotRun(
      "cannot use the database " + description_ + ": " +
      WithoutPassword(OneLine(failure.what()), settings_) +
      (server_ ? "; see server.log in the data directory"
               : "; check that the server runs, that the URL (--database, AGENCYWATCH_DATABASE "
                 "or the configuration) is right and that this user may connect"));
}

}  // namespace agencywatch::db
