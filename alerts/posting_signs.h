// What a judged posting shows of the one behind it: contacts that are its own, names and numbers that it only claims.
#pragma once

#include <string>
#include <vector>

#include "alerts/subject_groups.h"
#include "core/assessment.h"
#include "core/register_view.h"
#include "db/assessment_store.h"
#include "db/posting_store.h"

namespace agencywatch::alerts {

// The entry of the register that the posting claims to be, by number, tax code or name; null for none.
[[nodiscard]] const core::RegisterEntry* ClaimedEntry(const core::RegisterView& view,
                                                      const core::Facts& facts,
                                                      const std::string& employer);
// A phone, e-mail or website of the posting is the one in the register's row, or it stands on the enterprise's own
// website: then the claim is the enterprise's own word.
[[nodiscard]] bool ContactAgrees(const core::RegisterEntry& entry, const core::Facts& facts,
                                 const std::string& posting_url);

// `stored` is the assessment that stands, `edited` that of the current version where it is another one: what an edit
// adds counts as well. `claimed` may be null.
[[nodiscard]] PostingSigns SignsOf(const db::PostingHead& head, const db::StoredAssessment& stored,
                                   const db::StoredAssessment* edited,
                                   const core::RegisterEntry* claimed);

}  // namespace agencywatch::alerts
