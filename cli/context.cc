#include "cli/context.h"
#include "cli/acting.h"
#include "cli/input.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <utility>

#include "core/errors.h"
#include "db/database.h"
#include "rule_packs.h"
#include "rules/engine.h"
#include "rules/shipped_rules.h"

namespace agencywatch::cli {
namespace {

Config Merged(const GlobalOptions& options) {
  Config config;
  if (options.config || options.usual_settings) config = ReadConfig(options.config);
  config.database = db::ChooseDatabaseUrl(options.database, config.database);
  if (!options.data_dir.empty()) config.data_dir = options.data_dir;
  if (!options.lang.empty()) config.lang = options.lang;
  return config;
}

std::unique_ptr<core::Clock> MakeClock(const std::string& now) {
  if (now.empty()) return std::make_unique<core::SystemClock>();
  const auto instant = core::ParseInstant(now);
  if (!instant) {
    throw core::InputError(
        {"--now", 0, 0, "'" + now + "' is no time", "write 2026-11-21T06:00:00+07:00"});
  }
  return std::make_unique<core::ShiftedClock>(*instant);
}

core::LogLevel Level(const GlobalOptions& options) {
  if (options.verbose) return core::LogLevel::kDebug;
  return options.quiet ? core::LogLevel::kError : core::LogLevel::kWarn;
}

}  // namespace

Context::Context(const GlobalOptions& options, std::stop_token stop)
    : config_(Merged(options)),
      clock_(MakeClock(options.now)),
      log_(Level(options)),
      stop_(std::move(stop)),
      quiet_(options.quiet),
      data_dir_was_chosen_(!config_.data_dir.empty()) {
  if (!data_dir_was_chosen_) config_.data_dir = db::DefaultDataDir();
}

Context::~Context() = default;

db::Database& Context::database() {
  if (!database_) {
    db::DatabaseOptions options;
    options.url = config_.database;
    options.data_dir = config_.data_dir;
    options.log = &log_;
    if (!accounts_act_) options.system_user = SystemUser();
    database_ = std::make_unique<db::Database>(db::Database::Open(options));
  }
  return *database_;
}

std::shared_ptr<const rules::RuleSet> Context::LoadRules(
    const std::vector<std::filesystem::path>& packs) {
  const auto& chosen = packs.empty() ? config_.packs : packs;
  return chosen.empty() ? rules::ShippedRules() : rules::RuleSet::Load(ReadPack(chosen));
}

std::vector<rules::PackFile> ReadPack(const std::vector<std::filesystem::path>& packs) {
  std::vector<rules::PackFile> files;
  if (packs.empty()) {
    for (const auto& file : embedded::rule_packs())
      files.push_back({std::string{file.path}, std::string{file.bytes}});
    return files;
  }
  for (const auto& pack : packs) {
    std::error_code error;
    if (!std::filesystem::is_directory(pack, error)) {
      files.push_back({pack.string(), ReadFile(pack, "the rule pack")});
      continue;
    }
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(pack)) {
      if (entry.is_regular_file() && entry.path().extension() == ".yaml")
        found.push_back(entry.path());
    }
    std::sort(found.begin(), found.end());
    for (const auto& path : found)
      files.push_back({path.string(), ReadFile(path, "the rule pack")});
  }
  if (files.empty()) {
    throw core::InputError({packs.front().string(), 0, 0, "the folder holds no rule pack",
                            "a pack is one or more .yaml files; see rules/packs in the sources"});
  }
  return files;
}

}  // namespace agencywatch::cli
