#include "rules/engine.h"

#include <utility>

#include "rules/internal/evaluation.h"
#include "rules/pack_loader.h"
#include "rules/scoring.h"

namespace agencywatch::rules {

AssessInput InputOf(const core::Posting& posting, core::Day day_from, core::Day day_to) {
  AssessInput input;
  input.text = posting.text;
  input.agency = posting.employer;
  input.url = posting.canonical_url;
  input.channel =
      posting.kind == core::PostingKind::kTip ? std::string(kTipChannel) : posting.channel;
  input.posted_at = input.day_from = day_from;
  input.day_to = day_to;
  return input;
}

std::shared_ptr<const RuleSet> RuleSet::Load(std::span<const PackFile> files) {
  return Of(LoadPack(files));
}

std::shared_ptr<const RuleSet> RuleSet::Of(std::shared_ptr<const Pack> pack) {
  return std::shared_ptr<const RuleSet>(new RuleSet(std::move(pack)));
}

core::Assessment RuleSet::Assess(const AssessInput& input, const core::RegisterView* view) const {
  internal::Evaluation evaluation(*pack_, input, view, false);
  core::Assessment assessment;
  assessment.findings = evaluation.Judge();
  assessment.score = ScoreOf(assessment.findings, pack_->cap_per_indicator);
  assessment.verdict = evaluation.VerdictFor(assessment.score);
  assessment.review = assessment.verdict != core::Verdict::kClear;
  assessment.genre = evaluation.genre();
  if (view != nullptr) assessment.register_as_of = view->as_of();
  assessment.register_stale = evaluation.register_verdict().stale;
  assessment.register_note_vi = evaluation.register_verdict().Note(false);
  assessment.register_note_en = evaluation.register_verdict().Note(true);
  assessment.pack_sha256 = pack_->sha256;
  assessment.facts = evaluation.TakeFacts();
  return assessment;
}

RuleSet::Reading RuleSet::Read(const AssessInput& input) const {
  internal::Evaluation evaluation(*pack_, input, nullptr, false);
  return {evaluation.folded(), evaluation.facts(), evaluation.genre()};
}

bool RuleSet::Fires(std::string_view rule_id, const AssessInput& input,
                    const core::RegisterView* view) const {
  internal::Evaluation evaluation(*pack_, input, view, true);
  static_cast<void>(evaluation.Judge());
  return evaluation.fired().contains(std::string(rule_id));
}

}  // namespace agencywatch::rules
