// Reads a folded pattern: RE2 syntax (https://github.com/google/re2/wiki/Syntax) whose literals are folded the way
// core::FoldPlain folds text. A letter with Vietnamese marks is its upper-case letter of internal/tones.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/internal/pattern_tree.h"

namespace agencywatch::rules::internal {

// Problems are appended; the tree is then of no use.
[[nodiscard]] PatternNode ParsePattern(std::string_view source, std::vector<std::string>& problems);

// A pattern that is written for folded text already, as RE2 reads it in Latin-1, with its groups. nullopt when a part of
// it is not understood.
[[nodiscard]] std::optional<PatternNode> ParseAsWritten(std::string_view source);

// What an exact pattern matches at most, as bytes of SmallLetters of the text: every match of the pattern is one of the
// tree, and it may have others. For literals only. nullopt when a part of it is not understood.
[[nodiscard]] std::optional<PatternNode> ParseExactLoosely(std::string_view source);

}  // namespace agencywatch::rules::internal
