// How rules do on adverts whose truth is known: precision, recall and lift of each rule and each indicator, and how
// often they speak in lawful adverts. One sign alone means little; these figures say how little.
#pragma once

#include <cstddef>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/assessment.h"
#include "core/register_view.h"
#include "rules/engine.h"

namespace agencywatch::rules {

struct LabelledAdvert {
  AssessInput input;
  core::Verdict verdict = core::Verdict::kClear;
  std::set<std::string> indicators;  // codes that a person found in it
};

// One rule, or one indicator, over a corpus.
struct SignFigures {
  std::string name;
  std::size_t labelled = 0;     // adverts that a person gave the indicator to
  std::size_t fired = 0;        // adverts in which it spoke
  std::size_t right = 0;        // of these, labelled ones
  std::size_t in_positive = 0;  // spoke in adverts whose verdict is not clear
  std::size_t in_clear = 0;     // and in lawful ones
};

struct BacktestFigures {
  std::size_t positive = 0;  // adverts that need review, by their label
  std::size_t clear = 0;
  std::size_t review_right = 0;  // positive ones held for review
  std::size_t review_wrong = 0;  // clear ones held for review
  std::size_t verdict_right = 0;
  std::vector<SignFigures> indicators;  // by code; labelled or spoken
  std::vector<SignFigures> rules;       // stable ones, by id
};

[[nodiscard]] BacktestFigures Backtest(const RuleSet& rules, std::span<const LabelledAdvert> corpus,
                                       const core::RegisterView* view);

// part / whole; 0 of nothing is 0.
[[nodiscard]] double Share(std::size_t part, std::size_t whole);
// How much oftener it speaks in positive adverts than in lawful ones, half a hit added to either count so that a sign
// that is never wrong has a finite lift.
[[nodiscard]] double Lift(const SignFigures& sign, const BacktestFigures& figures);

}  // namespace agencywatch::rules
