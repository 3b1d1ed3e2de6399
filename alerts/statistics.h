// A period in figures: what came, what became of it, how long it took, whom it touched.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/figure_table.h"
#include "alerts/report_period.h"
#include "db/statistics_store.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::alerts {

// How long alerts waited for the first decision of a person, of one verdict.
struct WaitingTime {
  Label verdict;  // the last one is all of them
  Figure decided;
  std::optional<std::chrono::seconds> median;
  std::optional<std::chrono::seconds> p90;  // 9 of 10 took no longer
};

// What an alert counts under; a report can be asked for the alerts of any combination.
struct CountedAlert {
  std::int64_t number = 0;
  std::map<std::string, std::vector<std::string>> in;  // dimension -> codes
};

struct Statistics {
  ReportPeriod period;
  core::Instant made_at;  // figures of a period that is not over are those of this moment
  bool external = false;  // small figures are left out, and nothing names an alert
  std::vector<FigureTable> tables;
  std::vector<WaitingTime> waiting;
  std::vector<CountedAlert> alerts;  // that came in the period; empty when external
};

// The nearest-rank percentile (1 … 100) of values in any order; nullopt for none.
[[nodiscard]] std::optional<std::chrono::seconds> Percentile(std::vector<std::chrono::seconds> values,
                                                             int percent);

// Reads one state of the database: give a repeatable-read transaction.
[[nodiscard]] Statistics MakeStatistics(pqxx::transaction_base& tx, const ReportPeriod& period,
                                        core::Instant now, bool external);

// A figure by the codes of its table, row and column ("total" for totals); null where there is none. `unit` says what its
// numbers name. kWaitingTable is the table of WaitingTime, whose rows are verdicts.
inline constexpr std::string_view kWaitingTable = "decisions.waiting";
struct FigureAt {
  std::string table;
  std::string row;
  std::string column;
};
[[nodiscard]] const Figure* FindFigure(const Statistics& statistics, const FigureAt& at, Unit* unit);

// What a person asked to see behind a figure: "place=nghe an,verdict=fraud", or "table=stock,verdict=fraud,due=overdue".
struct ExplainedFigure {
  Unit unit = Unit::kAlert;
  std::int64_t n = 0;
  std::set<std::int64_t> of;
};
// Without `table`: the alerts that came in the period and match all conditions. Old names of provinces are understood.
// Throws core::InputError for what there is not, naming what there is.
[[nodiscard]] ExplainedFigure Explain(const Statistics& statistics, const std::string& question);

}  // namespace agencywatch::alerts
