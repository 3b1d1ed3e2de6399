// The private server against real processes and a real PostgreSQL. When run by root the server runs
// as postgres, and everything that a plain user does is tried as the user nobody besides.
#include "db/private_server.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <pqxx/connection>
#include <pqxx/except>
#include <pqxx/nontransaction>
#include <pqxx/result>
#include <string>
#include <thread>
#include <vector>

#include "core/errors.h"
#include "db/database.h"
#include "db/internal/lock_file.h"
#include "db/internal/run_as.h"
#include "tests/db/other_process.h"
#include "tests/db/test_database.h"

namespace agencywatch::db {
namespace {

namespace fs = std::filesystem;

bool IsRoot() { return geteuid() == 0; }

// A data directory that does not exist yet.
class FirstStart : public ::testing::Test {
 protected:
  FirstStart() {
    options_.data_dir = folder_.path() / "data";
    options_.durable = false;
  }

  [[nodiscard]] std::unique_ptr<PrivateServer> Attach() const {
    return PrivateServer::Attach(options_);
  }

  // The message of the core::CannotRun with which attaching ends; empty when it works.
  [[nodiscard]] std::string Refusal() const {
    try {
      (void)Attach();
      return "";
    } catch (const core::CannotRun& refusal) {
      return refusal.what();
    }
  }

  [[nodiscard]] std::unique_ptr<OtherProcess> Start(OtherProcess::Options options = {}) const {
    options.argv = {AW_SERVER_USER, options_.data_dir, options_.durable ? "durable" : "fast"};
    return std::make_unique<OtherProcess>(options);
  }

  [[nodiscard]] fs::path Cluster() const { return options_.data_dir / "postgres/cluster"; }

  // 0 when the server does not run (a clean stop removes the file).
  [[nodiscard]] pid_t Postmaster() const {
    std::ifstream file(Cluster() / "postmaster.pid");
    pid_t pid = 0;
    file >> pid;
    return pid;
  }

  [[nodiscard]] std::optional<pid_t> Watcher() const {
    const fs::path lock = options_.data_dir / "run/server.watcher";
    std::error_code ignored;
    for (const auto& process : fs::directory_iterator("/proc", ignored)) {
      std::string name;
      std::getline(std::ifstream(process.path() / "comm"), name);
      if (name != "aw-watcher") continue;
      for (const auto& file : fs::directory_iterator(process.path() / "fd", ignored)) {
        if (fs::read_symlink(file.path(), ignored) == lock) {
          return std::stoi(process.path().filename());
        }
      }
    }
    return {};
  }

  // Everything has ended: the server, and the watcher too.
  [[nodiscard]] bool IsQuiet() const { return Postmaster() == 0 && !Watcher(); }

  static int One(const PrivateServer& server) {
    pqxx::connection connection(server.ConnectionString(ServerRole::kApp));
    return pqxx::nontransaction(connection).exec1("SELECT 1")[0].as<int>();
  }

