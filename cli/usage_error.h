// What the command line got wrong, in the reader's language: which word, and where help is.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace agencywatch::cli {

// `english` where the line or nothing else says so; --lang may stand behind the mistake.
[[nodiscard]] bool AsksForEnglish(int argc, char** argv);
// Two lines.
[[nodiscard]] std::string UsageErrorText(const CLI::App& app, const CLI::Error& error, bool english);

}  // namespace agencywatch::cli
