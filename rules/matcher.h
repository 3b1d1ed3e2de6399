// All patterns of a pack, and one pass over a text that tells which of them are worth running.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/internal/aho_corasick.h"
#include "rules/pattern.h"

namespace agencywatch::rules {

using PatternId = std::uint32_t;

// Bytes [begin, end) of the text that was scanned.
struct Match {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  friend bool operator==(const Match&, const Match&) = default;
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

  // A set of pattern ids, as large as the matcher.
  class Candidates {
   public:
    explicit Candidates(std::size_t count = 0) : words_((count + 63) / 64) {}
    void Insert(PatternId id) { words_[id / 64] |= std::uint64_t{1} << (id % 64); }
    [[nodiscard]] bool Contains(PatternId id) const {
      return (words_[id / 64] >> (id % 64) & 1) != 0;
    }

   private:
    std::vector<std::uint64_t> words_;
  };
  // The folded patterns that may match `folded`; exact ones and those without a literal are always
  // in it.
  [[nodiscard]] Candidates Scan(std::string_view folded) const;
  // The matches of one pattern, leftmost first, not overlapping; `text` is folded or not as the
  // pattern wants. Two that touch ("$$") may count as one, because a border beside a sign takes a
  // byte.
  [[nodiscard]] std::vector<Match> FindAll(PatternId id, std::string_view text) const;

  [[nodiscard]] const Pattern& pattern(PatternId id) const { return patterns_[id]; }
  [[nodiscard]] std::size_t size() const { return patterns_.size(); }

 private:
  std::vector<Pattern> patterns_;
  std::map<std::pair<Pattern::Form, std::string>, PatternId> ids_;
  internal::AhoCorasick literals_;
  std::vector<std::vector<PatternId>> patterns_of_literal_;
  std::vector<PatternId> always_;
};

}  // namespace agencywatch::rules
