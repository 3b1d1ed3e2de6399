// A list as a file for a spreadsheet: cells are text that no spreadsheet runs (core/csv_writer.h) and of bounded length,
// the file's name is ours, and who took what is written into the audit chain.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "alerts/api/api.h"

namespace agencywatch::alerts {

// More rows than this go into no file: whoever needs them narrows the filter.
inline constexpr int kMaxCsvRows = 10'000;

class CsvTable {
 public:
  explicit CsvTable(const std::vector<std::string>& headings);
  // Cells longer than a spreadsheet takes are cut.
  void Add(std::vector<std::string> cells);
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] std::size_t rows() const { return rows_; }

 private:
  std::string text_;
  std::size_t rows_ = 0;
};

// `name` is ASCII letters and '-'; the day is added to it. Writes the audit row, with the query, and commits it.
[[nodiscard]] HttpResponse CsvAnswer(ApiCall& call, const std::string& name, const CsvTable& table);
// The same of a file made elsewhere.
[[nodiscard]] HttpResponse CsvAnswer(ApiCall& call, const std::string& name, std::string text, std::size_t rows);

// The query's `lang`: headings and titles in English, or in Vietnamese.
[[nodiscard]] bool InEnglish(const ApiCall& call);
// "2026-11-21 06:00" in Vietnam, as spreadsheets read it; "" for nullopt.
[[nodiscard]] std::string CsvTime(const std::optional<core::Instant>& instant);
// "a, b"
[[nodiscard]] std::string Joined(const std::vector<std::string>& texts);

}  // namespace agencywatch::alerts
