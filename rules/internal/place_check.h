// Whether a pattern can match at a place of a folded text: certainly not, or perhaps. Most places that the literals
// of a pattern point to are none, and to learn that from RE2 costs more than to try the first few letters here.
//
// A small backtracking program over the pattern's tree. It never says where a match ends nor which of several is
// preferred: that is RE2's word. Backtracking has no bound of its own, so every search is given a number of steps;
// when they are used up all places are possible, and RE2, which is linear, decides alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/internal/pattern_tree.h"

namespace agencywatch::rules::internal {

// Immutable; safe to use from several threads.
class PlaceCheck {
 public:
  PlaceCheck() = default;  // refuses no place
  // Of a tree that is too large to be tried this way: one that refuses no place.
  explicit PlaceCheck(const PatternNode& tree);

  // What one search over `text_bytes` may take: a few looks at every byte.
  [[nodiscard]] static std::size_t StepsFor(std::size_t text_bytes) { return 4096 + 32 * text_bytes; }

  // False: no match begins at text[at]. Takes what it used from `steps`.
  [[nodiscard]] bool CanMatchAt(std::string_view text, std::size_t at, std::size_t& steps) const;
  // Whether a match may have no byte: such a one may also begin behind the last byte of the text.
  [[nodiscard]] bool can_be_empty() const { return ops_.empty() || can_be_empty_ != 0; }
  // Whether the first two letters refuse most words of a text: else RE2 is as quick over a whole text.
  [[nodiscard]] bool selective() const { return selective_ != 0; }
  // The first place in [from, end) where one can begin.
  [[nodiscard]] std::optional<std::size_t> NextPlace(std::string_view text, std::size_t from, std::size_t end,
                                                     std::size_t& steps) const;

  template <class Archive, class Self>
  static void Parts(Archive& archive, Self& self) {
    archive(self.ops_, self.sets_, self.branches_, self.texts_, self.start_, self.pairs_, self.at_words_, self.can_be_empty_,
            self.selective_);
  }

 private:
  class Compiler;
  enum class Kind : std::uint32_t {
    kEnd,
    kText,    // `size` bytes of texts_ from `arg` on
    kBytes,   // one byte of the set `arg`
    kRepeat,  // `min` to `size` bytes of the set `arg`, as many as there are
    kBranch,  // one byte c of the set `arg`, and on at branches_[size + c - min]
    kEither,  // at `next`, and when that fails at `arg`
    kBorder   // `arg`: a Border
  };
  enum class Border : std::uint32_t { kWord, kNoWord, kTextStart, kTextEnd, kNotInside };
  struct Op {
    Kind kind = Kind::kEnd;
    std::uint32_t arg = 0;
    std::uint32_t min = 0;
    std::uint32_t size = 0;
    std::uint32_t next = 0;
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

  // Letters of folded text have codes of their own: what begins a match is looked up by two of them.
  static constexpr std::size_t kCodes = 64;
  [[nodiscard]] static std::size_t CodeOf(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte & 0x1FU) | (byte & 0x40U) >> 1U;
  }
  [[nodiscard]] bool MayBegin(std::string_view text, std::size_t at) const {
    const std::uint64_t seconds = pairs_[CodeOf(text[at])];
    return at + 1 < text.size() ? (seconds >> CodeOf(text[at + 1]) & 1) != 0 : seconds != 0;
  }
  // The codes of the bytes that the set, or the program from an op on, can begin with.
  [[nodiscard]] static std::uint64_t CodesOf(const Set& set);
  [[nodiscard]] std::uint64_t FirstCodes(std::uint32_t op) const;
  void FindPairs(std::uint32_t op);
  [[nodiscard]] static bool Holds(Border border, std::string_view text, std::size_t at);

  std::vector<Op> ops_;  // empty: refuses nothing
  std::vector<Set> sets_;
  std::vector<std::uint32_t> branches_;
  std::string texts_;
  std::uint32_t start_ = 0;
  std::vector<std::uint64_t> pairs_;  // by the code of a match's first byte, those of its second
  std::uint32_t at_words_ = 0;  // 1 when every match begins where a word does
  std::uint32_t can_be_empty_ = 0;
  std::uint32_t selective_ = 0;
};

}  // namespace agencywatch::rules::internal
