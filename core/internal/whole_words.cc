#include "core/internal/whole_words.h"

#include "core/fold.h"

namespace agencywatch::core::internal {

std::string WholeWords(std::string_view text) {
  std::string out = " ";
  for (const char c : FoldPlain(text)) {
    const bool word =
        (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
    if (word)
      out += c;
    else if (out.back() != ' ')
      out += ' ';
  }
  if (out.back() != ' ') out += ' ';
  return out;
}

bool Has(std::string_view words, std::string_view phrase) {
  std::size_t at = words.find(phrase);
  while (at != std::string_view::npos) {
    const std::size_t end = at + phrase.size();
    if (at > 0 && words[at - 1] == ' ' && end < words.size() && words[end] == ' ') return true;
    at = words.find(phrase, at + 1);
  }
  return false;
}

}  // namespace agencywatch::core::internal
