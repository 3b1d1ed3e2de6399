// Re-screening: what the rules, the register or the days of sight have changed for is judged anew.
#pragma once

#include <memory>
#include <pqxx/connection>
#include <pqxx/transaction>
#include <stop_token>

#include "alerts/alert_builder.h"
#include "cli/context.h"
#include "cli/judge.h"

namespace agencywatch::cli {

// A judge by `rules` and by the register as it is known at `known_at`.
Judge LoadJudge(const Context& context, pqxx::work& tx, std::shared_ptr<const rules::RuleSet> rules,
                core::Instant known_at);

// Returns how many postings were judged anew. Works in transactions of its own, and may be cut off and run again.
int AssessAgain(pqxx::connection& connection, const Judge& judge, core::Instant now,
                const std::stop_token& stop);

struct Rescreened {
  int postings = 0;
  alerts::AlertCounts alerts;
};

// Both ways: a revocation opens alerts on live adverts, a new licence lowers or closes them. `occasion` goes into the
// events.
Rescreened Rescreen(Context& context, pqxx::connection& connection,
                    const alerts::Occasion& occasion);

}  // namespace agencywatch::cli
