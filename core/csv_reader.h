// The records of a CSV text. Source: RFC 4180, and kinder: any separator, a quote inside an unquoted cell is a letter;
// CR, LF and CRLF end a line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace agencywatch::core {

class CsvReader {
 public:
  static constexpr std::size_t kMaxCells = 200;  // of one record; further ones are passed over

  struct Record {
    int line = 0;  // where it begins, from 1
    std::vector<std::string> cells;
  };

  // `text` must outlive the reader.
  CsvReader(std::string_view text, char separator) : text_(text), separator_(separator) {}

  // False at the end.
  bool Next(Record& record);
  // The line of a quote that nothing closes, once the end is reached; 0 for none.
  [[nodiscard]] int unclosed_quote() const { return unclosed_quote_; }

 private:
  void Quoted(std::string& cell);
  void EndLine();

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  int line_ = 1;
  int unclosed_quote_ = 0;
};

}  // namespace agencywatch::core
