#include "rules/backtest.h"

#include <map>
#include <utility>

namespace agencywatch::rules {
namespace {

void Count(SignFigures& sign, bool fired, bool labelled, bool positive) {
  sign.labelled += labelled ? 1 : 0;
  if (!fired) return;
  ++sign.fired;
  sign.right += labelled ? 1 : 0;
  ++(positive ? sign.in_positive : sign.in_clear);
}

}  // namespace

BacktestFigures Backtest(const RuleSet& rules, std::span<const LabelledAdvert> corpus,
                         const core::RegisterView* view) {
  BacktestFigures figures;
  std::map<std::string, SignFigures> indicators;
  std::map<std::string, SignFigures> by_rule;
  for (const LabelledAdvert& advert : corpus) {
    for (const std::string& code : advert.indicators) indicators[code];
  }
  for (const Rule& rule : rules.pack().rules) {
    if (rule.status != RuleStatus::kStable) continue;
    by_rule[rule.id];
    indicators[rule.indicator];
  }
  for (const LabelledAdvert& advert : corpus) {
    const core::Assessment assessment = rules.Assess(advert.input, view);
    const bool positive = advert.verdict != core::Verdict::kClear;
    ++(positive ? figures.positive : figures.clear);
    if (assessment.review) ++(positive ? figures.review_right : figures.review_wrong);
    if (assessment.verdict == advert.verdict) ++figures.verdict_right;
    std::set<std::string> fired_rules;
    std::set<std::string> fired_indicators;
    for (const core::Finding& finding : assessment.findings) {
      fired_rules.insert(finding.rule);
      fired_indicators.insert(finding.indicator);
    }
    for (auto& [code, sign] : indicators) {
      Count(sign, fired_indicators.contains(code), advert.indicators.contains(code), positive);
    }
    for (const Rule& rule : rules.pack().rules) {
      if (rule.status != RuleStatus::kStable) continue;
      Count(by_rule[rule.id], fired_rules.contains(rule.id),
            advert.indicators.contains(rule.indicator), positive);
    }
  }
  const auto listed = [](std::map<std::string, SignFigures>& signs) {
    std::vector<SignFigures> list;
    for (auto& [name, sign] : signs) {
      sign.name = name;
      list.push_back(std::move(sign));
    }
    return list;
  };
  figures.indicators = listed(indicators);
  figures.rules = listed(by_rule);
  return figures;
}

double Share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

double Lift(const SignFigures& sign, const BacktestFigures& figures) {
  const double positive =
      (static_cast<double>(sign.in_positive) + 0.5) / (static_cast<double>(figures.positive) + 1);
  const double clear =
      (static_cast<double>(sign.in_clear) + 0.5) / (static_cast<double>(figures.clear) + 1);
  return positive / clear;
}

}  // namespace agencywatch::rules
