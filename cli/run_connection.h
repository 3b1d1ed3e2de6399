// A run, its connection to the database, and what to do when that breaks.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <pqxx/pqxx>

#include "cli/context.h"
#include "core/errors.h"
#include "db/run_store.h"
#include "db/transaction.h"

namespace agencywatch::cli {

enum class RunShare {
  kAlone,  // a scan: the only one on its database
  kShared  // a worker: takes part in the run that is open, or opens one
};

class RunConnection {
 public:
  // Opens or joins the run. `prepare` completes the row in the same transaction. Throws core::CannotRun.
  RunConnection(Context& context, db::NewRun run, RunShare share,
                const std::function<void(pqxx::work&, db::NewRun&)>& prepare);

  [[nodiscard]] std::int64_t id() const { return id_; }
  [[nodiscard]] core::Instant started() const { return started_; }

  // Runs a part of the night; when the database goes away in between, waits for it (half an hour at most) and runs
  // the part again, which must be safe to repeat. Does nothing once the program was asked to stop.
  template <typename Part>
  void Run(Part part) {
    while (!context_.stop().stop_requested()) {
      try {
        part(*connection_);
        return;
      } catch (const core::RetryLater& error) {
        Reconnect(error.what());
      } catch (const pqxx::failure& error) {
        if (!db::IsConnectionLost(error)) throw;
        Reconnect(error.what());
      }
    }
  }

 private:
  void Reconnect(const std::string& why);

  Context& context_;
  RunShare share_;
  std::unique_ptr<pqxx::connection> connection_;
  std::int64_t id_ = 0;
  core::Instant started_{};
};

}  // namespace agencywatch::cli
