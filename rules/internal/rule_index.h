// Which rules are worth a look at a text: most state patterns of which one must match, and none of them does.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "rules/condition.h"
#include "rules/matcher.h"

namespace agencywatch::rules::internal {

// Immutable; safe to use from several threads. Refers to nothing.
class RuleIndex {
 public:
  RuleIndex() = default;
  // The conditions of the rules in the order in which they are judged, over the patterns 0 … patterns - 1.
  RuleIndex(const std::vector<const Condition*>& rules, std::size_t patterns);

  // Calls visit(place in that order), rising, for every rule that can hold where only `candidates` can match.
  template <class Visit>
  void ForEach(const PatternSet& candidates, Visit&& visit) const {
    std::vector<std::uint64_t> words = always_;
    candidates.ForEach([&](PatternId id) {
      for (std::uint32_t i = first_[id]; i < first_[id + 1]; ++i)
        words[rules_[i] / 64] |= std::uint64_t{1} << (rules_[i] % 64);
    });
    for (std::size_t i = 0; i < words.size(); ++i) {
      for (std::uint64_t bits = words[i]; bits != 0; bits &= bits - 1)
        visit(i * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
    }
  }

  template <class Archive, class Self>
  static void Parts(Archive& archive, Self& self) {
    archive(self.always_, self.first_, self.rules_);
  }

 private:
  std::vector<std::uint64_t> always_;  // a bit for each rule: it can hold whatever matches
  std::vector<std::uint32_t> first_;   // by pattern: [this, next) of rules_
  std::vector<std::uint32_t>
      rules_;  // that cannot hold unless this pattern, or another one they are listed under, matches
};

}  // namespace agencywatch::rules::internal
