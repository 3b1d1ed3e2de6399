// What every command needs: settings, clock, log, rules, database; made when first asked for.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "cli/config.h"
#include "core/log.h"
#include "core/time.h"

namespace agencywatch::db {
class Database;
}
namespace agencywatch::rules {
class RuleSet;
struct PackFile;
}  // namespace agencywatch::rules

namespace agencywatch::cli {

// Options that stand before the command.
struct GlobalOptions {
  std::optional<std::filesystem::path> config;
  std::string database;
  std::filesystem::path data_dir;
  std::string lang;
  std::string now;  // hidden: --now T
  bool quiet = false;
  bool verbose = false;
  bool usual_settings = true;  // those that lie in the usual places are read
};

class Context {
 public:
  // Reads the settings; throws core::InputError.
  explicit Context(const GlobalOptions& options, std::stop_token stop);
  ~Context();

  [[nodiscard]] const Config& config() const { return config_; }
  [[nodiscard]] const core::Clock& clock() const { return *clock_; }
  [[nodiscard]] core::Log& log() { return log_; }
  [[nodiscard]] std::stop_token stop() const { return stop_; }
  [[nodiscard]] bool english() const { return config_.lang == "en"; }
  [[nodiscard]] bool quiet() const { return quiet_; }
  // Where the private server, the WARC files and the logs lie.
  [[nodiscard]] const std::filesystem::path& data_dir() const { return config_.data_dir; }
  // The demo keeps its data and its time apart. Call before the database is asked for.
  void UseDataDir(const std::filesystem::path& data_dir) { config_.data_dir = data_dir; }
  void UseClock(std::unique_ptr<core::Clock> clock) { clock_ = std::move(clock); }
  // On the review site accounts act, and not whoever started it. Call before the database is asked for.
  void LetAccountsAct() { accounts_act_ = true; }
  [[nodiscard]] bool data_dir_was_chosen() const { return data_dir_was_chosen_; }

  // The store, migrated; started or attached to on first use. Throws core::CannotRun.
  [[nodiscard]] db::Database& database();
  // The packs of the settings, or `packs` where given, else those built in. Throws core::InputError.
  [[nodiscard]] std::shared_ptr<const rules::RuleSet> LoadRules(
      const std::vector<std::filesystem::path>& packs = {});

 private:
  Config config_;
  std::unique_ptr<core::Clock> clock_;
  core::Log log_;
  std::stop_token stop_;
  bool quiet_;
  bool data_dir_was_chosen_;
  bool accounts_act_ = false;
  std::unique_ptr<db::Database> database_;
};

// The files of rule packs given as folders or files; none: those built into the program.
[[nodiscard]] std::vector<rules::PackFile> ReadPack(
    const std::vector<std::filesystem::path>& packs);

}  // namespace agencywatch::cli
