#include "core/register_file.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <tuple>
#include <utility>

#include "core/csv_reader.h"
#include "core/day_text.h"
#include "core/licence_status_text.h"
#include "core/register_columns.h"
#include "core/register_row.h"
#include "core/utf8.h"

namespace agencywatch::core {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxProblems = 1000;  // after that the file is something else

class Problems {
 public:
  Problems(std::string_view file, std::vector<InputProblem>& out) : file_(file), out_(out) {}
  void Add(int line, std::string what, std::string fix = {}) {
    if (out_.size() < kMaxProblems)
      out_.push_back({file_, line, 0, std::move(what), std::move(fix)});
  }
  [[nodiscard]] const std::string& file() const { return file_; }
  void AddAll(int line, std::vector<std::string>& sentences) {
    for (std::string& what : sentences) Add(line, std::move(what));
    sentences.clear();
  }

 private:
  std::string file_;
  std::vector<InputProblem>& out_;
};

// Spreadsheets save "Unicode text" as UTF-16 with a byte order mark.
std::string Utf8FromUtf16(std::string_view bytes, bool big_endian) {
  std::string out;
  const auto unit = [&](std::size_t at) {
    const auto a = static_cast<unsigned char>(bytes[at]);
    const auto b = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<char32_t>(big_endian ? a << 8 | b : b << 8 | a);
  };
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
    char32_t c = unit(at);
    if (c >= 0xD800 && c < 0xDC00 && at + 3 < bytes.size()) {
      const char32_t low = unit(at + 2);
      if (low >= 0xDC00 && low < 0xE000) {
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        at += 2;
      }
    }
    if (c >= 0xD800 && c < 0xE000) c = 0xFFFD;
    AppendUtf8(out, c);
  }
  return out;
}

std::string ToUtf8(std::string_view bytes, Problems& problems) {
  if (bytes.starts_with("\xFF\xFE")) return Utf8FromUtf16(bytes.substr(2), false);
  if (bytes.starts_with("\xFE\xFF")) return Utf8FromUtf16(bytes.substr(2), true);
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (!IsValidUtf8(bytes))
    problems.Add(0, "the file is not valid UTF-8; letters that could not be read were replaced",
                 "save it as UTF-8");
  return MakeValidUtf8(bytes);
}

using Record = TableLine;

struct Heading {
  std::vector<std::optional<RegisterColumn>> columns;
  int known = 0;
  bool useful = false;  // has a name or a licence number
};

Heading ReadHeading(const Record& record) {
  Heading heading;
  for (const std::string& cell : record.cells) {
    auto column = FindRegisterColumn(cell);
    // The same heading twice ("Điện thoại", "Điện thoại 2"): the first one counts.
    if (column &&
        std::find(heading.columns.begin(), heading.columns.end(), column) != heading.columns.end())
      column.reset();
    heading.columns.push_back(column);
    if (!column) continue;
    ++heading.known;
    heading.useful |= *column == RegisterColumn::kName || *column == RegisterColumn::kLicenceNo;
  }
  return heading;
}

constexpr std::size_t kHeadingWithin = 30;  // lines in which the headings must stand

// Which of the first lines holds the headings: the one that knows the most columns, if it knows more than `best`.
std::optional<std::size_t> FindHeading(const std::vector<Record>& lines, Heading& best) {
  std::optional<std::size_t> found;
  for (std::size_t n = 0; n < lines.size() && n < kHeadingWithin; ++n) {
    Heading heading = ReadHeading(lines[n]);
    if (!heading.useful || heading.known < 2 || heading.known <= best.known) continue;
    best = std::move(heading);
    found = n;
  }
  return found;
}

