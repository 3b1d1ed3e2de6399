// What is wrong with a file, in Vietnamese: a catalogue of the messages that the readers of the licence register make in
// English where the fault is found, as gettext has it; {1}, {2} … stand for what differs from file to file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/errors.h"

namespace agencywatch::alerts {

// Several clauses are joined by "; " or stand on lines of their own; "file:3: " may stand in front. What the catalogue does
// not know stays as it is.
[[nodiscard]] std::string InVietnamese(std::string_view message);

// "danh-sach.csv:3: …", as core::InputProblem::Text has it.
[[nodiscard]] std::string ProblemText(const core::InputProblem& problem, bool english);
// The same problems with their texts in that language.
[[nodiscard]] std::vector<core::InputProblem> ProblemsIn(std::vector<core::InputProblem> problems, bool english);

}  // namespace agencywatch::alerts
