// Reads a folded pattern: RE2 syntax (https://github.com/google/re2/wiki/Syntax) whose literals are folded the way
// core::FoldPlain folds text. A letter with Vietnamese marks is its upper-case letter of internal/tones.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/internal/pattern_tree.h"

namespace agencywatch::rules::internal {

// Problems are appended; the tree is then of no use.
[[nodiscard]] PatternNode ParsePattern(std::string_view source, std::vector<std::string>& problems);

}  // namespace agencywatch::rules::internal
