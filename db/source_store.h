// Sources and origins.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

struct SourceConfig {
  std::string key;
  std::string name;
  std::string kind;           // site, feed, sitemap, register, tip …
  std::string config_sha256;  // over the entry of sources.yaml; hex
  std::optional<std::chrono::seconds> every = {};  // how often its pages are asked again
};
struct SavedSource {
  std::int64_t id = 0;
  bool changed = false;  // new, or its configuration differs from the one stored
};
// A source keeps its id as long as its key stays. With another `every` its pages are planned anew: as much nearer to, or
// farther from, their last visit.
[[nodiscard]] SavedSource SaveSource(pqxx::transaction_base& tx, const SourceConfig& source,
                                     core::Instant now);
[[nodiscard]] std::optional<std::int64_t> FindSource(pqxx::transaction_base& tx,
                                                     const std::string& key);

struct Origin {
  std::string scheme;  // http, https
  std::string host;    // ASCII, lower case
  int port = 0;
};
[[nodiscard]] std::int64_t EnsureOrigin(pqxx::transaction_base& tx, const Origin& origin);
// The capture of the origin's robots.txt that is in force.
void SetRobotsCapture(pqxx::transaction_base& tx, std::int64_t origin_id, std::int64_t capture_id);
// When the next request may leave, so that a restart does not forget the delay. Never moves back.
void SetNextRequest(pqxx::transaction_base& tx, std::int64_t origin_id, core::Instant at);
[[nodiscard]] std::optional<core::Instant> NextRequest(pqxx::transaction_base& tx,
                                                       std::int64_t origin_id);

}  // namespace agencywatch::db
