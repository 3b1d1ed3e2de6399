#include "core/csv_writer.h"

#include "core/utf8.h"

namespace agencywatch::core {
namespace {

bool IsNumber(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const auto digits = [](std::string_view part) {
    return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
  };
  if (point == std::string_view::npos) return digits(text);
  return digits(text.substr(0, point)) && digits(text.substr(point + 1));
}

bool IsFormula(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \n");
  if (first == std::string_view::npos) return false;
  return std::string_view{"=+-@\t\r"}.find(text[first]) != std::string_view::npos && !IsNumber(text);
}

bool IsHiddenControl(char32_t c) {
  return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F || c == 0x61C || c == 0x200E || c == 0x200F ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

std::string Plainly(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const std::string valid = MakeValidUtf8(text);
  std::string plain;
  for (std::size_t at = 0; at < valid.size();) {
    const std::size_t begin = at;
    const char32_t c = NextCodePoint(valid, at);
    if (!IsHiddenControl(c)) {
      plain.append(valid, begin, at - begin);
      continue;
    }
    plain += "[U+";
    for (unsigned shift = 16; shift > 0; shift -= 4) plain += kDigits[(c >> (shift - 4)) & 15U];
    plain += ']';
  }
  return plain;
}

}  // namespace

std::string CsvLine(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += ',';
    const std::string cell = (IsFormula(cells[i]) ? "'" : "") + Plainly(cells[i]);
    if (cell.find_first_of(",\"\r\n") == std::string::npos) {
      line += cell;
      continue;
    }
    line += '"';
    for (const char c : cell) line += c == '"' ? std::string{"\"\""} : std::string(1, c);
    line += '"';
  }
  return line + "\r\n";
}

}  // namespace agencywatch::core
