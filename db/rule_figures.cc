#include "db/rule_figures.h"

#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

constexpr Statement kShown{"rule_figures.shown", R"(
  SELECT f.rule_id, count(DISTINCT cur.posting_id) FROM current_assessment cur
  JOIN finding f ON f.assessment_id = cur.standing_id GROUP BY f.rule_id)"};

}  // namespace

std::map<std::string, std::int64_t> AdvertsByRule(pqxx::transaction_base& tx) {
  std::map<std::string, std::int64_t> adverts;
  for (const auto& row : Exec(tx, kShown)) adverts[row[0].c_str()] = row[1].as<std::int64_t>();
  return adverts;
}

}  // namespace agencywatch::db
