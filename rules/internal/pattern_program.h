// A pattern as a small backtracking program that finds what RE2 would find. Adverts are short, and so are the stretches
// that literals leave to look at: there the few steps taken here cost a fraction of one call of RE2, and nothing has to
// be compiled when the first text comes.
//
// Alternatives are tried in the order in which they are written and repeats take what they can, so that of several
// matches at a place the one is found that RE2 prefers (https://github.com/google/re2/wiki/Syntax). Backtracking has no
// bound of its own: every search is given a number of steps, and when they are used up the answer is kUnsettled, and
// RE2, which is linear, decides.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules/internal/pattern_tree.h"
#include "rules/internal/word_index.h"

namespace agencywatch::rules::internal {

// Immutable; safe to use from several threads.
class PatternProgram {
 public:
  PatternProgram() = default;  // settles nothing
  // Of a tree that is too large to be tried this way: one that settles nothing.
  explicit PatternProgram(const PatternNode& tree);

  enum class Answer { kNo, kYes, kUnsettled };
  struct Found {
    std::size_t begin = 0;  // kUnsettled: no match begins before it
    std::size_t end = 0;    // only for kYes
  };
  // What the capturing groups hold: begin and end of each, from group 1 on; a group that is absent has both 0. Groups
  // beyond them are not kept.
  using Groups = std::array<std::size_t, 18>;

  // What one search over `text_bytes` may take: a few looks at every byte.
  [[nodiscard]] static std::size_t StepsFor(std::size_t text_bytes) { return 4096 + 32 * text_bytes; }

  // The match that begins at text[at] and ends at `limit` or before; borders see the whole text. Takes what it used
  // from `steps`. A match without a byte is none.
  [[nodiscard]] Answer MatchAt(std::string_view text, std::size_t at, std::size_t limit, std::size_t& steps,
                               Found& found) const;
  // The leftmost match that begins in [first, last] and has a byte.
  [[nodiscard]] Answer Find(std::string_view text, std::size_t first, std::size_t last, std::size_t& steps,
                            Found& found) const;
  // The leftmost match at or behind `from`, which may have no byte, with its groups. `words` are those of the text, or
  // null.
  [[nodiscard]] Answer Find(std::string_view text, const WordIndex* words, std::size_t from, std::size_t& steps,
                            Found& found, Groups& groups) const;

  template <class Archive, class Self>
  static void Parts(Archive& archive, Self& self) {
    archive(self.ops_, self.sets_, self.branches_, self.texts_, self.looks_, self.start_, self.after_, self.firsts_, self.begins_,
            self.can_be_empty_);
  }

 private:
  class Compiler;
  enum class Kind : std::uint32_t {
    kEnd,
    kText,    // `size` bytes of texts_ from `arg` on
    kBytes,   // one byte of the set `arg`
    kRepeat,  // `min` to `size` bytes of the set `arg`, as many as there are
    kBranch,  // one byte c of the set `arg`, and on at branches_[size + c - min]
    kEither,  // at `next`, and when that fails at `arg`; where the letter says so at one of them only
    kBorder,  // `arg`: a Border
    kMark     // here begins or ends a group: `arg` of Groups
  };
  enum class Border : std::uint32_t { kWord, kNoWord, kTextStart, kTextEnd, kNotInside };
  struct Op {
    Kind kind = Kind::kEnd;
    std::uint32_t arg = 0;
    std::uint32_t min = 0;
    std::uint32_t size = 0;
    std::uint32_t next = 0;
    std::uint32_t look = 0;  // kEither, kRepeat: looks_[look] is of `next`, looks_[look + 1] of `arg`
  };
  // Four words of 64 bits, by byte.
  struct Set {
    std::uint64_t bits[4] = {};
    [[nodiscard]] bool Has(char c) const {
      const auto byte = static_cast<unsigned char>(c);
      return (bits[byte / 64] >> (byte % 64) & 1) != 0;
    }
    friend bool operator==(const Set&, const Set&) = default;
  };

  // Whether the letters at `at` and behind can follow each other at the begin of a match: most places are refused here.
  [[nodiscard]] bool MayBegin(std::string_view text, std::size_t at) const {
    if (at >= text.size()) return can_be_empty_ != 0;
    if ((firsts_ >> LetterCode(text[at]) & 1) == 0) return false;
    const std::size_t known = std::min(kBeginLetters, text.size() - at) - 1;
    for (std::size_t n = 0; n < known; ++n) {
      const std::uint64_t next = after_[n * kLetterCodes + LetterCode(text[at + n])];
      if ((next >> LetterCode(text[at + n + 1]) & 1) == 0) return false;
    }
    return true;
  }
  // The codes of the bytes that the set can begin with.
  [[nodiscard]] static std::uint64_t CodesOf(const Set& set);
  // Whether a part whose looks_ are these can go on at text[at].
  [[nodiscard]] static bool CanGoOn(std::uint64_t look, std::string_view text, std::size_t at, std::size_t limit) {
    return at < limit ? (look >> LetterCode(text[at]) & 1) != 0 : look == kAnyCode;
  }
  static constexpr std::uint64_t kAnyCode = ~std::uint64_t{0};
  [[nodiscard]] static bool Holds(Border border, std::string_view text, std::size_t at);

  template <bool kGroups>
  Answer Run(std::string_view text, std::size_t at, std::size_t limit, std::size_t& steps, Found& found,
             Groups* groups) const;
  template <bool kGroups>
  Answer FindFrom(std::string_view text, const WordIndex* words, std::size_t first, std::size_t last,
                  std::size_t& steps, Found& found, Groups* groups) const;

  std::vector<Op> ops_;  // empty: settles nothing
  std::vector<Set> sets_;
  std::vector<std::uint32_t> branches_;
  std::string texts_;
  std::vector<std::uint64_t> looks_;  // codes of the bytes that a part can begin with; kAnyCode: it may need none
  std::uint32_t start_ = 0;
  // How many letters of a match MayBegin() looks at. At four, of two words in a list nearly every one is told apart.
  static constexpr std::size_t kBeginLetters = 4;
  std::uint64_t firsts_ = 0;          // codes of a match's first byte
  std::vector<std::uint64_t> after_;  // for its byte n, by the code of that one, the codes of the next
  // Where a match does.
  enum class Begins : std::uint32_t { kAnywhere, kAtWords, kAtTextStart } begins_ = Begins::kAnywhere;
  std::uint32_t can_be_empty_ = 0;
};

}  // namespace agencywatch::rules::internal
