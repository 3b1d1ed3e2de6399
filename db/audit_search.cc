#include "db/audit_search.h"

#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

constexpr Statement kSearch{"audit.search", R"(
  SELECT seq, extract(epoch FROM at)::bigint, actor, action, object, reason, convert_from(body, 'UTF8'), sha256 FROM audit
  WHERE ($1 = '' OR actor = $1) AND ($2 = '' OR starts_with(action, $2)) AND ($3 = '' OR strpos(object, $3) > 0)
   AND ($4::timestamptz IS NULL OR at >= $4) AND ($5::timestamptz IS NULL OR at < $5) AND ($6::bigint IS NULL OR seq < $6)
  ORDER BY seq DESC LIMIT $7)"};
constexpr Statement kOneByOne{"audit.one_by_one", "SELECT pg_advisory_xact_lock(hashtextextended('agencywatch.search.' || $1, 0))"};
constexpr Statement kSearches{"audit.searches", R"(
  SELECT count(*), coalesce(bool_or(convert_from(body, 'UTF8')::jsonb ->> 'asked' = $3), false)
  FROM audit WHERE action = 'identifier.search' AND actor = $1 AND at > $2)"};
constexpr Statement kActors{"audit.actors",
                            "SELECT DISTINCT actor FROM audit ORDER BY actor LIMIT 500"};

}  // namespace

std::vector<AuditRow> SearchAudit(pqxx::transaction_base& tx, const AuditFilter& filter) {
  std::vector<AuditRow> found;
  for (const auto& row : Exec(tx, kSearch, filter.actor, filter.action, filter.object, filter.from,
                              filter.before, filter.before_sequence, filter.limit)) {
    found.push_back({row[0].as<std::int64_t>(), InstantOf(row[1]), row[2].c_str(), row[3].c_str(),
                     row[4].c_str(), row[5].c_str(), row[6].c_str(), row[7].c_str()});
  }
  return found;
}

SearchCount CountSearches(pqxx::transaction_base& tx, const std::string& actor, core::Instant since, const std::string& asked) {
  Exec(tx, kOneByOne, actor);
  const auto row = ExecOne(tx, kSearches, actor, since, asked);
  return {row[0].as<int>(), row[1].as<bool>()};
}

std::vector<std::string> AuditActors(pqxx::transaction_base& tx) {
  std::vector<std::string> actors;
  for (const auto& row : Exec(tx, kActors)) actors.emplace_back(row[0].c_str());
  return actors;
}

}  // namespace agencywatch::db
