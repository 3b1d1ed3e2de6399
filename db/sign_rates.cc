#include "db/sign_rates.h"

#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

constexpr Statement kTrue{"sign_rates.true", R"(
  SELECT count(*) FROM alert_outcome o WHERE o.held)"};
#define AW_LICENSED                                                                                               \
  "licensed AS (SELECT a.id FROM posting p JOIN current_assessment cur ON cur.posting_id = p.id"                  \
  " JOIN assessment a ON a.id = cur.standing_id WHERE p.kind = 'advert' AND EXISTS"                               \
  "  (SELECT FROM fact f JOIN licence l ON l.norm = f.value WHERE f.id = ANY (a.fact_ids) AND f.kind = 'licence')" \
  " AND NOT EXISTS (SELECT FROM finding f WHERE f.assessment_id = a.id"                                           \
  "  AND (f.indicator LIKE 'licence.%' OR f.indicator = 'deception.impersonation')))"
constexpr Statement kLicensed{"sign_rates.licensed", "WITH " AW_LICENSED " SELECT count(*) FROM licensed"};
constexpr Statement kRates{"sign_rates.indicators", "WITH " AW_LICENSED R"(,
  judged AS (SELECT i.indicator, count(*) AS n FROM alert_outcome o JOIN decision d ON d.id = o.decision_id
   CROSS JOIN LATERAL unnest(d.indicators) AS i (indicator) WHERE o.held GROUP BY i.indicator),
  lawful AS (SELECT f.indicator, count(DISTINCT f.assessment_id) AS n FROM finding f JOIN licensed ON licensed.id = f.assessment_id
   GROUP BY f.indicator)
  SELECT coalesce(j.indicator, l.indicator), coalesce(j.n, 0), coalesce(l.n, 0)
  FROM judged j FULL JOIN lawful l ON l.indicator = j.indicator ORDER BY 1)"};

}  // namespace

SignRates ReadSignRates(pqxx::transaction_base& tx) {
  SignRates rates;
  rates.true_alerts = ExecOne(tx, kTrue)[0].as<std::int64_t>();
  rates.licensed_adverts = ExecOne(tx, kLicensed)[0].as<std::int64_t>();
  for (const auto& row : Exec(tx, kRates))
    rates.indicators.push_back({row[0].c_str(), row[1].as<std::int64_t>(), row[2].as<std::int64_t>()});
  return rates;
}

double LiftOf(const SignRate& sign, const SignRates& rates) {
  const auto rate = [](std::int64_t part, std::int64_t whole) {
    return (static_cast<double>(part) + 0.5) / (static_cast<double>(whole) + 1.0);
  };
  return rate(sign.in_true, rates.true_alerts) / rate(sign.in_licensed, rates.licensed_adverts);
}

}  // namespace agencywatch::db
