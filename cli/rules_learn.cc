#include "cli/rules_learn.h"

#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "cli/exit_code.h"
#include "cli/input.h"
#include "core/errors.h"
#include "core/fold.h"
#include "core/utf8.h"
#include "rules/likeness_learner.h"

namespace agencywatch::cli {
namespace {

using nlohmann::json;

// Nothing where the line carries no label.
std::optional<rules::LabelledText> ReadText(const json& line) {
  rules::LabelledText text;
  if (line.contains("codes") && line["codes"].is_array()) {
    for (const json& code : line["codes"]) {
      if (code.is_string()) text.indicators.insert(code.get<std::string>());
    }
  } else if (line.contains("code") && line.contains("want") && line["want"].is_boolean()) {
    text.only = TextAt(line, "code");
    if (line["want"].get<bool>()) text.indicators.insert(text.only);
  } else {
    return std::nullopt;
  }
  const std::string title = core::Fold(TextAt(line, "title"), core::Field::kTitle).folded.text();
  text.folded = title + "\n" + core::Fold(TextAt(line, "body"), core::Field::kBody).folded.text();
  return text;
}

}  // namespace

int LearnRules(const std::vector<std::filesystem::path>& files,
               const std::vector<std::string>& left_out) {
  std::vector<rules::LabelledText> texts;
  std::vector<core::InputProblem> problems;
  std::string sources;
  for (const auto& file : files) {
    std::istringstream lines(ReadFile(file, "labelled adverts"));
    const std::size_t before = texts.size();
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
      ++number;
      if (core::Trim(line).empty()) continue;
      const json parsed = json::parse(line, nullptr, false);
      auto text = parsed.is_object() ? ReadText(parsed) : std::nullopt;
      if (text) {
        texts.push_back(std::move(*text));
      } else {
        problems.push_back(
            {file.string(), number, 0, "the line is no labelled advert",
             "write a JSON object with title, body and codes, or with body, code and want"});
      }
    }
    sources += (sources.empty() ? "" : ", ") + file.filename().string() + " " +
               std::to_string(texts.size() - before);
  }
  if (!problems.empty()) throw core::InputError(std::move(problems));
  const auto signs = rules::LearnLikeness(texts, {left_out.begin(), left_out.end()});
  if (signs.empty())
    throw core::InputError(
        {"", 0, 0, "too few labelled adverts to learn a sign from", "give more"});
  std::cout << rules::LikenessYaml(signs, sources);
  return kDone;
}

}  // namespace agencywatch::cli
