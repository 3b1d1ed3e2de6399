// One posting under judgement: everything conditions may ask for, computed when first asked.
// Lives for one assessment, on one thread.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/assessment.h"
#include "core/fact.h"
#include "core/fold.h"
#include "core/register_view.h"
#include "rules/engine.h"
#include "rules/pack.h"
#include "rules/register_check.h"
#include "rules/scanned_text.h"

namespace agencywatch::rules::internal {

// A condition on the register can be neither: a rule fires only on kTrue.
enum class Truth { kFalse, kUnknown, kTrue };

// What made a condition true.
struct Evidence {
  static constexpr std::size_t kMaxSpans = 8;  // quoted per finding; more would not be read
  std::vector<core::Place> spans;
  std::vector<std::size_t> facts;     // into Facts::facts
  std::optional<double> ceiling_vnd;  // that a fee was above
  bool alike = false;  // its words are like those of labelled adverts: none of them states the sign
};

// A contact that a sentence tells of, not the author's own.
[[nodiscard]] inline bool IsReported(const core::Fact& fact) {
  return fact.Attr("reported") == "true";
}

// In evaluation.cc what is read off the posting, in conditions.cc what holds of it, in findings.cc what is said of that.
class Evaluation {
 public:
  // `pack`, `input` and `view` must outlive this. `count_all`: findings of rules that are not
  // stable count too.
  Evaluation(const Pack& pack, const AssessInput& input, const core::RegisterView* view,
             bool count_all);

  Evaluation(const Evaluation&) = delete;
  Evaluation& operator=(const Evaluation&) = delete;

  // All findings, in the order of points and rule id.
  [[nodiscard]] std::vector<core::Finding> Judge();
  // The verdict of the pack's table on findings that were judged with this score.
  [[nodiscard]] core::Verdict VerdictFor(int score);

  [[nodiscard]] const std::string& genre() const { return genre_; }
  [[nodiscard]] const core::Facts& facts() const { return facts_; }
  [[nodiscard]] core::Facts TakeFacts() { return std::move(facts_); }
  [[nodiscard]] const RegisterVerdict& register_verdict() const { return register_; }
  [[nodiscard]] const std::set<std::string>& fired() const { return fired_; }
  [[nodiscard]] std::string folded() const;

 private:
  Truth Holds(const Condition& condition, Evidence& evidence);
  Truth Holds(const TextCondition& condition, Evidence& evidence);
  Truth Holds(const NearCondition& condition, Evidence& evidence);
  Truth Holds(const CountCondition& condition, Evidence& evidence);
  Truth Holds(const AllCondition& condition, Evidence& evidence);
  Truth Holds(const AnyCondition& condition, Evidence& evidence);
  Truth Holds(const NoneCondition& condition, Evidence& evidence);
  Truth Holds(const AtLeastCondition& condition, Evidence& evidence);
  Truth Holds(const FactCondition& condition, Evidence& evidence);
  Truth Holds(const MoneyCondition& condition, Evidence& evidence);
  Truth Holds(const WageAboveCondition& condition, Evidence& evidence);
  Truth Holds(const FeeAboveCeilingCondition& condition, Evidence& evidence);
  Truth Holds(const DepositAboveCapCondition& condition, Evidence& evidence);
  Truth Holds(const AbroadCondition& condition, Evidence& evidence);
  Truth Holds(const GenreCondition& condition, Evidence& evidence);
  Truth Holds(const RegisterCondition& condition, Evidence& evidence);
  Truth Holds(const FindingCondition& condition, Evidence& evidence);
  Truth Holds(const EvasionCondition& condition, Evidence& evidence);
  Truth Holds(const LanguageCondition& condition, Evidence& evidence);
  Truth Holds(const ContactCondition& condition, Evidence& evidence);
  Truth Holds(const ChannelCondition& condition, Evidence& evidence);
  Truth Holds(const LikenessCondition& condition, Evidence& evidence);
  Truth Holds(const ScoreCondition& condition, Evidence& evidence);

  void MarkReported();
  int Weigh(const GenreTable& table);
  std::string FindGenre();
  const std::vector<std::string>& Languages();
  const std::vector<std::string>& Destinations();  // offered abroad, not only mentioned; each once
  const std::vector<std::string>& Jobs();
  std::optional<double> ContractMonths() const;
  std::optional<double> MonthlyWage(
      const core::Fact& fact) const;  // in VND, on the last judged day
  const std::vector<std::size_t>& ContactFacts(ContactKind kind);
  // Adds the facts to `evidence`.
  [[nodiscard]] bool HasContact(ContactKind kind, Evidence& evidence);
  [[nodiscard]] bool OnlyMentioned(const core::Fact& destination);
  [[nodiscard]] std::optional<core::Place> TellingSentence(std::size_t sign) const;
  core::Finding MakeFinding(const Rule& rule, Evidence evidence) const;
  [[nodiscard]] std::string Fill(const std::string& text, const std::string& title,
                                 const Evidence& evidence, bool vietnamese) const;

  const Pack& pack_;
  const AssessInput& input_;
  bool count_all_;
  std::array<core::Folding, 3> foldings_;
  std::vector<ScannedText> texts_;  // title, body, context
  PatternSet candidates_;           // that may match in one of them
  core::Facts facts_;
  RegisterVerdict register_;
  std::string genre_;
  std::optional<Likeness> likeness_;
  std::optional<std::vector<std::string>> languages_;
  std::optional<std::vector<std::string>> destinations_;
  std::optional<std::vector<std::string>> jobs_;
  std::array<std::optional<std::vector<std::size_t>>, kContactKinds> contacts_;
  std::optional<bool> agency_is_enterprise_;
  std::set<std::string> fired_;       // ids of rules that fired
  std::set<std::string> indicators_;  // of those
  int score_ = 0;
};

}  // namespace agencywatch::rules::internal
