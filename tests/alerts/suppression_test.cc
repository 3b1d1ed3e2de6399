// What a reader can work out of published figures. The property is checked against an attacker of our own who knows all
// sums, all printed figures and that what is missing is at least 1, and who searches for a second solution.
#include "alerts/suppression.h"

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <limits>
#include <random>
#include <set>

#include "alerts/figure_table.h"

namespace agencywatch::alerts {
namespace {

using Values = std::vector<std::int64_t>;

// Rows and columns of a table with totals; the cells are numbered line by line, totals last in each.
struct Table {
  Values values;
  std::vector<KnownSum> sums;
};
Table TableOf(const std::vector<Values>& inner) {
  const std::size_t rows = inner.size();
  const std::size_t columns = inner.front().size();
  const auto at = [columns](std::size_t r, std::size_t c) { return r * (columns + 1) + c; };
  Table table;
  table.values.assign((rows + 1) * (columns + 1), 0);
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < columns; ++c) {
      for (const std::size_t cell : {at(r, c), at(r, columns), at(rows, c), at(rows, columns)})
        table.values[cell] += inner[r][c];
    }
  }
  for (std::size_t r = 0; r <= rows; ++r) {
    KnownSum sum{at(r, columns), {}, true};
    for (std::size_t c = 0; c < columns; ++c) sum.parts.push_back(at(r, c));
    table.sums.push_back(sum);
  }
  for (std::size_t c = 0; c <= columns; ++c) {
    KnownSum sum{at(rows, c), {}, true};
    for (std::size_t r = 0; r < rows; ++r) sum.parts.push_back(at(r, c));
    table.sums.push_back(sum);
  }
  return table;
}

// Is there a solution in which `target` has another value? Tries what bounds leave open, unknown by unknown.
class Attacker {
 public:
  Attacker(const Values& values, const std::vector<bool>& hidden, const std::vector<KnownSum>& sums)
      : values_(values), hidden_(hidden), sums_(sums) {}

  bool CanTell(std::size_t target) {
    Values low = values_;
    Values high = values_;
    for (std::size_t i = 0; i < values_.size(); ++i) {
      if (hidden_[i]) low[i] = 1, high[i] = kMost;
    }
    // Another value is smaller or greater.
    Values other_high = high;
    other_high[target] = values_[target] - 1;
    Values other_low = low;
    other_low[target] = values_[target] + 1;
    steps_ = 0;
    return !Solve(low, other_high) && !Solve(other_low, high);
  }

 private:
  static constexpr std::int64_t kMost = 60;

  bool Tighten(Values& low, Values& high) const {
    for (bool changed = true; changed;) {
      changed = false;
      for (const auto& sum : sums_) {
        std::int64_t lows = 0;
        std::int64_t highs = 0;
        for (const auto i : sum.parts) lows += low[i], highs += high[i];
        const auto raise = [&](std::size_t i, std::int64_t to) { if (to > low[i]) low[i] = to, changed = true; };
        const auto lower = [&](std::size_t i, std::int64_t to) { if (to < high[i]) high[i] = to, changed = true; };
        lower(sum.total, highs);
        if (sum.exact) raise(sum.total, lows);
        for (const auto i : sum.parts) {
          raise(i, low[sum.total] - (highs - high[i]));
          if (sum.exact) {
            lower(i, high[sum.total] - (lows - low[i]));
          } else {
            lower(i, high[sum.total]);
          }
          if (low[i] > high[i]) return false;
        }
        if (low[sum.total] > high[sum.total]) return false;
      }
    }
    return true;
  }
  bool Solve(Values low, Values high) {
    for (std::size_t i = 0; i < low.size(); ++i) {
      if (low[i] > high[i]) return false;
    }
    if (!Tighten(low, high)) return false;
    if (++steps_ > 20000) return true;  // so much is open
    for (std::size_t i = 0; i < low.size(); ++i) {
      if (low[i] == high[i]) continue;
      for (std::int64_t value = low[i]; value <= high[i]; ++value) {
        Values l = low;
        Values h = high;
        l[i] = h[i] = value;
        if (Solve(l, h)) return true;
      }
      return false;
    }
    return true;
  }

  const Values& values_;
  const std::vector<bool>& hidden_;
  const std::vector<KnownSum>& sums_;
  int steps_ = 0;
};

void ExpectSafe(const Values& values, const std::vector<KnownSum>& sums) {
  const auto hidden = Suppress(values, sums);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool small = values[i] > 0 && values[i] < kSmallestPublished;
    EXPECT_TRUE(hidden[i] || !small) << "a small figure is printed";
    EXPECT_FALSE(hidden[i] && values[i] == 0);
    if (hidden[i]) {
      EXPECT_FALSE(Attacker(values, hidden, sums).CanTell(i)) << "figure " << i << " = " << values[i] << " of " << testing::PrintToString(values);
    }
  }
}

