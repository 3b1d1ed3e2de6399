// A pattern of a rule pack: written by people with or without Vietnamese marks, matched on folded
// text.
//
// The syntax is RE2's (https://github.com/google/re2/wiki/Syntax). The compiler expands $fragments,
// folds the literals the way core::FoldPlain folds text (also inside character classes; marks that are written count
// where the text has marks, see internal/tones.h), makes
// white space one blank, puts word borders on both ends (not on an end that begins with '~'), and
// works out which literals must occur wherever the pattern matches, so that a scan for those finds
// the few patterns worth running, and the places to run them at (internal/literal_chain.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/internal/literal_chain.h"
#include "rules/internal/pattern_program.h"

namespace re2 {
class RE2;
}

namespace agencywatch::rules {

// Bytes [begin, end) of the text that was searched.
struct Match {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  friend bool operator==(const Match&, const Match&) = default;
};

// What a name in `$name` stands for; nullopt when there is no such fragment.
using FragmentLookup = std::function<std::optional<std::string>(std::string_view name)>;

// `source` with every $name replaced by (?:…), recursively. Problems (unknown names, cycles) are
// appended to `problems`, and the name is left out.
[[nodiscard]] std::string ExpandFragments(std::string_view source, const FragmentLookup& lookup,
                                          std::vector<std::string>& problems);

// Immutable once made; safe to use from several threads. Moves, does not copy.
class Pattern {
 public:
  static constexpr std::int64_t kMemory = 4 << 20;  // bytes of a compiled pattern with its caches

  enum class Form {
    kFolded,  // Latin-1 on core::Fold of the text
    kExact    // UTF-8 on the text as it was published; borders by \pL\pN
  };

  // nullopt and at least one line in `problems` when `source` (fragments already expanded) cannot
  // be used.
  static std::optional<Pattern> Compile(std::string_view source, Form form,
                                        std::vector<std::string>& problems,
                                        std::int64_t memory = kMemory);

  Pattern();  // matches nothing
  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;
  ~Pattern();

  // The leftmost match that begins in [first, last] of `text`, never empty; borders see all of the text. By the pattern's
  // program, which takes what it used from `steps` (PatternProgram::StepsFor). kUnsettled: no match begins before
  // found.begin, and Settle() has the rest of the text to go through.
  [[nodiscard]] internal::PatternProgram::Answer Find(std::string_view text, std::size_t first,
                                                      std::size_t last, std::size_t& steps,
                                                      Match& found) const;
  // The leftmost match that begins at `from` or behind. By RE2, which turns to its slower automaton when the fast one
  // runs out of memory, so nothing is missed. Throws core::CannotRun when there is no memory to compile the pattern.
  [[nodiscard]] std::optional<Match> Settle(std::string_view text, std::size_t from) const;

  // It was written with marks: what matches on folded text is to be looked for again on toned text, as long as it.
  [[nodiscard]] bool toned() const { return !toned_regex_.empty(); }
  // The leftmost match of `toned` (internal::TonedText) that begins in [from, last) and ends at `end` or before; only
  // where toned().
  [[nodiscard]] std::optional<Match> FindToned(std::string_view toned, std::size_t from,
                                               std::size_t last, std::size_t end,
                                               std::size_t& steps) const;

  [[nodiscard]] Form form() const { return form_; }
  [[nodiscard]] const std::string& regex() const { return regex_; }  // as RE2 runs it
  // Every match follows one of these, for an exact pattern in SmallLetters of the text; empty: nothing is known, and the
  // pattern always runs over the whole text.
  [[nodiscard]] const std::vector<internal::LiteralChain>& chains() const { return chains_; }
  // At how many places of an advert of 1 KB the pattern is expected to be tried: the rarest literals of each chain decide.
  // None where literals are all of the pattern; at every byte without any.
  [[nodiscard]] double RunsPerAdvert() const;
  // To RE2 a border takes the byte beside it, and the match is group 1.
  [[nodiscard]] bool captures() const { return captures_; }
  [[nodiscard]] bool matches_empty() const { return matches_empty_; }

  // For internal/pack_bytes.cc. RE2 compiles what was read when it is first needed.
  template <class Archive, class Self>
  static void Parts(Archive& archive, Self& self) {
    archive(self.form_, self.regex_, self.toned_regex_, self.chains_, self.program_,
            self.toned_program_, self.matches_empty_, self.captures_, self.takes_byte_before_,
            self.memory_);
  }

 private:
  // Throws core::CannotRun when there is no memory for it: what was compiled once, when it was read as YAML, compiles.
  [[nodiscard]] const re2::RE2& Compiled() const;
  [[nodiscard]] const re2::RE2& CompiledToned() const;
  [[nodiscard]] std::unique_ptr<re2::RE2> Compile(const std::string& regex) const;
  [[nodiscard]] std::optional<Match> FindWith(const re2::RE2& compiled, std::string_view text,
                                              std::size_t from, std::size_t end) const;

  Form form_ = Form::kFolded;
  std::string regex_;
  std::string toned_regex_;  // empty: written without marks
  std::vector<internal::LiteralChain> chains_;
  internal::PatternProgram program_;
  internal::PatternProgram toned_program_;
  bool matches_empty_ = false;
  bool captures_ = false;
  bool takes_byte_before_ = false;
  std::int64_t memory_ = kMemory;
  struct Once;
  std::unique_ptr<Once> compiled_;
};

}  // namespace agencywatch::rules
