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

// The robots.txt in force at one of a source's origins.
struct SourceRobots {
  std::string origin;  // https://example.com
  core::Instant fetched_at;
  int status = 0;    // 0: no answer, which forbids everything
  std::string body;  // any bytes
};
[[nodiscard]] std::vector<SourceRobots> RobotsOfSource(pqxx::transaction_base& tx,
                                                       const std::string& key);
// An address that was not read, at its last visit.
struct UnreadUrl {
  std::string url;
  std::string outcome;
  std::optional<int> status;
  std::optional<int> robots_line;  // that forbade it
  core::Instant at;
  std::string detail;
};
inline constexpr int kMaxUnread = 100;
// Newest visit first; at most kMaxUnread.
[[nodiscard]] std::vector<UnreadUrl> UnreadUrlsOf(pqxx::transaction_base& tx,
                                                  const std::string& key);

}  // namespace agencywatch::db
