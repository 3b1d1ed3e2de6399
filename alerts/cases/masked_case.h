// Cases and referrals for those who have not opened them with a reason: contacts and numbers in titles, labels, tasks and
// file names are masked, and what people wrote in their own words is hidden whole, for it may name anybody.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "db/case_store.h"
#include "db/referral_store.h"

namespace agencywatch::alerts {

// What stands in the place of words that are hidden.
inline constexpr std::string_view kHiddenWords = "•••";

// What a new case is called: `said`, or where that is empty who is behind its first alert. A title goes where nobody has
// opened anything: letters, lists, mails.
[[nodiscard]] std::string NewCaseTitle(pqxx::transaction_base& tx, const std::string& said,
                                       const std::vector<std::int64_t>& alert_numbers);

// What somebody wrote in their own words, as it is shown to those who have not opened it.
[[nodiscard]] std::string HiddenWords(std::string_view words);
// The same of a JSON object that goes with what somebody did: its texts masked, hashes of files out. "" stays.
[[nodiscard]] std::string MaskedDetails(const std::string& json);
[[nodiscard]] db::CaseRow Masked(db::CaseRow row);
[[nodiscard]] db::CaseDetails Masked(db::CaseDetails details);
[[nodiscard]] db::ReferralRow Masked(db::ReferralRow row);
[[nodiscard]] db::ReferralDetails Masked(db::ReferralDetails details);

}  // namespace agencywatch::alerts
