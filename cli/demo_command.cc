// `agencywatch demo`: the whole thing on bundled sites, offline.
#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <memory>
#include <pqxx/pqxx>

#include "cli/alerts_command.h"
#include "cli/commands.h"
#include "cli/demo/demo_world.h"
#include "cli/exit_code.h"
#include "cli/scan_run.h"
#include "core/errors.h"
#include "db/database.h"
#include "db/run_store.h"

namespace agencywatch::cli {
namespace {

// A second demo must find its sites where the first one did: else every page would be a new one.
std::unique_ptr<demo::DemoSites> StartSites(const std::filesystem::path& port_file) {
  static constexpr std::uint16_t kFirstPort = 8101;
  static constexpr std::uint16_t kLastPort = 8901;
  demo::DemoSites::Options options;
  unsigned port = 0;
  if (std::ifstream(port_file) >> port && port > 0 && port < 65'000) {
    options.first_port = static_cast<std::uint16_t>(port);
    try {
      return demo::StartDemoSites(options);
    } catch (const core::CannotRun&) {
      throw core::CannotRun(
          "a port from " + std::to_string(port) +
          " on (127.0.0.2 and following), where the first demo of this data directory ran, is in "
          "use; end what uses it, or run the demo with another --data-dir");
    }
  }
  for (std::uint16_t first = kFirstPort;; first = static_cast<std::uint16_t>(first + 100)) {
    options.first_port = first;
    try {
      auto sites = demo::StartDemoSites(options);
      std::ofstream(port_file) << first << '\n';
      return sites;
    } catch (const core::CannotRun&) {
      if (first >= kLastPort) throw;
    }
  }
}

int Demo(Context& context) {
  if (!context.data_dir_was_chosen()) {
    std::filesystem::path data_dir = context.data_dir();
    data_dir += "-demo";
    context.UseDataDir(data_dir);
  }
  // Opens the store: its data directory exists from here on.
  const db::Database& database = context.database();
  core::Instant now = demo::kDemoNow;
  {
    const auto connection = database.Connect();
    pqxx::read_transaction tx(*connection);
    if (const auto last = db::LastInstant(tx); last && *last >= now) {
      now = *last + std::chrono::seconds(1);
    }
  }
  context.UseClock(std::make_unique<core::ShiftedClock>(now));
  std::filesystem::create_directories(context.data_dir());
  const auto sites = StartSites(context.data_dir() / "demo.port");
  const crawler::SourceList sources =
      crawler::ParseSources(demo::DemoSourcesYaml(*sites), "demo/sources.yaml");
  if (!context.quiet()) {
    std::cout << (context.english()
                      ? "Eight fictional sites on this machine, as they stood on the morning of "
                      : "Tám trang hư cấu chạy trên máy này, như vào sáng ngày ")
              << core::FormatVietnamTime(now).substr(0, 10) << ":\n";
    for (const auto& source : sources.sources) {
      std::cout << "  " << source.start.front().Href() << "  " << source.name << '\n';
    }
    std::cout << std::endl;
  }
  const ScanReport report = RunScan(context, sources, Telling::kNobody);
  std::cout << ReportText(report, context.english()) << '\n';
  if (!report.interrupted) PrintQueue(context, *database.Connect(), {});
  return report.NeedsLook() ? kDoneButLook : kDone;
}

}  // namespace

void AddDemoCommand(CommandLine& line) {
  auto* command =
      line.app().add_subcommand("demo", "The whole thing on bundled demo sites, offline");
  command->footer(
      "Serves eight fictional sites on 127.0.0.2 and following, scans them as of 21 November 2026, "
      "prints the queue.\n"
      "The data stay (--data-dir; default: the usual folder with -demo behind it), so that a "
      "second demo shows what\n"
      "a second night does: conditional requests, and nothing new.\n"
      "Example: agencywatch demo");
  command->callback([&line] { line.Choose(Demo); });
}

}  // namespace agencywatch::cli
