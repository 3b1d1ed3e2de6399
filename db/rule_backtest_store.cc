#include "db/rule_backtest_store.h"

#include "db/audit_store.h"
#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

constexpr Statement kKeep{"rule_backtest.keep",
                          "INSERT INTO rule_backtest (at, by_id, corpus, pack_sha256, result) VALUES ($1, $2, $3, $4, $5)"};
constexpr Statement kLatest{"rule_backtest.latest", R"(
  SELECT extract(epoch FROM b.at)::bigint, p.name, b.corpus, b.pack_sha256, b.result
  FROM rule_backtest b JOIN person p ON p.id = b.by_id ORDER BY b.id DESC LIMIT $1)"};

}  // namespace

void KeepBacktest(pqxx::transaction_base& tx, const RuleBacktest& backtest) {
  Exec(tx, kKeep, backtest.at, EnsurePerson(tx, backtest.by, backtest.at), backtest.corpus, backtest.pack_sha256, backtest.result);
}

std::vector<RuleBacktest> LatestBacktests(pqxx::transaction_base& tx, int most) {
  std::vector<RuleBacktest> backtests;
  for (const auto& row : Exec(tx, kLatest, most))
    backtests.push_back({InstantOf(row[0]), row[1].c_str(), row[2].c_str(), row[3].c_str(), row[4].c_str()});
  return backtests;
}

}  // namespace agencywatch::db
