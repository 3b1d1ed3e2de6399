// How each source is doing, for people.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

struct SourceHealth {
  std::string key;
  std::string name;
  std::string kind;
  std::map<std::string, std::int64_t> urls;  // by state: due, done, gone, refused, failed, skipped
  std::map<std::string, std::int64_t> outcomes;  // of the last run that fetched from it
  std::optional<std::int64_t> run_id;            // that run
  std::int64_t postings = 0;
  std::int64_t flagged = 0;                // whose verdict is not clear
  std::optional<core::Instant> last_seen;  // of any posting
};
// By key.
[[nodiscard]] std::vector<SourceHealth> HealthOfSources(pqxx::transaction_base& tx);

}  // namespace agencywatch::db
