// One part of a posting (title, body or context) while rules look at it: folded once, scanned once,
// each pattern run at most once. Knows where negations reach and what is only quoted.
//
// Lives for one assessment and is not shared between threads.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/fold.h"
#include "core/posting.h"
#include "rules/condition.h"
#include "rules/pack.h"

namespace agencywatch::rules {

class ScannedText {
 public:
  // All three must outlive this; `folded` is core::Fold of `original`.
  ScannedText(const Pack& pack, core::Field field, const std::string& original,
              const core::FoldedText& folded);

  // False: the pattern has no match here; known from the scan alone.
  [[nodiscard]] bool MayMatch(PatternId id) const { return scanned_.Contains(id); }
  // All that may.
  [[nodiscard]] const PatternSet& candidates() const { return scanned_.candidates(); }
  // All matches of a pattern, leftmost first.
  [[nodiscard]] const std::vector<Match>& Matches(PatternId id);
  // Those of them that `options` lets through (a part that is not in options.in has none).
  [[nodiscard]] std::vector<Match> Matches(PatternId id, const TextOptions& options);

  // Does a negation reach this match: "không thu cọc", "cọc: không"? Not when the negation is a
  // threat ("không cọc thì không giữ chỗ") or something turns the sentence in between ("không mất
  // phí nhưng …").
  [[nodiscard]] bool Negated(const Match& match);
  // Is it inside quotation marks that a nearby word makes reported speech ("chiêu trò", "thủ
  // đoạn")?
  [[nodiscard]] bool Quoted(const Match& match);
  // Does its sentence tell of somebody else's doings ("đối tượng", "nạn nhân", "chiếm đoạt")?
  [[nodiscard]] bool Reported(const core::Place& place);
  // In a tip: is it the contact of who tells it ("0912 … là số của tôi"), and not of the one told of?
  [[nodiscard]] bool OfTheTeller(const core::Place& place, bool telephone);
  [[nodiscard]] bool Says(const std::vector<PatternId>& words);
  // The line or sentence around a match, as it would be quoted.
  [[nodiscard]] core::Place SentenceOf(PatternId id, const Match& match) const;
  // The same around a place of the folded text.
  [[nodiscard]] core::Place SentenceAt(std::size_t folded_begin, std::size_t folded_end) const;
  // The paragraph it stands in; paragraphs end at an empty line of the original.
  [[nodiscard]] std::size_t ParagraphOf(const Match& match);

  [[nodiscard]] core::Place PlaceOf(PatternId id, const Match& match) const;
  [[nodiscard]] core::Field field() const { return field_; }
  [[nodiscard]] const std::string& folded() const { return folded_.text(); }
  // Folded bytes that come from these bytes of the original; for facts, whose places are in the
  // original.
  [[nodiscard]] std::optional<Match> FoldedRange(std::size_t original_begin,
                                                 std::size_t original_end) const;

 private:
  using Range = std::pair<std::size_t, std::size_t>;  // of the original

  [[nodiscard]] std::optional<std::size_t> Nearest(const std::vector<PatternId>& words,
                                                   const core::Place& place);
  [[nodiscard]] bool AnsweredNo(std::size_t end) const;
  // In folded text, in order.
  [[nodiscard]] std::vector<Match> AllOf(const std::vector<PatternId>& ids);
  [[nodiscard]] bool Breaks(std::size_t begin, std::size_t end, bool over_commas);
  [[nodiscard]] Range OriginalOf(const Match& match) const;
  [[nodiscard]] Range SentenceAround(Range range) const;
  [[nodiscard]] core::Place PlaceFor(Range range) const;
  void FindQuotes();
  void FindParagraphs();

  const Pack& pack_;
  core::Field field_;
  const std::string& original_;
  const core::FoldedText& folded_;
  Matcher::Scanned scanned_;
  std::vector<PatternId> candidates_;                     // rising
  std::vector<std::optional<std::vector<Match>>> found_;  // by candidate
  struct Negations {
    std::vector<Match> words;  // threats taken out
    std::vector<Match> over_commas;
    std::vector<Match> breaks;
  };
  std::optional<Negations> negations_;
  std::optional<std::optional<std::string>> toned_;  // internal::TonedText, once asked for
  std::optional<std::vector<Range>> quotes_;         // only those that are reported speech
  std::optional<std::vector<std::size_t>> paragraph_ends_;
};

}  // namespace agencywatch::rules
