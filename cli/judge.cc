#include "cli/judge.h"

#include <algorithm>
#include <pqxx/pqxx>
#include <string>
#include <utility>
#include <vector>

#include "alerts/api/masking.h"
#include "cli/version.h"
#include "db/posting_index.h"
#include "rules/engine.h"
#include "rules/pack_loader.h"

namespace agencywatch::cli {
namespace {

struct Days {
  core::Day from;
  core::Day to;
};
Days DaysOf(const core::Posting& posting, core::Instant first_seen, core::Instant last_seen) {
  const core::Day first = core::VietnamDay(first_seen);
  const core::Day from = posting.date_posted ? std::min(*posting.date_posted, first) : first;
  return {from, std::max(from, core::VietnamDay(last_seen))};
}

}  // namespace

void SaveRules(pqxx::transaction_base& tx, const rules::RuleSet& rules,
               std::span<const rules::PackFile> files, core::Instant now) {
  std::vector<db::RuleInPack> saved;
  for (const auto& rule : rules.pack().rules) {
    saved.push_back(
        {rule.id, rule.version, std::string{rules::RuleStatusName(rule.status)}, rule.severity});
  }
  db::SavePack(tx, rules.sha256(), rules::PackBytes(files), saved, now);
}

Judge::Judge(std::shared_ptr<const rules::RuleSet> rules,
             std::optional<core::RegisterView> register_view,
             std::optional<std::int64_t> snapshot_id)
    : rules_(std::move(rules)), register_view_(std::move(register_view)) {
  with_.program_version = kVersion;
  with_.pack_sha256 = rules_->sha256();
  with_.snapshot_id = snapshot_id;
}

Judge::Judgement Judge::Evaluate(const core::Posting& posting, core::Instant first_seen,
                                 core::Instant last_seen) const {
  const Days days = DaysOf(posting, first_seen, last_seen);
  Judgement judgement{days.from, days.to, rules_->Assess(rules::InputOf(posting, days.from, days.to), register_view()), {}};
  const core::Assessment& assessment = judgement.assessment;
  if (assessment.verdict != core::Verdict::kClear)
    judgement.shown_words = db::SearchWords(alerts::SearchableText(posting, assessment.facts));
  return judgement;
}

bool Judge::IsOf(const Judgement& judgement, const core::Posting& posting,
                 core::Instant first_seen, core::Instant last_seen) {
  const Days days = DaysOf(posting, first_seen, last_seen);
  return judgement.day_from == days.from && judgement.day_to == days.to;
}

void Judge::Save(pqxx::transaction_base& tx, const std::vector<OfVersion>& judgements,
                 core::Instant now) const {
  std::vector<db::AssessmentToSave> to_save;
  std::vector<db::ShownWords> shown;
  for (const auto& one : judgements) {
    to_save.push_back({one.version_id, one.judgement->day_from, one.judgement->day_to,
                       &one.judgement->assessment});
    if (!one.judgement->shown_words.empty()) shown.push_back({one.version_id, one.judgement->shown_words});
  }
  db::SaveAssessments(tx, with_, db::AssessmentMode::kLive, to_save, now);
  db::SaveShownWords(tx, shown);
}

void Judge::Assess(pqxx::transaction_base& tx, const std::vector<db::StoredVersion>& versions,
                   core::Instant now) const {
  std::vector<Judgement> judgements(versions.size());
  std::vector<OfVersion> of;
  for (std::size_t i = 0; i < versions.size(); ++i) {
    const db::StoredVersion& version = versions[i];
    judgements[i] = Evaluate(version.posting, version.first_seen, version.last_seen);
    of.push_back({version.version_id, &judgements[i]});
  }
  Save(tx, of, now);
}

}  // namespace agencywatch::cli
