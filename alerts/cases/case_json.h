// Cases and referrals as JSON, the same on the command line and for a browser.
#pragma once

#include <nlohmann/json.hpp>

#include "db/case_store.h"
#include "db/referral_store.h"

namespace agencywatch::alerts {

[[nodiscard]] nlohmann::ordered_json ToJson(const db::CaseRow& row);
[[nodiscard]] nlohmann::ordered_json ToJson(const db::AffectedPersons& persons);
[[nodiscard]] nlohmann::ordered_json ToJson(const db::CaseDetails& details);
[[nodiscard]] nlohmann::ordered_json ToJson(const db::ReferralRow& row);
[[nodiscard]] nlohmann::ordered_json ToJson(const db::ReferralDetails& details);

}  // namespace agencywatch::alerts
