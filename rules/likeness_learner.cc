#include "rules/likeness_learner.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <unordered_map>

#include "rules/likeness.h"

namespace agencywatch::rules {
namespace {

constexpr std::size_t kLeastTexts = 3;      // a term of fewer is chance
constexpr std::size_t kLeastLabelled = 8;   // a sign of fewer is not learned
constexpr std::size_t kTermsPerSign = 400;  // what is kept
constexpr std::size_t kTermsForAny = 2000;
constexpr double kPenalty = 1.0 / 20;  // of the squared weights, against the sum over the texts
constexpr int kRounds = 500;

// A text as the terms it holds; every one of them counts `value`.
struct Row {
  std::vector<std::uint32_t> terms;  // rising
  double value = 0;
};

struct Example {
  const Row* row = nullptr;
  double label = 0;   // 1 or -1
  double weight = 0;  // of its error
};

struct Model {
  std::vector<double> weights;  // by term
  double bias = 0;
};

double Score(const Model& model, const Row& row) {
  double sum = 0;
  for (const std::uint32_t term : row.terms) sum += model.weights[term];
  return model.bias + sum * row.value;
}

// The slope of the mean error and the penalty, at `at`.
Model Gradient(const std::vector<Example>& examples, const Model& at) {
  Model slope{std::vector<double>(at.weights.size()), at.bias * kPenalty};
  for (std::size_t i = 0; i < at.weights.size(); ++i) slope.weights[i] = at.weights[i] * kPenalty;
  for (const Example& example : examples) {
    const double margin = example.label * Score(at, *example.row);
    const double pull = -example.label * example.weight / (1 + std::exp(margin));
    slope.bias += pull;
    for (const std::uint32_t term : example.row->terms)
      slope.weights[term] += pull * example.row->value;
  }
  return slope;
}

// How steep the error can get: the largest eigenvalue of a quarter of the weighted squares, by power iteration.
double Steepness(const std::vector<Example>& examples, std::size_t terms) {
  constexpr int kSteps = 20;
  Model direction{std::vector<double>(terms, 1), 1};
  double length = 1;
  for (int step = 0; step < kSteps; ++step) {
    length =
        std::sqrt(std::inner_product(direction.weights.begin(), direction.weights.end(),
                                     direction.weights.begin(), direction.bias * direction.bias));
    for (double& weight : direction.weights) weight /= length;
    direction.bias /= length;
    Model next{std::vector<double>(terms), 0};
    for (const Example& example : examples) {
      const double along = Score(direction, *example.row) * example.weight / 4;
      next.bias += along;
      for (const std::uint32_t term : example.row->terms)
        next.weights[term] += along * example.row->value;
    }
    direction = std::move(next);
  }
  return std::sqrt(std::inner_product(direction.weights.begin(), direction.weights.end(),
                                      direction.weights.begin(), direction.bias * direction.bias));
}

// Nesterov's accelerated descent, begun anew wherever it runs uphill. Source: Y. Nesterov, Introductory Lectures on Convex
// Optimization (2004), 2.2; O'Donoghue and Candès, Adaptive Restart for Accelerated Gradient Schemes (2015).
Model Fit(const std::vector<Example>& examples, std::size_t terms) {
  const double step = 1 / (Steepness(examples, terms) * 1.1 + kPenalty);
  Model model{std::vector<double>(terms), 0};
  Model ahead = model;
  double momentum = 1;
  for (int round = 0; round < kRounds; ++round) {
    const Model slope = Gradient(examples, ahead);
    const double next_momentum = (1 + std::sqrt(1 + 4 * momentum * momentum)) / 2;
    const double carry = (momentum - 1) / next_momentum;
    double uphill = 0;
    const auto move = [&](double& value, double& reached, double down) {
      const double moved = reached - step * down;
      uphill += down * (moved - value);
      reached = moved + carry * (moved - value);
      value = moved;
    };
    for (std::size_t i = 0; i < terms; ++i)
      move(model.weights[i], ahead.weights[i], slope.weights[i]);
    move(model.bias, ahead.bias, slope.bias);
    momentum = next_momentum;
    if (uphill > 0) {
      momentum = 1;
      ahead = model;
    }
  }
  return model;
}

// The terms of all texts, by number; those of too few are left out.
class Vocabulary {
 public:
  Vocabulary(std::span<const LabelledText> texts, const std::set<std::string>& left_out) {
    std::map<std::string, std::size_t> counts;
    for (const LabelledText& text : texts) {
      for (const std::string& term : TermsOf(text)) {
        const std::size_t space = term.find(' ');
        if (!left_out.contains(term.substr(0, space)) &&
            (space == std::string::npos || !left_out.contains(term.substr(space + 1))))
          ++counts[term];
      }
    }
    for (const auto& [term, count] : counts) {
      if (count < kLeastTexts) continue;
      numbers_.emplace(term, static_cast<std::uint32_t>(terms_.size()));
      terms_.push_back(term);
    }
  }

