#include "alerts/suppression.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <optional>

namespace agencywatch::alerts {
namespace {

constexpr std::int64_t kUnbounded = std::numeric_limits<std::int64_t>::max();

class Suppressor {
 public:
  Suppressor(const std::vector<std::int64_t>& values, const std::vector<KnownSum>& sums)
      : values_(values), sums_(sums), hidden_(values.size(), false) {
    for (std::size_t i = 0; i < values.size(); ++i)
      hidden_[i] = values[i] > 0 && values[i] < kSmallestPublished;
  }

  std::vector<bool> Run() {
    while (HideBesideLonelyOnes() || HideBesideNarrowOnes() || HideBesideSolvedOnes()) {
    }
    return hidden_;
  }

 private:
  static std::vector<std::size_t> MembersOf(const KnownSum& sum) {
    std::vector<std::size_t> members = sum.parts;
    members.push_back(sum.total);
    return members;
  }

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

  [[nodiscard]] std::vector<std::size_t> HiddenOf(const KnownSum& sum) const {
    std::vector<std::size_t> hidden;
    for (const std::size_t i : MembersOf(sum)) {
      if (hidden_[i]) hidden.push_back(i);
    }
    return hidden;
  }

  // The only hidden count of a sum is the difference of the others.
  bool HideBesideLonelyOnes() {
    bool changed = false;
    for (const auto& sum : sums_) {
      if (HiddenOf(sum).size() == 1) changed = HideOneMore(sum) || changed;
    }
    return changed;
  }

  bool HideBeside(std::size_t count) {
    for (const auto& sum : sums_) {
      const auto members = MembersOf(sum);
      if (std::find(members.begin(), members.end(), count) != members.end() && HideOneMore(sum)) return true;
    }
    return false;
  }

  // What can be said of each count: published ones are known, of the others only that they are not zero; then each sum is
  // used to narrow its members, over and over.
  bool HideBesideNarrowOnes() {
    std::vector<std::int64_t> low(values_.size(), 1);
    std::vector<std::int64_t> high(values_.size(), kUnbounded);
    for (std::size_t i = 0; i < values_.size(); ++i) {
      if (!hidden_[i]) low[i] = high[i] = values_[i];
    }
    static constexpr int kRounds = 1000;
    bool changed = true;
    for (int round = 0; changed && round < kRounds; ++round) {
      changed = false;
      for (const auto& sum : sums_) changed = Narrow(sum, low, high) || changed;
    }
    for (std::size_t i = 0; i < values_.size(); ++i) {
      if (hidden_[i] && low[i] == high[i] && HideBeside(i)) return true;
    }
    return false;
  }

  static bool Narrow(const KnownSum& sum, std::vector<std::int64_t>& low, std::vector<std::int64_t>& high) {
    bool changed = false;
    const auto at_least = [&](std::size_t i, std::int64_t bound) {
      if (bound <= low[i]) return;
      low[i] = bound;
      changed = true;
    };
    const auto at_most = [&](std::size_t i, std::int64_t bound) {
      if (bound >= high[i]) return;
      high[i] = bound;
      changed = true;
    };
    std::int64_t lows = 0;
    std::int64_t highs = 0;      // of the bounded parts
    std::size_t unbounded = 0;   // parts
    for (const std::size_t i : sum.parts) {
      lows += low[i];
      if (high[i] == kUnbounded) {
        ++unbounded;
      } else {
        highs += high[i];
      }
    }
    if (unbounded == 0) at_most(sum.total, highs);
    if (sum.exact) at_least(sum.total, lows);
    for (const std::size_t i : sum.parts) {
      const bool others_bounded = unbounded == (high[i] == kUnbounded ? 1U : 0U);
      if (others_bounded) at_least(i, low[sum.total] - (high[i] == kUnbounded ? highs : highs - high[i]));
      if (!sum.exact) {
        at_most(i, high[sum.total]);
        at_least(sum.total, low[i]);
      } else if (high[sum.total] < kUnbounded) {
        at_most(i, high[sum.total] - (lows - low[i]));
      }
    }
    return changed;
  }

  // The sums as linear equations in the hidden counts, brought to reduced echelon form in whole numbers: a row with one
  // unknown left gives that one away.
  bool HideBesideSolvedOnes() {
    std::map<std::size_t, std::size_t> column_of;
    for (std::size_t i = 0; i < hidden_.size(); ++i) {
      if (hidden_[i]) column_of.emplace(i, column_of.size());
    }
    std::vector<std::vector<std::int64_t>> rows;
    for (const auto& sum : sums_) {
      if (!sum.exact || HiddenOf(sum).empty()) continue;
      std::vector<std::int64_t> row(column_of.size(), 0);
      for (const std::size_t i : sum.parts) {
        if (hidden_[i]) ++row[column_of.at(i)];
      }
      if (hidden_[sum.total]) --row[column_of.at(sum.total)];
      rows.push_back(std::move(row));
    }
    Reduce(rows, column_of.size());
    for (const auto& row : rows) {
      if (std::count(row.begin(), row.end(), 0) + 1 != static_cast<std::ptrdiff_t>(row.size())) continue;
      const auto column = static_cast<std::size_t>(
          std::find_if(row.begin(), row.end(), [](std::int64_t value) { return value != 0; }) - row.begin());
      for (const auto& [count, place] : column_of) {
        if (place == column && HideBeside(count)) return true;
      }
    }
    return false;
  }

  static void Reduce(std::vector<std::vector<std::int64_t>>& rows, std::size_t columns) {
    std::size_t rank = 0;
    for (std::size_t column = 0; column < columns && rank < rows.size(); ++column) {
      std::size_t pivot = rank;
      while (pivot < rows.size() && rows[pivot][column] == 0) ++pivot;
      if (pivot == rows.size()) continue;
      std::swap(rows[rank], rows[pivot]);
      for (std::size_t r = 0; r < rows.size(); ++r) {
        if (r == rank || rows[r][column] == 0) continue;
        const std::int64_t mine = rows[r][column];
        const std::int64_t its = rows[rank][column];
        std::int64_t common = 0;
        for (std::size_t c = 0; c < columns; ++c) {
          rows[r][c] = rows[r][c] * its - rows[rank][c] * mine;
          common = std::gcd(common, rows[r][c]);
        }
        if (common > 1) {
          for (auto& value : rows[r]) value /= common;
        }
      }
      ++rank;
    }
  }

  const std::vector<std::int64_t>& values_;
  const std::vector<KnownSum>& sums_;
  std::vector<bool> hidden_;
};

}  // namespace

std::vector<bool> Suppress(const std::vector<std::int64_t>& values, const std::vector<KnownSum>& sums) {
  return Suppressor(values, sums).Run();
}

}  // namespace agencywatch::alerts
