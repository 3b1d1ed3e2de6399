// The parts of `agencywatch register`; each adds its subcommands to `command`.
#pragma once

#include "cli/commands.h"

namespace agencywatch::cli {

void AddRegisterImport(CLI::App& command, CommandLine& line);     // import
void AddRegisterLookups(CLI::App& command, CommandLine& line);    // list, show
void AddRegisterSnapshots(CLI::App& command, CommandLine& line);  // snapshots, diff

}  // namespace agencywatch::cli