  [[nodiscard]] Row RowOf(const LabelledText& text) const {
    const std::set<std::string> held = TermsOf(text);
    Row row;
    row.value = 1 / std::sqrt(static_cast<double>(std::max<std::size_t>(held.size(), 1)));
    for (const std::string& term : held) {
      if (const auto found = numbers_.find(term); found != numbers_.end())
        row.terms.push_back(found->second);
    }
    std::sort(row.terms.begin(), row.terms.end());
    return row;
  }
  [[nodiscard]] const std::string& Term(std::size_t number) const { return terms_[number]; }
  [[nodiscard]] std::size_t size() const { return terms_.size(); }

 private:
  static std::set<std::string> TermsOf(const LabelledText& text) {
    std::set<std::string> held;
    ForEachTerm(text.folded, [&](const rules::Term& term) { held.insert(term.text); });
    return held;
  }
  std::vector<std::string> terms_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

std::vector<std::uint32_t> StrongestTerms(const Model& model, std::size_t most) {
  std::vector<std::uint32_t> order(model.weights.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::abs(model.weights[a]) > std::abs(model.weights[b]);
  });
  if (order.size() > most) order.resize(most);
  return order;
}

LearnedSign Learn(const std::string& indicator, std::span<const LabelledText> texts,
                  const std::vector<Row>& rows, const Vocabulary& vocabulary) {
  const bool any = indicator == kAnySign;
  const std::size_t most = any ? kTermsForAny : kTermsPerSign;
  std::vector<Example> examples;
  std::size_t shown = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (!texts[i].only.empty() && texts[i].only != indicator) continue;
    const bool shows = any ? !texts[i].indicators.empty() : texts[i].indicators.contains(indicator);
    shown += shows ? 1 : 0;
    examples.push_back({&rows[i], shows ? 1.0 : -1.0, 0});
  }
  const double all = static_cast<double>(examples.size());
  for (Example& example : examples)
    example.weight = all / (2 * (example.label > 0 ? static_cast<double>(shown)
                                                   : all - static_cast<double>(shown)));

  const std::vector<std::uint32_t> kept = StrongestTerms(Fit(examples, vocabulary.size()), most);
  std::unordered_map<std::uint32_t, std::uint32_t> places;
  for (std::uint32_t i = 0; i < kept.size(); ++i) places.emplace(kept[i], i);
  std::vector<Row> short_rows;
  short_rows.reserve(examples.size());
  for (Example& example : examples) {
    Row row{{}, example.row->value};
    for (const std::uint32_t term : example.row->terms) {
      if (const auto found = places.find(term); found != places.end())
        row.terms.push_back(found->second);
    }
    short_rows.push_back(std::move(row));
    example.row = &short_rows.back();
  }
  const Model model = Fit(examples, kept.size());

  const auto rounded = [](double value) {
    return static_cast<std::int32_t>(std::lround(value * LikenessTable::kOne));
  };
  LearnedSign sign{indicator, rounded(model.bias), {}};
  for (const std::uint32_t i : StrongestTerms(model, most)) {
    if (const std::int32_t weight = rounded(model.weights[i]); weight != 0)
      sign.weights.emplace_back(vocabulary.Term(kept[i]), weight);
  }
  return sign;
}

}  // namespace

std::vector<LearnedSign> LearnLikeness(std::span<const LabelledText> texts,
                                       const std::set<std::string>& left_out) {
  const Vocabulary vocabulary(texts, left_out);
  std::vector<Row> rows;
  std::map<std::string, std::size_t> shown;
  for (const LabelledText& text : texts) {
    rows.push_back(vocabulary.RowOf(text));
    if (text.only.empty()) {
      for (const std::string& indicator : text.indicators) ++shown[indicator];
      if (!text.indicators.empty()) ++shown[std::string(kAnySign)];
    }
  }
  std::vector<LearnedSign> signs;
  for (const auto& [indicator, count] : shown) {
    if (count >= kLeastLabelled) signs.push_back(Learn(indicator, texts, rows, vocabulary));
  }
  return signs;
}

std::string LikenessYaml(std::span<const LearnedSign> signs, const std::string& sources) {
  std::string yaml =
      "# Learned by `agencywatch rules learn`, not written by hand: how much a word, or two words "
      "in a row, speak\n"
      "# for a sign (hundredths; see the README of the packs, words_like). Texts: " +
      sources + "\nlikeness:\n";
  for (const LearnedSign& sign : signs) {
    yaml += "  - indicator: " + sign.indicator + "\n    bias: " + std::to_string(sign.bias) +
            "\n    words: >-\n";
    std::string line = "     ";
    for (const auto& [term, weight] : sign.weights) {
      constexpr std::size_t kWidth = 120;
      const std::string entry = " " + term + "=" + std::to_string(weight) + ";";
      if (line.size() + entry.size() > kWidth) {
        yaml += line + "\n";
        line = "     ";
      }
      line += entry;
    }
    yaml += line + "\n";
  }
  return yaml;
}

}  // namespace agencywatch::rules
