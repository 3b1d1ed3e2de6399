// One field of a posting as the fact readers see it: folded for finding, original for quoting.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/fact.h"
#include "core/fold.h"
#include "core/posting.h"
#include "rules/internal/word_index.h"

namespace agencywatch::rules {

// A stretch of folded text.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
  [[nodiscard]] bool empty() const { return begin == end; }
};

// Small letters for capitals, marks kept and composed: "ĐÔ" -> "đô".
[[nodiscard]] std::string LowerVietnamese(std::string_view written);

// Whether `written`, in small letters, has characters in it that no Latin word has (dots, digits, letters of
// other scripts, zero-width characters): its marks prove nothing.
[[nodiscard]] bool InDisguise(std::string_view written);

// Whether `written`, in small letters, has other marks than the name: "ba lần" is not Ba Lan. Spellings
// without marks, and those in disguise (dots, look-alikes inside), are left to the folding: false.
[[nodiscard]] bool SpeltDifferently(std::string_view written, std::string_view name);

// Refers to the text and folding it was made from, which must outlive it.
class FieldText {
 public:
  FieldText(core::Field field, const std::string& original, const core::FoldedText& folded);

  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] std::string_view Text(Span span) const {
    return text_.substr(span.begin, span.end - span.begin);
  }
  // The original bytes behind a stretch of the folded text.
  [[nodiscard]] std::string_view Written(Span span) const;
  [[nodiscard]] std::string_view original() const { return *original_; }
  [[nodiscard]] const internal::WordIndex& words() const { return words_; }
  // Where in the original the folded text [at, …) begins, and where its last byte ends.
  [[nodiscard]] std::size_t OriginalBegin(std::size_t at) const;
  [[nodiscard]] std::size_t OriginalEnd(std::size_t end) const;
  // Where in the folded text a place of the original begins.
  [[nodiscard]] std::size_t FoldedAt(std::size_t original) const;
  // The same in lower case, marks kept: "củ", "đô".
  [[nodiscard]] std::string LowerWritten(Span span) const;
  // Whether the words of `span` are written in one of `spellings` ("mười|mươi"; empty: any). Without marks
  // they count in a text that has none; in disguise always.
  [[nodiscard]] bool Spelt(Span span, std::string_view spellings) const;
  [[nodiscard]] core::Place PlaceOf(Span span) const;
  [[nodiscard]] core::Fact MakeFact(core::FactKind kind, std::string value, Span span) const;
  // Whether the text is written without Vietnamese marks, so that "no" may be "nợ".
  [[nodiscard]] bool unmarked() const { return unmarked_; }
  // Whether the letter at `at` was written as a capital.
  [[nodiscard]] bool Capital(std::size_t at) const;
  // Whether the blank at `at` was a line break.
  [[nodiscard]] bool LineBreak(std::size_t at) const;
  // The line of the original that `at` stands in; a line break belongs to the line it ends.
  [[nodiscard]] Span LineOf(std::size_t at) const;
  [[nodiscard]] bool WordAt(std::size_t at) const;     // a letter or digit
  [[nodiscard]] bool WordStart(std::size_t at) const;  // the first of a word
  [[nodiscard]] std::size_t WordEnd(std::size_t at) const;
  // The word that ends before `at` (blanks skipped, not line breaks); empty when none.
  [[nodiscard]] Span WordBefore(std::size_t at) const;
  [[nodiscard]] Span WordAfter(std::size_t at) const;

 private:
  core::Field field_;
  const std::string* original_;
  const core::FoldedText* folded_;
  std::string_view text_;
  internal::WordIndex words_;
  bool unmarked_ = false;
  std::vector<std::size_t> breaks_;  // folded positions of line breaks, rising
};

// Stretches that one reader has understood, so that the next does not read them as something else.
class Taken {
 public:
  void Add(Span span);
  [[nodiscard]] bool Overlaps(Span span) const;

 private:
  std::map<std::size_t, std::size_t> spans_;  // end by begin; overlapping ones are joined
};

}  // namespace agencywatch::rules
