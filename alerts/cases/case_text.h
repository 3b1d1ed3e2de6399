// Cases as people read them on a terminal.
#pragma once

#include <string>
#include <vector>

#include "alerts/alert_text.h"
#include "db/case_store.h"
#include "db/referral_store.h"

namespace agencywatch::alerts {

// One case, three lines.
[[nodiscard]] std::string CaseLines(const db::CaseRow& row, const TextOptions& options);
// One in full; `referrals` are those of the case.
[[nodiscard]] std::string CaseText(const db::CaseDetails& details, const std::vector<db::ReferralRow>& referrals,
                                   const TextOptions& options);
// What happened, without time, person and note: "đưa vào cảnh báo #3".
[[nodiscard]] std::string CaseEventText(const db::CaseEvent& event, bool english);
// "3  nữ, 16–17 tuổi, ép lừa đảo, phạm tội; được giải cứu; hỗ trợ: y tế"
[[nodiscard]] std::string AffectedText(const db::AffectedPersons& persons, bool english);

}  // namespace agencywatch::alerts
