// A folded pattern as a tree: what it can match at its ends, and which literals it cannot do
// without.
#pragma once

#include <bitset>
#include <memory>
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
  std::string border;                 // kBorder: \b, \B, ^ or $
};

// The bytes that can stand in folded text: printable ASCII without upper-case letters, and 0x01.
[[nodiscard]] const ByteSet& FoldedBytes();
[[nodiscard]] const ByteSet& WordBytes();  // [a-z0-9_]

// Parses RE2 syntax and folds it. Problems are appended; the tree is then of no use.
[[nodiscard]] PatternNode ParsePattern(std::string_view source, std::vector<std::string>& problems);
[[nodiscard]] std::string PrintPattern(const PatternNode& node);  // RE2 syntax, Latin-1
[[nodiscard]] bool CanBeEmpty(const PatternNode& node);
// The bytes with which a match can begin (or end).
[[nodiscard]] ByteSet EdgeBytes(const PatternNode& node, bool at_end);
// A set of literals of which one occurs in every match, the rarest such set that was found; empty:
// none.
[[nodiscard]] std::vector<std::string> RequiredLiterals(const PatternNode& node);
// How rare a literal is in Vietnamese and English adverts without marks, in bits.
[[nodiscard]] double RarityBits(std::string_view literal);

}  // namespace agencywatch::rules::internal
