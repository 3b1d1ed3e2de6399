// A rule pack as data: rules, cue tables, reference tables. Immutable once loaded (pack_loader.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/assessment.h"
#include "core/posting.h"
#include "core/register_view.h"
#include "core/time.h"
#include "rules/condition.h"
#include "rules/internal/rule_index.h"
#include "rules/likeness.h"
#include "rules/matcher.h"
#include "rules/reference_tables.h"

namespace agencywatch::rules {

// One file of a pack. `path` is only a name for messages and the hash.
struct PackFile {
  std::string path;
  std::string bytes;
};

// Where in the pack something was written; lines and columns from 1.
struct SourcePlace {
  std::string file;
  int line = 0;
  int column = 0;
};

enum class RuleStatus { kExperimental, kTest, kStable, kDeprecated };  // only stable ones count
[[nodiscard]] std::string_view RuleStatusName(RuleStatus status);

// A posting that a rule must, or must not, fire on.
struct RuleTest {
  core::PostingText text;
  std::string agency;
  std::string url;
  std::string channel;
  std::optional<core::Day> posted_at;
  SourcePlace place;
};

struct Rule {
  std::string id;
  int version = 1;
  std::string indicator;
  core::Severity severity = core::Severity::kLow;
  int points = 0;
  RuleStatus status = RuleStatus::kExperimental;
  std::string reason;  // why it is deprecated
  std::string title_vi;
  std::string title_en;
  std::string why_vi;  // with {placeholders}; empty: the title
  std::string why_en;
  std::vector<std::string> law;
  std::vector<std::string> false_positives;
  std::string guide_vi;
  std::string guide_en;
  std::string author;
  std::string date;
  std::vector<std::string> references;
  bool any_genre = false;  // false and no genre condition of its own: only offers (kOfferGenres)
  bool has_genre_condition = false;
  Condition when;
  std::vector<RuleTest> hits;
  std::vector<RuleTest> misses;
  SourcePlace place;
};

struct GenreCue {
  Condition condition;
  int weight = 1;
};

struct GenreTable {
  std::string id;
  int needs = 1;
  std::vector<GenreCue> cues;
};

struct JobWords {
  std::string id;
  PatternId pattern = 0;
};

struct VerdictRow {
  core::Verdict verdict = core::Verdict::kClear;
  Condition when;
};

// A pattern as it stands in the pack, for lint and explain.
struct PatternUse {
  PatternId id = 0;
  std::string source;  // with $fragments
  std::string owner;   // the rule's id, or "genres", "negations" …
  SourcePlace place;
};

struct Pack {
  std::string sha256;       // over all files, hexadecimal
  std::vector<Rule> rules;  // by id
  std::vector<std::size_t>
      order;  // indices of rules: one comes after those whose findings it asks for
  ReferenceTables tables;
  LikenessTable likeness;
  std::vector<GenreTable> genres;  // in the order of the pack; `offer` is not among them
  std::optional<GenreTable> offer;
  std::vector<PatternId> negations;
  std::vector<PatternId> negations_over_commas;  // "không thu …": holds for all of a list
  std::vector<PatternId> conditional_negations;
  std::vector<PatternId>
      negation_breaks;  // "nhưng", "chỉ cần": a negation does not reach past these
  std::vector<PatternId>
      attributions;  // "chiêu trò", "thủ đoạn": what is quoted here is not offered
  std::vector<PatternId>
      tellers;  // "là số của tôi": a contact beside it is that of who tells a tip
  std::vector<PatternId> others;    // "đối tượng", "anh Minh": it is that of the one told of
  std::vector<PatternId> tellings;  // "tôi bị", "người gọi": a tip in a person's own words
  std::vector<PatternId> heard;     // "đọc báo": not met with, read of
  std::vector<PatternId> reportings;  // "đối tượng", "nạn nhân": a contact in such a sentence is
                                      // somebody else's, told of and not offered
  std::vector<PatternId> abroad_words;
  std::vector<PatternId>
      abroad_mentions;  // "công ty Hàn Quốc tại": the country named here is no destination
  std::vector<JobWords> jobs;
  std::vector<VerdictRow> verdicts;
  int cap_per_indicator = 100;
  int review_at = 0;
  std::vector<core::RegisterRow> test_register;
  std::vector<PatternUse> pattern_uses;
  Matcher matcher;  // of all patterns above
  internal::RuleIndex rule_index;  // of the rules in `order`
};

// Genres in which somebody offers something: the only ones a rule fires in unless it says
// otherwise.
[[nodiscard]] bool IsOfferGenre(std::string_view genre);
[[nodiscard]] bool IsGenre(std::string_view genre);  // one of the design's ten

}  // namespace agencywatch::rules
