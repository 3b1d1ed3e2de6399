#include "rules/internal/rule_index.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace agencywatch::rules::internal {
namespace {

constexpr std::size_t kPatterns = 70;  // more than one word of bits

Condition Text(PatternId pattern) {
  TextCondition text;
  text.pattern = pattern;
  return {text};
}
Condition Near(std::vector<PatternId> of) {
  NearCondition near;
  near.of = std::move(of);
  return {near};
}
template <class Kind>
Condition Of(std::vector<Condition> conditions) {
  Kind kind;
  kind.of = std::move(conditions);
  return {kind};
}
const Condition kScore{ScoreCondition{}};  // asks for no pattern

std::vector<std::size_t> LookedAt(const std::vector<Condition>& rules,
                                  const std::vector<PatternId>& candidates) {
  std::vector<const Condition*> conditions;
  for (const Condition& rule : rules) conditions.push_back(&rule);
  PatternSet set(kPatterns);
  for (const PatternId id : candidates) set.Insert(id);
  std::vector<std::size_t> places;
  RuleIndex(conditions, kPatterns).ForEach(set, [&](std::size_t place) {
    places.push_back(place);
  });
  return places;
}

using Places = std::vector<std::size_t>;

TEST(RuleIndex, LeavesOutRulesWhosePatternsCannotMatch) {
  const std::vector<Condition> rules = {Text(3), Text(69), Near({3, 5})};
  EXPECT_EQ(LookedAt(rules, {}), Places{});
  EXPECT_EQ(LookedAt(rules, {69}), Places{1});
  EXPECT_EQ(LookedAt(rules, {3}), (Places{0, 2}));
}

TEST(RuleIndex, OneOfSeveralIsEnoughForAny) {
  const std::vector<Condition> rules = {Of<AnyCondition>({Text(1), Text(2)}),
                                        Of<AnyCondition>({Text(1), kScore})};
  EXPECT_EQ(LookedAt(rules, {2}), (Places{0, 1}))
      << "what holds without a pattern is always looked at";
  EXPECT_EQ(LookedAt(rules, {}), Places{1});
}

TEST(RuleIndex, AllNeedsOneThatCanMatch) {
  const std::vector<Condition> rules = {Of<AllCondition>({kScore, Text(4)}),
                                        Of<AllCondition>({kScore})};
  EXPECT_EQ(LookedAt(rules, {}), Places{1});
  EXPECT_EQ(LookedAt(rules, {4}), (Places{0, 1}));
}

TEST(RuleIndex, WhatMustBeAbsentIsNotWaitedFor) {
  const std::vector<Condition> rules = {Of<NoneCondition>({Text(1)}),
                                        Of<AllCondition>({Of<NoneCondition>({Text(1)}), Text(2)})};
  EXPECT_EQ(LookedAt(rules, {}), Places{0});
  EXPECT_EQ(LookedAt(rules, {2}), (Places{0, 1}));
}

TEST(RuleIndex, CountsOfNoneAreAlwaysReached) {
  CountCondition none;
  none.pattern = 1;
  none.min = 0;
  CountCondition two = none;
  two.min = 2;
  const std::vector<Condition> rules = {
      {none}, {two}, {AtLeastCondition{0, {Text(1)}}}, {AtLeastCondition{2, {Text(1), Text(6)}}}};
  EXPECT_EQ(LookedAt(rules, {}), (Places{0, 2}));
  EXPECT_EQ(LookedAt(rules, {6}), (Places{0, 2, 3}));
}

}  // namespace
}  // namespace agencywatch::rules::internal
