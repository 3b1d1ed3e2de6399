#include "alerts/suppression.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace agencywatch::alerts {
namespace {

std::vector<std::size_t> MembersOf(const KnownSum& sum) {
  std::vector<std::size_t> members = sum.parts;
  members.insert(members.end(), sum.apart.begin(), sum.apart.end());
  members.push_back(sum.total);
  return members;
}

// Looks for figures other than the true ones that agree with all that is printed: then a reader cannot tell. Hidden counts
// are moved by one, up or down, none below 1, until every sum is right again.
class SecondSolution {
 public:
  SecondSolution(const std::vector<std::int64_t>& values, const std::vector<bool>& hidden,
                 const std::vector<KnownSum>& sums, const std::vector<std::vector<std::size_t>>& sums_of)
      : values_(values), hidden_(hidden), sums_(sums), sums_of_(sums_of), moved_(values.size(), 0) {}

  // One in which `count` has another value: the counts that have one. Nullopt: none was found in bounded time.
  std::optional<std::vector<std::size_t>> Find(std::size_t count) {
    for (const int by : {1, -1}) {
      tries_ = 0;
      if (Move(count, by)) return changed_;
    }
    return {};
  }

 private:
  static constexpr int kMostTries = 4000;
  static constexpr std::size_t kMostChanges = 60;
  struct Step {
    std::size_t count;
    int by;
  };

  [[nodiscard]] std::int64_t Now(std::size_t count) const { return values_[count] + moved_[count]; }

  bool Move(std::size_t count, int by) {
    if (!hidden_[count] || moved_[count] != 0 || values_[count] + by < 1) return false;
    if (++tries_ > kMostTries || changed_.size() >= kMostChanges) return false;
    moved_[count] = by;
    changed_.push_back(count);
    if (Repair()) return true;
    changed_.pop_back();
    moved_[count] = 0;
    return false;
  }

  // Makes the first sum right that is not, in any way that lets all others be made right, too.
  bool Repair() {
    for (std::size_t i = changed_.size(); i-- > 0;) {
      for (const std::size_t sum : sums_of_[changed_[i]]) {
        std::vector<Step> steps = Remedies(sums_[sum]);
        if (steps.empty()) continue;
        // First what leaves the fewest sums wrong.
        std::stable_sort(steps.begin(), steps.end(),
                         [this](const Step& a, const Step& b) { return WrongAfter(a) < WrongAfter(b); });
        return std::any_of(steps.begin(), steps.end(), [this](const Step& step) { return Move(step.count, step.by); });
      }
    }
    return true;
  }

  // What the parts that may overlap hold together.
  [[nodiscard]] std::int64_t Shared(const KnownSum& sum) const {
    std::int64_t shared = Now(sum.total);
    for (const std::size_t part : sum.apart) shared -= Now(part);
    return shared;
  }
  [[nodiscard]] std::int64_t Excess(const KnownSum& sum) const {
    std::int64_t excess = Shared(sum);
    for (const std::size_t part : sum.parts) excess -= Now(part);
    return excess;
  }
  [[nodiscard]] bool IsWrong(const KnownSum& sum) const {
    const std::int64_t excess = Excess(sum);
    if (sum.exact) return excess != 0;
    const std::int64_t shared = Shared(sum);
    return excess > 0 || shared < 0 || std::any_of(sum.parts.begin(), sum.parts.end(), [&](std::size_t part) { return Now(part) > shared; });
  }

  // Empty for a sum that is right; one that cannot be made right has steps that Move refuses.
  [[nodiscard]] std::vector<Step> Remedies(const KnownSum& sum) const {
    std::vector<Step> steps;
    if (!IsWrong(sum)) return steps;
    const std::int64_t excess = Excess(sum);
    if (sum.exact || excess > 0) {
      const int parts_by = excess > 0 ? 1 : -1;
      for (const auto* parts : {&sum.parts, &sum.apart}) {
        for (const std::size_t part : *parts) steps.push_back({part, parts_by});
      }
      steps.push_back({sum.total, -parts_by});
    } else {
      steps.push_back({sum.total, 1});
      for (const std::size_t part : sum.apart) steps.push_back({part, -1});
      for (const std::size_t part : sum.parts) {
        if (Now(part) > Shared(sum)) steps.push_back({part, -1});
      }
    }
    return steps;
  }

  int WrongAfter(const Step& step) {
    if (!hidden_[step.count] || moved_[step.count] != 0) return static_cast<int>(sums_.size());
    moved_[step.count] = step.by;
    int wrong = 0;
    for (const std::size_t sum : sums_of_[step.count]) wrong += IsWrong(sums_[sum]) ? 1 : 0;
    moved_[step.count] = 0;
    return wrong;
  }

  const std::vector<std::int64_t>& values_;
  const std::vector<bool>& hidden_;
  const std::vector<KnownSum>& sums_;
  const std::vector<std::vector<std::size_t>>& sums_of_;  // of each count
  std::vector<int> moved_;
  std::vector<std::size_t> changed_;
  int tries_ = 0;
};

class Suppressor {
 public:
  Suppressor(const std::vector<std::int64_t>& values, const std::vector<KnownSum>& sums)
      : values_(values), sums_(sums), sums_of_(values.size()), hidden_(values.size(), false) {
    for (std::size_t i = 0; i < values.size(); ++i)
      hidden_[i] = values[i] > 0 && values[i] < kSmallestPublished;
    for (std::size_t s = 0; s < sums.size(); ++s) {
      for (const std::size_t i : MembersOf(sums[s])) sums_of_[i].push_back(s);
    }
  }

  std::vector<bool> Run() {
    while (HideBesideLonelyOnes() || HideBesideTellingOnes()) {
    }
    return hidden_;
  }

 private:
  // One more count of the sum goes: the smallest part, else the total.
  bool HideOneMore(const KnownSum& sum) {
    std::optional<std::size_t> best;
    const auto cost = [&](std::size_t i) { return std::pair{i == sum.total, values_[i]}; };
    for (const std::size_t i : MembersOf(sum)) {
      if (!hidden_[i] && values_[i] > 0 && (!best || cost(i) < cost(*best))) best = i;
    }
    if (best) hidden_[*best] = true;
    return best.has_value();
  }

  // The only hidden count of a sum is the difference of the others.
  bool HideBesideLonelyOnes() {
    bool changed = false;
    for (const auto& sum : sums_) {
      const auto members = MembersOf(sum);
      const auto hidden = std::count_if(members.begin(), members.end(), [this](std::size_t i) { return hidden_[i]; });
      if (hidden == 1) changed = HideOneMore(sum) || changed;
    }
    return changed;
  }

  // A hidden count that no second solution was found for is taken to follow from what is printed.
  bool HideBesideTellingOnes() {
    std::set<std::size_t> safe;
    for (std::size_t i = 0; i < values_.size(); ++i) {
      if (!hidden_[i] || safe.contains(i)) continue;
      if (const auto other = SecondSolution(values_, hidden_, sums_, sums_of_).Find(i)) {
        safe.insert(other->begin(), other->end());
        continue;
      }
      for (const std::size_t sum : sums_of_[i]) {
        if (HideOneMore(sums_[sum])) return true;
      }
    }
    return false;
  }

  const std::vector<std::int64_t>& values_;
  const std::vector<KnownSum>& sums_;
  std::vector<std::vector<std::size_t>> sums_of_;  // of each count
  std::vector<bool> hidden_;
};

}  // namespace

std::vector<bool> Suppress(const std::vector<std::int64_t>& values, const std::vector<KnownSum>& sums) {
  return Suppressor(values, sums).Run();
}

}  // namespace agencywatch::alerts
