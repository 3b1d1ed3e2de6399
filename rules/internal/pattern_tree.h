// A folded pattern as a tree.
#pragma once

#include <bitset>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace agencywatch::rules::internal {

using ByteSet = std::bitset<256>;

struct PatternNode {
  enum class Kind { kEmpty, kBytes, kConcat, kAlternate, kRepeat, kBorder };
  static constexpr int kNoLimit = -1;

  Kind kind = Kind::kEmpty;
  ByteSet bytes;                      // kBytes: one byte of this set
  std::vector<PatternNode> children;  // kConcat, kAlternate; one for kRepeat
  int min = 0;                        // kRepeat
  int max = 0;                        // kRepeat; kNoLimit
  bool lazy = false;                  // kRepeat
  std::string border;                 // kBorder: \b, \B, ^, $, or ~ (NotInsideWord)
  int group = 0;                      // of the capturing groups the one that this is; 0: none
};

// The bytes that can stand in folded text: printable ASCII without upper-case letters, and 0x01.
[[nodiscard]] const ByteSet& FoldedBytes();
[[nodiscard]] const ByteSet& WordBytes();  // [a-z0-9_]

[[nodiscard]] std::string PrintPattern(const PatternNode& node);  // RE2 syntax, Latin-1
[[nodiscard]] bool CanBeEmpty(const PatternNode& node);
// The bytes with which a match can begin (or end).
[[nodiscard]] ByteSet EdgeBytes(const PatternNode& node, bool at_end);

// How many bytes a match can have.
struct LengthRange {
  static constexpr std::uint32_t kNoLimit = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t min = 0;
  std::uint32_t max = 0;
};
[[nodiscard]] LengthRange LengthOf(const PatternNode& node);
// Sums and products that stop at the limit.
[[nodiscard]] LengthRange operator+(LengthRange a, LengthRange b);

// Makes word borders part of the tree: at the start (or end) of every match no word goes on, so that a match that
// begins (ends) with a letter, digit or '_' has none beside it. False, and the tree unchanged, when the rule would
// change which of several matches is preferred.
[[nodiscard]] bool AddBorder(PatternNode& node, bool at_end);
// `node` with a border at its start (or end) that holds unless a word goes on there: for trees that AddBorder refuses.
// RE2 has none that is as wide: such a tree is not for PrintPattern.
[[nodiscard]] PatternNode NotInsideWord(PatternNode node, bool at_end);

}  // namespace agencywatch::rules::internal
