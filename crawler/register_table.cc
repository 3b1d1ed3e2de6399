#include "crawler/register_table.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>

#include "core/fold.h"
#include "core/licence_status_text.h"
#include "core/register_columns.h"
#include "core/register_row.h"
#include "crawler/advertiser_text.h"
#include "crawler/html_text.h"
#include "crawler/phrase_set.h"
#include "crawler/table_grid.h"
#include "crawler/text_lines.h"

namespace agencywatch::crawler {
namespace {

using core::RegisterColumn;
using Columns = std::vector<std::optional<RegisterColumn>>;

constexpr std::size_t kLeastColumns = 2;         // a name and a number, under headings that say so
constexpr std::size_t kLeastGuessedColumns = 3;

bool Names(const Columns& columns, RegisterColumn wanted) {
  return std::find(columns.begin(), columns.end(), wanted) != columns.end();
}

Columns ColumnsIn(const TableGrid& grid, std::size_t row, bool two_rows) {
  Columns columns(grid.columns());
  for (std::size_t c = 0; c < grid.columns(); ++c) {
    std::optional<RegisterColumn> column;
    if (two_rows && !grid.FromAbove(row + 1, c)) {
      // "Giấy phép" above "Số" and "Ngày cấp": which number it is, the upper row says.
      const std::string below = core::FoldPlain(grid.Text(row + 1, c));
      const bool bare = below == "so" || below == "so hieu" || below == "no" || below == "number";
      column = core::FindRegisterColumn(grid.Text(bare ? row : row + 1, c));
    }
    if (!column && (!grid.FromLeft(row, c) || two_rows))
      column = core::FindRegisterColumn(grid.Text(row, c));
    if (column && !Names(columns, *column)) columns[c] = column;
    // A row of the list is no heading, though "Công ty …" is the name of a column, too.
    if (HasLicenceNumber(core::FoldPlain(grid.Text(row, c)))) return Columns(grid.columns());
  }
  return columns;
}

struct Headings {
  Columns columns;
  std::size_t first_row = 0;  // below them
  bool two_rows = false;
};

std::optional<Headings> FindHeadings(const TableGrid& grid) {
  constexpr std::size_t kHeadingWithin = 6;
  for (std::size_t row = 0; row < std::min(grid.rows(), kHeadingWithin); ++row) {
    for (const bool two_rows : {true, false}) {
      if (two_rows && !grid.DividesBelow(row)) continue;
      Columns columns = ColumnsIn(grid, row, two_rows);
      if (Names(columns, RegisterColumn::kName) && Names(columns, RegisterColumn::kLicenceNo))
        return Headings{std::move(columns), row + (two_rows ? 2 : 1), two_rows};
    }
  }
  return std::nullopt;
}

// Without headings: most rows show an enterprise in one column and a licence number in another.
std::optional<Headings> GuessHeadings(const TableGrid& grid) {
  constexpr std::size_t kLeastRows = 3;
  if (grid.rows() < kLeastRows) return std::nullopt;
  std::vector<std::size_t> names(grid.columns());
  std::vector<std::size_t> licences(grid.columns());
  for (std::size_t r = 0; r < grid.rows(); ++r)
    for (std::size_t c = 0; c < grid.columns(); ++c) {
      if (HasLicenceNumber(core::FoldPlain(grid.Text(r, c))))
        ++licences[c];
      else if (!FindEnterprise(grid.Text(r, c)).empty())
        ++names[c];
    }
  const auto name = std::max_element(names.begin(), names.end());
  const auto licence = std::max_element(licences.begin(), licences.end());
  if (*name * 10 < grid.rows() * 7 || *licence * 10 < grid.rows() * 7) return std::nullopt;
  Headings found;
  found.columns.resize(grid.columns());
  found.columns[static_cast<std::size_t>(name - names.begin())] = RegisterColumn::kName;
  found.columns[static_cast<std::size_t>(licence - licences.begin())] = RegisterColumn::kLicenceNo;
  return found;
}

// The words above a table say what holds for all of it.
std::string WordsAbove(HtmlNode table) {
  std::string above = LineOf(table.child("caption"));
  for (HtmlNode before = table.previous_sibling(); before;
       before = before.previous_sibling()) {
    const std::string_view name = before.name();
    if (name.size() == 2 && name[0] == 'h' && name[1] != 'r') {
      Append(above, LineOf(before));
      break;
    }
    if (name == "table") break;
  }
  return above;
}

// "Công ty Cổ phần Ánh Dương Mới" above "Anh Duong Moi JSC" in one cell: the name, and the same in English. A second line
// that says something else is the rest of the name.
std::pair<std::string, std::string> SplitNames(std::string_view lines) {
  const std::size_t end = lines.find('\n');
  const std::string first(lines.substr(0, end));
  if (end == std::string_view::npos) return {first, {}};
  const std::string_view second = lines.substr(end + 1);
  const std::string whole = first + " " + OneLine(second);
  const bool plain = std::all_of(second.begin(), second.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x80 && c != '\n';
  });
  if (!plain || FindEnterprise(first).empty()) return {whole, {}};
  static const PhraseSet kEnglish = {"jsc",     "co.",         "ltd", "corp", "corporation",
                                     "company", "joint stock", "inc", "group"};
  const std::string folded = core::FoldPlain(second);
  const std::string folded_first = core::FoldPlain(first);
  std::size_t words = 0;
  std::size_t same = 0;
  for (std::size_t begin = 0; begin < folded.size();) {
    const std::size_t stop = std::min(folded.find(' ', begin), folded.size());
    ++words;
    same += HasPhrase(folded_first, folded.substr(begin, stop - begin)) ? 1 : 0;
    begin = stop + 1;
  }
  if (kEnglish.IsIn(folded) || same * 2 >= words) return {first, std::string(second)};
  return {whole, {}};
}

// "Mức lương | 28 triệu" is no row of headings: most tables of two columns are particulars of one advert.
bool BeginsWithANumber(HtmlNode table) {
  for (const HtmlNode row : table.below())
    if (row.name() == "tr") return LineOf(row).find_first_of("0123456789") != std::string::npos;
  return false;
}

// A row with words in several cells that are neither the headings again nor "(1) (2) (3)".
bool IsLostRow(const TableGrid& grid, std::size_t row, std::size_t first_row) {
  std::size_t cells = 0;
  bool words = false;
  bool again = first_row > 0;
  for (std::size_t c = 0; c < grid.columns(); ++c) {
    const std::string text = grid.Text(row, c);
    if (!text.empty() && !grid.FromLeft(row, c)) ++cells;
    words = words || text.find_first_not_of("0123456789() .-") != std::string::npos;
    again = again && text == grid.Text(first_row - 1, c);
  }
  return cells > 1 && words && !again;
}

void ReadTable(HtmlNode table, std::string_view heading, RegisterTables& found) {
  const std::size_t widest = WidestRow(table);
  if (widest < kLeastColumns || (widest < kLeastGuessedColumns && BeginsWithANumber(table))) return;
  const TableGrid grid(table);
  auto headings = FindHeadings(grid);
  if (!headings && grid.columns() >= kLeastGuessedColumns) headings = GuessHeadings(grid);
  if (!headings) return;
  std::string above = WordsAbove(table);
  if (above.empty()) above = heading;
  const core::LicenceStatus status =
      core::FindStatusInText(above).value_or(core::LicenceStatus::kActive);
  std::vector<core::RegisterRow> rows;
  std::vector<std::string> problems;
  std::size_t with_licence = 0;
  const bool has_english = Names(headings->columns, RegisterColumn::kNameEn);
  for (std::size_t r = headings->first_row; r < grid.rows(); ++r) {
    core::RegisterCells cells;
    for (std::size_t c = 0; c < grid.columns(); ++c) {
      if (!headings->columns[c] || grid.FromLeft(r, c)) continue;
      if (headings->columns[c] == RegisterColumn::kName && !has_english) {
        auto [name, english] = SplitNames(grid.Lines(r, c));
        cells.emplace_back(RegisterColumn::kName, std::move(name));
        cells.emplace_back(RegisterColumn::kNameEn, std::move(english));
      } else {
        cells.emplace_back(*headings->columns[c], grid.Text(r, c));
      }
    }
    std::vector<std::string> sentences;
    auto row = core::RowFromCells(cells, status, sentences);
    if (!row && sentences.empty() && IsLostRow(grid, r, headings->first_row))
      sentences.emplace_back("the line names neither an enterprise nor a licence; it was passed over");
    if (row) {
      with_licence += row->licence_no.find('/') != std::string::npos ? 1 : 0;
      rows.push_back(std::move(*row));
    }
    constexpr std::size_t kMaxProblems = 1000;
    for (const std::string& sentence : sentences)
      if (problems.size() < kMaxProblems)
        problems.push_back("row " + std::to_string(r) + ": " + sentence);
  }
  if (with_licence == 0) return;
  for (std::size_t c = 0; headings->first_row > 0 && c < grid.columns(); ++c) {
    const std::size_t last = headings->first_row - 1;
    std::string text = grid.Text(last, c);
    if (last > 0 && headings->two_rows && !grid.FromAbove(last, c)) text = grid.Text(last - 1, c) + " / " + text;
    found.headings.push_back(std::move(text));
  }
  std::move(rows.begin(), rows.end(), std::back_inserter(found.rows));
  std::move(problems.begin(), problems.end(), std::back_inserter(found.problems));
}

}  // namespace

RegisterTables ReadRegisterTables(HtmlNode root, std::string_view heading) {
  RegisterTables found;
  for (const HtmlNode table : TablesBelow(root)) ReadTable(table, heading, found);
  return found;
}

}  // namespace agencywatch::crawler
