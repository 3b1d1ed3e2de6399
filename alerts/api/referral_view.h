// Who may see what of cases and referrals, and how it is opened: a case or a referral is open to a session when all of its
// alerts are.
#pragma once

#include <cstdint>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "alerts/api/api.h"
#include "db/referral_store.h"

namespace agencywatch::alerts {

void DiscloseAlerts(const ApiCall& call, pqxx::transaction_base& tx, const std::vector<std::int64_t>& numbers,
                    const std::string& reason);
// 403 "masked" when one of them was not opened in this session.
void RequireDisclosed(const ApiCall& call, pqxx::transaction_base& tx, const std::vector<std::int64_t>& numbers);

// 404 when there is none of that number; liaison officers see those that two people want out of the house, and no other.
[[nodiscard]] db::ReferralDetails ReadableReferral(const ApiCall& call, pqxx::transaction_base& tx, std::int64_t id);

}  // namespace agencywatch::alerts
