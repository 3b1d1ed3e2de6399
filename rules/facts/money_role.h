// What a sum is for, and how often: read from the words of its clause, its sentence, its label or the heading
// of its column.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/facts/field_text.h"

namespace agencywatch::rules {

// kNothing: a sum that nobody is to pay or to get (turnover, a discount, rent taken from a wage abroad).
enum class Role { kFee, kDeposit, kWage, kPenalty, kCommission, kLoan, kNothing };

// A sum in its text, as far as its role depends on it.
struct SumInText {
  Span span;
  std::size_t previous_end = 0;  // of the sum before it in the text
  Role previous_role = Role::kNothing;
  std::string currency;
  std::int64_t units = 0;  // whole units of the currency
  bool range = false;
};

struct Purpose {
  Role role = Role::kFee;
  bool cued = false;    // a word says so; else it is the likeliest
  std::string period;   // once, month, day, hour, head; empty: another or unknown
  std::size_t end = 0;  // behind the period, where it is written behind the sum: "/tháng"
};

// Finds the words of money in one field, which must outlive it.
class RoleReader {
 public:
  explicit RoleReader(const FieldText& field);

  [[nodiscard]] Purpose PurposeOf(const SumInText& sum) const;
  // What the words before `at` in its clause, its label or its column's heading make of a number there.
  [[nodiscard]] std::optional<Role> SpokenOf(std::size_t at) const;
  // The heading of the table column or the label before a colon that `at` stands under; empty when none.
  [[nodiscard]] Span HeadingOf(std::size_t at) const;

 private:
  enum class Sense {
    kFee,
    kDeposit,
    kWage,
    kPenalty,
    kCommission,
    kLoan,
    kNothing,
    kNeutral,  // no cue; keeps a shorter word inside from being one
    kBoard,    // rent, food, power: a fee, unless it is taken from a wage
    kDeduct,   // taken from a wage: a loan paid back, unless it is board or a penalty
    kJob,      // a kind of work: where nothing else speaks, the sum beside it is its pay
    kRecruit,  // for bringing people
    kAgent,    // somebody who does, and is paid for each
    kHeads,    // those who are brought
    kLend,     // who pays first
    kBreach,   // leaving, breaking the contract
    kFirst,    // the first of several payments, or the one that enters somebody
    kLater,    // those that follow
    kTotal,    // what they come to
    kTask,     // tasks that give back more than is put into them
    kGift      // a bride, a kidney, a womb: what is given for it is promised to the reader
  };
  struct CueWord {
    std::string_view phrase;  // folded
    Sense sense;
    bool strong = true;             // else any strong one counts more
    std::size_t reach = 0;          // as in Cue
    std::string_view written = {};  // spellings with marks that mean it; empty: any
    bool marked_only = false;       // too common a syllable where marks are missing
  };
  struct Cue {
    Span span;
    Sense sense = Sense::kNeutral;
    bool strong = true;
    std::size_t reach = 0;  // folded bytes to the sum at most; 0: the clause
  };

  static const std::vector<CueWord>& CueWords();
  void FindCues();
  [[nodiscard]] bool Has(Sense sense, Span in) const;
  [[nodiscard]] static std::optional<Role> RoleOf(Sense sense);
  // Where the next digit stands, at `at` or behind; the end of the text where there is none.
  [[nodiscard]] std::size_t NextDigit(std::size_t at) const;
  [[nodiscard]] const Cue* LastBefore(Span in, std::size_t at) const;
  [[nodiscard]] const Cue* PenaltyOver(const Cue& cue, Span in, std::size_t at) const;
  [[nodiscard]] const Cue* FirstBehind(Span in, std::size_t at) const;
  [[nodiscard]] const Cue* CueInHeading(Span heading) const;

  [[nodiscard]] bool BorderAt(std::size_t i) const;
  [[nodiscard]] Span ClauseOf(Span sum) const;
  [[nodiscard]] Span SentenceOf(Span sum) const;
  [[nodiscard]] Span ListHeadOf(std::size_t at) const;
  [[nodiscard]] std::optional<Span> ColumnHeadOf(std::size_t at) const;

  [[nodiscard]] bool PaidAhead(std::size_t at) const;
  [[nodiscard]] bool ComesBack(std::size_t at) const;
  [[nodiscard]] bool LawBehind(std::size_t at) const;
  [[nodiscard]] bool PartFollows(std::size_t at) const;
  [[nodiscard]] bool BuysBehind(const Cue& advance, std::size_t at) const;
  [[nodiscard]] bool LeftOver(Span sum) const;
  [[nodiscard]] Role RoleIn(const SumInText& sum, const std::string& period, bool piecework,
                            bool& cued) const;
  [[nodiscard]] std::string PeriodBehind(std::size_t at, std::size_t& end, bool& written) const;
  [[nodiscard]] std::string PeriodBefore(std::size_t at) const;
  [[nodiscard]] bool PieceBefore(const SumInText& sum, std::string& period) const;
  [[nodiscard]] std::string UsualPeriod(const SumInText& sum, Role role) const;

  const FieldText& field_;
  std::string_view text_;
  std::vector<Cue> cues_;  // neutral ones left out; rising, not overlapping
  bool gifts_ = false;     // the text speaks of a bride, a kidney, a womb
  bool tasks_ = false;     // … of tasks
};

}  // namespace agencywatch::rules
