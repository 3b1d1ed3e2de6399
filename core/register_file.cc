#include "core/register_file.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "core/csv_reader.h"
#include "core/register_columns.h"
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

struct Heading {
  std::vector<std::optional<RegisterColumn>> columns;
  int known = 0;
  bool useful = false;  // has a name or a licence number
};

Heading ReadHeading(const CsvReader::Record& record) {
  Heading heading;
  for (const std::string& cell : record.cells) {
    auto column = FindRegisterColumn(cell);
    // The same heading twice ("Địa chỉ", "Địa chỉ chi nhánh"): the first one counts.
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

constexpr int kHeadingWithin = 30;  // lines in which the headings must stand

// The separator whose heading line knows the most columns.
std::optional<std::pair<char, int>> FindHeading(std::string_view text, Heading& best) {
  std::optional<std::pair<char, int>> found;
  for (const char separator : {',', ';', '\t', '|'}) {
    CsvReader reader(text, separator);
    CsvReader::Record record;
    for (int n = 0; n < kHeadingWithin && reader.Next(record); ++n) {
      Heading heading = ReadHeading(record);
      if (!heading.useful || heading.known < 2 || heading.known <= best.known) continue;
      best = std::move(heading);
      found = {separator, n};
    }
  }
  return found;
}

void ReadCsv(std::string_view text, Problems& problems, RegisterFile& file) {
  Heading heading;
  const auto found = FindHeading(text, heading);
  if (!found) {
    problems.Add(
        1, "no line of headings with a name or a licence number was found",
        "begin the file with a line such as: name,licence_no,issued_on,status,status_from");
    return;
  }
  CsvReader reader(text, found->first);
  CsvReader::Record record;
  std::string above;
  for (int n = 0; n <= found->second && reader.Next(record); ++n)
    if (n < found->second)
      for (const std::string& cell : record.cells) above += cell + '\n';
  file.published_on = FindPublishedOn(above);
  const LicenceStatus status = FindStatusInText(above).value_or(LicenceStatus::kActive);
  std::vector<std::string> sentences;
  while (reader.Next(record)) {
    const bool empty = std::all_of(record.cells.begin(), record.cells.end(),
                                   [](const std::string& cell) { return Trim(cell).empty(); });
    if (empty) continue;
    RegisterCells cells;
    for (std::size_t i = 0; i < record.cells.size() && i < heading.columns.size(); ++i)
      if (heading.columns[i]) cells.emplace_back(*heading.columns[i], record.cells[i]);
    auto row = RowFromCells(cells, status, sentences);
    problems.AddAll(record.line, sentences);
    if (row)
      file.rows.push_back(std::move(*row));
    else
      problems.Add(record.line,
                   "the line names neither an enterprise nor a licence; it was passed over");
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
  problems.AddAll(line, sentences);
  if (row)
    file.rows.push_back(std::move(*row));
  else
    problems.Add(line, "the object names neither an enterprise nor a licence; it was passed over");
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
    ReadCsv(text, problems, file);
  }
  return file;
}

}  // namespace agencywatch::core
