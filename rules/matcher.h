// All patterns of a pack, and one pass over a text that tells which of them can match it, and where.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/internal/aho_corasick.h"
#include "rules/internal/literal_scanner.h"
#include "rules/pattern.h"

namespace agencywatch::rules {

using PatternId = std::uint32_t;

// A bit for each pattern of a matcher.
class PatternSet {
 public:
  PatternSet() = default;  // holds nothing, however many patterns there are
  explicit PatternSet(std::size_t patterns) : words_((patterns + 63) / 64) {}

  [[nodiscard]] bool Contains(PatternId id) const {
    return id / 64 < words_.size() && (words_[id / 64] >> (id % 64) & 1) != 0;
  }
  // Of a pattern that there is.
  void Insert(PatternId id) { words_[id / 64] |= std::uint64_t{1} << (id % 64); }
  void Add(const PatternSet& other) {
    words_.resize(std::max(words_.size(), other.words_.size()));
    for (std::size_t i = 0; i < other.words_.size(); ++i) words_[i] |= other.words_[i];
  }
  // Calls visit(id) for all of them, rising.
  template <class Visit>
  void ForEach(Visit&& visit) const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      for (std::uint64_t bits = words_[i]; bits != 0; bits &= bits - 1)
        visit(static_cast<PatternId>(i * 64 + static_cast<std::size_t>(std::countr_zero(bits))));
    }
  }

 private:
  std::vector<std::uint64_t> words_;
};

// Built once, then immutable and safe to use from several threads.
class Matcher {
 public:
  // Matches kept of one pattern in one text: an advertisement that repeats itself more often says
  // nothing new.
  static constexpr std::size_t kMaxMatches = 256;

  // The same pattern added twice has one id. nullopt and lines in `problems` when it cannot be
  // used.
  std::optional<PatternId> Add(std::string_view expanded, Pattern::Form form,
                               std::vector<std::string>& problems);
  // Call once, after the last Add.
  void Build();

  // What one pass over a text found. Refers to nothing.
  class Scanned {
   public:
    // False: the pattern does not match. Always true for patterns without a literal.
    [[nodiscard]] bool Contains(PatternId id) const { return candidates_.Contains(id); }
    [[nodiscard]] const PatternSet& candidates() const { return candidates_; }
    // All of them, rising.
    [[nodiscard]] std::vector<PatternId> Candidates() const;

   private:
    friend class Matcher;
    // Of a literal that occurs, among those that do.
    [[nodiscard]] std::uint32_t NumberOf(std::uint32_t literal) const {
      const std::uint64_t before = literals_[literal / 64] & ((std::uint64_t{1} << (literal % 64)) - 1);
      return before_[literal / 64] + static_cast<std::uint32_t>(std::popcount(before));
    }
    PatternSet candidates_;
    std::vector<std::uint64_t> literals_;    // that occur
    // The occurrences of the n-th of them: [first_[n], first_[n + 1]).
    std::vector<Match> occurrences_;
    std::vector<std::uint32_t> first_;
    std::vector<std::uint32_t> before_;  // by word of literals_, where it has any: how many occur in those before
  };
  // Without the original text nothing is known of exact patterns.
  [[nodiscard]] Scanned Scan(std::string_view folded) const;
  [[nodiscard]] Scanned Scan(std::string_view folded, std::string_view original) const;

  // The matches of one pattern, leftmost first, not overlapping. `text` is the text that was scanned, or for
  // exact patterns the original.
  [[nodiscard]] std::vector<Match> FindAll(PatternId id, std::string_view text,
                                           const Scanned& scanned) const;

  [[nodiscard]] const Pattern& pattern(PatternId id) const { return patterns_[id]; }
  [[nodiscard]] std::size_t size() const { return patterns_.size(); }

  // What internal/pack_bytes.cc keeps of it once it is built.
  template <class Archive, class Self>
  static void Parts(Archive& archive, Self& self) {
    archive(self.patterns_, self.scanner_, self.exact_scanner_, self.first_exact_literal_,
            self.chains_of_literal_, self.chain_ids_, self.masks_, self.sets_, self.others_,
            self.chains_, self.chains_of_,
            self.always_, self.exact_);
  }

 private:
  // A word of Scanned::literals_ and what to look for there.
  struct Mask {
    std::uint64_t word = 0;
    std::uint64_t bits = 0;
  };
  // A set of literals of which one must occur: [first, last) of masks_.
  struct LiteralSet {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
  };
  struct Link {
    std::uint32_t set = 0;
    internal::Gap before;
    template <class Archive, class Self>
    static void Parts(Archive& archive, Self& self) {
      archive(self.set, self.before);
    }
  };
  struct Chain {
    PatternId pattern = 0;
    std::vector<Link> links;
    bool exact = false;
    std::uint32_t first_other = 0;  // [first_other, last_other) of others_: its sets but the rarest
    std::uint32_t last_other = 0;
    template <class Archive, class Self>
    static void Parts(Archive& archive, Self& self) {
      archive(self.pattern, self.links, self.exact, self.first_other, self.last_other);
    }
  };
  // Where a match may begin: in [first, last].
  struct Place {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    std::uint32_t end = 0;  // where it ends, when the literal is the whole match; else 0
  };

  [[nodiscard]] Scanned ScanFolded(std::string_view folded) const;
  // A literal that was found, with its place.
  struct Found {
    std::uint32_t literal = 0;
    Match match;
  };
  // Leaves in `found` the numbers of the literals (Scanned::NumberOf).
  static void SortByLiteral(std::vector<Found>& found, Scanned& scanned);
  void FindCandidates(Scanned& scanned) const;
  [[nodiscard]] bool Occurs(const LiteralSet& set, const Scanned& scanned) const;
  void FindOccurrences(const LiteralSet& set, const Scanned& scanned,
                       std::vector<Match>& matches) const;
  // What FindPlaces() needs room for, chain after chain.
  struct Room {
    std::vector<Match> begins;
    std::vector<Match> before;
    std::vector<Match> kept;
  };
  static void KeepFollowed(std::string_view text, const internal::Gap& gap, Room& room);
  void FindPlaces(const Chain& chain, std::string_view text, const Scanned& scanned, Room& room,
                  std::vector<Place>& places) const;

  std::vector<Pattern> patterns_;
  std::map<std::pair<Pattern::Form, std::string>, PatternId> ids_;  // until Build
  internal::LiteralScanner scanner_;                                // of folded text
  internal::AhoCorasick exact_scanner_;  // of the original in small letters
  std::uint32_t first_exact_literal_ =
      0;  // literals of folded patterns stand before it, of exact ones behind
  // By literal, the chains in whose rarest link it is: [begin, next begin) of chain_ids_.
  std::vector<std::uint32_t> chains_of_literal_;
  std::vector<std::uint32_t> chain_ids_;
  std::vector<Mask> masks_;
  std::vector<LiteralSet> sets_;
  std::vector<std::uint32_t> others_;     // sets, of each chain the rarest first
  std::vector<Chain> chains_;             // by pattern
  std::vector<std::uint32_t> chains_of_;  // by pattern: [this, next) of chains_
  std::vector<PatternId> always_;          // without literals
  std::vector<PatternId> exact_;           // with literals
};

}  // namespace agencywatch::rules
