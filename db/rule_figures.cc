#include "db/rule_figures.h"

#include "db/internal/statement.h"
#include "db/referral_store.h"

namespace agencywatch::db {
namespace {

constexpr Statement kShown{"rule_figures.shown", R"(
  SELECT f.rule_id, count(DISTINCT cur.posting_id) FROM current_assessment cur
  JOIN finding f ON f.assessment_id = cur.standing_id GROUP BY f.rule_id)"};
constexpr Statement kAll{"rule_figures.all", R"(
  SELECT (SELECT count(*) FROM alert_outcome WHERE held), (SELECT count(*) FROM current_assessment))"};

}  // namespace

AllRuleFigures FiguresOfRules(pqxx::transaction_base& tx) {
  AllRuleFigures figures;
  for (const auto& outcome : RuleOutcomes(tx)) {
    auto& rule = figures.rules[outcome.rule];
    rule.held += outcome.held;
    rule.not_held += outcome.not_held;
  }
  for (const auto& row : Exec(tx, kShown))
    figures.rules[row[0].c_str()].adverts = row[1].as<std::int64_t>();
  const auto all = ExecOne(tx, kAll);
  figures.held = all[0].as<std::int64_t>();
  figures.adverts = all[1].as<std::int64_t>();
  return figures;
}

}  // namespace agencywatch::db