TEST(Suppression, LeavesOutASmallFigureAndWhatWouldGiveItAway) {
  // 12 = 9 + 3: with the 3 goes the 9, for 12 - 9 is no secret.
  const auto hidden = Suppress({9, 3, 20, 32}, {{3, {0, 1, 2}, true}});
  EXPECT_EQ(hidden, (std::vector<bool>{true, true, false, false}));
}

TEST(Suppression, PrintsWhatIsSafe) {
  const Table table = TableOf({{10, 20}, {0, 7}});
  EXPECT_EQ(Suppress(table.values, table.sums), std::vector<bool>(table.values.size(), false));
}

TEST(Suppression, TwoThatMustBothBeOneAreNotLeftAlone) {
  // 12 = 10 + 1 + 1: both are at least 1, so 12 - 10 gives both away.
  ExpectSafe({10, 1, 1, 12}, {{3, {0, 1, 2}, true}});
}

TEST(Suppression, ABridgeBetweenTwoBlocksIsNotLeftAlone) {
  // Each line with a hidden figure has two, and yet the sums of the two blocks would give the one between them away.
  ExpectSafe(TableOf({{3, 9, 50, 60}, {8, 4, 2, 70}, {55, 65, 3, 9}, {75, 85, 9, 4}}).values,
             TableOf({{3, 9, 50, 60}, {8, 4, 2, 70}, {55, 65, 3, 9}, {75, 85, 9, 4}}).sums);
}

TEST(Suppression, ThingsInSeveralLinesAreCovered) {
  // Of 10 alerts 9 are in the first place; whoever knows that every alert has a place knows that the second has one at least.
  ExpectSafe({9, 2, 10}, {{2, {0, 1}, false}});
}

// Every count of things by where they are and of what kind, tried out: things in none of the places are in no place besides.
class Census {
 public:
  // By the printed figures of `table`: rows a, b, unknown, total; columns x, y, z, total.
  explicit Census(const FigureTable& table) : table_(table) {
    std::array<int, kKinds> counts{};
    Try(counts, 0, 12);
  }
  // The values that a figure may have.
  [[nodiscard]] const std::set<std::int64_t>& Values(std::size_t r, std::size_t c) const { return seen_[r][c]; }

 private:
  static constexpr std::size_t kKinds = 12;  // {a, b, a and b, unknown} by {x, y, z}
  void Try(std::array<int, kKinds>& counts, std::size_t kind, int left) {
    if (kind == kKinds) return Look(counts);
    for (int n = 0; n <= left; ++n) {
      counts[kind] = n;
      if (n > 0 && IsZero(kind)) break;
      Try(counts, kind + 1, left - n);
    }
    counts[kind] = 0;
  }
  [[nodiscard]] static bool In(std::size_t row, std::size_t kind) {
    const std::size_t where = kind / 3;
    return row == 3 || (row == 2 && where == 3) || (row == where) || (row < 2 && where == 2);
  }
  [[nodiscard]] bool IsZero(std::size_t kind) const {
    for (std::size_t r = 0; r < 4; ++r) {
      const Figure& figure = table_.At(r, kind % 3);
      if (In(r, kind) && !figure.suppressed && figure.n == 0) return true;
    }
    return false;
  }
  void Look(const std::array<int, kKinds>& counts) {
    std::int64_t sums[4][4] = {};
    for (std::size_t kind = 0; kind < kKinds; ++kind) {
      for (std::size_t r = 0; r < 4; ++r) {
        if (In(r, kind)) sums[r][kind % 3] += counts[kind], sums[r][3] += counts[kind];
      }
    }
    for (std::size_t r = 0; r < 4; ++r) {
      for (std::size_t c = 0; c < 4; ++c) {
        const Figure& figure = table_.At(r, c);
        if (figure.suppressed ? sums[r][c] == 0 : sums[r][c] != figure.n) return;
      }
    }
    for (std::size_t r = 0; r < 4; ++r) {
      for (std::size_t c = 0; c < 4; ++c) seen_[r][c].insert(sums[r][c]);
    }
  }

  const FigureTable& table_;
  std::set<std::int64_t> seen_[4][4];
};

