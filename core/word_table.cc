#include "core/word_table.h"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "core/utf8.h"

namespace agencywatch::core {
namespace {

// What stands before `mark`, trimmed; `text` goes on behind it.
std::string_view TakeUntil(char mark, std::string_view& text) {
  const std::size_t at = std::min(text.find(mark), text.size());
  const std::string_view taken = Trim(text.substr(0, at));
  text.remove_prefix(std::min(at + 1, text.size()));
  return taken;
}

}  // namespace

std::vector<SectionWord> ReadWordTable(std::string_view table) {
  std::vector<SectionWord> words;
  std::string_view section;
  while (!table.empty()) {
    std::string_view line = TakeUntil('\n', table);
    if (line.starts_with('#')) continue;
    if (line.starts_with('[')) {
      if (line.find(']') == std::string_view::npos)
        throw std::logic_error("a section is not closed: " + std::string(line));
      line.remove_prefix(1);
      section = TakeUntil(']', line);
    }
    while (!line.empty()) {
      const std::string_view word = TakeUntil(',', line);
      if (word.empty()) continue;
      if (section.empty()) throw std::logic_error("a word of no section: " + std::string(word));
      words.push_back({section, word});
    }
  }
  return words;
}

}  // namespace agencywatch::core
