#include "cli/judge.h"

#include <algorithm>
#include <pqxx/pqxx>
#include <string>
#include <utility>
#include <vector>

#include "cli/version.h"
#include "rules/engine.h"
#include "rules/pack_loader.h"

namespace agencywatch::cli {

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

core::Verdict Judge::Assess(pqxx::transaction_base& tx, const db::StoredVersion& version,
                            core::Instant now) const {
  const core::Posting& posting = version.posting;
  const core::Day first = core::VietnamDay(version.first_seen);
  rules::AssessInput input;
  input.text = posting.text;
  input.agency = posting.employer;
  input.url = posting.canonical_url;
  input.channel = posting.channel;
  input.day_from = posting.date_posted ? std::min(*posting.date_posted, first) : first;
  input.day_to = std::max(input.day_from, core::VietnamDay(version.last_seen));
  input.posted_at = input.day_from;
  const core::Assessment assessment = rules_->Assess(input, register_view());
  db::AssessmentInputs inputs;
  inputs.with = with_;
  inputs.day_from = input.day_from;
  inputs.day_to = input.day_to;
  db::SaveAssessment(tx, version.version_id, inputs, assessment, now);
  return assessment.verdict;
}

}  // namespace agencywatch::cli