  TemporaryFolder folder_;
  PrivateServerOptions options_;
};

// A data directory that was used before: a copy of one that is made once, since making takes long.
class LaterStart : public FirstStart {
 protected:
  LaterStart() {
    static const TemporaryFolder kMade;
    static const bool kReady = [] {
      PrivateServerOptions options;
      options.data_dir = kMade.path();
      options.durable = false;
      (void)PrivateServer::Attach(options);
      return true;
    }();
    const auto me = internal::FindAccount(geteuid());
    const auto copied =
        internal::RunAs(me.value(), "/", {"/bin/cp", "-a", kMade.path(), options_.data_dir}, "", -1,
                        std::chrono::seconds(60));
    EXPECT_TRUE(kReady && copied.exit_code == 0) << copied.output;
  }
};

TEST_F(LaterStart, StartsForTheFirstUserServesTheSecondAndStopsWithTheLast) {
  auto first = Attach();
  const pid_t postmaster = Postmaster();
  ASSERT_NE(postmaster, 0);
  auto second = Attach();
  EXPECT_EQ(Postmaster(), postmaster);
  first.reset();
  EXPECT_EQ(Postmaster(), postmaster);
  EXPECT_EQ(One(*second), 1);
  second.reset();
  EXPECT_EQ(Postmaster(), 0);
  EXPECT_TRUE(Eventually([this] { return IsQuiet(); }));
}

TEST_F(FirstStart, MakesADatabaseInUtf8ThatTheOwnerOwns) {
  const auto server = Attach();
  pqxx::connection connection(server->ConnectionString(ServerRole::kOwner));
  const auto row = pqxx::nontransaction(connection)
                       .exec1(
                           "SELECT pg_encoding_to_char(encoding), datcollate,"
                           " pg_get_userbyid(datdba), current_user"
                           " FROM pg_database WHERE datname = current_database()");
  EXPECT_EQ(row[0].as<std::string>(), "UTF8");
  EXPECT_EQ(row[1].as<std::string>(), "C.UTF-8");
  EXPECT_EQ(row[2].as<std::string>(), "aw_owner");
  EXPECT_EQ(row[3].as<std::string>(), "aw_owner");
}

TEST_F(LaterStart, ListensOnNoNetworkAndLetsNobodyElseIn) {
  const auto server = Attach();
  pqxx::connection connection(server->ConnectionString(ServerRole::kSuperuser));
  EXPECT_EQ(pqxx::nontransaction(connection).exec1("SHOW listen_addresses")[0].as<std::string>(""),
            "");
  struct stat info {};
  ASSERT_EQ(stat((options_.data_dir / "postgres").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700U);
}

TEST_F(FirstStart, FourProcessesAtOnceShareOneServer) {
  std::vector<std::unique_ptr<OtherProcess>> users;
  users.reserve(4);
  for (int i = 0; i < 4; ++i) users.push_back(Start());
  for (auto& user : users) EXPECT_EQ(user->ReadLine(), "attached");
  const pid_t postmaster = Postmaster();
  for (auto& user : users) {
    user->Write("keep 7");
    EXPECT_EQ(user->ReadLine(), "kept");
  }
  EXPECT_EQ(Postmaster(), postmaster);
  for (auto& user : users) user->CloseInput();
  for (auto& user : users) EXPECT_EQ(user->Wait(), 0);
  EXPECT_EQ(Postmaster(), 0);
}

TEST_F(LaterStart, ComingsAndGoingsAtOnceNeverDeadlockNorCutAnybodyOff) {
  const auto visit = [this](int times) {
    for (int i = 0; i < times; ++i) EXPECT_EQ(One(*Attach()), 1);
  };
  std::thread one(visit, 8);
  std::thread two(visit, 8);
  std::thread three(visit, 8);
  one.join();
  two.join();
  three.join();
  EXPECT_TRUE(Eventually([this] { return IsQuiet(); }));
}

TEST_F(LaterStart, KillingOneUserChangesNothingForTheOthers) {
  auto other = Start();
  ASSERT_EQ(other->ReadLine(), "attached");
  const auto server = Attach();
  pqxx::connection connection(server->ConnectionString(ServerRole::kApp));
  const pid_t postmaster = Postmaster();
  other->Kill();
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  EXPECT_EQ(pqxx::nontransaction(connection).exec1("SELECT 1")[0].as<int>(), 1);
  EXPECT_EQ(Postmaster(), postmaster);
}

TEST_F(FirstStart, KillingTheOnlyUserStopsTheServerAndKeepsItsData) {
  options_.durable = true;
  auto user = Start();
  ASSERT_EQ(user->ReadLine(), "attached");
  user->Write("keep 42");
  ASSERT_EQ(user->ReadLine(), "kept");
  user->Kill();
  EXPECT_TRUE(Eventually([this] { return IsQuiet(); }));
  auto next = Start();
  ASSERT_EQ(next->ReadLine(), "attached");
  next->Write("largest");
  EXPECT_EQ(next->ReadLine(), "42");
}

TEST_F(LaterStart, AKilledServerIsRecoveredByTheNextUserAndByTheOldOne) {
  options_.durable = true;
  auto user = Start();
  ASSERT_EQ(user->ReadLine(), "attached");
  user->Write("keep 43");
  ASSERT_EQ(user->ReadLine(), "kept");
  const pid_t killed = Postmaster();
  kill(killed, SIGKILL);
  {
    const auto next = Attach();
    EXPECT_NE(Postmaster(), killed);
    user->Write("largest");
    EXPECT_EQ(user->ReadLine(), "43");
  }
  const pid_t killed_again = Postmaster();
  kill(killed_again, SIGKILL);
  user->Kill();
  auto last = Start();
  ASSERT_EQ(last->ReadLine(), "attached");
  last->Write("largest");
  EXPECT_EQ(last->ReadLine(), "43");
  last->CloseInput();
  EXPECT_EQ(last->Wait(), 0);
  EXPECT_EQ(Postmaster(), 0);
}

TEST_F(LaterStart, ADatabaseConnectsAgainAfterItsServerWasKilled) {
  const Database database = Database::On(Attach(), PrivateServer::kDatabase, BuiltInMigrations());
  kill(Postmaster(), SIGKILL);
  ASSERT_TRUE(Eventually([this] { return kill(Postmaster(), 0) != 0; }));
  const auto connection = database.Connect();
  EXPECT_EQ(pqxx::nontransaction(*connection).exec1("SELECT 1")[0].as<int>(), 1);
}

TEST_F(LaterStart, AKilledWatcherIsReplaced) {
  auto first = Start();
  ASSERT_EQ(first->ReadLine(), "attached");
  const auto watcher = Watcher();
  ASSERT_TRUE(watcher);
  kill(*watcher, SIGKILL);
  ASSERT_TRUE(Eventually([this] { return !Watcher(); }));
  auto second = Start();
  ASSERT_EQ(second->ReadLine(), "attached");
  EXPECT_TRUE(Eventually([this] { return Watcher().has_value(); }));
  first->Kill();
  second->Kill();
  EXPECT_TRUE(Eventually([this] { return IsQuiet(); }));
}

TEST_F(LaterStart, AServerWhoseUserAndWatcherWereKilledIsTakenOverAndStopped) {
  auto user = Start();
  ASSERT_EQ(user->ReadLine(), "attached");
  const auto watcher = Watcher();
  ASSERT_TRUE(watcher);
  kill(*watcher, SIGKILL);
  user->Kill();
  const pid_t postmaster = Postmaster();
  auto server = Attach();
  EXPECT_EQ(Postmaster(), postmaster);
  server.reset();
  EXPECT_EQ(Postmaster(), 0);
}

TEST_F(LaterStart, LeavesNoHandleOnTheCallersOutput) {
  auto starter = Start();
  ASSERT_EQ(starter->ReadLine(), "attached");
  const auto server =
      Attach();  // keeps server and watcher alive, both started by the other process
  starter->CloseInput();
  EXPECT_EQ(starter->Wait(), 0);
  EXPECT_TRUE(starter->ReadAll(std::chrono::seconds(5))) << "somebody still has its stdout open";
}

TEST_F(LaterStart, DoesNotCareForTheCallersFolderAndPostgresVariables) {
  const fs::path closed = folder_.path() / "closed";
  fs::create_directory(closed);
  fs::permissions(closed, fs::perms::owner_all);
  OtherProcess::Options options;
  options.folder = closed;
  options.environment = {"PGHOST=192.0.2.1", "PGPORT=1",        "PGUSER=x",        "PGDATABASE=x",
                         "PGOPTIONS=-c x=y", "PGREQUIREPEER=x", "PGDATA=/nowhere", "LC_ALL=xx_XX"};
  auto user = Start(options);
  ASSERT_EQ(user->ReadLine(), "attached");
  user->Write("keep 1");
  EXPECT_EQ(user->ReadLine(), "kept");
}

TEST_F(FirstStart, APathTooLongForASocketWorks) {
  for (int i = 0; i < 5; ++i) options_.data_dir /= std::string(50, static_cast<char>('a' + i));
  options_.data_dir /= "it's \"here\" $HOME";
  auto server = Attach();
  EXPECT_EQ(One(*server), 1);
  const std::string socket =
      ParseConnectionString(server->ConnectionString(ServerRole::kApp))["host"];
  EXPECT_LT(socket.size(), 40U);
  auto other = Start();
  EXPECT_EQ(other->ReadLine(), "attached");
  other->Kill();
  server.reset();
  EXPECT_FALSE(fs::exists(socket));
}

TEST_F(FirstStart, AFolderThatTheServersUserCannotEnterIsNamed) {
  const fs::path closed = folder_.path() / "closed";
  fs::create_directory(closed);
  // Root itself can enter anything, a plain user not even its own folder without the x.
  fs::permissions(closed, IsRoot() ? fs::perms::owner_all : fs::perms::owner_read);
  options_.data_dir = closed / "data";
  const std::string refusal = Refusal();
  fs::permissions(closed, fs::perms::owner_all);
  EXPECT_NE(refusal.find(closed), std::string::npos) << refusal;
  EXPECT_NE(refusal.find("--data-dir"), std::string::npos) << refusal;
  if (IsRoot()) {
    EXPECT_NE(refusal.find("user postgres, as whom the database server runs, cannot enter " +
                           closed.string() + " (mode 0700)"),
              std::string::npos)
        << refusal;
  }
}

TEST_F(FirstStart, AnInterruptedFirstStartIsDoneAgain) {
  options_.durable = true;
  auto user = Start();
  ASSERT_TRUE(Eventually([this] { return fs::exists(Cluster().parent_path() / "new"); }));
  user->Kill();
  auto next = Start();
  EXPECT_EQ(next->ReadLine(), "attached");
  EXPECT_FALSE(fs::exists(Cluster().parent_path() / "new"));
}

TEST_F(LaterStart, AFolderOfSomethingElseIsRefusedAndLeftAlone) {
  fs::remove_all(Cluster());
  fs::create_directory(Cluster());
  std::ofstream(Cluster() / "letter.txt") << "dear";
  EXPECT_NE(Refusal().find("is no PostgreSQL data folder"), std::string::npos);
  EXPECT_TRUE(fs::exists(Cluster() / "letter.txt"));
}

TEST_F(FirstStart, AMachineWithoutPostgresqlGetsTheLineThatInstallsIt) {
  options_.versions_root = folder_.path();
  EXPECT_NE(Refusal().find("apt-get install --no-install-recommends postgresql"),
            std::string::npos);
}

TEST_F(LaterStart, DataOfAnAbsentVersionNameThePackage) {
  std::ofstream(Cluster() / "PG_VERSION") << "99\n";
  EXPECT_NE(Refusal().find("postgresql-99"), std::string::npos) << Refusal();
}

TEST_F(FirstStart, ADataDirectoryThatIsAFileIsRefused) {
  std::ofstream(options_.data_dir) << "x";
  EXPECT_NE(Refusal().find("is not a folder"), std::string::npos) << Refusal();
}

TEST_F(FirstStart, AFileSizeLimitEndsWithAMessageAndNoHalfMadeData) {
  OtherProcess::Options options;
  options.file_bytes = 100'000;
  auto user = Start(options);
  const std::string said = user->ReadLine();
  EXPECT_TRUE(said.starts_with("cannot: PostgreSQL could not make its data folder")) << said;
  EXPECT_EQ(user->Wait(), 3);
  EXPECT_FALSE(fs::exists(Cluster()));
  EXPECT_EQ(One(*Attach()), 1);
}

TEST_F(LaterStart, WhoHoldsTheLockForTooLongIsReported) {
  internal::LockFile lock(options_.data_dir / "run/server.lock", geteuid(), getegid());
  ASSERT_TRUE(lock.Exclusive(std::chrono::seconds(10)));
  options_.lock_limit = std::chrono::seconds(1);
  EXPECT_NE(Refusal().find("server.lock"), std::string::npos);
}

TEST_F(FirstStart, APlainUserRunsItAsItself) {
  const auto nobody = internal::FindAccount(std::string("nobody"));
  ASSERT_TRUE(nobody);
  OtherProcess::Options options;
  uid_t expected = geteuid();
  if (IsRoot()) {
    options.user = "nobody";
    expected = nobody->uid;
    fs::create_directory(options_.data_dir);
    ASSERT_EQ(chown(options_.data_dir.c_str(), nobody->uid, nobody->gid), 0);
  }
  auto first = Start(options);
  ASSERT_EQ(first->ReadLine(), "attached");
  auto second = Start(options);
  ASSERT_EQ(second->ReadLine(), "attached");
  second->Write("uid");
  EXPECT_EQ(second->ReadLine(), std::to_string(expected));
  first->Kill();
  second->Write("keep 5");
  EXPECT_EQ(second->ReadLine(), "kept");
  second->Kill();
  EXPECT_TRUE(Eventually([this] { return IsQuiet(); }));
  auto third = Start(options);
  ASSERT_EQ(third->ReadLine(), "attached");
  third->Write("largest");
  EXPECT_EQ(third->ReadLine(), "5");
  third->CloseInput();
  EXPECT_EQ(third->Wait(), 0);
  EXPECT_EQ(Postmaster(), 0);
}

TEST_F(FirstStart, RootMayComeFirstOrSecondInAPlainUsersFolder) {
  const auto nobody = internal::FindAccount(std::string("nobody"));
  ASSERT_TRUE(nobody);
  OtherProcess::Options options;
  if (IsRoot()) {
    options.user = "nobody";
    fs::create_directory(options_.data_dir);
    ASSERT_EQ(chown(options_.data_dir.c_str(), nobody->uid, nobody->gid), 0);
  }
  auto root_first = Attach();
  auto user = Start(options);
  EXPECT_EQ(user->ReadLine(), "attached");
  root_first.reset();
  user->Write("keep 6");
  EXPECT_EQ(user->ReadLine(), "kept");
  const auto root_second = Attach();
  user->Kill();
  EXPECT_EQ(One(*root_second), 1);
}

}  // namespace
}  // namespace agencywatch::db
