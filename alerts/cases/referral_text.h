// Referrals as people read them on a terminal.
#pragma once

#include <string>

#include "alerts/alert_text.h"
#include "db/referral_store.h"

namespace agencywatch::alerts {

// One referral, two or three lines, each with `indent` before it.
[[nodiscard]] std::string ReferralLines(const db::ReferralRow& row, const std::string& indent, const TextOptions& options);
// "phê duyệt, bản 2": what happened, without time, person and note.
[[nodiscard]] std::string ReferralStepText(const db::ReferralEvent& event, bool english);
// One in full, with what can be done next.
[[nodiscard]] std::string ReferralText(const db::ReferralDetails& details, const TextOptions& options);

}  // namespace agencywatch::alerts
