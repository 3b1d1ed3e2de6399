// The one form of text that rules are matched on: disguise undone, marks off, one blank for white
// space.
//
// Defeated: NFC/NFD, case, Vietnamese marks (đ too), both tone placements, zero-width characters
// and soft hyphens, look-alike letters of other scripts, full-width, circled, mathematical,
// superscript and emoji digits and letters, spaced and dotted letters, repeated letters, digits
// inside words (leet), common teencode. Each kind of disguise is reported. Source of the
// confusables: Unicode TR39 (the letters that occur in practice); of the table of marks: ICU's
// NFKD.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/fact.h"
#include "core/internal/fold_map.h"
#include "core/posting.h"

namespace agencywatch::core {

namespace internal {
class FoldDraft;
}

// Owns its text; refers to nothing.
class FoldedText {
 public:
  // Lower-case ASCII letters, digits and punctuation, single blanks; one byte 0x01 stands for any
  // other symbol or letter (emoji, Han …) that has no ASCII form. No blank at either end.
  [[nodiscard]] const std::string& text() const { return text_; }
  // The bytes of the original that [begin, end) of text() came from, widened to code-point borders.
  // begin <= end <= text().size(); an empty range gives an empty range.
  [[nodiscard]] std::pair<std::size_t, std::size_t> Original(std::size_t begin,
                                                             std::size_t end) const;
  // The place of text()[begin, end) in `original`, which must be the string that was folded.
  [[nodiscard]] Place PlaceOf(Field field, const std::string& original, std::size_t begin,
                              std::size_t end) const;

 private:
  friend class internal::FoldDraft;
  std::string text_;
  internal::FoldMap map_;
};

struct Folding {
  FoldedText folded;
  std::vector<Evasion> evasions;  // kinds that can be seen while folding; one per kind
};

// `utf8` is valid UTF-8 (see core/utf8.h). Linear in its length. `field` only labels the evasions'
// places.
[[nodiscard]] Folding Fold(std::string_view utf8, Field field);

// The same letters without undoing disguises (only NFKD, marks, case, white space): for names and
// patterns.
[[nodiscard]] std::string FoldPlain(std::string_view utf8);

// Letters and their combining marks as one code point each (NFC).
[[nodiscard]] std::string Compose(std::string_view utf8);

}  // namespace agencywatch::core