// Headings on two lines, as merged cells leave them: "Giấy phép" over "Số" and "Ngày cấp". Takes the second line into the
// first; false when it is a row.
bool TakeSecondLine(const Record& first, const Record& second, Heading& heading) {
  std::vector<std::optional<RegisterColumn>> columns = heading.columns;
  columns.resize(std::max(columns.size(), second.cells.size()));
  std::string_view over;
  int known = 0;
  for (std::size_t i = 0; i < second.cells.size(); ++i) {
    const auto own = i < first.cells.size() ? Trim(first.cells[i]) : std::string_view{};
    if (!own.empty()) over = own;
    const std::string_view text = Trim(second.cells[i]);
    if (text.empty()) continue;
    if (columns[i] == RegisterColumn::kName || text.find_first_of("0123456789") != text.npos) return false;
    auto column = FindRegisterColumn(std::string{over} + " " + std::string{text});
    if (!column) column = FindRegisterColumn(text);
    if (!column) continue;
    ++known;
    if (*column == RegisterColumn::kRowNumber && columns[i]) continue;  // "Số" below "Giấy phép"
    if (std::find(columns.begin(), columns.end(), column) == columns.end()) columns[i] = column;
  }
  if (known > 0) heading.columns = std::move(columns);
  return known > 0;
}

// "(1) (2) (3)" below the headings.
bool IsColumnNumbers(const Record& record) {
  int numbers = 0;
  for (const std::string& cell : record.cells) {
    const std::string_view text = Trim(cell);
    if (text.empty()) continue;
    if (text.size() > 4 || text.find_first_not_of("0123456789()") != text.npos) return false;
    ++numbers;
  }
  return numbers > 1;
}

// A list on several sheets of paper repeats its headings.
bool IsHeadingAgain(const Record& record, const Record& heading) {
  return record.cells == heading.cells;
}

// Values are looked up by an index of the database, which takes no page-long ones; none is in earnest.
bool HasEndlessValue(const RegisterRow& row) {
  constexpr std::size_t kLongest = 2000;
  for (const auto* text : {&row.name, &row.name_en, &row.short_name, &row.licence_no, &row.address, &row.reissued_from, &row.website, &row.email})
    if (text->size() > kLongest) return true;
  for (const auto* list : {&row.phones, &row.branches, &row.accounts})
    if (std::any_of(list->begin(), list->end(), [](const std::string& text) { return text.size() > kLongest; })) return true;
  return false;
}

void TakeRow(std::optional<RegisterRow> row, std::vector<std::string>& sentences,
             const RegisterPlace& place, const char* nothing, Problems& problems,
             RegisterFile& file) {
  const bool told = !sentences.empty();
  problems.AddAll(place.line, sentences);
  if (row && HasEndlessValue(*row))
    problems.Add(place.line, "a name, address or contact has more than 2,000 bytes; it was passed over");
  else if (row)
    AddRow(file, std::move(*row), place);
  else if (!told)
    problems.Add(place.line, nothing);
}

void ReadTable(const std::vector<Record>& lines, std::string_view name, Problems& problems,
               RegisterFile& file) {
  Heading heading;
  const auto found = FindHeading(lines, heading);
  if (!found) {
    problems.Add(
        1, "no line of headings with a name or a licence number was found",
        "begin the file with a line such as: name,licence_no,issued_on,status,status_from");
    return;
  }
  const Record& headings = lines[*found];
  const bool two_lines = *found + 1 < lines.size() && TakeSecondLine(headings, lines[*found + 1], heading);
  const std::size_t first_row = *found + (two_lines ? 2 : 1);
  for (std::size_t i = 0; i < heading.columns.size(); ++i) {
    std::string text{i < headings.cells.size() ? Trim(headings.cells[i]) : std::string_view{}};
    if (two_lines && i < lines[*found + 1].cells.size()) {
      const std::string_view below = Trim(lines[*found + 1].cells[i]);
      text += (text.empty() || below.empty() ? "" : " / ") + std::string{below};
    }
    file.headings.push_back({std::move(text), heading.columns[i]});
  }
  std::string above;
  for (std::size_t n = 0; n < *found; ++n)
    for (const std::string& cell : lines[n].cells) above += cell + '\n';
  file.published_on = FindPublishedOn(above);
  const LicenceStatus status = FindStatusInText(above).value_or(LicenceStatus::kActive);
  std::vector<std::string> sentences;
  for (std::size_t n = first_row; n < lines.size(); ++n) {
    const Record& record = lines[n];
    const bool empty = std::all_of(record.cells.begin(), record.cells.end(),
                                   [](const std::string& cell) { return Trim(cell).empty(); });
    if (empty || IsHeadingAgain(record, headings) || IsColumnNumbers(record)) continue;
    if (two_lines && IsHeadingAgain(record, lines[first_row - 1])) continue;
    RegisterCells cells;
    for (std::size_t i = 0; i < record.cells.size() && i < heading.columns.size(); ++i)
      if (heading.columns[i]) cells.emplace_back(*heading.columns[i], record.cells[i]);
    auto row = RowFromCells(cells, status, sentences);
    TakeRow(std::move(row), sentences, {std::string{name}, record.line},
            "the line names neither an enterprise nor a licence; it was passed over", problems,
            file);
  }
}

