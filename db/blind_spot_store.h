// What workers on other machines could not see, until a scan tells of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

struct WorkerBlindSpot {
  std::string machine;
  std::string source;  // key
  std::string kind;    // as alerts::BlindSpotName has it
  int pages = 0;
  std::string why;
};

void AddWorkerBlindSpots(pqxx::transaction_base& tx, std::int64_t run_id, const std::vector<WorkerBlindSpot>& spots);
// Those that no scan has told of yet, in the order they came; `scan_id` tells of them from now on.
[[nodiscard]] std::vector<WorkerBlindSpot> TakeWorkerBlindSpots(pqxx::transaction_base& tx, std::int64_t scan_id);

}  // namespace agencywatch::db
