#include "db/rule_figures.h"

#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

#define AW_LAST_WORD                                                                            \
  "WITH last AS (SELECT DISTINCT ON (alert_id) id, alert_id, kind FROM decision WHERE kind IN " \
  "('confirm', 'dismiss', 'reopen') ORDER BY alert_id, id DESC)"
constexpr Statement kJudged{"rule_figures.judged", AW_LAST_WORD R"(
  SELECT j.rule_id, count(DISTINCT l.alert_id) FILTER (WHERE l.kind = 'confirm'),
   count(DISTINCT l.alert_id) FILTER (WHERE l.kind = 'dismiss')
  FROM last l JOIN judged_finding j ON j.decision_id = l.id GROUP BY j.rule_id)"};
constexpr Statement kShown{"rule_figures.shown", R"(
  SELECT f.rule_id, count(DISTINCT cur.posting_id) FROM current_assessment cur
  JOIN finding f ON f.assessment_id = cur.standing_id GROUP BY f.rule_id)"};
constexpr Statement kAll{"rule_figures.all", AW_LAST_WORD R"(
  SELECT (SELECT count(*) FROM last WHERE kind = 'confirm'), (SELECT count(*) FROM current_assessment))"};

}  // namespace

AllRuleFigures FiguresOfRules(pqxx::transaction_base& tx) {
  AllRuleFigures figures;
  for (const auto& row : Exec(tx, kJudged)) {
    auto& rule = figures.rules[row[0].c_str()];
    rule.held = row[1].as<std::int64_t>();
    rule.not_held = row[2].as<std::int64_t>();
  }
  for (const auto& row : Exec(tx, kShown))
    figures.rules[row[0].c_str()].adverts = row[1].as<std::int64_t>();
  const auto all = ExecOne(tx, kAll);
  figures.held = all[0].as<std::int64_t>();
  figures.adverts = all[1].as<std::int64_t>();
  return figures;
}

}  // namespace agencywatch::db
