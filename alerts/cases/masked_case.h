// Cases and referrals for those who have not opened them with a reason: contacts and numbers in titles, labels, tasks and
// file names are masked, and what people wrote in their own words is hidden whole, for it may name anybody.
#pragma once

#include <string_view>

#include "db/case_store.h"
#include "db/referral_store.h"

namespace agencywatch::alerts {

// What stands in the place of words that are hidden.
inline constexpr std::string_view kHiddenWords = "•••";

[[nodiscard]] db::CaseRow Masked(db::CaseRow row);
[[nodiscard]] db::CaseDetails Masked(db::CaseDetails details);
[[nodiscard]] db::ReferralRow Masked(db::ReferralRow row);
[[nodiscard]] db::ReferralDetails Masked(db::ReferralDetails details);

}  // namespace agencywatch::alerts
