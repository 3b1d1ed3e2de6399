#include "rules/likeness.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace agencywatch::rules {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool OfWord(char c) { return (c >= 'a' && c <= 'z') || IsDigit(c); }

}  // namespace

void ForEachTerm(std::string_view folded, const std::function<void(const Term&)>& visit) {
  Term before;
  for (std::size_t at = 0; at < folded.size();) {
    if (!OfWord(folded[at])) {
      ++at;
      continue;
    }
    Term word{{}, at, at};
    for (; at < folded.size() && OfWord(folded[at]); ++at) {
      if (!IsDigit(folded[at]))
        word.text += folded[at];
      else if (word.text.empty() || word.text.back() != '0')
        word.text += '0';
    }
    word.end = at;
    visit(word);
    if (!before.text.empty()) visit({before.text + ' ' + word.text, before.begin, word.end});
    before = std::move(word);
  }
}

bool LikenessTable::Add(std::string indicator, std::int32_t bias,
                        const std::vector<std::pair<std::string, std::int32_t>>& weights) {
  if (Find(indicator)) return false;
  const auto sign = static_cast<std::uint32_t>(signs_.size());
  signs_.push_back(std::move(indicator));
  biases_.push_back(bias);
  for (const auto& [term, weight] : weights) terms_[term].push_back({sign, weight});
  return true;
}

std::optional<std::size_t> LikenessTable::Find(std::string_view indicator) const {
  const auto found = std::find(signs_.begin(), signs_.end(), indicator);
  if (found == signs_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - signs_.begin());
}

std::vector<std::string> LikenessTable::Strongest(std::string_view indicator,
                                                  std::size_t most) const {
  std::vector<std::pair<std::int32_t, std::string>> found;
  if (const auto sign = Find(indicator)) {
    for (const auto& [term, weights] : terms_) {
      for (const Weight& weight : weights) {
        if (weight.sign == *sign && weight.weight > 0) found.emplace_back(-weight.weight, term);
      }
    }
  }
  std::sort(found.begin(), found.end());
  if (found.size() > most) found.resize(most);
  std::vector<std::string> terms;
  for (auto& [weight, term] : found) terms.push_back(std::move(term));
  return terms;
}

Likeness::Likeness(const LikenessTable& table) : table_(&table), sums_(table.signs_.size()) {}

void Likeness::Read(std::size_t part, std::string_view folded) {
  ForEachTerm(folded, [&](const Term& term) {
    if (!seen_.try_emplace(term.text, Spoken{part, term, 0}).second) return;
    const auto known = table_->terms_.find(term.text);
    if (known == table_->terms_.end()) return;
    for (const LikenessTable::Weight& weight : known->second) sums_[weight.sign] += weight.weight;
  });
}

double Likeness::Odds(std::size_t sign) const {
  const double length = std::sqrt(static_cast<double>(std::max<std::size_t>(seen_.size(), 1)));
  return (static_cast<double>(table_->biases_[sign]) + static_cast<double>(sums_[sign]) / length) /
         LikenessTable::kOne;
}

std::vector<Likeness::Spoken> Likeness::SpokenFor(std::size_t sign) const {
  std::vector<Spoken> found;
  for (const auto& [text, spoken] : seen_) {
    const auto known = table_->terms_.find(text);
    if (known == table_->terms_.end()) continue;
    for (const LikenessTable::Weight& weight : known->second) {
      if (weight.sign == sign && weight.weight > 0)
        found.push_back({spoken.part, spoken.term, weight.weight});
    }
  }
  std::sort(found.begin(), found.end(), [](const Spoken& a, const Spoken& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.term.text < b.term.text;
  });
  return found;
}

}  // namespace agencywatch::rules
