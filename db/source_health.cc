#include "db/source_health.h"

#include <unordered_map>

#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

constexpr Statement kSources{"source_health.sources", R"(
  SELECT s.id, s.key, s.name, s.kind, p.postings, p.flagged, p.last_seen
  FROM source s LEFT JOIN LATERAL (
   SELECT count(*) AS postings, count(*) FILTER (WHERE a.verdict <> 'clear') AS flagged,
    extract(epoch FROM max(p.last_seen))::bigint AS last_seen
   FROM posting p LEFT JOIN current_assessment cur ON cur.posting_id = p.id
   LEFT JOIN assessment a ON a.id = cur.assessment_id WHERE p.source_id = s.id) p ON true
  ORDER BY s.key)"};
constexpr Statement kUrls{"source_health.urls",
                          "SELECT source_id, state, count(*) FROM url GROUP BY source_id, state"};
constexpr Statement kOutcomes{"source_health.outcomes", R"(
  WITH last AS (SELECT id FROM run WHERE kind = 'scan' ORDER BY id DESC LIMIT 1)
  SELECT u.source_id, f.outcome, count(*), f.run_id FROM "fetch" f JOIN url u ON u.id = f.url_id
  WHERE f.run_id = (SELECT id FROM last) GROUP BY u.source_id, f.outcome, f.run_id)"};
constexpr Statement kRobots{"source_health.robots", R"(
  SELECT o.scheme, o.host, o.port, extract(epoch FROM r.fetched_at)::bigint, r.status, substr(r.body, 1, 65536)
  FROM origin o JOIN robots r ON r.origin_id = o.id
  WHERE o.id IN (SELECT u.origin_id FROM url u JOIN source s ON s.id = u.source_id WHERE s.key = $1)
  ORDER BY o.host, o.port, o.scheme LIMIT 20)"};
constexpr Statement kUnread{"source_health.unread", R"(
  SELECT u.url, f.outcome, f.status, f.robots_line, extract(epoch FROM f.at)::bigint, coalesce(f.detail, '')
  FROM url u JOIN source s ON s.id = u.source_id
  JOIN LATERAL (SELECT * FROM "fetch" l WHERE l.url_id = u.id ORDER BY l.at DESC LIMIT 1) f ON true
  WHERE s.key = $1 AND u.state IN ('refused', 'failed', 'gone') ORDER BY f.at DESC, u.id LIMIT $2)"};

}  // namespace

std::vector<SourceHealth> HealthOfSources(pqxx::transaction_base& tx) {
  std::vector<SourceHealth> sources;
  std::unordered_map<std::int64_t, std::size_t> index_of;
  for (const auto& row : Exec(tx, kSources)) {
    index_of.emplace(row[0].as<std::int64_t>(), sources.size());
    SourceHealth source;
    source.key = row[1].c_str();
    source.name = row[2].c_str();
    source.kind = row[3].c_str();
    source.postings = row[4].as<std::int64_t>();
    source.flagged = row[5].as<std::int64_t>();
    source.last_seen = FindValue<core::Instant>(row[6]);
    sources.push_back(std::move(source));
  }
  for (const auto& row : Exec(tx, kUrls))
    sources[index_of.at(row[0].as<std::int64_t>())].urls[row[1].c_str()] =
        row[2].as<std::int64_t>();
  for (const auto& row : Exec(tx, kOutcomes)) {
    auto& source = sources[index_of.at(row[0].as<std::int64_t>())];
    source.outcomes[row[1].c_str()] = row[2].as<std::int64_t>();
    source.run_id = row[3].as<std::int64_t>();
  }
  return sources;
}

std::vector<SourceRobots> RobotsOfSource(pqxx::transaction_base& tx, const std::string& key) {
  std::vector<SourceRobots> all;
  for (const auto& row : Exec(tx, kRobots, key)) {
    const std::string scheme = row[0].c_str();
    const int port = row[2].as<int>();
    const bool usual = port == (scheme == "https" ? 443 : 80);
    all.push_back({scheme + "://" + row[1].c_str() + (usual ? "" : ":" + std::to_string(port)),
                   InstantOf(row[3]), row[4].as<int>(), pqxx::binarystring(row[5]).str()});
  }
  return all;
}

std::vector<UnreadUrl> UnreadUrlsOf(pqxx::transaction_base& tx, const std::string& key) {
  std::vector<UnreadUrl> unread;
  for (const auto& row : Exec(tx, kUnread, key, kMaxUnread)) {
    unread.push_back({row[0].c_str(), row[1].c_str(), FindValue<int>(row[2]),
                      FindValue<int>(row[3]), InstantOf(row[4]), row[5].c_str()});
  }
  return unread;
}

}  // namespace agencywatch::db
