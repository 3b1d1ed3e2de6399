#include "cli/usage_error.h"

#include <string_view>
#include <vector>

namespace agencywatch::cli {
namespace {

// The command that was being read, innermost: "agencywatch cases show".
const CLI::App& Innermost(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return chosen.empty() ? app : Innermost(*chosen.front());
}

std::string NameOf(const CLI::App& app) {
  return (app.get_parent() == nullptr ? "" : NameOf(*app.get_parent()) + " ") + app.get_name();
}

// What stands behind `lead` in CLI11's sentence; empty where it begins otherwise.
std::string Behind(const std::string& text, std::string_view lead) {
  return text.starts_with(lead) ? text.substr(lead.size()) : "";
}

// CLI11's sentence has them from the last to the first.
std::string InOrder(const std::vector<std::string>& words, const std::string& otherwise) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text.empty() ? otherwise : text;
}

}  // namespace

bool AsksForEnglish(int argc, char** argv) {
  bool english = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word.starts_with("--lang=")) english = word.substr(7) == "en";
    if (word == "--lang" && i + 1 < argc) english = std::string_view{argv[i + 1]} == "en";
  }
  return english;
}

std::string UsageErrorText(const CLI::App& app, const CLI::Error& error, bool english) {
  const CLI::App& command = Innermost(app);
  const std::string told = error.what();
  const auto say = [english](const std::string& vi, const std::string& en) { return english ? en : vi; };
  constexpr std::string_view kRequired = " is required";
  const auto unknown = app.remaining(true);
  const bool takes_commands = !command.get_subcommands([](const CLI::App*) { return true; }).empty();
  std::string text = told;
  if (takes_commands && !unknown.empty()) {
    text = say("không có lệnh '", "there is no command '") + unknown.front() + "'";
  } else if (told == "A subcommand is required") {
    text = say("thiếu lệnh", "a command is missing");
  } else if (told.ends_with(kRequired)) {
    text = say("thiếu " + told.substr(0, told.size() - kRequired.size()), told.substr(0, told.size() - kRequired.size()) + " is missing");
  } else if (const auto value = Behind(told, "Could not convert: "); !value.empty()) {
    text = say("giá trị không hợp lệ: ", "this value does not fit: ") + value;
  } else if (const auto extra = told.find(" not expected: "); extra != std::string::npos) {
    text = say("không hiểu '", "not understood: '") + InOrder(unknown, told.substr(extra + 15)) + "'";
  } else if (const auto missing = told.find(" required "); missing != std::string::npos && told.ends_with(" missing")) {
    text = told.substr(0, told.find(':')) + say(" cần một giá trị", " needs a value");
  } else if (const auto allowed = told.find(" not in {"); allowed != std::string::npos) {
    text = told.substr(0, allowed) + say(" không thuộc ", " is none of ") + told.substr(allowed + 8);
  }
  return text + "\n" + say("Xem: ", "See: ") + NameOf(command) + " --help\n";
}

}  // namespace agencywatch::cli
