// `agencywatch report`: a period in figures, as HTML, CSV and JSON; and what stands behind a figure.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <pqxx/pqxx>

#include "alerts/alert_text.h"
#include "alerts/event_text.h"
#include "alerts/statistics.h"
#include "alerts/statistics_files.h"
#include "cli/acting.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "core/errors.h"
#include "core/sha256.h"
#include "db/alert_queue.h"
#include "db/audit_store.h"
#include "db/database.h"
#include "db/transaction.h"

namespace agencywatch::cli {
namespace {

using Json = nlohmann::ordered_json;
// All figures of a report are of one moment.
using Snapshot = pqxx::transaction<pqxx::repeatable_read, pqxx::read_only>;

struct ReportOptions {
  std::string period;
  std::filesystem::path out;
  bool external = false;
  std::string explain;
  bool json = false;
  std::shared_ptr<std::string> as;
};

void WriteFile(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << bytes;
  file.close();
  if (!file) throw core::CannotRun("cannot write " + path.string() + "; is there space, and may this user write there?");
}

int Write(Context& context, pqxx::connection& connection, const alerts::Statistics& statistics,
          const ReportOptions& options) {
  std::error_code error;
  std::filesystem::create_directories(options.out, error);
  if (!std::filesystem::is_directory(options.out)) {
    throw core::InputError({"--out", 0, 0, options.out.string() + " is no folder, and cannot be made one",
                            "name a folder that this user may write to"});
  }
  const std::string name = core::FormatDay(statistics.period.first) + "_" + core::FormatDay(statistics.period.last) +
                           (statistics.external ? "_external" : "_internal");
  const std::array files = {
      std::pair{name + ".html", alerts::StatisticsHtml(statistics, context.english())},
      std::pair{name + ".csv", alerts::StatisticsCsv(statistics)},
      std::pair{name + ".json", alerts::StatisticsJson(statistics)}};
  if (statistics.external) {
    // What leaves the unit is written down, by its hash, before it can.
    Json body;
    for (const auto& [file, bytes] : files) body[file] = core::Sha256Hex(bytes);
    db::InTransaction(connection, [&](pqxx::work& tx) {
      db::AppendAudit(tx, {context.clock().Now(), ActorName(*options.as), "report.external", "figures of " + name, "",
                           body.dump()});
    });
  }
  for (const auto& [file, bytes] : files) {
    WriteFile(options.out / file, bytes);
    std::cout << (options.out / file).string() << '\n';
  }
  return kDone;
}

// The numbers behind a figure, a line each with what an alert looks like today.
void PrintBehind(Context& context, pqxx::transaction_base& tx, const alerts::ExplainedFigure& figure) {
  const bool english = context.english();
  std::cout << figure.n << ' ' << alerts::UnitLabel(figure.unit).In(english) << '\n';
  const bool alerts_behind = figure.unit == alerts::Unit::kAlert || figure.unit == alerts::Unit::kDecision;
  for (const auto number : figure.of) {
    std::cout << '#' << number;
    const auto alert = alerts_behind ? db::FindAlert(tx, number) : std::nullopt;
    if (alert) {
      std::cout << "  " << alerts::VerdictTitle(alert->verdict, english) << "  ·  "
                << alerts::StateTitle(alert->state, alert->closed_as, english);
      for (const auto& province : alert->provinces) std::cout << "  ·  " << province;
    }
    std::cout << '\n';
  }
}

int Report(Context& context, const ReportOptions& options) {
  const auto period = alerts::ParseReportPeriod(options.period);
  if (!options.explain.empty() && options.external) {
    throw core::InputError({"--explain", 0, 0, "what leaves the unit names no alerts", "leave --external out"});
  }
  const auto connection = context.database().Connect();
  alerts::Statistics statistics;
  {
    Snapshot tx(*connection);
    statistics = alerts::MakeStatistics(tx, period, context.clock().Now(), options.external);
    if (!options.explain.empty()) {
      const auto figure = alerts::Explain(statistics, options.explain);
      if (options.json) {
        std::cout << Json{{"unit", alerts::UnitLabel(figure.unit).code}, {"value", figure.n}, {"of", figure.of}}.dump() << '\n';
      } else {
        PrintBehind(context, tx, figure);
      }
      return kDone;
    }
  }
  if (options.json) {
    std::cout << alerts::StatisticsJson(statistics);
    return kDone;
  }
  if (options.out.empty()) {
    throw core::InputError({"", 0, 0, "where are the files to go?", "--out FOLDER; or --json, or --explain"});
  }
  return Write(context, *connection, statistics, options);
}

}  // namespace

void AddReportCommand(CommandLine& line) {
  auto* command = line.app().add_subcommand("report", "A period in figures: HTML with charts, CSV, JSON");
  auto options = std::make_shared<ReportOptions>();
  command->add_option("--period", options->period, "2026-10, 2026-Q3, 2026 or 2026-10-01..2026-10-31")->required();
  command->add_option("--out", options->out, "Folder for the three files")->type_name("DIR");
  command->add_flag("--external", options->external,
                    "For whoever is outside: numbers below 5, and those that would give them away, are left out");
  command->add_option("--explain", options->explain,
                      "What a figure is made of: place=…,destination=…,indicator=…,verdict=…,outcome=…, or a cell: "
                      "table=alerts.open,verdict=fraud,due=overdue")
      ->type_name("WHAT");
  command->add_flag("--json", options->json, "Print JSON, write no files");
  options->as = AddAsOption(*command);
  command->footer(
      "Figures come from what was written down when it happened: a past month stays what it was.\n"
      "Published periods that overlap (a month and its quarter) can be subtracted: publish one kind.\n"
      "Example: agencywatch report --period 2026-10 --out bao-cao\n"
      "         agencywatch report --period 2026-10 --explain \"place=nghe an,verdict=fraud\"");
  command->callback([&line, options] {
    line.Choose([options](Context& context) { return Report(context, *options); });
  });
}

}  // namespace agencywatch::cli
