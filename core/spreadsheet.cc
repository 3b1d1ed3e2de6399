#include "core/spreadsheet.h"

#include <archive.h>
#include <archive_entry.h>

#include <charconv>
#include <chrono>
#include <cmath>
#include <map>
#include <memory>
#include <pugixml.hpp>
#include <set>

#include "core/errors.h"
#include "core/time.h"
#include "core/utf8.h"

namespace agencywatch::core {
namespace {

constexpr std::size_t kMaxUnpackedBytes = 64UL * 1024 * 1024;
constexpr std::size_t kMaxLines = 100'000;
constexpr std::size_t kMaxColumns = 200;

[[noreturn]] void Refuse(const std::string& name, const std::string& what) {
  throw InputError({name, 0, 0, "the workbook cannot be read: " + what,
                    "open it in a spreadsheet program and save it again as XLSX or CSV (UTF-8)"});
}

std::string ErrorOf(archive* zip) {
  const char* text = archive_error_string(zip);
  return text == nullptr ? "it is no ZIP archive" : text;
}

struct ArchiveDeleter {
  void operator()(archive* handle) const noexcept { archive_read_free(handle); }
};

// The XML parts by their names.
std::map<std::string, std::string> Unpack(std::string_view bytes, const std::string& name) {
  const std::unique_ptr<archive, ArchiveDeleter> zip(archive_read_new());
  if (!zip) Refuse(name, "out of memory");
  archive_read_support_format_zip(zip.get());
  if (archive_read_open_memory(zip.get(), bytes.data(), bytes.size()) != ARCHIVE_OK)
    Refuse(name, ErrorOf(zip.get()));
  std::map<std::string, std::string> parts;
  std::size_t unpacked = 0;
  for (;;) {
    archive_entry* entry = nullptr;
    const int next = archive_read_next_header(zip.get(), &entry);
    if (next == ARCHIVE_EOF) return parts;
    if (next < ARCHIVE_WARN) Refuse(name, ErrorOf(zip.get()));
    const char* path = archive_entry_pathname(entry);
    const std::string part = path == nullptr ? "" : path;
    if (!part.starts_with("xl/") || !(part.ends_with(".xml") || part.ends_with(".rels"))) continue;
    std::string& text = parts[part];
    char block[16 * 1024];
    for (;;) {
      const auto got = archive_read_data(zip.get(), block, sizeof block);
      if (got < 0) Refuse(name, ErrorOf(zip.get()));
      if (got == 0) break;
      unpacked += static_cast<std::size_t>(got);
      if (unpacked > kMaxUnpackedBytes) Refuse(name, "it is larger than 64 MB when unpacked");
      text.append(block, static_cast<std::size_t>(got));
    }
  }
}

void Load(pugi::xml_document& document, const std::map<std::string, std::string>& parts,
          const std::string& part) {
  if (const auto found = parts.find(part); found != parts.end())
    document.load_buffer(found->second.data(), found->second.size());
}

// Text of <si> or <is>: one <t>, or several in runs <r>; phonetic hints <rPh> are no text.
std::string TextOf(const pugi::xml_node& node) {
  std::string text = node.child("t").text().get();
  for (const auto& run : node.children("r")) text += run.child("t").text().get();
  return text;
}

// Which cell formats (by index) are days. Section 18.8.30: 14 to 17 and 22 are built in.
std::set<int> DayFormats(const pugi::xml_document& styles) {
  std::set<int> days = {14, 15, 16, 17, 22};
  const auto root = styles.child("styleSheet");
  for (const auto& format : root.child("numFmts").children("numFmt")) {
    const std::string code = format.attribute("formatCode").value();
    const bool has_year = code.find('y') != std::string::npos;
    const bool has_day = code.find('d') != std::string::npos;
    if (has_year && has_day) days.insert(format.attribute("numFmtId").as_int());
  }
  std::set<int> formats;
  int index = 0;
  for (const auto& cell : root.child("cellXfs").children("xf")) {
    if (days.contains(cell.attribute("numFmtId").as_int())) formats.insert(index);
    ++index;
  }
  return formats;
}

// "C7" -> 2; the columns are numbers to the base 26 without a zero.
std::size_t ColumnOf(const char* reference) {
  std::size_t column = 0;
  for (const char* c = reference; *c >= 'A' && *c <= 'Z' && column < kMaxColumns * 26; ++c)
    column = column * 26 + static_cast<std::size_t>(*c - 'A' + 1);
  return column == 0 ? 0 : column - 1;
}

struct Workbook {
  std::vector<std::string> strings;
  std::set<int> day_formats;
  int epoch_days = 0;  // added to a day's number: 1462 where days count from 1904
};

// A number as people wrote it: "101234567" also where it is stored as 1.01234567E8; days as days.
std::string NumberText(const std::string& value, bool is_day, const Workbook& book) {
  double number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc{} || end != value.data() + value.size()) return value;
  constexpr double kLastDay = 2'958'465;  // 9999-12-31
  if (is_day && number >= 1 && number <= kLastDay) {
    using std::chrono::days;
    const std::chrono::sys_days zero = std::chrono::year{1899} / 12 / 30;
    return FormatDay(Day{zero + days{static_cast<int>(number) + book.epoch_days}});
  }
  constexpr double kExact = 9e15;
  if (number != std::floor(number) || std::abs(number) > kExact) return value;
  return std::to_string(static_cast<long long>(number));
}

std::string CellText(const pugi::xml_node& cell, const Workbook& book) {
  const std::string_view type = cell.attribute("t").value();
  const std::string value = cell.child("v").text().get();
  if (type == "inlineStr") return TextOf(cell.child("is"));
  if (type == "s") {
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), index);
    return error == std::errc{} && index < book.strings.size() ? book.strings[index]
                                                               : std::string{};
  }
  if (!type.empty() && type != "n") return value;
  const bool is_day = book.day_formats.contains(cell.attribute("s").as_int());
  return value.empty() ? value : NumberText(value, is_day, book);
}

