// agencywatch: parses the command line, runs one command, turns what went wrong into a message and an exit code.
#include <curl/curl.h>
#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <clocale>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <thread>

#include "alerts/problem_text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/usage_error.h"
#include "cli/version.h"
#include "core/errors.h"
#include "core/memory.h"

namespace {

using agencywatch::cli::CommandLine;
using agencywatch::cli::Context;

// Waits for SIGINT and SIGTERM on a thread of its own, so that the rest may use locks; the second one ends at once.
class Signals {
 public:
  Signals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error of write()
    std::signal(SIGXFSZ, SIG_IGN);  // so is a file-size limit
    waiter_ = std::thread([this] {
      for (;;) {
        int number = 0;
        sigwait(&set_, &number);
        if (ended_) return;
        if (received_.exchange(number) != 0) std::_Exit(128 + number);
        source_.request_stop();
      }
    });
  }
  ~Signals() {
    ended_ = true;
    pthread_kill(waiter_.native_handle(), SIGTERM);
    waiter_.join();
  }
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  [[nodiscard]] std::stop_token token() const { return source_.get_token(); }
  [[nodiscard]] int received() const { return received_; }

 private:
  sigset_t set_{};
  std::stop_source source_;
  std::atomic<int> received_{0};
  std::atomic<bool> ended_{false};
  std::thread waiter_;
};

// Is `descriptor` a pipe that nobody reads from any more?
bool ReaderHasLeft(int descriptor) {
  pollfd asked{descriptor, 0, 0};
  return poll(&asked, 1, 0) == 1 && (asked.revents & POLLERR) != 0;
}

int Run(CommandLine& line) {
  using namespace agencywatch;
  bool english = line.global().lang == "en";  // until the settings are read
  const auto told = [&english](const std::string& text) { return english ? text : alerts::InVietnamese(text); };
  try {
    Context context(line.global(), line.stop());
    english = context.english();
    return (*line.work())(context);
  } catch (const core::InputError& error) {
    std::cerr << alerts::ProblemLines(error.problems(), english);
    return cli::kWrongUsage;
  } catch (const core::CannotRun& error) {
    std::cerr << "agencywatch: " << told(error.what()) << '\n';
  } catch (const core::RetryLater& error) {
    std::cerr << "agencywatch: " << told(std::string{error.what()} + "; run it again in a moment") << '\n';
  } catch (const std::exception& error) {
    std::cerr << "agencywatch: " << error.what() << '\n';
  }
  return cli::kCannotRun;
}

void AddCommands(CommandLine& line) {
  using namespace agencywatch::cli;
  AddInitCommand(line);
  AddDemoCommand(line);
  AddScanCommand(line);
  AddCrawlCommand(line);
  AddMatchCommand(line);
  AddCheckCommand(line);
  AddInspectCommand(line);
  AddImportCommand(line);
  AddRegisterCommand(line);
  AddRulesCommand(line);
  AddPostingsCommand(line);
  AddAlertsCommand(line);
  AddCasesCommand(line);
  AddReferralsCommand(line);
  AddSubjectsCommand(line);
  AddSilencesCommand(line);
  AddTipsCommand(line);
  AddServeCommand(line);
  AddUserCommand(line);
  AddDossierCommand(line);
  AddNotifyCommand(line);
  AddReportCommand(line);
  AddRequestsCommand(line);
  AddPurgeCommand(line);
  AddDoctorCommand(line);
}

}  // namespace

int main(int argc, char** argv) {
  using namespace agencywatch;
  std::ios::sync_with_stdio(false);
  core::KeepFreedMemory();
  if (sodium_init() < 0 || curl_global_init(CURL_GLOBAL_DEFAULT) != 0) {
    std::cerr << "agencywatch: libsodium or libcurl cannot start\n";
    return cli::kCannotRun;
  }
  Signals signals;

  CLI::App app{
      "agencywatch: reads job advertisements, holds them against the law and the licence "
      "register,\n"
      "and says which recruiters a labour inspector should look at, and why."};
  app.name("agencywatch");
  app.require_subcommand(1);
  app.fallthrough();  // global options may stand behind the command, too
  app.set_version_flag("--version", std::string{"agencywatch "} + cli::kVersion);
  app.set_help_flag("-h,--help", "Print this and exit");
  app.get_formatter()->column_width(34);
  app.footer(
      "Exit codes: 0 done; 1 done, but look; 2 wrong usage or configuration; 3 could not run;\n"
      "130 and 143 by signal. `agencywatch COMMAND --help` shows a command with an example.");
  CommandLine line(app, signals.token());
  auto& global = line.global();
  app.add_option("--config", global.config,
                 "Settings file (default: ./agencywatch.yaml, then /etc/agencywatch/)")
      ->type_name("F");
  app.add_option("--database", global.database, "A PostgreSQL server instead of the private one")
      ->type_name("URL");
  app.add_option("--data-dir", global.data_dir, "Private server, WARC files, logs")
      ->type_name("DIR");
  app.add_option("--lang", global.lang, "Language of what is printed")
      ->check(CLI::IsMember({"vi", "en"}))
      ->type_name("vi|en");
  app.add_flag("--quiet", global.quiet, "Only errors, no progress");
  app.add_flag("--verbose", global.verbose, "Log everything");
  app.add_option("--now", global.now)->group("");  // tests and replays
  AddCommands(line);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    std::cerr << cli::UsageErrorText(app, error, cli::AsksForEnglish(argc, argv));
    return cli::kWrongUsage;
  }
  if (!line.work()) {
    std::cerr << app.help();
    return cli::kWrongUsage;
  }
  const int code = Run(line);
  curl_global_cleanup();
  if (const int number = signals.received(); number != 0) return 128 + number;
  if (!std::cout.flush()) {
    if (ReaderHasLeft(STDOUT_FILENO)) return code;  // `agencywatch rules list | head`
    std::cerr << "agencywatch: the output could not be written\n";
    return cli::kCannotRun;
  }
  return code;
}
