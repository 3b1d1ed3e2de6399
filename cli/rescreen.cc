#include "cli/rescreen.h"

#include <pqxx/pqxx>
#include <utility>

#include "db/assessment_store.h"
#include "db/register_store.h"
#include "db/run_store.h"
#include "db/transaction.h"
#include "rules/engine.h"

namespace agencywatch::cli {

Judge LoadJudge(const Context& context, pqxx::work& tx, std::shared_ptr<const rules::RuleSet> rules,
                core::Instant known_at) {
  auto view = db::LoadRegister(tx, known_at);
  if (view) view->set_max_age(context.config().register_max_age);
  return Judge(std::move(rules), std::move(view), db::FindSnapshot(tx, known_at));
}

int AssessAgain(pqxx::connection& connection, const Judge& judge, core::Instant now,
                const std::stop_token& stop) {
  static constexpr int kBatch = 200;
  int assessed = 0;
  std::int64_t after = 0;
  while (!stop.stop_requested()) {
    const int batch = db::InTransaction(connection, [&](pqxx::work& tx) {
      const auto versions = db::VersionsToAssess(tx, judge.with(), after, kBatch);
      judge.Assess(tx, versions, now);
      if (!versions.empty()) after = versions.back().posting_id;
      return static_cast<int>(versions.size());
    });
    assessed += batch;
    if (batch < kBatch) break;
  }
  // What an edit took away goes on standing, judged by today's rules and register.
  assessed += db::InTransaction(connection, [&](pqxx::work& tx) {
    const auto versions = db::StandingVersionsToAssess(tx, judge.with());
    judge.Assess(tx, versions, now);
    return static_cast<int>(versions.size());
  });
  return assessed;
}

Rescreened Rescreen(Context& context, pqxx::connection& connection,
                    const alerts::Occasion& occasion) {
  const core::Instant now = context.clock().Now();
  const auto rules = context.LoadRules();
  const auto files = ReadPack(context.config().packs);
  const Judge judge = db::InTransaction(connection, [&](pqxx::work& tx) {
    SaveRules(tx, *rules, files, now);
    return LoadJudge(context, tx, rules, now);
  });
  Rescreened done;
  done.postings = AssessAgain(connection, judge, now, context.stop());
  done.alerts = alerts::BuildAlerts(connection, judge.register_view(), now, occasion);
  return done;
}

}  // namespace agencywatch::cli
