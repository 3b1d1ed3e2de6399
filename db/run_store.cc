#include "db/run_store.h"

#include <chrono>
#include <stdexcept>

#include "core/errors.h"
#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

constexpr std::chrono::minutes kClockTolerance{5};

// Advisory locks in two halves: ours ('aw' and a number of its use), and the object.
constexpr Statement kTakeScanLock{"run.take_scan_lock", "SELECT pg_try_advisory_lock(24951001, 0)"};
constexpr Statement kMarkAlive{
    "run.mark_alive", "SELECT pg_advisory_lock_shared(24951002, ($1::bigint % 2147483647)::int)"};
// The lock is taken before the run's row can be seen: a run whose lock nobody holds has lost its
// process.
constexpr Statement kDeadRuns{"run.dead", R"(
  SELECT id FROM run WHERE outcome IS NULL AND NOT EXISTS (SELECT FROM pg_locks l
   WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2 AND l.classid = 24951002
   AND l.objid = (run.id % 2147483647)::oid
   AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())) ORDER BY
     id)"};
constexpr Statement kForget{
    "run.forget", "SELECT pg_advisory_unlock_shared(24951002, ($1::bigint % 2147483647)::int)"};
constexpr Statement kOpen{"run.open", "SELECT FROM run WHERE id = $1 AND outcome IS NULL"};
constexpr Statement kNewestOpen{"run.newest_open", R"(
  SELECT id, extract(epoch FROM started)::bigint FROM run
  WHERE outcome IS NULL AND kind IN ('scan', 'crawl') ORDER BY id DESC LIMIT 1 FOR SHARE)"};
constexpr Statement kAlone{"run.alone", R"(
  SELECT pg_try_advisory_xact_lock(24951002, ($1::bigint % 2147483647)::int))"};
constexpr Statement kVisited{"run.visited", R"(
  SELECT coalesce((SELECT visited FROM run_source WHERE run_id = $1 AND source_id = $2), 0))"};
constexpr Statement kAddVisited{"run.add_visited", R"(
  INSERT INTO run_source (run_id, source_id, visited) VALUES ($1, $2, $3)
  ON CONFLICT (run_id, source_id) DO UPDATE SET
   visited = run_source.visited + excluded.visited)"};
constexpr Statement kInterrupted{"run.interrupted", R"(
  UPDATE run SET outcome = 'interrupted' WHERE id = $1 AND outcome IS NULL)"};
constexpr Statement kFreeLeases{"run.free_leases", R"(
  UPDATE lease SET until = now(), token = token + 1
  WHERE (worker = $1 OR starts_with(worker, $1 || ':')) AND until > now())"};
constexpr Statement kLastInstant{"run.last_instant", R"(
  SELECT extract(epoch FROM greatest((SELECT max(greatest(started, ended)) FROM run),
   (SELECT at FROM capture ORDER BY id DESC LIMIT 1)))::bigint)"};
constexpr Statement kInsert{"run.insert", R"(
  INSERT INTO run (kind, started, program_version, pack_sha256, snapshot_id, history_sha256)
  VALUES ($1, $2, $3, $4, $5, $6) RETURNING id)"};
constexpr Statement kEnsurePartitions{"run.ensure_partitions", R"(
  SELECT ensure_fetch_partition($1::timestamptz),
  ensure_fetch_partition($1::timestamptz + interval '1 month'))"};
constexpr Statement kEnd{"run.end", R"(
  UPDATE run SET ended = $2, outcome = 'done', counts = $3 WHERE id = $1 AND outcome IS NULL
    RETURNING id)"};
constexpr Statement kEndCrawl{"run.end_crawl", R"(
  UPDATE run SET ended = $2, outcome = 'done', counts = $3
  WHERE id = $1 AND outcome IS NULL AND kind = 'crawl' RETURNING id)"};
constexpr Statement kLatest{"run.latest", R"(
  SELECT id, kind, extract(epoch FROM started)::bigint, extract(epoch FROM ended)::bigint,
    outcome, counts
  FROM run ORDER BY id DESC LIMIT $1)"};

constexpr Statement kEndedScans{"run.ended_scans", R"(
  SELECT id, kind, extract(epoch FROM started)::bigint, extract(epoch FROM ended)::bigint,
    outcome, counts
  FROM run WHERE kind = 'scan' AND outcome = 'done' ORDER BY id DESC LIMIT $1)"};

