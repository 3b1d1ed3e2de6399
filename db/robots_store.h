// The robots.txt in force at each origin, kept over runs and shared by all workers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/time.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

struct StoredRobots {
  core::Instant fetched_at{};
  int status = 0;    // after redirects; 0: no answer
  std::string body;  // decoded; any bytes
  std::string etag;  // empty when none
  std::string last_modified;
};
[[nodiscard]] std::optional<StoredRobots> FindRobots(pqxx::transaction_base& tx,
                                                     std::int64_t origin_id);
void SaveRobots(pqxx::transaction_base& tx, std::int64_t origin_id, const StoredRobots& robots);

}  // namespace agencywatch::db
