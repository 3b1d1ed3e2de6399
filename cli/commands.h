// The commands of the program: each file adds one to the parser. A command's work runs after parsing and
// returns an ExitCode; it throws core::InputError, core::CannotRun or anything else, which main turns into
// a message and an exit code.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>

#include "cli/context.h"

namespace CLI {
class App;
}

namespace agencywatch::cli {

class CommandLine {
 public:
  CommandLine(CLI::App& app, std::stop_token stop) : app_(app), stop_(stop) {}

  [[nodiscard]] CLI::App& app() { return app_; }
  [[nodiscard]] GlobalOptions& global() { return global_; }
  [[nodiscard]] std::stop_token stop() const { return stop_; }

  using Work = std::function<int(Context&)>;
  // What the chosen command does; the last call wins, and only the chosen command calls it.
  void Choose(Work work) { work_ = std::move(work); }
  // For work that must go on any machine: only settings named with --config are read.
  void ChooseWithoutSettings(Work work) {
    Choose(std::move(work));
    global_.usual_settings = false;
  }
  [[nodiscard]] const std::optional<Work>& work() const { return work_; }

 private:
  CLI::App& app_;
  std::stop_token stop_;
  GlobalOptions global_;
  std::optional<Work> work_;
};

void AddInitCommand(CommandLine& line);
void AddDemoCommand(CommandLine& line);
void AddScanCommand(CommandLine& line);
void AddCrawlCommand(CommandLine& line);
void AddMatchCommand(CommandLine& line);
void AddCheckCommand(CommandLine& line);
void AddInspectCommand(CommandLine& line);
void AddImportCommand(CommandLine& line);
void AddRegisterCommand(CommandLine& line);
void AddRulesCommand(CommandLine& line);
void AddPostingsCommand(CommandLine& line);
void AddAlertsCommand(CommandLine& line);
void AddCasesCommand(CommandLine& line);
void AddReferralsCommand(CommandLine& line);
void AddSubjectsCommand(CommandLine& line);
void AddSilencesCommand(CommandLine& line);
void AddTipsCommand(CommandLine& line);
void AddServeCommand(CommandLine& line);
void AddUserCommand(CommandLine& line);
void AddDossierCommand(CommandLine& line);
void AddNotifyCommand(CommandLine& line);
void AddReportCommand(CommandLine& line);
void AddRequestsCommand(CommandLine& line);
void AddPurgeCommand(CommandLine& line);
void AddDoctorCommand(CommandLine& line);

}  // namespace agencywatch::cli