// One alert in each of two provinces and seven in none: the zeros, 7 and 9 would give the two away.
TEST(Suppression, WhatIsInNoPlaceDoesNotGiveThePlacesAway) {
  const std::vector<std::vector<std::array<int, 4>>> worlds = {
      {{1, 0, 0, 2}, {0, 1, 0, 2}, {0, 0, 0, 3}}, {{1, 0, 0, 3}, {0, 0, 0, 0}, {0, 0, 0, 4}}, {{0, 0, 1, 6}, {1, 0, 0, 0}, {0, 2, 0, 0}}};
  for (const auto& world : worlds) {
    FigureTable table("place", "alerts", Unit::kAlert, {}, {"place", {{"a", "", ""}, {"b", "", ""}, {"unknown", "", ""}}, Adding::kOverlap},
                      {"verdict", {{"x", "", ""}, {"y", "", ""}, {"z", "", ""}}, Adding::kParts});
    const std::vector<std::vector<std::string>> places = {{"a"}, {"b"}, {"a", "b"}, {"unknown"}};
    const std::vector<std::string> kinds = {"x", "y", "z"};
    for (std::size_t c = 0; c < 3; ++c) {
      for (std::size_t where = 0; where < 4; ++where) {
        if (world[c][where] > 0) table.Count(places[where], {kinds[c]}, 0, world[c][where]);
      }
    }
    std::vector<FigureTable> tables{table};
    SuppressSmallFigures(tables);
    const Census census(tables[0]);
    for (std::size_t r = 0; r < 4; ++r) {
      for (std::size_t c = 0; c < 4; ++c) {
        const Figure& figure = tables[0].At(r, c);
        EXPECT_TRUE(figure.suppressed || figure.n == 0 || figure.n >= kSmallestPublished) << "a small figure is printed";
        if (figure.suppressed) {
          EXPECT_GT(census.Values(r, c).size(), 1U) << "figure " << figure.n << " of row " << r << ", column " << c;
        }
      }
    }
  }
}

TEST(Suppression, NothingFollowsFromAnyRandomTable) {
  std::mt19937 random(20261122);
  std::uniform_int_distribution<std::size_t> lines(2, 4);
  std::uniform_int_distribution<int> kind(0, 3);
  std::uniform_int_distribution<std::int64_t> small(0, 6);
  std::uniform_int_distribution<std::int64_t> large(5, 25);
  for (int i = 0; i < 300 && !HasFailure(); ++i) {
    std::vector<Values> inner(lines(random), Values(lines(random)));
    for (auto& row : inner) {
      for (auto& value : row) value = kind(random) == 0 ? large(random) : small(random);
    }
    const Table table = TableOf(inner);
    ExpectSafe(table.values, table.sums);
  }
}

TEST(Suppression, NothingFollowsFromTablesThatShareTheirTotals) {
  std::mt19937 random(7);
  std::uniform_int_distribution<std::int64_t> count(0, 8);
  for (int i = 0; i < 100 && !HasFailure(); ++i) {
    // The same things by a (3 lines) and c (2), and by b (3 lines) and c.
    std::vector<Values> first(3, Values(2));
    for (auto& row : first) {
      for (auto& value : row) value = count(random);
    }
    std::vector<Values> second(3, Values(2));
    for (std::size_t c = 0; c < 2; ++c) {
      std::int64_t left = first[0][c] + first[1][c] + first[2][c];
      for (std::size_t r = 0; r < 2; ++r) {
        second[r][c] = std::min(left, count(random));
        left -= second[r][c];
      }
      second[2][c] = left;
    }
    Table table = TableOf(first);
    const Table other = TableOf(second);
    // Its last line, of totals, is the one of the first table.
    const std::size_t base = table.values.size();
    const auto index = [&](std::size_t of_other) { return of_other < 9 ? base + of_other : of_other; };
    table.values.insert(table.values.end(), other.values.begin(), other.values.begin() + 9);
    for (auto sum : other.sums) {
      sum.total = index(sum.total);
      for (auto& part : sum.parts) part = index(part);
      table.sums.push_back(sum);
    }
    ExpectSafe(table.values, table.sums);
  }
}

TEST(FigureTable, TheSameFigureIsLeftOutInEveryTable) {
  const Axis sexes{"sex", {{"f", "Nữ", "Female"}, {"m", "Nam", "Male"}}, Adding::kParts};
  FigureTable ages("ages", "persons", Unit::kPerson, {}, {"age", {{"u", "", ""}, {"o", "", ""}}, Adding::kParts}, sexes);
  FigureTable purposes("purposes", "persons", Unit::kPerson, {}, {"purpose", {{"x", "", ""}, {"y", "", ""}}, Adding::kParts}, sexes);
  ages.Count({"u"}, {"f"}, 1, 10);
  ages.Count({"o"}, {"m"}, 1, 3);
  ages.Count({"o"}, {"f"}, 2, 10);
  purposes.Count({"x"}, {"f"}, 1, 20);
  purposes.Count({"y"}, {"m"}, 1, 3);
  std::vector<FigureTable> tables{ages, purposes};
  SuppressSmallFigures(tables);
  for (const auto& table : tables) {
    EXPECT_TRUE(table.At(2, 1).suppressed) << table.id() << ": three men";
    EXPECT_TRUE(table.At(2, 0).suppressed || table.At(2, 2).suppressed) << table.id() << ": all less the women are the men";
    EXPECT_TRUE(table.At(0, 0).of.empty()) << "nothing names a case";
  }
  EXPECT_EQ(tables[0].At(2, 0).suppressed, tables[1].At(2, 0).suppressed);
}

}  // namespace
}  // namespace agencywatch::alerts
