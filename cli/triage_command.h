// The part of `agencywatch alerts` by which people decide.
#pragma once

#include <CLI/CLI.hpp>

#include "cli/commands.h"

namespace agencywatch::cli {

// assign, watch, dismiss, confirm, duplicate, case, reopen, lock, unlock, silence.
void AddTriageCommands(CLI::App& alerts, CommandLine& line);

}  // namespace agencywatch::cli
