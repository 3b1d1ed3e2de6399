// The marks of Vietnamese letters, for patterns that are written with them. Folded text has none, so "giữ" and "giu",
// but also "giứ" and "giu", are one word there; the toned form of a folded text is as long, and has in the place of
// each letter that was published with a mark one upper-case letter for the vowel and its tone. Folded text has no
// upper-case letters of its own, and they are word letters to RE2, so borders stay where they were.
//
// There are 26 of them: đ, y with any mark, i with four tones, and a, e, o, u with four tones or with a hat or horn
// alone. So the hat is not told apart where there is a tone ("đèn", "đền"); hỏi and ngã are one, as they are in the
// speech and the spelling of half the country.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/fold.h"
#include "rules/internal/pattern_tree.h"

namespace agencywatch::rules::internal {

// As long as folded.text(); nullopt for a text that is written without marks, or with too few to go by: there a
// pattern's marks mean nothing. `original` is the text that was folded.
[[nodiscard]] std::optional<std::string> TonedText(std::string_view original,
                                                   const core::FoldedText& folded);

// The upper-case letter of `letter`, one Vietnamese letter with its marks in UTF-8 (NFC or NFD); 0 when it has none.
[[nodiscard]] char ToneOf(std::string_view letter);

// Makes a tree of a pattern, whose marked letters are upper-case letters, one for toned text: a word with marks stands
// for itself, a word without any for all its spellings.
void WidenTones(PatternNode& node);
// Makes it one for folded text.
void DropTones(PatternNode& node);
[[nodiscard]] ByteSet WithoutTones(ByteSet set);
[[nodiscard]] bool HasTones(const PatternNode& node);

}  // namespace agencywatch::rules::internal
