#include "core/fact.h"

namespace agencywatch::core {
namespace {
struct KindName {
  FactKind kind;
  std::string_view name;
};
constexpr std::array kNames = {
    KindName{FactKind::kMoney, "money"},
    KindName{FactKind::kPhone, "phone"},
    KindName{FactKind::kAccount, "account"},
    KindName{FactKind::kSocial, "social"},
    KindName{FactKind::kEmail, "email"},
    KindName{FactKind::kDomain, "domain"},
    KindName{FactKind::kLicence, "licence"},
    KindName{FactKind::kTaxCode, "tax_code"},
    KindName{FactKind::kContract, "contract"},
    KindName{FactKind::kDestination, "destination"},
    KindName{FactKind::kEnterprise, "enterprise"},
    KindName{FactKind::kAddress, "address"},
    KindName{FactKind::kAge, "age"},
    KindName{FactKind::kDepartureDays, "departure_days"},
    KindName{FactKind::kHoursPerDay, "hours_per_day"},
    KindName{FactKind::kDaysOff, "days_off"},
    KindName{FactKind::kContractMonths, "contract_months"},
    KindName{FactKind::kHeadcount, "headcount"},
    KindName{FactKind::kDate, "date"},
};
}  // namespace

std::string_view FactKindName(FactKind kind) {
  for (const auto& entry : kNames) {
    if (entry.kind == kind) return entry.name;
  }
  return "";
}

std::optional<FactKind> FindFactKind(std::string_view name) {
  for (const auto& entry : kNames) {
    if (entry.name == name) return entry.kind;
  }
  return {};
}

std::vector<const Fact*> Facts::OfKind(FactKind kind) const {
  std::vector<const Fact*> found;
  for (const auto& fact : facts) {
    if (fact.kind == kind) found.push_back(&fact);
  }
  return found;
}

}  // namespace agencywatch::core
