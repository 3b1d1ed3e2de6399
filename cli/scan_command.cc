// `agencywatch scan`: one nightly run.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>

#include "cli/alerts_command.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/notify_command.h"
#include "cli/scan_run.h"
#include "core/errors.h"
#include "db/database.h"

namespace agencywatch::cli {
namespace {

int Scan(Context& context, const std::filesystem::path& file, const std::string& only) {
  crawler::SourceList sources =
      crawler::LoadSources((file.empty() ? context.config().sources : file).string());
  if (!only.empty()) {
    if (sources.Find(only) == nullptr) {
      throw core::InputError({"--only", 0, 0, "there is no source '" + only + "'",
                              "write the key of one of sources.yaml"});
    }
    std::erase_if(sources.sources,
                  [&only](const crawler::Source& source) { return source.key != only; });
  }
  const ScanReport report =
      RunScan(context, sources, only.empty() ? Telling::kRecipients : Telling::kNobody);
  if (!context.quiet()) std::cout << ReportText(report, context.english()) << '\n';
  if (!report.interrupted && !context.quiet()) PrintQueue(context, *context.database().Connect(), {});
  // The night is stored and printed: whatever becomes of the messages changes neither it nor the exit code.
  std::cout << std::flush;
  if (report.ended && only.empty()) std::cout << SendMessages(context);
  return report.NeedsLook() ? kDoneButLook : kDone;
}

}  // namespace

void AddScanCommand(CommandLine& line) {
  auto* command = line.app().add_subcommand("scan", "One nightly run: crawl, assess, alert, tell");
  auto file = std::make_shared<std::filesystem::path>();
  auto only = std::make_shared<std::string>();
  command->add_option("--sources", *file, "What is crawled (default: sources.yaml of the settings)")
      ->type_name("F");
  command->add_option("--only", *only, "Only this source")->type_name("KEY");
  command->footer(
      "A scan that was killed is taken up by the next one. A second scan at the same time is "
      "refused (exit code 3).\n"
      "Ends by telling those whom the settings name under `notify:`; with --only nobody is told, and what is new\n"
      "stays news for the next whole scan. A message that cannot be sent changes no exit code; see agencywatch notify.\n"
      "Example: agencywatch scan --sources sources.yaml");
  command->callback([&line, file, only] {
    line.Choose([file, only](Context& context) { return Scan(context, *file, *only); });
  });
}

}  // namespace agencywatch::cli
