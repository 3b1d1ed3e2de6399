// Who acts. What people do is written down under their name: that of --as, else the system's user.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

namespace agencywatch::cli {

// Adds --as NAME to a command.
[[nodiscard]] std::shared_ptr<std::string> AddAsOption(CLI::App& command);
// Whoever typed the command, also behind sudo.
[[nodiscard]] std::string SystemUser();
// Throws core::InputError for a name that is too long, or that a scan uses.
[[nodiscard]] std::string ActorName(const std::string& as);

}  // namespace agencywatch::cli
