// How often each sign shows in what turned out to be true, and how often in lawful adverts: lift, not feeling.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

struct SignRate {
  std::string indicator;
  std::int64_t in_true = 0;      // alerts whose signs were true that were judged on it
  std::int64_t in_licensed = 0;  // adverts of licensed enterprises that show it
};
struct SignRates {
  std::int64_t true_alerts = 0;       // confirmed, or charged by those they were referred to
  std::int64_t licensed_adverts = 0;  // quote a licence of the register, and nothing says that it is another's
  std::vector<SignRate> indicators;   // by code; those that show in either
};
[[nodiscard]] SignRates ReadSignRates(pqxx::transaction_base& tx);

// How much oftener it shows in true alerts than in adverts of licensed enterprises; half a hit is added to either, so that
// a sign never seen in lawful adverts has a finite lift.
[[nodiscard]] double LiftOf(const SignRate& sign, const SignRates& rates);

}  // namespace agencywatch::db