std::vector<RunRow> RunsOf(const pqxx::result& rows) {
  std::vector<RunRow> runs;
  for (const auto& row : rows) {
    runs.push_back({row[0].as<std::int64_t>(), row[1].c_str(), InstantOf(row[2]),
                    FindValue<core::Instant>(row[3]), row[4].c_str(), row[5].c_str()});
  }
  return runs;
}

void MarkInterruptedRuns(pqxx::transaction_base& tx) {
  for (const auto& row : Exec(tx, kDeadRuns)) {
    const auto id = row[0].as<std::int64_t>();
    Exec(tx, kInterrupted, id);
    Exec(tx, kFreeLeases, WorkerOfRun(id));
  }
}

}  // namespace

bool TakeScanLock(pqxx::transaction_base& tx) { return ExecOne(tx, kTakeScanLock)[0].as<bool>(); }

std::optional<core::Instant> LastInstant(pqxx::transaction_base& tx) {
  return FindValue<core::Instant>(ExecOne(tx, kLastInstant)[0]);
}

void RefuseClockSetBack(pqxx::transaction_base& tx, core::Instant now) {
  const auto last = LastInstant(tx);
  if (!last || now + kClockTolerance >= *last) return;
  throw core::CannotRun("the clock was set back: it says " + core::FormatInstant(now) +
                        ", but an earlier run reached " + core::FormatInstant(*last) +
                        "; set the clock right, or wait until then");
}

std::int64_t StartRun(pqxx::transaction_base& tx, const NewRun& run) {
  MarkInterruptedRuns(tx);
  Exec(tx, kEnsurePartitions, run.started);
  const auto id = ExecOne(tx, kInsert, run.kind, run.started, run.program_version, run.pack_sha256,
                          run.snapshot_id, run.history_sha256)[0]
                      .as<std::int64_t>();
  Exec(tx, kMarkAlive, id);
  return id;
}

void EndRun(pqxx::transaction_base& tx, std::int64_t run_id, core::Instant ended,
            std::string_view counts) {
  if (Exec(tx, kEnd, run_id, ended, counts).size() != 1) {
    throw std::logic_error("run " + std::to_string(run_id) + " is not open, so it cannot end");
  }
  Exec(tx, kForget, run_id);
}

void ResumeRun(pqxx::transaction_base& tx, std::int64_t run_id) {
  Exec(tx, kMarkAlive, run_id);
  if (!Exec(tx, kOpen, run_id).empty()) return;
  throw core::CannotRun("run " + std::to_string(run_id) +
                        " was closed by another process while the database was away; start again");
}

std::optional<JoinedRun> JoinRun(pqxx::transaction_base& tx) {
  MarkInterruptedRuns(tx);
  const auto rows = Exec(tx, kNewestOpen);
  if (rows.empty()) return {};
  const JoinedRun run{rows[0][0].as<std::int64_t>(), InstantOf(rows[0][1])};
  Exec(tx, kMarkAlive, run.id);
  return run;
}

bool LeaveRun(pqxx::transaction_base& tx, std::int64_t run_id, core::Instant ended,
              std::string_view counts) {
  Exec(tx, kForget, run_id);
  return ExecOne(tx, kAlone, run_id)[0].as<bool>() &&
         !Exec(tx, kEndCrawl, run_id, ended, counts).empty();
}

std::string WorkerOfRun(std::int64_t run_id, const std::string& name) {
  return "run:" + std::to_string(run_id) + (name.empty() ? "" : ":" + name);
}

std::int64_t VisitedInRun(pqxx::transaction_base& tx, std::int64_t run_id, std::int64_t source_id) {
  return ExecOne(tx, kVisited, run_id, source_id)[0].as<std::int64_t>();
}

void AddVisited(pqxx::transaction_base& tx, std::int64_t run_id, std::int64_t source_id,
                std::int64_t visited) {
  Exec(tx, kAddVisited, run_id, source_id, visited);
}

std::vector<RunRow> LatestRuns(pqxx::transaction_base& tx, int limit) {
  return RunsOf(Exec(tx, kLatest, limit));
}

std::vector<RunRow> EndedScans(pqxx::transaction_base& tx, int limit) {
  return RunsOf(Exec(tx, kEndedScans, limit));
}

}  // namespace agencywatch::db
