// `agencywatch register`: the licence register on the command line.
#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/register_commands.h"

namespace agencywatch::cli {

void AddRegisterCommand(CommandLine& line) {
  auto* command = line.app().add_subcommand("register", "The register of licensed enterprises");
  command->require_subcommand(1);
  AddRegisterImport(*command, line);
  AddRegisterLookups(*command, line);
  AddRegisterSnapshots(*command, line);
}

}  // namespace agencywatch::cli
