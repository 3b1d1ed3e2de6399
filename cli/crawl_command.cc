// `agencywatch crawl --worker`: one of any number of workers on a shared database.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <pqxx/pqxx>

#include "cli/source_blind_spots.h"
#include "cli/commands.h"
#include "cli/evidence.h"
#include "cli/exit_code.h"
#include "cli/judge.h"
#include "cli/rescreen.h"
#include "cli/run_connection.h"
#include "cli/scan_run.h"
#include "cli/source_crawl.h"
#include "cli/version.h"
#include "db/database.h"
#include "db/register_store.h"
#include "rules/engine.h"

namespace agencywatch::cli {
namespace {

// Pages of registers belong together, so they are left to the scan.
std::vector<CrawlSource> WithoutRegisters(const crawler::SourceList& list) {
  std::vector<CrawlSource> sources;
  for (const auto& source : list.sources) {
    if (source.kind != crawler::SourceKind::kRegister) sources.push_back({&source, 0, {}});
  }
  return sources;
}

struct Options {
  std::filesystem::path sources;
  bool worker = false;
  bool judge_later = false;
};

int Work(Context& context, const Options& options) {
  const crawler::SourceList list = crawler::LoadSources(
      (options.sources.empty() ? context.config().sources : options.sources).string());
  Progress progress(context.quiet());
  const auto files = ReadPack(context.config().packs);
  const auto rules = context.LoadRules();
  const core::Instant now = context.clock().Now();
  ScanReport report;
  report.sources = WithoutRegisters(list);
  db::NewRun new_run;
  new_run.kind = "crawl";
  new_run.started = now;
  new_run.program_version = kVersion;
  new_run.pack_sha256 = rules->sha256();
  RunConnection run(context, new_run, RunShare::kShared, [&](pqxx::work& tx, db::NewRun& opened) {
    SaveRules(tx, *rules, files, now);
    opened.snapshot_id = db::FindSnapshot(tx, now);
  });
  report.run_id = run.id();
  const std::string worker = db::WorkerOfRun(run.id(), NodeName() + ":" + std::to_string(getpid()));
  std::optional<Judge> judge;
  run.Run([&](pqxx::connection& connection) {
    SeedSources(connection, report.sources, run.started());
    if (options.judge_later) return;
    judge.emplace(db::InTransaction(
        connection, [&](pqxx::work& tx) { return LoadJudge(context, tx, rules, now); }));
  });
  SourceCrawl crawl(context, list, {run.id(), run.started(), worker}, progress);
  run.Run([&](pqxx::connection& connection) { crawl.Run(connection, report.sources, judge ? &*judge : nullptr); });
  report.interrupted = context.stop().stop_requested();
  bool failed = false;
  for (const auto& source : report.sources) {
    const SourceCounts& counts = source.counts;
    failed = failed || counts.failed > 0;
    std::cout << source.source->key << ": " << counts.visited
              << (context.english() ? " visited, " : " đã thăm, ") << counts.pages
              << (context.english() ? " read, " : " đã đọc, ") << counts.failed
              << (context.english() ? " failed\n" : " lỗi\n");
  }
  const auto blind = FindBlindSpots(report.sources);
  std::cout << alerts::BlindSpotText(blind, context.english());
  run.Run([&](pqxx::connection& connection) {
    db::InTransaction(connection, [&](pqxx::work& tx) {
      db::AddWorkerBlindSpots(tx, run.id(), AsStored(blind, NodeName()));
      db::LeaveRun(tx, run.id(), context.clock().Now(), ReportJson(report));
    });
  });
  return failed ? kDoneButLook : kDone;
}

}  // namespace

void AddCrawlCommand(CommandLine& line) {
  auto* command = line.app().add_subcommand("crawl", "A crawl worker for a shared database");
  auto options = std::make_shared<Options>();
  command
      ->add_flag("--worker", options->worker, "Take a share of what is due, until nothing is")
      ->required();
  command
      ->add_option("--sources", options->sources,
                   "What is crawled (default: sources.yaml of the settings)")
      ->type_name("F");
  command->add_flag("--judge-later", options->judge_later,
                    "Only fetch, read and store: the next scan judges what was read (more pages a "
                    "second on a small machine)");
  command->footer(
      "Any number of workers, on any number of machines, share one database: each takes sites that "
      "no other has, and "
      "judges\n"
      "what it reads. Registers and alerts are left to `agencywatch scan`, which may run at the "
      "same time.\n"
      "Example: agencywatch --database postgresql://aw@db.example.gov.vn/agencywatch crawl "
      "--worker");
  command->callback([&line, options] {
    line.Choose([options](Context& context) { return Work(context, *options); });
  });
}

}  // namespace agencywatch::cli
