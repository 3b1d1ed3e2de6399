#include "cli/run_connection.h"

#include <chrono>
#include <thread>
#include <utility>

#include "db/database.h"

namespace agencywatch::cli {
namespace {

constexpr std::chrono::minutes kLongestOutage{30};

}  // namespace

RunConnection::RunConnection(Context& context, db::NewRun run, RunShare share,
                             const std::function<void(pqxx::work&, db::NewRun&)>& prepare)
    : context_(context), share_(share), connection_(context.database().Connect()) {
  pqxx::work tx(*connection_);
  if (share == RunShare::kAlone && !db::TakeScanLock(tx)) {
    throw core::CannotRun("another scan is running on " + context.database().description() +
                          "; wait for its end, or stop it");
  }
  db::RefuseClockSetBack(tx, run.started);
  prepare(tx, run);
  const auto joined = share == RunShare::kShared ? db::JoinRun(tx) : std::nullopt;
  id_ = joined ? joined->id : db::StartRun(tx, run);
  started_ = joined ? joined->started : run.started;
  tx.commit();
}

void RunConnection::Reconnect(const std::string& why) {
  using Steady = std::chrono::steady_clock;
  context_.log().Warn("database_away", {{"run", std::to_string(id_)}, {"why", why}});
  const auto deadline = Steady::now() + kLongestOutage;
  connection_.reset();
  while (!context_.stop().stop_requested()) {
    try {
      db::Database& database = context_.database();
      if (database.private_server()) database.private_server()->EnsureRunning();
      connection_ = database.Connect();
      pqxx::work tx(*connection_);
      if (share_ == RunShare::kAlone && !db::TakeScanLock(tx)) {
        // The server may not have noticed yet that our old connection is gone.
        throw core::CannotRun("another scan has started on " + database.description());
      }
      db::ResumeRun(tx, id_);
      tx.commit();
      context_.log().Warn("database_back", {{"run", std::to_string(id_)}});
      return;
    } catch (const core::CannotRun&) {
      if (Steady::now() > deadline) throw;
    } catch (const pqxx::failure&) {
      if (Steady::now() > deadline) throw;
    }
    connection_.reset();
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
  throw core::RetryLater("stopped while the database was away");
}

}  // namespace agencywatch::cli
