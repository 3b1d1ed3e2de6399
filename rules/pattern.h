// A pattern of a rule pack: written by people with or without Vietnamese marks, matched on folded
// text.
//
// The syntax is RE2's (https://github.com/google/re2/wiki/Syntax). The compiler expands $fragments,
// folds the literals the way core::FoldPlain folds text (also inside character classes), makes
// white space one blank, puts word borders on both ends (not on an end that begins with '~'), and
// works out which literals must occur wherever the pattern matches, so that a scan for those finds
// the few patterns worth running.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace re2 {
class RE2;
}

namespace agencywatch::rules {

// What a name in `$name` stands for; nullopt when there is no such fragment.
using FragmentLookup = std::function<std::optional<std::string>(std::string_view name)>;

// `source` with every $name replaced by (?:…), recursively. Problems (unknown names, cycles) are
// appended to `problems`, and the name is left out.
[[nodiscard]] std::string ExpandFragments(std::string_view source, const FragmentLookup& lookup,
                                          std::vector<std::string>& problems);

// Immutable once made; safe to use from several threads. Moves, does not copy.
class Pattern {
 public:
  enum class Form {
    kFolded,  // Latin-1 on core::Fold of the text
    kExact    // UTF-8 on the text as it was published; borders by \pL\pN
  };

  // nullopt and at least one line in `problems` when `source` (fragments already expanded) cannot
  // be used.
  static std::optional<Pattern> Compile(std::string_view source, Form form,
                                        std::vector<std::string>& problems);

  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;
  ~Pattern();

  // The leftmost match that begins at or after `from`: bytes [first, second) of `text`. Never
  // empty.
  [[nodiscard]] std::optional<std::pair<std::size_t, std::size_t>> Find(std::string_view text,
                                                                        std::size_t from) const;

  [[nodiscard]] Form form() const { return form_; }
  [[nodiscard]] const std::string& regex() const { return regex_; }  // what RE2 runs
  // One of these occurs in every text that matches; empty: nothing is known and the pattern always
  // runs.
  [[nodiscard]] const std::vector<std::string>& literals() const { return literals_; }
  // Some text without three letters or digits in a row can match: the prefilter lets it through too
  // often.
  [[nodiscard]] bool weak_literals() const { return weak_literals_; }
  [[nodiscard]] bool matches_empty() const { return matches_empty_; }

 private:
  Pattern() = default;

  Form form_ = Form::kFolded;
  std::string regex_;
  std::vector<std::string> literals_;
  bool weak_literals_ = false;
  bool matches_empty_ = false;
  bool captures_ = false;  // the match is group 1, because a border takes a byte
  std::unique_ptr<re2::RE2> compiled_;
};

}  // namespace agencywatch::rules
