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
#include <unordered_map>
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
    archive(table.signs_, table.biases_, table.terms_);
  }

 private:
  friend class Likeness;
  struct Weight {
    std::uint32_t sign = 0;
    std::int32_t weight = 0;
  };
  std::vector<std::string> signs_;  // indicators
  std::vector<std::int32_t> biases_;
  std::unordered_map<std::string, std::vector<Weight>> terms_;
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
  const LikenessTable* table_;
  std::vector<std::int64_t> sums_;
  std::unordered_map<std::string, Spoken> seen_;
};

}  // namespace agencywatch::rules
