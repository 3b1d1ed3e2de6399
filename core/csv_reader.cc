#include "core/csv_reader.h"

#include <utility>

namespace agencywatch::core {

bool CsvReader::Next(Record& record) {
  if (at_ >= text_.size()) return false;
  record.line = line_;
  record.cells.clear();
  std::string cell;
  while (true) {
    if (at_ < text_.size() && text_[at_] == '"') {
      Quoted(cell);
    }
    while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n' &&
           text_[at_] != '\r')
      cell += text_[at_++];
    if (record.cells.size() < kMaxCells) record.cells.push_back(std::move(cell));
    cell.clear();
    if (at_ >= text_.size()) return true;
    if (text_[at_] == separator_) {
      ++at_;
      continue;
    }
    EndLine();
    return true;
  }
}

void CsvReader::Quoted(std::string& cell) {
  const int opened = line_;
  ++at_;
  while (at_ < text_.size()) {
    const char c = text_[at_++];
    if (c == '"') {
      if (at_ >= text_.size() || text_[at_] != '"') return;
      ++at_;
    }
    if (c == '\n') ++line_;
    cell += c;
  }
  unclosed_quote_ = opened;
}

void CsvReader::EndLine() {
  if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
  ++at_;
  ++line_;
}

}  // namespace agencywatch::core
