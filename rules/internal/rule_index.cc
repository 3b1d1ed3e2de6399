#include "rules/internal/rule_index.h"

#include <algorithm>
#include <optional>
#include <type_traits>
#include <variant>

namespace agencywatch::rules::internal {
namespace {

using Patterns = std::vector<PatternId>;

std::optional<Patterns> NeededBy(const Condition& condition);

// What one of several conditions needs; nullopt when one of them needs nothing.
std::optional<Patterns> NeededByAny(const std::vector<Condition>& conditions) {
  Patterns all;
  for (const Condition& condition : conditions) {
    const auto needed = NeededBy(condition);
    if (!needed) return std::nullopt;
    all.insert(all.end(), needed->begin(), needed->end());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

// Of several that must all hold, the shortest need.
std::optional<Patterns> NeededByAll(const std::vector<Condition>& conditions) {
  std::optional<Patterns> least;
  for (const Condition& condition : conditions) {
    auto needed = NeededBy(condition);
    if (needed && (!least || needed->size() < least->size())) least = std::move(needed);
  }
  return least;
}

// Patterns of which one must match before the condition can be true; nullopt when none is known.
std::optional<Patterns> NeededBy(const Condition& condition) {
  return std::visit(
      [](const auto& kind) -> std::optional<Patterns> {
        using Kind = std::decay_t<decltype(kind)>;
        if constexpr (std::is_same_v<Kind, TextCondition>) {
          return Patterns{kind.pattern};
        } else if constexpr (std::is_same_v<Kind, CountCondition>) {
          return kind.min > 0 ? std::optional(Patterns{kind.pattern}) : std::nullopt;
        } else if constexpr (std::is_same_v<Kind, NearCondition>) {
          return kind.of.empty() ? std::nullopt : std::optional(Patterns{kind.of.front()});
        } else if constexpr (std::is_same_v<Kind, AllCondition>) {
          return NeededByAll(kind.of);
        } else if constexpr (std::is_same_v<Kind, AnyCondition>) {
          return NeededByAny(kind.of);
        } else if constexpr (std::is_same_v<Kind, AtLeastCondition>) {
          return kind.n > 0 ? NeededByAny(kind.of) : std::nullopt;
        } else {
          return std::nullopt;
        }
      },
      condition.kind);
}

}  // namespace

RuleIndex::RuleIndex(const std::vector<const Condition*>& rules, std::size_t patterns)
    : always_((rules.size() + 63) / 64) {
  std::vector<std::vector<std::uint32_t>> by_pattern(patterns);
  for (std::uint32_t rule = 0; rule < rules.size(); ++rule) {
    const auto needed = NeededBy(*rules[rule]);
    if (!needed) {
      always_[rule / 64] |= std::uint64_t{1} << (rule % 64);
      continue;
    }
    for (const PatternId id : *needed) by_pattern[id].push_back(rule);
  }
  for (const std::vector<std::uint32_t>& of_pattern : by_pattern) {
    first_.push_back(static_cast<std::uint32_t>(rules_.size()));
    rules_.insert(rules_.end(), of_pattern.begin(), of_pattern.end());
  }
  first_.push_back(static_cast<std::uint32_t>(rules_.size()));
}

}  // namespace agencywatch::rules::internal
