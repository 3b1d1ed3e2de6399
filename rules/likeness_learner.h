// Learns a likeness table (likeness.h) from texts that people labelled.
//
// For each sign: a logistic regression with a quadratic penalty, both labels weighing the same; then once more over the terms
// that counted most, so that the table stays short enough to be read. Deterministic: the same texts in the same order give
// the same table.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace agencywatch::rules {

struct LabelledText {
  std::string folded;                // core::Fold of title and body
  std::set<std::string> indicators;  // that a person saw in it
  // Not empty: only this sign was looked for, as in a single sentence.
  std::string only;
};

struct LearnedSign {
  std::string indicator;
  std::int32_t bias = 0;                                      // as LikenessTable counts
  std::vector<std::pair<std::string, std::int32_t>> weights;  // the strongest first, never 0
};

// The signs that enough texts show, and whether a text shows any (kAnySign), by name. Nothing is learned of the words in
// `left_out`: what marks made-up names in labelled texts marks nothing in those that people publish.
[[nodiscard]] std::vector<LearnedSign> LearnLikeness(std::span<const LabelledText> texts,
                                                     const std::set<std::string>& left_out);

// As a pack file; `sources` says in a comment what it was learned from.
[[nodiscard]] std::string LikenessYaml(std::span<const LearnedSign> signs,
                                       const std::string& sources);

}  // namespace agencywatch::rules
