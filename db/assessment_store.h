// Assessments and all that decided them: packs, history views, facts, findings.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/assessment.h"
#include "core/time.h"
#include "db/posting_store.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

struct RuleInPack {
  std::string id;
  int version = 1;
  std::string status;  // experimental, test, stable, deprecated
  core::Severity severity = core::Severity::kLow;
};
// The pack as it judges; does nothing when it is known. `bytes` must repeat the pack, `sha256` is
// over them.
void SavePack(pqxx::transaction_base& tx, const std::string& sha256, std::string_view bytes,
              const std::vector<RuleInPack>& rules, core::Instant now);

enum class AssessmentMode { kLive, kShadow, kBacktest };

struct AssessmentInputs {
  JudgedWith with;  // with.pack_sha256 must be the assessment's
  AssessmentMode mode = AssessmentMode::kLive;
  core::Day day_from;  // first and last day on which licences were judged, both included
  core::Day day_to;
};
struct SavedAssessment {
  std::int64_t id = 0;
  bool made = false;  // false: the same inputs had been judged before, and that assessment stands
};
// Saves facts, assessment and findings; a live one of the posting's last version becomes its
// current assessment; one of an older version may stand (see StandingAssessments). Saving
// twice saves once. The facts' engine version is with.program_version.
SavedAssessment SaveAssessment(pqxx::transaction_base& tx, std::int64_t version_id,
                               const AssessmentInputs& inputs, const core::Assessment& assessment,
                               core::Instant now);

// The same for many, in a few statements; all judged with the same. Results in the order of the call.
struct AssessmentToSave {
  std::int64_t version_id = 0;
  core::Day day_from;
  core::Day day_to;
  const core::Assessment* assessment = nullptr;  // outlives the call
};
std::vector<SavedAssessment> SaveAssessments(pqxx::transaction_base& tx, const JudgedWith& with,
                                             AssessmentMode mode,
                                             const std::vector<AssessmentToSave>& assessments,
                                             core::Instant now);

struct StoredAssessment {
  std::int64_t id = 0;
  std::int64_t posting_id = 0;
  std::int64_t version_id = 0;
  AssessmentInputs inputs;
  core::Assessment assessment;         // whole, with facts and findings
  std::vector<std::int64_t> fact_ids;  // of assessment.facts.facts, one by one
};
[[nodiscard]] std::optional<StoredAssessment> FindCurrentAssessment(pqxx::transaction_base& tx,
                                                                    std::int64_t posting_id);
// Of these postings; those without an assessment are left out. In the order of posting ids.
[[nodiscard]] std::vector<StoredAssessment> CurrentAssessments(
    pqxx::transaction_base& tx, const std::vector<std::int64_t>& posting_ids);

// What was ever read in any version of these postings.
[[nodiscard]] core::Facts FactsOfAllVersions(pqxx::transaction_base& tx, const std::vector<std::int64_t>& posting_ids);

// The gravest among the last assessments of each posting's versions: what alerts go by, so that an edit which takes the
// evidence away lowers nothing. Otherwise as CurrentAssessments.
[[nodiscard]] std::vector<StoredAssessment> StandingAssessments(
    pqxx::transaction_base& tx, const std::vector<std::int64_t>& posting_ids);

struct VerdictCount {
  core::Verdict verdict = core::Verdict::kClear;
  std::int64_t count = 0;
};
// Of current assessments, gravest first; verdicts without any are left out.
[[nodiscard]] std::vector<VerdictCount> CountVerdicts(pqxx::transaction_base& tx);

}  // namespace agencywatch::db
