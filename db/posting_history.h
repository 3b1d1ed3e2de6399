// One posting as people look at it: its versions, where its evidence lies, and which alerts it speaks for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "db/capture_store.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

struct VersionRow {
  std::int64_t id = 0;
  int n = 1;
  core::Instant made_at;
  std::string text_sha256;
  std::string title;
  std::string body;
  int captures = 0;  // in which it was seen
};
inline constexpr int kMaxShownVersions = 50;
// Newest first; at most kMaxShownVersions.
[[nodiscard]] std::vector<VersionRow> VersionsOf(pqxx::transaction_base& tx,
                                                 std::int64_t posting_id);
// The last capture in which the version was seen; nullopt for a tip.
[[nodiscard]] std::optional<EvidencePlace> EvidenceOfVersion(pqxx::transaction_base& tx,
                                                             std::int64_t version_id);
// Numbers, rising.
[[nodiscard]] std::vector<std::int64_t> AlertsOfPosting(pqxx::transaction_base& tx,
                                                        std::int64_t posting_id);
// It speaks for an alert that is referred now.
[[nodiscard]] bool WasReferred(pqxx::transaction_base& tx, std::int64_t posting_id);

}  // namespace agencywatch::db
