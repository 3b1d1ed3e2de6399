// A table of counts each of which can be opened: it names what it counts.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace agencywatch::alerts {

struct Label {
  std::string code;
  std::string vi;
  std::string en;
  [[nodiscard]] const std::string& In(bool english) const { return english ? en : vi; }
};

struct Figure {
  std::int64_t n = 0;
  // Numbers of the alerts, cases or referrals that make it; empty for what has none (adverts, pages).
  std::set<std::int64_t> of;
  // Figures of the same key, in any table, are the same figure.
  std::string key;
  bool suppressed = false;  // not to be printed
};

// The line of what has none of an axis's codes.
inline constexpr std::string_view kUnknownCode = "unknown";

// How the rows (or columns) go together.
enum class Adding {
  kApart,    // they count different things: there is no total
  kParts,    // each thing stands in one of them: the last one is their sum
  kOverlap,  // a thing may stand in several, but not in kUnknownCode and another: the last one counts it once
};
struct Axis {
  std::string dimension;      // place, verdict …; empty: the only column of a list
  std::vector<Label> labels;  // without the total
  Adding adding = Adding::kParts;
  [[nodiscard]] bool has_total() const { return adding != Adding::kApart; }
};

// What a table counts, and what its figures' numbers name.
enum class Unit { kAlert, kDecision, kCase, kPerson, kReferral, kAdvert };

class FigureTable {
 public:
  // `population` is the beginning of the keys: tables of one population share their totals.
  FigureTable(std::string id, std::string population, Unit unit, Label title, Axis rows, Axis columns);

  // `n` things of the rows and columns with these codes, each once; every code must be one of its axis. `of` is the
  // number of what is counted (0: it has none).
  void Count(const std::vector<std::string>& rows, const std::vector<std::string>& columns,
             std::int64_t of, std::int64_t n = 1);
  // Takes out rows and columns in which nothing was counted; totals stay.
  void DropEmptyLines();

  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] Unit unit() const { return unit_; }
  [[nodiscard]] const Label& title() const { return title_; }
  [[nodiscard]] const Axis& rows() const { return rows_; }
  [[nodiscard]] const Axis& columns() const { return columns_; }
  // The total, where there is one, has the last index.
  [[nodiscard]] std::size_t row_count() const { return rows_.labels.size() + (rows_.has_total() ? 1 : 0); }
  [[nodiscard]] std::size_t column_count() const { return columns_.labels.size() + (columns_.has_total() ? 1 : 0); }
  [[nodiscard]] const Label& RowLabel(std::size_t row) const;
  [[nodiscard]] const Label& ColumnLabel(std::size_t column) const;
  [[nodiscard]] const Figure& At(std::size_t row, std::size_t column) const { return cells_[row][column]; }
  [[nodiscard]] Figure& At(std::size_t row, std::size_t column) { return cells_[row][column]; }
  [[nodiscard]] bool empty() const;

  // A sentence under the table; may be empty.
  Label note;

 private:
  std::string id_;
  Unit unit_;
  Label title_;
  Axis rows_;
  Axis columns_;
  std::vector<std::vector<Figure>> cells_;
};

// "alert" / "cảnh báo" …
[[nodiscard]] const Label& UnitLabel(Unit unit);

// Marks all figures that may not leave the unit, in all tables that are published together; takes the numbers of what
// they count out of every figure. See alerts/suppression.h.
void SuppressSmallFigures(std::vector<FigureTable>& tables);

}  // namespace agencywatch::alerts
