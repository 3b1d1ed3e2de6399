#include "crawler/table_grid.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "core/utf8.h"
#include "crawler/html_text.h"

namespace agencywatch::crawler {
namespace {

std::size_t Span(HtmlNode cell, const char* attribute, int most) {
  const std::string_view text = core::Trim(cell.attribute(attribute));
  int span = 1;
  std::from_chars(text.data(), text.data() + text.size(), span);
  return static_cast<std::size_t>(std::clamp(span, 1, most));
}

}  // namespace

TableGrid::TableGrid(HtmlNode table) {
  struct Hanging {
    std::size_t text = 0;
    std::size_t rows = 0;  // that it still reaches into
    bool from_left = false;
  };
  std::vector<Hanging> hanging(kMaxGridColumns);
  for (const auto& row : RowsOf(table)) {
    std::vector<Place> places;
    const auto take_hanging = [&] {
      while (places.size() < kMaxGridColumns && hanging[places.size()].rows > 0) {
        Hanging& above = hanging[places.size()];
        --above.rows;
        places.push_back({above.text, true, above.from_left});
      }
    };
    take_hanging();
    for (const HtmlNode cell : row) {
      if (places.size() >= kMaxGridColumns) break;
      std::string line = LineOf(cell);
      std::size_t text = 0;
      if (!line.empty()) {
        text = texts_.size();
        texts_.push_back(std::move(line));
        cells_.push_back(cell);
      }
      const std::size_t across = Span(cell, "colspan", kMaxGridColumns);
      const std::size_t down = Span(cell, "rowspan", 1000);
      for (std::size_t i = 0; i < across && places.size() < kMaxGridColumns; ++i) {
        hanging[places.size()] = {text, down - 1, i > 0};
        places.push_back({text, false, i > 0});
      }
      take_hanging();
    }
    one_cell_.push_back(row.size() == 1);
    columns_ = std::max(columns_, places.size());
    grid_.push_back(std::move(places));
  }
}

const TableGrid::Place* TableGrid::At(std::size_t row, std::size_t column) const {
  return row < grid_.size() && column < grid_[row].size() ? &grid_[row][column] : nullptr;
}

const std::string& TableGrid::Text(std::size_t row, std::size_t column) const {
  const Place* place = At(row, column);
  return texts_[place != nullptr ? place->text : 0];
}

std::string TableGrid::Lines(std::size_t row, std::size_t column) const {
  const Place* place = At(row, column);
  return place != nullptr && place->text != 0 ? TextOf(cells_[place->text]) : std::string();
}

HtmlNode TableGrid::Cell(std::size_t row, std::size_t column) const {
  const Place* place = At(row, column);
  return place != nullptr ? cells_[place->text] : HtmlNode();
}

bool TableGrid::FromAbove(std::size_t row, std::size_t column) const {
  const Place* place = At(row, column);
  return place != nullptr && place->from_above;
}

bool TableGrid::FromLeft(std::size_t row, std::size_t column) const {
  const Place* place = At(row, column);
  return place != nullptr && place->from_left;
}

bool TableGrid::IsOneCell(std::size_t row) const {
  return row < one_cell_.size() && one_cell_[row];
}

bool TableGrid::DividesBelow(std::size_t row) const {
  if (IsOneCell(row) || row + 1 >= grid_.size()) return false;
  bool divides = false;
  for (std::size_t column = 0; column < columns_; ++column) {
    if (FromAbove(row + 1, column)) continue;
    if (Text(row + 1, column).find_first_of("0123456789") != std::string::npos) return false;
    divides |= FromLeft(row, column) && !FromLeft(row + 1, column);
  }
  return divides;
}

std::size_t WidestRow(HtmlNode table) {
  std::size_t widest = 0;
  for (const auto& row : RowsOf(table)) {
    std::size_t cells = 0;
    for (const HtmlNode cell : row) cells += Span(cell, "colspan", kMaxGridColumns);
    widest = std::max(widest, cells);
  }
  return widest;
}

std::vector<HtmlNode> TablesBelow(HtmlNode element) {
  constexpr std::size_t kMaxTables = 200;
  std::vector<HtmlNode> tables;
  for (const HtmlNode node : element.below())
    if (node.name() == "table" && tables.size() < kMaxTables) tables.push_back(node);
  return tables;
}

}  // namespace agencywatch::crawler