std::vector<Record> AllLines(CsvReader& reader) {
  std::vector<Record> lines;
  for (Record record; reader.Next(record);) lines.push_back(std::move(record));
  return lines;
}

void ReadCsv(std::string_view text, std::string_view name, Problems& problems,
             RegisterFile& file) {
  char separator = ',';
  Heading best;
  for (const char tried : {',', ';', '\t', '|'}) {
    CsvReader reader(text, tried);
    std::vector<Record> first;
    for (Record record; first.size() < kHeadingWithin && reader.Next(record);)
      first.push_back(std::move(record));
    if (FindHeading(first, best)) separator = tried;
  }
  CsvReader reader(text, separator);
  ReadTable(AllLines(reader), name, problems, file);
  if (reader.unclosed_quote() > 0) {
    file.doubts.push_back({std::string{name}, reader.unclosed_quote(), 0,
                           "the quote opened here is never closed; all lines below were swallowed",
                           "close it, or write it twice where it is part of the text"});
  }
}

// A JSON value as the text of a cell; lists are joined with ';'.
std::string CellOf(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer()) return std::to_string(value.get<std::int64_t>());
  if (value.is_array()) {
    std::string joined;
    for (const json& one : value)
      if (one.is_string()) joined += (joined.empty() ? "" : ";") + one.get<std::string>();
    return joined;
  }
  return {};
}

void ReadObject(const json& object, int line, Problems& problems, RegisterFile& file) {
  if (!object.is_object()) {
    problems.Add(line, "not a JSON object", "write {\"name\": …, \"licence_no\": …} on one line");
    return;
  }
  RegisterCells cells;
  for (const auto& [key, value] : object.items()) {
    if (value.is_null()) continue;
    const auto column = FindRegisterColumn(key);
    if (!column) continue;
    if (!value.is_string() && !value.is_array() && !value.is_number_integer()) {
      problems.Add(line,
                   "the value of \"" + key + "\" is neither a text nor a list; it was passed over");
      continue;
    }
    cells.emplace_back(*column, CellOf(value));
  }
  std::vector<std::string> sentences;
  auto row = RowFromCells(cells, LicenceStatus::kActive, sentences);
  TakeRow(std::move(row), sentences, {std::string{problems.file()}, line},
          "the object names neither an enterprise nor a licence; it was passed over", problems,
          file);
}

// Nothing of ours is nested more than two deep; a bomb of brackets ends here and not on the stack.
bool NestedTooDeep(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (in_string) {
      if (c == '\\')
        ++at;
      else if (c == '"')
        in_string = false;
      continue;
    }
    if (c == '"') in_string = true;
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
    if (depth > 16) return true;
  }
  return false;
}

void ReadJsonLines(std::string_view text, Problems& problems, RegisterFile& file) {
  int line = 0;
  std::size_t begin = 0;
  while (begin < text.size()) {
    std::size_t end = text.find('\n', begin);
    if (end == std::string_view::npos) end = text.size();
    const std::string_view one = Trim(text.substr(begin, end - begin));
    begin = end + 1;
    ++line;
    if (one.empty()) continue;
    const json object =
        NestedTooDeep(one) ? json(json::value_t::discarded) : json::parse(one, nullptr, false);
    if (object.is_discarded())
      problems.Add(line, "not a line of JSON", "write one object a line, in double quotes");
    else
      ReadObject(object, line, problems, file);
  }
}

}  // namespace

