// What the rules made of a labelled corpus, kept for the review site.
#pragma once

#include <string>
#include <vector>

#include "core/time.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

struct RuleBacktest {
  core::Instant at;
  std::string by;      // a person's name
  std::string corpus;  // name of its file
  std::string pack_sha256;
  std::string result;  // JSON, as `rules backtest --json` prints it
};
void KeepBacktest(pqxx::transaction_base& tx, const RuleBacktest& backtest);
// The newest first.
[[nodiscard]] std::vector<RuleBacktest> LatestBacktests(pqxx::transaction_base& tx, int most);

}  // namespace agencywatch::db
