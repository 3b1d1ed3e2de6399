// `agencywatch match`: JSON lines in, assessments out; no database.
#include <CLI/CLI.hpp>
#include <atomic>
#include <iostream>
#include <memory>
#include <thread>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/input.h"
#include "cli/line_pipeline.h"
#include "cli/register_source.h"
#include "cli/version.h"
#include "core/errors.h"
#include "rules/engine.h"
#include "rules/match_json.h"

namespace agencywatch::cli {
namespace {

struct MatchOptions {
  std::vector<std::filesystem::path> packs;
  std::filesystem::path register_file;
  std::string register_as_of;
  int jobs = 1;
};

int Match(Context& context, const MatchOptions& options) {
  const auto rules = context.LoadRules(options.packs);
  const auto register_view =
      LoadRegisterFile(options.register_file, options.register_as_of, context);
  const core::RegisterView* view = register_view ? &*register_view : nullptr;
  std::atomic<bool> bad_line{false};
  const auto work = [&](std::string_view line, std::size_t number, bool too_long) {
    if (too_long) {
      bad_line = true;
      return R"({"line":)" + std::to_string(number) +
             R"(,"error":"the line is longer than 16 MiB"})";
    }
    rules::MatchAnswer answer =
        rules::MatchLine(*rules, view, line, number, context.clock().Today(), kVersion);
    if (answer.bad) bad_line = true;
    return std::move(answer.line);
  };
  StdinBuffer buffer(context.stop());
  std::istream lines(&buffer);
  RunLines(lines, std::cout, options.jobs, work, context.stop());
  return bad_line ? kDoneButLook : kDone;
}

}  // namespace

void AddMatchCommand(CommandLine& line) {
  auto* command =
      line.app().add_subcommand("match", "Assess JSON lines from stdin to stdout (no database)");
  auto options = std::make_shared<MatchOptions>();
  command
      ->add_option("--pack", options->packs,
                   "Folder or file of a rule pack, instead of those built in")
      ->type_name("P")
      ->allow_extra_args(false);
  command->add_option("--register", options->register_file, "Licence register: CSV, XLSX, XLS, JSON lines or HTML")
      ->type_name("F");
  command
      ->add_option("--register-as-of", options->register_as_of,
                   "The day the register was true (default: what it says of itself, else today)")
      ->type_name("DAY");
  command->add_option("--jobs", options->jobs, "Threads")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  command->footer(
      "A line in:  {\"id\":\"1\",\"title\":\"…\",\"body\":\"…\"} and optionally context, agency, "
      "posted_at, url, "
      "channel, lang.\nA line that cannot be read is answered by {\"line\":N,\"error\":\"…\"}; the "
      "exit code is then "
      "1.\nExample: agencywatch match --register register.csv --jobs 2 < adverts.jsonl > "
      "assessed.jsonl");
  command->callback([&line, options] {
    line.Choose([options](Context& context) { return Match(context, *options); });
  });
}

}  // namespace agencywatch::cli