RegisterFile ParseRegisterFile(std::string_view bytes, std::string_view name) {
  RegisterFile file;
  Problems problems(name, file.problems);
  if (bytes.size() > kMaxRegisterFileBytes) {
    problems.Add(0, "the file is larger than 64 MB", "import the list of enterprises only");
    return file;
  }
  const std::string text = ToUtf8(bytes, problems);
  const std::string_view trimmed = Trim(text);
  if (trimmed.empty()) {
    problems.Add(0, "the file is empty");
    return file;
  }
  if (trimmed.front() == '[') {
    const json list = NestedTooDeep(trimmed) ? json(json::value_t::discarded)
                                             : json::parse(trimmed, nullptr, false);
    if (!list.is_array()) {
      problems.Add(1, "the file begins like a JSON array and is none",
                   "write one JSON object a line");
      return file;
    }
    for (const json& object : list) ReadObject(object, 0, problems, file);
  } else if (trimmed.front() == '{') {
    ReadJsonLines(text, problems, file);
  } else {
    ReadCsv(text, name, problems, file);
  }
  return file;
}

RegisterFile ParseRegisterTable(const std::vector<TableLine>& lines, std::string_view name) {
  RegisterFile file;
  Problems problems(name, file.problems);
  ReadTable(lines, name, problems, file);
  return file;
}

void AddRow(RegisterFile& file, RegisterRow row, RegisterPlace place) {
  if (row.status_unclear) {
    file.doubts.push_back({place.file, place.line, 0,
                           "the status of " +
                               (row.licence_no.empty() ? row.name : row.licence_no) +
                               " is not understood",
                           "write active, suspended, revoked, returned or expired, or đang hoạt "
                           "động, đình chỉ, thu hồi, nộp lại, hết hạn"});
  }
  file.rows.push_back(std::move(row));
  file.places.push_back(std::move(place));
}

void Append(RegisterFile& list, RegisterFile next) {
  const auto move = [](auto& from, auto& to) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  };
  move(next.rows, list.rows);
  move(next.places, list.places);
  move(next.problems, list.problems);
  move(next.doubts, list.doubts);
  move(next.headings, list.headings);
  if (!list.published_on || (next.published_on && *next.published_on < *list.published_on))
    list.published_on = next.published_on;
}

namespace {

// As the messages have it; "returned" is said of much else.
std::string Told(LicenceStatus status) {
  return std::string{status == LicenceStatus::kReturned ? "given back" : LicenceStatusName(status)};
}

// Two statuses for the same days.
bool Contradict(const RegisterRow& a, const RegisterRow& b) {
  const auto ends_before = [](const RegisterRow& one, const RegisterRow& other) {
    return one.status_to && other.status_from && *one.status_to < *other.status_from;
  };
  return a.status != b.status && !ends_before(a, b) && !ends_before(b, a);
}

}  // namespace

std::vector<InputProblem> FindDuplicates(const RegisterFile& list) {
  const auto told = [](const RegisterPlace& place) {
    return place.file + (place.line > 0 ? ":" + std::to_string(place.line) : "");
  };
  using Key = std::tuple<std::string, LicenceStatus, std::string, std::string>;
  std::map<Key, std::size_t> first_of;
  std::map<std::tuple<std::string, std::string, std::string>, std::vector<std::size_t>> lines_of;  // whatever their status
  std::vector<InputProblem> problems;
  for (std::size_t i = 0; i < list.rows.size(); ++i) {
    const RegisterRow& row = list.rows[i];
    const auto licence = NormaliseLicence(row.licence_no);
    if (!licence) continue;
    const std::string market = row.status_market.empty() ? "*" : row.status_market;
    const auto [first, is_new] = first_of.emplace(Key{*licence, row.status, market, row.status_activity}, i);
    auto& lines = lines_of[{*licence, market, row.status_activity}];
    const auto other = std::find_if(lines.begin(), lines.end(), [&](std::size_t line) { return Contradict(list.rows[line], row); });
    if (is_new && other != lines.end()) {
      problems.push_back({list.places[i].file, list.places[i].line, 0,
                          row.licence_no + " is " + Told(row.status) + " here and " + Told(list.rows[*other].status) + " at " + told(list.places[*other]),
                          "find out which is true, and take the other out"});
    }
    lines.push_back(i);
    if (is_new) continue;
    const bool other_name = list.rows[first->second].name != row.name;
    problems.push_back({list.places[i].file, list.places[i].line, 0,
                        row.licence_no + " stands here and at " +
                            told(list.places[first->second]) +
                            (other_name ? ", with another name" : ""),
                        "take one of them out"});
  }
  return problems;
}

}  // namespace agencywatch::core
