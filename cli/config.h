// The settings file, agencywatch.yaml, and where it is looked for.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "alerts/notify/settings.h"
#include "core/time.h"

namespace agencywatch::cli {

struct Config {
  std::filesystem::path file;      // empty: no file was read, everything has its default
  std::string database;            // libpq URL or key=value string; empty: the private server
  std::filesystem::path data_dir;  // empty: the default of db/private_server.h
  std::filesystem::path sources = "sources.yaml";
  std::vector<std::filesystem::path> packs;  // empty: the packs built into the program
  std::filesystem::path recipients;  // who gets which referral; empty: the table built into the program
  std::string province;              // of this office; empty: said with each referral that needs it
  std::chrono::days register_max_age{14};
  std::chrono::days spool_keep{90};
  std::chrono::days keep_clear{180};      // postings without signs
  std::chrono::days keep_dismissed{730};  // of dismissed alerts
  std::vector<core::Day> holidays;        // besides those that the law itself fixes
  bool four_eyes_by_system_user = false;  // cli/four_eyes.h
  std::string lang = "vi";
  alerts::NotifySettings notify;  // nobody is told by default
};

// Reads `file`; a path that was not asked for by name may be missing. All mistakes at once as core::InputError.
// Relative paths in the file are taken from the folder it lies in.
[[nodiscard]] Config ReadConfig(const std::optional<std::filesystem::path>& file);

// The commented file that `agencywatch init` writes.
[[nodiscard]] std::string ConfigTemplate();

}  // namespace agencywatch::cli
