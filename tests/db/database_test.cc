#include "db/database.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <pqxx/connection>
#include <pqxx/nontransaction>
#include <pqxx/result>
#include <string>
#include <vector>

#include "core/errors.h"
#include "db/transaction.h"
#include "tests/db/administrators_server.h"

namespace agencywatch::db {
namespace {

// The message of the core::CannotRun with which opening ends; empty when it works.
std::string Refusal(const std::string& url) {
  DatabaseOptions options;
  options.url = url;
  try {
    (void)Database::Open(options);
    return "";
  } catch (const core::CannotRun& refusal) {
    return refusal.what();
  }
}

std::string One(pqxx::connection& connection, const std::string& sql) {
  return pqxx::nontransaction(connection).exec1(sql)[0].as<std::string>();
}

TEST(DatabaseUrl, OnAServerOfOnesOwnGetsRolesAndSchemaAndActsAsTheApplication) {
  const AdministratorsServer server;
  DatabaseOptions options;
  options.url = server.Url("department", "department-word", "monitor");
  (void)Database::Open(options);
  const Database database = Database::Open(options);
  EXPECT_EQ(database.description().find("department-word"), std::string::npos);
  const auto app = database.Connect();
  EXPECT_EQ(One(*app, "SELECT current_user"), "aw_app");
  EXPECT_EQ(One(*app, "SELECT min(name) FROM schema_migration"), "0001_roles.sql");
  EXPECT_EQ(One(*app, "SELECT tableowner FROM pg_tables WHERE tablename = 'schema_migration'"),
            "aw_owner");

  // A user without rights is told which one is missing, and a wrong password is not repeated.
  const std::string reader = Refusal(server.Url("reader", "reader-word", "monitor"));
  EXPECT_NE(reader.find("let an administrator GRANT aw_app"), std::string::npos) << reader;
  const std::string wrong = Refusal(server.Url("department", "wrong-word", "monitor"));
  EXPECT_NE(wrong.find("password authentication failed"), std::string::npos) << wrong;
  EXPECT_EQ(wrong.find("wrong-word"), std::string::npos) << wrong;
}

TEST(DatabaseUrl, ThatNobodyAnswersIsNamedWithoutItsPassword) {
  const std::string refusal = Refusal("postgresql://scan:secret-word@127.0.0.1:1/monitor");
  EXPECT_NE(refusal.find("postgresql://scan@127.0.0.1:1/monitor"), std::string::npos) << refusal;
  EXPECT_NE(refusal.find("--database"), std::string::npos) << refusal;
  EXPECT_EQ(refusal.find("secret-word"), std::string::npos) << refusal;
}

TEST(DatabaseUrl, ThatCannotBeReadIsWrongInputAndNotRepeated) {
  for (const char* text : {"postgresql://scan:secret-word@[::1/x", "host=x secret-word"}) {
    DatabaseOptions options;
    options.url = text;
    try {
      (void)Database::Open(options);
      ADD_FAILURE() << "was taken: " << text;
    } catch (const core::InputError& error) {
      EXPECT_EQ(std::string(error.what()).find("secret-word"), std::string::npos) << error.what();
    }
  }
}

TEST(DatabaseUrl, ComesFromTheOptionThenTheEnvironmentThenTheConfiguration) {
  unsetenv("AGENCYWATCH_DATABASE");
  EXPECT_EQ(ChooseDatabaseUrl("", ""), "");
  EXPECT_EQ(ChooseDatabaseUrl("", "configured"), "configured");
  setenv("AGENCYWATCH_DATABASE", "environment", 1);
  EXPECT_EQ(ChooseDatabaseUrl("", "configured"), "environment");
  EXPECT_EQ(ChooseDatabaseUrl("option", "configured"), "option");
  unsetenv("AGENCYWATCH_DATABASE");
}

class Connections : public TestDatabase {};

TEST_F(Connections, AreUtf8InUtcWithLimitsForTheApplication) {
  const auto app = database().Connect();
  EXPECT_EQ(One(*app, "SHOW client_encoding"), "UTF8");
  EXPECT_EQ(One(*app, "SHOW TimeZone"), "UTC");
  EXPECT_EQ(One(*app, "SHOW application_name"), "agencywatch");
  EXPECT_EQ(One(*app, "SHOW statement_timeout"), "5min");
  EXPECT_EQ(One(*app, "SELECT current_user"), "aw_app");
  const auto owner = database().ConnectAsOwner();
  EXPECT_EQ(One(*owner, "SELECT current_user"), "aw_owner");
  EXPECT_EQ(One(*owner, "SHOW statement_timeout"), "0");
}

constexpr const char* kFail =
    "DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = 'serialization_failure'; END $$";

TEST_F(Connections, RepeatATransactionThatCouldNotBeSerialised) {
  const auto owner = database().ConnectAsOwner();
  pqxx::nontransaction(*owner).exec("CREATE TABLE t (n int)");
  int calls = 0;
  const int result = InTransaction(*owner, [&calls](pqxx::work& unit) {
    unit.exec("INSERT INTO t VALUES (1)");
    if (++calls < 3) unit.exec(kFail);
    return calls;
  });
  EXPECT_EQ(result, 3);
  EXPECT_EQ(One(*owner, "SELECT count(*) FROM t"), "1");
}

TEST_F(Connections, GiveUpATransactionThatNeverGoesThrough) {
  const auto owner = database().ConnectAsOwner();
  int calls = 0;
  EXPECT_THROW(InTransaction(*owner,
                             [&calls](pqxx::work& unit) {
                               ++calls;
                               unit.exec(kFail);
                             }),
               core::RetryLater);
  EXPECT_EQ(calls, kTransactionTries);
}

TEST_F(Connections, ThatAreCutOffSaySo) {
  const auto owner = database().ConnectAsOwner();
  EXPECT_THROW(InTransaction(*owner,
                             [](pqxx::work& unit) {
                               unit.exec("SELECT pg_terminate_backend(pg_backend_pid())");
                             }),
               core::RetryLater);
}

}  // namespace
}  // namespace agencywatch::db
