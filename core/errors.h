// The two exceptions of the program, by what the catcher does about them. Everything the field does
// every day (a 404, an unreadable price, an enterprise that is not listed) is a value, not one of
// these.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace agencywatch::core {

// Try the same unit of work again after a pause (a lost connection, a serialisation failure).
class RetryLater : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// One thing that a person must mend in a rule, a source or a setting.
struct InputProblem {
  std::string file;  // as the user named it; empty for the command line or a setting
  int line = 0;      // from 1; 0 when unknown
  int column = 0;    // from 1; 0 when unknown
  std::string what;  // what is wrong
  std::string fix;   // what to write or do instead; may be empty

  // "file:line:column: what; fix", without the parts that are missing.
  [[nodiscard]] std::string Text() const;
};

// Wrong input or configuration: all problems at once, so that a person mends them in one go. Exit
// code 2.
class InputError : public std::runtime_error {
 public:
  explicit InputError(std::vector<InputProblem> problems);
  explicit InputError(InputProblem problem);
  [[nodiscard]] const std::vector<InputProblem>& problems() const { return problems_; }

 private:
  std::vector<InputProblem> problems_;
};

// The program cannot run here and now (no database, a busy port, a full disk). Exit code 3.
// what() says what, where and what to do.
class CannotRun : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace agencywatch::core
