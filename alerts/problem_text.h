// What people are told they must mend or cannot do, in Vietnamese: a catalogue of the messages that are made in English
// where the fault is found (stores, functions of the database, readers of lists, commands, the API), as gettext has it; {1},
// {2} … stand for what differs from one to the next. tests/messages_test.py knows each that is missing.
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
// One a line: the first twenty, and how many more there are, for a file that is something else altogether.
[[nodiscard]] std::string ProblemLines(const std::vector<core::InputProblem>& problems, bool english);
// The same problems with their texts in that language.
[[nodiscard]] std::vector<core::InputProblem> ProblemsIn(std::vector<core::InputProblem> problems, bool english);

}  // namespace agencywatch::alerts
