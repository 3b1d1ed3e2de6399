// A table as a grid: every cell at all the places it spans (rowspan, colspan), so that a column can be read downwards
// and a row across. Source: WHATWG HTML, section 4.9.12.1 (forming a table), rows of inner tables left out.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "crawler/html_tree.h"

namespace agencywatch::crawler {

inline constexpr std::size_t kMaxGridColumns = 60;  // further cells of a row are not read

class TableGrid {
 public:
  explicit TableGrid(HtmlNode table);

  [[nodiscard]] std::size_t rows() const { return grid_.size(); }
  [[nodiscard]] std::size_t columns() const { return columns_; }
  // The cell's text as one line; "" where the row has no cell.
  [[nodiscard]] const std::string& Text(std::size_t row, std::size_t column) const;
  // The same, lines kept.
  [[nodiscard]] std::string Lines(std::size_t row, std::size_t column) const;
  [[nodiscard]] HtmlNode Cell(std::size_t row,
                              std::size_t column) const;  // none where there is none
  // The cell reaches here from the row above, or from the column to the left.
  [[nodiscard]] bool FromAbove(std::size_t row, std::size_t column) const;
  [[nodiscard]] bool FromLeft(std::size_t row, std::size_t column) const;
  // One cell across the whole row: a heading in between.
  [[nodiscard]] bool IsOneCell(std::size_t row) const;
  // Some cells of this row span several columns, under which the row below has cells of its own, none with a number in
  // it: both rows together are the headings.
  [[nodiscard]] bool DividesBelow(std::size_t row) const;

 private:
  struct Place {
    std::size_t text = 0;  // in texts_; 0 is ""
    bool from_above = false;
    bool from_left = false;
  };
  [[nodiscard]] const Place* At(std::size_t row, std::size_t column) const;

  std::vector<std::vector<Place>> grid_;
  std::vector<std::string> texts_{std::string()};
  std::vector<HtmlNode> cells_{HtmlNode()};  // that they are from
  std::vector<bool> one_cell_;
  std::size_t columns_ = 0;
};

// The most cells a row of the table has, without reading any text: a cheap look before a grid is made.
[[nodiscard]] std::size_t WidestRow(HtmlNode table);

// All tables below `element`, outer ones before inner ones, 200 at most.
[[nodiscard]] std::vector<HtmlNode> TablesBelow(HtmlNode element);

}  // namespace agencywatch::crawler
