#include "alerts/figure_table.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>

#include "alerts/suppression.h"

namespace agencywatch::alerts {
namespace {

const Label kTotal{"total", "Tổng số", "Total"};

std::size_t IndexOf(const Axis& axis, const std::string& code) {
  for (std::size_t i = 0; i < axis.labels.size(); ++i) {
    if (axis.labels[i].code == code) return i;
  }
  throw std::logic_error("the figures have no " + axis.dimension + " " + code);
}

std::string KeyPart(const Axis& axis, std::size_t index) {
  const bool named = index < axis.labels.size() && !axis.dimension.empty();
  return named ? "|" + axis.dimension + "=" + axis.labels[index].code : "";
}

// Indices of the codes, and of the total.
std::set<std::size_t> Indices(const Axis& axis, const std::vector<std::string>& codes) {
  std::set<std::size_t> indices;
  for (const auto& code : codes) indices.insert(IndexOf(axis, code));
  if (axis.has_total()) indices.insert(axis.labels.size());
  return indices;
}

// Numbers the keys of all figures, and says what a reader knows of them.
class Publication {
 public:
  explicit Publication(const std::vector<FigureTable>& tables) {
    for (const auto& table : tables) {
      for (std::size_t r = 0; r < table.row_count(); ++r) {
        if (table.columns().has_total())
          Add(table.columns(), [&](std::size_t c) { return IndexOfKey(table.At(r, c)); });
        for (std::size_t c = 0; c < table.column_count(); ++c) static_cast<void>(IndexOfKey(table.At(r, c)));
      }
      if (!table.rows().has_total()) continue;
      for (std::size_t c = 0; c < table.column_count(); ++c)
        Add(table.rows(), [&](std::size_t r) { return IndexOfKey(table.At(r, c)); });
    }
  }
  void MarkIn(std::vector<FigureTable>& tables) {
    const std::vector<bool> hidden = Suppress(values_, sums_);
    for (auto& table : tables) {
      for (std::size_t r = 0; r < table.row_count(); ++r) {
        for (std::size_t c = 0; c < table.column_count(); ++c) {
          Figure& figure = table.At(r, c);
          figure.suppressed = hidden[index_of_.at(figure.key)];
          figure.of.clear();
        }
      }
    }
  }

 private:
  std::size_t IndexOfKey(const Figure& figure) {
    const auto [found, is_new] = index_of_.emplace(figure.key, values_.size());
    if (is_new) values_.push_back(figure.n);
    return found->second;
  }
  template <class IndexAt>
  void Add(const Axis& axis, const IndexAt& index_at) {
    KnownSum sum;
    sum.exact = axis.adding == Adding::kParts;
    for (std::size_t i = 0; i < axis.labels.size(); ++i)
      (sum.exact || axis.labels[i].code != kUnknownCode ? sum.parts : sum.apart).push_back(index_at(i));
    sum.total = index_at(axis.labels.size());
    sums_.push_back(std::move(sum));
  }

  std::map<std::string, std::size_t> index_of_;
  std::vector<std::int64_t> values_;
  std::vector<KnownSum> sums_;
};

}  // namespace

FigureTable::FigureTable(std::string id, std::string population, Unit unit, Label title, Axis rows,
                         Axis columns)
    : id_(std::move(id)), unit_(unit), title_(std::move(title)), rows_(std::move(rows)), columns_(std::move(columns)) {
  cells_.assign(row_count(), std::vector<Figure>(column_count()));
  for (std::size_t r = 0; r < row_count(); ++r) {
    for (std::size_t c = 0; c < column_count(); ++c) {
      std::string parts[] = {KeyPart(rows_, r), KeyPart(columns_, c)};
      std::sort(std::begin(parts), std::end(parts));
      cells_[r][c].key = population + parts[0] + parts[1];
    }
  }
}

void FigureTable::Count(const std::vector<std::string>& rows, const std::vector<std::string>& columns,
                        std::int64_t of, std::int64_t n) {
  for (const std::size_t r : Indices(rows_, rows)) {
    for (const std::size_t c : Indices(columns_, columns)) {
      cells_[r][c].n += n;
      if (of != 0) cells_[r][c].of.insert(of);
    }
  }
}

void FigureTable::DropEmptyLines() {
  for (std::size_t r = rows_.labels.size(); r-- > 0;) {
    const auto& row = cells_[r];
    if (std::any_of(row.begin(), row.end(), [](const Figure& figure) { return figure.n != 0; })) continue;
    cells_.erase(cells_.begin() + static_cast<std::ptrdiff_t>(r));
    rows_.labels.erase(rows_.labels.begin() + static_cast<std::ptrdiff_t>(r));
  }
  if (columns_.dimension.empty()) return;
  for (std::size_t c = columns_.labels.size(); c-- > 0;) {
    if (std::any_of(cells_.begin(), cells_.end(), [c](const auto& row) { return row[c].n != 0; })) continue;
    for (auto& row : cells_) row.erase(row.begin() + static_cast<std::ptrdiff_t>(c));
    columns_.labels.erase(columns_.labels.begin() + static_cast<std::ptrdiff_t>(c));
  }
}

const Label& FigureTable::RowLabel(std::size_t row) const {
  return row < rows_.labels.size() ? rows_.labels[row] : kTotal;
}

const Label& FigureTable::ColumnLabel(std::size_t column) const {
  return column < columns_.labels.size() ? columns_.labels[column] : kTotal;
}

bool FigureTable::empty() const {
  return std::all_of(cells_.begin(), cells_.end(), [](const auto& row) {
    return std::all_of(row.begin(), row.end(), [](const Figure& figure) { return figure.n == 0; });
  });
}

const Label& UnitLabel(Unit unit) {
  static const std::map<Unit, Label> kLabels = {{Unit::kAlert, {"alert", "cảnh báo", "alerts"}},
                                                {Unit::kDecision, {"decision", "quyết định", "decisions"}},
                                                {Unit::kCase, {"case", "vụ việc", "cases"}},
                                                {Unit::kPerson, {"person", "người", "persons"}},
                                                {Unit::kReferral, {"referral", "lần chuyển hồ sơ", "referrals"}},
                                                {Unit::kAdvert, {"advert", "tin, trang", "adverts, pages"}}};
  return kLabels.at(unit);
}

void SuppressSmallFigures(std::vector<FigureTable>& tables) {
  Publication publication(tables);
  publication.MarkIn(tables);
}

}  // namespace agencywatch::alerts
