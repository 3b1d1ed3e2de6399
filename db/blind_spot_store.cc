#include "db/blind_spot_store.h"

#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

constexpr Statement kAdd{"worker_blind_spot.add", R"(
  INSERT INTO worker_blind_spot (run_id, machine, source, kind, pages, why) VALUES ($1, $2, $3, $4, $5, $6))"};
constexpr Statement kTake{"worker_blind_spot.take", R"(
  WITH taken AS (UPDATE worker_blind_spot SET told_in = $1 WHERE told_in IS NULL RETURNING id, machine, source, kind, pages, why)
  SELECT machine, source, kind, pages, why FROM taken ORDER BY id)"};

}  // namespace

void AddWorkerBlindSpots(pqxx::transaction_base& tx, std::int64_t run_id, const std::vector<WorkerBlindSpot>& spots) {
  for (const auto& spot : spots) Exec(tx, kAdd, run_id, spot.machine, spot.source, spot.kind, spot.pages, spot.why);
}

std::vector<WorkerBlindSpot> TakeWorkerBlindSpots(pqxx::transaction_base& tx, std::int64_t scan_id) {
  std::vector<WorkerBlindSpot> spots;
  for (const auto& row : Exec(tx, kTake, scan_id))
    spots.push_back({row[0].c_str(), row[1].c_str(), row[2].c_str(), row[3].as<int>(), row[4].c_str()});
  return spots;
}

}  // namespace agencywatch::db