// `left`: bytes of text that may still be given; a long text may be used by many cells.
std::vector<TableLine> Lines(const pugi::xml_document& sheet, const Workbook& book,
                             std::size_t& left) {
  std::vector<TableLine> lines;
  int number = 0;
  for (const auto& row : sheet.child("worksheet").child("sheetData").children("row")) {
    if (lines.size() >= kMaxLines) break;
    TableLine line;
    line.line = number = row.attribute("r").as_int(number + 1);
    for (const auto& cell : row.children("c")) {
      const char* reference = cell.attribute("r").value();
      const std::size_t column = *reference == '\0' ? line.cells.size() : ColumnOf(reference);
      if (column >= kMaxColumns) continue;
      if (line.cells.size() <= column) line.cells.resize(column + 1);
      std::string text = MakeValidUtf8(CellText(cell, book));
      if (text.size() > left) return lines;
      left -= text.size();
      line.cells[column] = std::move(text);
    }
    if (!line.cells.empty()) lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace

std::vector<Sheet> ReadWorkbook(std::string_view bytes, const std::string& name) {
  const auto parts = Unpack(bytes, name);
  pugi::xml_document workbook;
  pugi::xml_document relations;
  pugi::xml_document strings;
  pugi::xml_document styles;
  Load(workbook, parts, "xl/workbook.xml");
  Load(relations, parts, "xl/_rels/workbook.xml.rels");
  Load(strings, parts, "xl/sharedStrings.xml");
  Load(styles, parts, "xl/styles.xml");
  Workbook book;
  book.day_formats = DayFormats(styles);
  for (const auto& text : strings.child("sst").children("si")) book.strings.push_back(TextOf(text));
  const auto root = workbook.child("workbook");
  if (root.child("workbookPr").attribute("date1904").as_bool()) book.epoch_days = 1462;
  std::map<std::string, std::string> targets;
  for (const auto& relation : relations.child("Relationships").children("Relationship")) {
    const std::string target = relation.attribute("Target").value();
    targets[relation.attribute("Id").value()] =
        target.starts_with('/') ? target.substr(1) : "xl/" + target;
  }
  std::vector<Sheet> sheets;
  std::size_t left = kMaxUnpackedBytes;
  for (const auto& sheet : root.child("sheets").children("sheet")) {
    pugi::xml_document document;
    Load(document, parts, targets[sheet.attribute("r:id").value()]);
    sheets.push_back({MakeValidUtf8(sheet.attribute("name").value()), Lines(document, book, left)});
  }
  if (sheets.empty()) Refuse(name, "it has no sheet");
  return sheets;
}

}  // namespace agencywatch::core
