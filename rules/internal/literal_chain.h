// What a pattern cannot do without: literals that follow each other within bounds. Where they are not, the pattern
// need not run; where they are, it runs at that place only.
#pragma once

#include <compare>
#include <string>
#include <vector>

#include "rules/internal/pattern_tree.h"

namespace agencywatch::rules::internal {

// A border (RE2's \b) holds where exactly one of the two bytes beside it is a word byte.
struct Literal {
  std::string bytes;
  bool border_before = false;
  bool border_after = false;
  friend auto operator<=>(const Literal&, const Literal&) = default;
};

// What lies between two literals, or at an end of the match.
struct Gap {
  LengthRange length;
  ByteSet bytes;  // the only bytes that can stand in it
};

struct ChainLink {
  Gap before;                     // from the end of the link before, or from the start of the match
  std::vector<Literal> literals;  // one of them occurs; by bytes, none twice
};

// Links in the order of the text.
struct LiteralChain {
  std::vector<ChainLink> links;
  Gap rest;            // from the end of the last link to the end of the match
  bool exact = false;  // one link, and each of its occurrences is a match

  [[nodiscard]] LengthRange length() const;  // of a match, from its start
};

// Every match follows one of these chains. Empty: there is a way to match for which no literal is known.
[[nodiscard]] std::vector<LiteralChain> ChainsOf(const PatternNode& node);

// How often one of the literals is to be expected, in occurrences per byte of an advert.
[[nodiscard]] double ExpectedRate(const std::vector<Literal>& literals);

}  // namespace agencywatch::rules::internal
