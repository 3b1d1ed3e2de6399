// For tests that need a real PostgreSQL: a throw-away server per test binary, a fresh database per
// test.
//
//   class PostingStoreTest : public db::TestDatabase {};
//   TEST_F(PostingStoreTest, KeepsEachVersion) { auto connection = database().Connect(); … }
//
// Register such a binary with `aw_test(NAME … WHOLE)`: one ctest entry, so that the server starts
// once (1 s) and not once a test; a fresh database then costs some 30 ms.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <pqxx/nontransaction>
#include <stdexcept>
#include <string>

#include "db/database.h"

namespace agencywatch::db {

// A folder in /tmp that goes with the object. Other users may pass through it but not look: the
// database server's account has to.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = "/tmp/agencywatch-test-XXXXXX";
    if (mkdtemp(name.data()) == nullptr || chmod(name.c_str(), 0711) != 0) {
      throw std::runtime_error("cannot make a folder in /tmp");
    }
    path_ = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// The server that all tests of this process share: in /tmp, without syncing, gone at the end of the
// process (by kill -9 too: the server's watcher stops it; only the folder stays).
class TestServer {
 public:
  static TestServer& Get() {
    static TestServer server;
    return server;
  }

  // A new database with all built-in migrations, copied from one that was migrated once.
  [[nodiscard]] Database NewDatabase() {
    const std::string name = "test_" + std::to_string(++count_);
    Execute("CREATE DATABASE " + name + " TEMPLATE migrated OWNER aw_owner");
    return Database::On(server_, name, BuiltInMigrations());
  }

  // An empty database, for tests of migrations.
  [[nodiscard]] std::string NewEmptyDatabase() {
    std::string name = "test_" + std::to_string(++count_);
    Execute("CREATE DATABASE " + name + " OWNER aw_owner");
    return name;
  }

  void Execute(const std::string& sql) {
    pqxx::connection connection(server_->ConnectionString(ServerRole::kSuperuser, "postgres"));
    pqxx::nontransaction(connection).exec(sql);
  }

  [[nodiscard]] const std::shared_ptr<PrivateServer>& server() const { return server_; }

 private:
  TestServer() {
    PrivateServerOptions options;
    options.data_dir = folder_.path() / "data";
    options.durable = false;
    server_ = PrivateServer::Attach(options);
    Execute("CREATE DATABASE migrated OWNER aw_owner");
    (void)Database::On(server_, "migrated", BuiltInMigrations());
  }

  TemporaryFolder folder_;  // outlives the server
  std::shared_ptr<PrivateServer> server_;
  int count_ = 0;
};

class TestDatabase : public ::testing::Test {
 protected:
  [[nodiscard]] Database& database() { return database_; }

 private:
  Database database_ = TestServer::Get().NewDatabase();
};

}  // namespace agencywatch::db
