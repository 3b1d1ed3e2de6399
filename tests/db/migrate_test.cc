#include "db/migrate.h"

#include <gtest/gtest.h>

#include <pqxx/except>
#include <pqxx/nontransaction>
#include <pqxx/result>
#include <vector>

#include "core/errors.h"
#include "core/sha256.h"
#include "tests/db/test_database.h"

namespace agencywatch::db {
namespace {

// The message of the core::CannotRun that `action` throws; empty when it throws none.
template <class Action>
std::string Refusal(Action action) {
  try {
    action();
  } catch (const core::CannotRun& refusal) {
    return refusal.what();
  }
  return "";
}

class Migrations : public ::testing::Test {
 protected:
  Migrations() : name_(TestServer::Get().NewEmptyDatabase()) {
    known_ = {BuiltInMigrations().front(),
              {"0002_a.sql", "CREATE TABLE a (id int); CREATE TABLE b (id int);"}};
  }
  Database Open() { return Database::On(TestServer::Get().server(), name_, known_); }

  std::string name_;
  std::vector<Migration> known_;
};

TEST_F(Migrations, AreAppliedOnceInOrderWithTheirChecksums) {
  (void)Open();
  const Database database = Open();
  const auto connection = database.Connect();
  const auto rows = pqxx::nontransaction(*connection)
                        .exec_n(2, "SELECT name, sha256 FROM schema_migration ORDER BY name");
  EXPECT_EQ(rows[0][0].as<std::string>(), "0001_roles.sql");
  EXPECT_EQ(rows[1][0].as<std::string>(), "0002_a.sql");
  EXPECT_EQ(rows[1][1].as<std::string>(), core::Sha256Hex(known_[1].sql));
}

TEST_F(Migrations, AddOnlyWhatIsNew) {
  (void)Open();
  known_.push_back({"0003_c.sql", "CREATE TABLE c (id int)"});
  const Database database = Open();
  const auto owner = database.ConnectAsOwner();
  EXPECT_TRUE(MissingMigrations(*owner, known_).empty());
  EXPECT_EQ(pqxx::nontransaction(*owner).exec1("SELECT count(*) FROM c")[0].as<int>(), 0);
}

TEST_F(Migrations, RefuseADatabaseThatIsNewerThanTheProgram) {
  known_.push_back({"0003_c.sql", "CREATE TABLE c (id int)"});
  (void)Open();
  known_.pop_back();
  const std::string refusal = Refusal([this] { (void)Open(); });
  EXPECT_NE(refusal.find("0003_c.sql"), std::string::npos) << refusal;
  EXPECT_NE(refusal.find("install the newer agencywatch"), std::string::npos) << refusal;
}

TEST_F(Migrations, RefuseAFileThatChangedAfterItWasApplied) {
  (void)Open();
  known_[1].sql = "CREATE TABLE a (id bigint)";
  const std::string refusal = Refusal([this] { (void)Open(); });
  EXPECT_NE(refusal.find("0002_a.sql was changed"), std::string::npos) << refusal;
}

TEST_F(Migrations, KeepNothingOfAFileThatFails) {
  known_[1].sql = "CREATE TABLE a (id int); SELECT 1/0;";
  const std::string refusal = Refusal([this] { (void)Open(); });
  EXPECT_NE(refusal.find("0002_a.sql failed"), std::string::npos) << refusal;
  known_.pop_back();
  const Database database = Open();
  const auto owner = database.ConnectAsOwner();
  EXPECT_TRUE(
      pqxx::nontransaction(*owner).exec1("SELECT to_regclass('agencywatch.a')")[0].is_null());
}

TEST_F(Migrations, LetTheApplicationReadAndAddButNotChangeOrDelete) {
  const Database database = Open();
  const auto app = database.Connect();
  pqxx::nontransaction query(*app);
  query.exec("INSERT INTO a VALUES (1)");
  EXPECT_THROW(query.exec("UPDATE a SET id = 2"), pqxx::insufficient_privilege);
  EXPECT_THROW(query.exec("DELETE FROM a"), pqxx::insufficient_privilege);
  EXPECT_THROW(query.exec("INSERT INTO schema_migration VALUES ('x', '')"),
               pqxx::insufficient_privilege);
}

}  // namespace
}  // namespace agencywatch::db
