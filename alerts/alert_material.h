// What an alert rests on: postings as they were judged, and what they come to together.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "alerts/posting_signs.h"
#include "core/assessment.h"
#include "core/register_view.h"
#include "db/alert_store.h"
#include "db/assessment_store.h"
#include "db/posting_store.h"
#include "db/subject_store.h"

namespace agencywatch::alerts {

// A posting as it stands, without its text.
struct JudgedPosting {
  db::PostingHead head;
  core::Verdict verdict = core::Verdict::kClear;
  int score = 0;
  std::set<std::string> indicators;
  std::set<std::string> destinations;
  std::set<std::string> provinces;
  PostingSigns signs;
  // As the posting names it; empty when it names none, or one that its contacts do not bear out.
  std::string enterprise;
};

// `stored` is the assessment that stands, `edited` (may be null) that of a newer version, `view` (may be null) the
// register.
[[nodiscard]] JudgedPosting JudgedPostingOf(db::PostingHead head,
                                            const db::StoredAssessment& stored,
                                            const db::StoredAssessment* edited,
                                            const core::RegisterView* view);

// A way to reach somebody, and not a name or a text: phone, account, social, email, domain.
[[nodiscard]] bool IsContact(const std::string& identifier_kind);

// "Tên A / Tên B · +84912000345": the names as written, then the first contacts.
[[nodiscard]] std::string SubjectLabel(const std::vector<const JudgedPosting*>& postings,
                                       const std::set<db::IdentifierValue>& identifiers);

// `postings` are those of one subject, at least one. Its hash does not hang on the order in which they came.
[[nodiscard]] db::AlertMaterial MaterialOf(const std::vector<const JudgedPosting*>& postings,
                                           const std::set<db::IdentifierValue>& identifiers);

}  // namespace agencywatch::alerts
