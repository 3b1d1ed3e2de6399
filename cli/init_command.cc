#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "core/errors.h"
#include "crawler/sources.h"

namespace agencywatch::cli {
namespace {

void WriteNew(const std::filesystem::path& path, const std::string& text) {
  if (std::filesystem::exists(path)) {
    throw core::InputError({path.string(), 0, 0, "the file is there already; nothing was written",
                            "move it away, or give `init` another folder"});
  }
  std::ofstream out(path, std::ios::binary);
  out << text;
  if (!out.flush()) {
    throw core::CannotRun(path.string() +
                          " cannot be written; check the folder's rights and the disk's space");
  }
  std::cout << path.string() << '\n';
}

}  // namespace

void AddInitCommand(CommandLine& line) {
  auto* command =
      line.app().add_subcommand("init", "Write a commented config and a first sources.yaml");
  auto folder = std::make_shared<std::filesystem::path>(".");
  command->add_option("FOLDER", *folder, "Where to write them")->capture_default_str();
  command->footer("Example: agencywatch init /etc/agencywatch");
  command->callback([&line, folder] {
    line.Choose([folder](Context&) {
      std::error_code error;
      std::filesystem::create_directories(*folder, error);
      WriteNew(*folder / "agencywatch.yaml", ConfigTemplate());
      WriteNew(*folder / "sources.yaml", std::string{crawler::FirstSourcesYaml()});
      return static_cast<int>(kDone);
    });
  });
}

}  // namespace agencywatch::cli
