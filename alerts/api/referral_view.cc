#include "alerts/api/referral_view.h"

#include "db/alert_store.h"
#include "db/session_store.h"

namespace agencywatch::alerts {

std::string ReasonOf(const ApiCall& call) {
  const std::string reason = call.Text("reason");
  if (reason.empty() || reason.size() > 2000)
    throw ApiError(400, "reason_missing", "say in up to 2,000 bytes why the personal data are needed");
  return reason;
}

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
