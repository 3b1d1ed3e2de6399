// Runs every rule's own tests: what must hit makes this very rule fire, what must miss does not.
#pragma once

#include <string>
#include <vector>

#include "rules/engine.h"

namespace agencywatch::rules {

struct TestFailure {
  std::string rule;
  bool should_hit = false;
  std::string text;   // title and body of the test
  std::string genre;  // what the text was taken for
  SourcePlace place;

  // "fee.yaml:12:9: vi.fee.deposit should fire on '…' (genre other)"
  [[nodiscard]] std::string Text() const;
};

struct SelfTestResult {
  std::size_t rules = 0;
  std::size_t tests = 0;
  std::vector<TestFailure> failures;
};

// Rules of every status but deprecated; `only` is a rule's id or empty for all. Tests are judged on
// 2026-11-01 unless they say when they were posted, with the pack's test register as of that day.
[[nodiscard]] SelfTestResult RunSelfTests(const RuleSet& rules, std::string_view only = {});

}  // namespace agencywatch::rules
