// The patterns of the fact readers.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "rules/facts/field_text.h"
#include "rules/internal/word_index.h"

namespace re2 {
class RE2;
}

namespace agencywatch::rules {

namespace internal {
class PatternProgram;
}

// A pattern of RE2's over folded text (Latin-1, so \b and \d are right). Throws std::logic_error when RE2 is needed and
// refuses it: patterns are ours, not input.
class ScanPattern {
 public:
  explicit ScanPattern(const char* pattern);
  ~ScanPattern();
  ScanPattern(const ScanPattern&) = delete;
  ScanPattern& operator=(const ScanPattern&) = delete;

  // What is searched: a text, or a whole field, whose words are known.
  struct Text {
    std::string_view bytes;
    const internal::WordIndex* words = nullptr;
    Text(std::string_view text) : bytes(text) {}                                   // NOLINT(google-explicit-constructor)
    Text(const std::string& text) : bytes(text) {}                                 // NOLINT(google-explicit-constructor)
    Text(const FieldText& field) : bytes(field.text()), words(&field.words()) {}   // NOLINT(google-explicit-constructor)
  };
  using Groups = std::array<Span, 10>;  // 0 is the whole match; an absent group is empty at 0
  [[nodiscard]] bool Find(Text text, std::size_t from, Groups& groups) const;
  [[nodiscard]] bool Contains(Text text) const;

  // Calls visit(groups) for each match from left to right.
  template <class Visit>
  void ForEach(Text text, Visit&& visit) const {
    Groups groups;
    for (std::size_t from = 0; from <= text.bytes.size() && Find(text, from, groups);) {
      visit(groups);
      from = groups[0].end > groups[0].begin ? groups[0].end : groups[0].end + 1;
    }
  }

 private:
  [[nodiscard]] const re2::RE2& Compiled() const;

  std::string pattern_;
  std::unique_ptr<const internal::PatternProgram> program_;
  // For texts that the program does not settle, and patterns that are none for it.
  mutable std::once_flag compiled_once_;
  mutable std::unique_ptr<re2::RE2> compiled_;
};

}  // namespace agencywatch::rules
