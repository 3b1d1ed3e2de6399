// How like a text's words are to those of adverts that people labelled with a sign: a second opinion beside the patterns of
// a rule, for wordings that nobody listed. Data of the pack (tables/likeness.yaml), learned from labelled adverts by
// `agencywatch rules learn` (likeness_learner.h), so that it is versioned, hashed and repeated like every other table.
//
// The model is a logistic regression for each sign over the words, and pairs of neighbouring words, that a text holds; a
// text's length is taken out by dividing by the root of their number. Its numbers are integers, so that the same text gives
// the same answer on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace agencywatch::rules {

// A word, or two neighbours, and where they stand in a folded text (core::Fold). Digits are one sign, whatever number they
// make: "cọc 15tr" gives "coc", "0tr" and "coc 0tr".
struct Term {
  std::string text;
  std::size_t begin = 0;
  std::size_t end = 0;
};
// Calls visit for every term of a folded text, in its order; a term may come several times.
void ForEachTerm(std::string_view folded, const std::function<void(const Term&)>& visit);

// In the place of an indicator: whether people saw any sign in a text at all.
inline constexpr std::string_view kAnySign = "any";

namespace internal {

// A term that was read: its text is texts[text, text + size) of what ReadTerms() was given.
struct TermPlace {
  std::uint32_t hash = 0;  // of its text
  std::size_t text = 0;
  std::size_t size = 0;
  std::size_t begin = 0;  // in the folded text
  std::size_t end = 0;
};

}  // namespace internal

class LikenessTable {
 public:
  static constexpr std::int32_t kOne =
      100;  // weights and biases are in hundredths of a logarithm of odds

  // Says how much the terms speak for `indicator`; once for each. False: there is one already.
  bool Add(std::string indicator, std::int32_t bias,
           const std::vector<std::pair<std::string, std::int32_t>>& weights);

  [[nodiscard]] std::optional<std::size_t> Find(std::string_view indicator) const;
  // The terms that speak most for a sign, the strongest first.
  [[nodiscard]] std::vector<std::string> Strongest(std::string_view indicator,
                                                   std::size_t most) const;

  template <class Archive, class Table>
  static void Parts(Archive& archive, Table& table) {
    archive(table.signs_, table.biases_, table.texts_, table.terms_, table.slots_, table.weights_);
  }

 private:
  friend class Likeness;
  static constexpr std::uint32_t kNone = UINT32_MAX;
  struct Row {
    std::uint32_t hash = 0;   // of its text
    std::uint32_t begin = 0;  // of its text, in texts_
    std::uint32_t size = 0;
    std::uint32_t first = kNone;  // of weights_
  };
  struct Weight {
    std::uint32_t sign = 0;
    std::int32_t weight = 0;
    std::uint32_t next = kNone;  // of the same term
  };
  [[nodiscard]] std::string_view TextOf(const Row& row) const {
    return std::string_view(texts_).substr(row.begin, row.size);
  }
  // Null: no sign has the term.
  [[nodiscard]] const Row* FindTerm(std::uint32_t hash, std::string_view text) const;
  Row& TermFor(std::string_view text);

  std::vector<std::string> signs_;  // indicators
  std::vector<std::int32_t> biases_;
  std::string texts_;       // of all terms
  std::vector<Row> terms_;  // each once
  std::vector<std::uint32_t>
      slots_;  // a hash table of terms_, a quarter full at most; its size is a power of two
  std::vector<Weight> weights_;
};

// What the words of one text say. The table must outlive it.
class Likeness {
 public:
  explicit Likeness(const LikenessTable& table);

  // Takes in a part of the text; `part` is any number to know it by.
  void Read(std::size_t part, std::string_view folded);

  // The logarithm of the odds that people would label the text with this sign (LikenessTable::Find); 0: as likely as not.
  [[nodiscard]] double Odds(std::size_t sign) const;
  // The terms that speak for it, each once, where it stands first; the strongest first.
  struct Spoken {
    std::size_t part = 0;
    Term term;
    std::int32_t weight = 0;  // for this sign
  };
  [[nodiscard]] std::vector<Spoken> SpokenFor(std::size_t sign) const;

 private:
  struct Seen {
    internal::TermPlace place;
    std::size_t part = 0;
    const LikenessTable::Row* known = nullptr;
  };
  void Take(std::size_t part, const internal::TermPlace& place);

  const LikenessTable* table_;
  std::vector<std::int64_t> sums_;
  std::string texts_;       // what the places of terms refer to
  std::vector<Seen> seen_;  // each term once, where it stands first
  std::vector<std::uint32_t>
      slots_;  // a hash table of seen_, half full at most; its size is a power of two
};

}  // namespace agencywatch::rules
