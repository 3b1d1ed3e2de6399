#include "alerts/api/referral_view.h"

#include "db/alert_store.h"
#include "db/session_store.h"

namespace agencywatch::alerts {

void DiscloseAlerts(const ApiCall& call, pqxx::transaction_base& tx, const std::vector<std::int64_t>& numbers,
                    const std::string& reason) {
  for (const auto number : numbers) {
    const auto alert = db::FindAlert(tx, number);
    if (alert) db::Disclose(tx, call.session, alert->id, reason, call.now);
  }
}

void RequireDisclosed(const ApiCall& call, pqxx::transaction_base& tx, const std::vector<std::int64_t>& numbers) {
  if (!db::AreDisclosed(tx, call.session.token_sha256, numbers))
    throw ApiError(403, "masked", "open the personal data with a reason first");
}

db::ReferralDetails ReadableReferral(const ApiCall& call, pqxx::transaction_base& tx, std::int64_t id) {
  const auto row = db::FindReferral(tx, id);
  if (!row || (call.session.role == db::Role::kLiaison && row->approved_by.empty()))
    throw ApiError(404, "not_found", "there is no referral of that number");
  return db::ShowReferral(tx, id);
}

}  // namespace agencywatch::alerts
