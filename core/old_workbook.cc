#include "core/old_workbook.h"

#include <freexl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <memory>

#include "core/errors.h"
#include "core/utf8.h"

namespace agencywatch::core {
namespace {

constexpr unsigned kMaxLines = 100'000;
constexpr unsigned short kMaxColumns = 200;
constexpr std::size_t kMaxTextBytes = 64UL * 1024 * 1024;

[[noreturn]] void Refuse(const std::string& name, const std::string& what) {
  throw InputError({name, 0, 0, "the workbook cannot be read: " + what,
                    "open it in a spreadsheet program and save it again as XLSX or CSV (UTF-8)"});
}

// The library reads files by their names only.
class MemoryFile {
 public:
  MemoryFile(std::string_view bytes, const std::string& name) : descriptor_(memfd_create("xls", MFD_CLOEXEC)) {
    if (descriptor_ < 0) Refuse(name, "out of memory");
    while (!bytes.empty()) {
      const auto written = write(descriptor_, bytes.data(), bytes.size());
      if (written <= 0) {
        close(descriptor_);
        Refuse(name, "out of memory");
      }
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  ~MemoryFile() { close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

struct HandleCloser {
  void operator()(const void* handle) const noexcept { freexl_close(handle); }
};
using Handle = std::unique_ptr<const void, HandleCloser>;

std::string NumberText(double number) {
  constexpr double kExact = 9e15;
  if (number == std::floor(number) && std::abs(number) <= kExact) return std::to_string(static_cast<long long>(number));
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.15g", number);
  return text.data();
}

std::string CellText(const FreeXL_CellValue& cell) {
  switch (cell.type) {
    case FREEXL_CELL_INT:
      return std::to_string(cell.value.int_value);
    case FREEXL_CELL_DOUBLE:
      return NumberText(cell.value.double_value);
    case FREEXL_CELL_DATETIME:  // the day of "2026-11-20 08:30:00"
      return std::string{cell.value.text_value}.substr(0, 10);
    case FREEXL_CELL_TEXT:
    case FREEXL_CELL_SST_TEXT:
    case FREEXL_CELL_DATE:
    case FREEXL_CELL_TIME:
      return cell.value.text_value == nullptr ? "" : MakeValidUtf8(cell.value.text_value);
    default:
      return {};
  }
}

// `left`: bytes of text that may still be given.
std::vector<TableLine> Lines(const void* handle, std::size_t& left) {
  std::vector<TableLine> lines;
  unsigned rows = 0;
  unsigned short columns = 0;
  if (freexl_worksheet_dimensions(handle, &rows, &columns) != FREEXL_OK) return lines;
  for (unsigned row = 0; row < std::min(rows, kMaxLines); ++row) {
    TableLine line;
    line.line = static_cast<int>(row) + 1;
    for (unsigned short column = 0; column < std::min(columns, kMaxColumns); ++column) {
      FreeXL_CellValue cell{};
      if (freexl_get_cell_value(handle, row, column, &cell) != FREEXL_OK || cell.type == FREEXL_CELL_NULL) continue;
      std::string text = CellText(cell);
      if (text.size() > left) return lines;
      left -= text.size();
      line.cells.resize(column + 1U);
      line.cells.back() = std::move(text);
    }
    if (!line.cells.empty()) lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace

std::vector<Sheet> ReadOldWorkbook(std::string_view bytes, const std::string& name) {
  const MemoryFile file(bytes, name);
  const void* opened = nullptr;
  const int status = freexl_open(file.path().c_str(), &opened);
  const Handle handle(opened);
  if (status == FREEXL_BIFF_WORKBOOK_NOT_FOUND) Refuse(name, "it is a document of an old Office (.doc), or damaged");
  if (status != FREEXL_OK || !handle) Refuse(name, "it is damaged, or no workbook (" + std::to_string(status) + ")");
  unsigned value = 0;
  if (freexl_get_info(handle.get(), FREEXL_BIFF_PASSWORD, &value) == FREEXL_OK && value == FREEXL_BIFF_OBFUSCATED)
    Refuse(name, "it is protected by a password");
  unsigned count = 0;
  freexl_get_info(handle.get(), FREEXL_BIFF_SHEET_COUNT, &count);
  std::vector<Sheet> sheets;
  std::size_t left = kMaxTextBytes;
  for (unsigned i = 0; i < std::min(count, 255U); ++i) {
    const char* title = nullptr;
    freexl_get_worksheet_name(handle.get(), static_cast<unsigned short>(i), &title);
    if (freexl_select_active_worksheet(handle.get(), static_cast<unsigned short>(i)) != FREEXL_OK) continue;
    sheets.push_back({MakeValidUtf8(title == nullptr ? "" : title), Lines(handle.get(), left)});
  }
  if (sheets.empty()) Refuse(name, "it has no sheet");
  return sheets;
}

}  // namespace agencywatch::core
