#include "db/audit_search.h"

#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

constexpr Statement kSearch{"audit.search", R"(
  SELECT seq, extract(epoch FROM at)::bigint, actor, action, object, reason, convert_from(body, 'UTF8'), sha256 FROM audit
  WHERE ($1 = '' OR actor = $1) AND ($2 = '' OR starts_with(action, $2)) AND ($3 = '' OR strpos(object, $3) > 0)
   AND ($4::timestamptz IS NULL OR at >= $4) AND ($5::timestamptz IS NULL OR at < $5) AND ($6::bigint IS NULL OR seq < $6)
  ORDER BY seq DESC LIMIT $7)"};
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

std::vector<std::string> AuditActors(pqxx::transaction_base& tx) {
  std::vector<std::string> actors;
  for (const auto& row : Exec(tx, kActors)) actors.emplace_back(row[0].c_str());
  return actors;
}

}  // namespace agencywatch::db
