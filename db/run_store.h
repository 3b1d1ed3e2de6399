// Runs: what the program did, when, with what. All functions work inside the caller's transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

// Takes the one lock that a scan holds, for as long as the connection lives (not the transaction).
// False: another scan is running on this database; refuse to start (exit code 3).
[[nodiscard]] bool TakeScanLock(pqxx::transaction_base& tx);

// The latest instant that any earlier run is known to have reached; nullopt for an empty database.
[[nodiscard]] std::optional<core::Instant> LastInstant(pqxx::transaction_base& tx);
// Throws core::CannotRun when `now` lies more than five minutes before LastInstant: a clock set
// back would make up first and last sights.
void RefuseClockSetBack(pqxx::transaction_base& tx, core::Instant now);

struct NewRun {
  std::string kind;  // scan, import, register …
  core::Instant started;
  std::string program_version;
  std::optional<std::string> pack_sha256;  // saved before, see assessment_store.h
  std::optional<std::int64_t> snapshot_id;
  std::optional<std::string> history_sha256;
};
// Opens a run and makes the partitions of `fetch` that it needs (this month's and the next). Runs
// that a killed process left open are marked interrupted and their leases set free. The connection
// must stay open until EndRun: a lock that it holds tells others that this run is alive.
[[nodiscard]] std::int64_t StartRun(pqxx::transaction_base& tx, const NewRun& run);
// After the connection broke: makes this one the run's. Throws core::CannotRun when the run was
// taken for dead meanwhile.
void ResumeRun(pqxx::transaction_base& tx, std::int64_t run_id);
// For a worker: the newest run of kind scan or crawl that is open and alive, which it takes part in
// from now on, as StartRun would; nullopt: there is none.
struct JoinedRun {
  std::int64_t id = 0;
  core::Instant started;
};
[[nodiscard]] std::optional<JoinedRun> JoinRun(pqxx::transaction_base& tx);
// Gives up this connection's part in a run. When nobody else takes part in it any more, a run of
// kind crawl ends with that, and the answer is true.
bool LeaveRun(pqxx::transaction_base& tx, std::int64_t run_id, core::Instant ended,
              std::string_view counts);
// `counts` is a JSON object. Throws std::logic_error when the run is not open.
void EndRun(pqxx::transaction_base& tx, std::int64_t run_id, core::Instant ended,
            std::string_view counts);

// The worker under which a run takes its leases, so that they can be set free when it dies; those
// that joined it have a name each.
[[nodiscard]] std::string WorkerOfRun(std::int64_t run_id, const std::string& name = {});

// A source's nightly budget: addresses visited in the run so far, by all its workers.
[[nodiscard]] std::int64_t VisitedInRun(pqxx::transaction_base& tx, std::int64_t run_id,
                                        std::int64_t source_id);
void AddVisited(pqxx::transaction_base& tx, std::int64_t run_id, std::int64_t source_id,
                std::int64_t visited);

struct RunRow {
  std::int64_t id = 0;
  std::string kind;
  core::Instant started;
  std::optional<core::Instant> ended;
  std::string outcome;  // done, interrupted; empty: running
  std::string counts;   // JSON object
};
// Newest first.
[[nodiscard]] std::vector<RunRow> LatestRuns(pqxx::transaction_base& tx, int limit);
// Scans that have ended, newest first.
[[nodiscard]] std::vector<RunRow> EndedScans(pqxx::transaction_base& tx, int limit);

}  // namespace agencywatch::db
