// Figures as files: for people (HTML with charts, to be read or printed), for spreadsheets (CSV) and for programs (JSON).
#pragma once

#include <string>

#include "alerts/statistics.h"

namespace agencywatch::alerts {

// One page without any other file or script; in one language.
[[nodiscard]] std::string StatisticsHtml(const Statistics& statistics, bool english);

// A line for each figure, in both languages: table, unit, dimension and code of row and column, the figure. One left out
// is empty and says so in its own column.
[[nodiscard]] std::string StatisticsCsv(const Statistics& statistics);

// All there is; inside, each figure names its alerts, cases or referrals. One left out is null.
[[nodiscard]] std::string StatisticsJson(const Statistics& statistics);
// The same without the numbers behind the figures, with what its rows and columns are called, for the review site.
[[nodiscard]] std::string StatisticsPageJson(const Statistics& statistics);

}  // namespace agencywatch::alerts
