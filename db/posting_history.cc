#include "db/posting_history.h"

#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

constexpr Statement kVersions{"posting_history.versions", R"(
  SELECT v.id, v.n, extract(epoch FROM v.made_at)::bigint, v.text_sha256, v.title, v.body,
   (SELECT count(DISTINCT s.capture_id) FROM sighting s WHERE s.version_id = v.id)
  FROM posting_version v WHERE v.posting_id = $1 ORDER BY v.n DESC LIMIT $2)"};
constexpr Statement kEvidence{"posting_history.evidence",
                              "SELECT max(capture_id) FROM sighting WHERE version_id = $1 HAVING "
                              "max(capture_id) IS NOT NULL"};
constexpr Statement kAlerts{"posting_history.alerts", R"(
  SELECT a.number FROM alert_posting p JOIN alert a ON a.id = p.alert_id
  WHERE p.posting_id = $1 ORDER BY a.number)"};
constexpr Statement kReferred{"posting_history.referred", R"(
  SELECT FROM alert_posting p JOIN alert a ON a.id = p.alert_id
  WHERE p.posting_id = $1 AND a.state = 'referred' LIMIT 1)"};

}  // namespace

std::vector<VersionRow> VersionsOf(pqxx::transaction_base& tx, std::int64_t posting_id) {
  std::vector<VersionRow> versions;
  for (const auto& row : Exec(tx, kVersions, posting_id, kMaxShownVersions)) {
    versions.push_back({row[0].as<std::int64_t>(), row[1].as<int>(), InstantOf(row[2]),
                        row[3].c_str(), row[4].c_str(), row[5].c_str(), row[6].as<int>()});
  }
  return versions;
}

std::optional<EvidencePlace> EvidenceOfVersion(pqxx::transaction_base& tx,
                                               std::int64_t version_id) {
  const auto rows = Exec(tx, kEvidence, version_id);
  if (rows.empty()) return {};
  return FindCapture(tx, rows[0][0].as<std::int64_t>());
}

std::vector<std::int64_t> AlertsOfPosting(pqxx::transaction_base& tx, std::int64_t posting_id) {
  std::vector<std::int64_t> numbers;
  for (const auto& row : Exec(tx, kAlerts, posting_id))
    numbers.push_back(row[0].as<std::int64_t>());
  return numbers;
}

bool WasReferred(pqxx::transaction_base& tx, std::int64_t posting_id) {
  return !Exec(tx, kReferred, posting_id).empty();
}

}  // namespace agencywatch::db
