#include "core/errors.h"

#include <utility>

namespace agencywatch::core {

std::string InputProblem::Text() const {
  std::string text = file;
  if (line > 0) text += (text.empty() ? "line " : ":") + std::to_string(line);
  if (line > 0 && column > 0) text += ":" + std::to_string(column);
  if (!text.empty()) text += ": ";
  text += what;
  if (!fix.empty()) text += "; " + fix;
  return text;
}

namespace {
std::string Join(const std::vector<InputProblem>& problems) {
  std::string text;
  for (const auto& problem : problems) text += (text.empty() ? "" : "\n") + problem.Text();
  return text;
}
}  // namespace

InputError::InputError(std::vector<InputProblem> problems)
    : std::runtime_error(Join(problems)), problems_(std::move(problems)) {}

InputError::InputError(InputProblem problem)
    : InputError(std::vector<InputProblem>{std::move(problem)}) {}

}  // namespace agencywatch::core
