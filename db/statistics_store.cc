#include "db/statistics_store.h"

#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

#define AW_CAME "('opened', 'reopened', 'returned')"
constexpr Statement kAlerts{"statistics.alerts", R"(
  SELECT a.number, last.after ->> 'verdict', last.after ->> 'state', last.after ->> 'closed_as', extract(epoch FROM s.due)::bigint,
   s.destinations, s.provinces, s.indicators,
   (SELECT extract(epoch FROM max(e.at))::bigint FROM alert_event e
    WHERE e.alert_id = a.id AND e.kind IN )" AW_CAME R"( AND e.at >= $1 AND e.at < $2)
  FROM alert a
  JOIN LATERAL (SELECT e.id, e.after FROM alert_event e WHERE e.alert_id = a.id AND e.at < $2 ORDER BY e.at DESC, e.id DESC LIMIT 1) last ON true
  JOIN alert_snapshot s ON s.event_id = last.id
  ORDER BY a.number)"};
constexpr Statement kDecisions{"statistics.decisions", R"(
  SELECT a.number, d.kind, d.verdict, d.reason_code, extract(epoch FROM d.at - came.at)::bigint
  FROM standing_decision d JOIN alert a ON a.id = d.alert_id
  LEFT JOIN LATERAL (SELECT e.at FROM alert_event e WHERE e.alert_id = d.alert_id AND e.kind IN )" AW_CAME R"( AND e.at <= d.at
   ORDER BY e.at DESC, e.id DESC LIMIT 1) came ON d.kind <> 'reopen' AND NOT EXISTS (SELECT FROM standing_decision o
    WHERE o.alert_id = d.alert_id AND o.id < d.id AND o.at >= came.at AND o.kind NOT IN ('assign', 'reopen'))
  WHERE d.at >= $1 AND d.at < $2 AND d.kind <> 'assign' ORDER BY d.id)"};
constexpr Statement kSources{"statistics.sources", R"(
  WITH adverts AS (SELECT source_id, count(*) FILTER (WHERE first_seen >= $1) AS fresh, count(*) AS standing FROM posting
    WHERE kind <> 'tip' AND first_seen < $2 AND last_seen >= $1 GROUP BY source_id),
  tips AS (SELECT p.source_id, count(*) AS n FROM tip_report r JOIN posting p ON p.id = r.posting_id
    WHERE r.at >= $1 AND r.at < $2 GROUP BY p.source_id),
  pages AS (SELECT u.source_id, count(*) AS n, count(*) FILTER (WHERE f.outcome LIKE 'failed%') AS failed
    FROM "fetch" f JOIN url u ON u.id = f.url_id WHERE f.at >= $1 AND f.at < $2 GROUP BY u.source_id)
  SELECT s.key, coalesce(a.fresh, 0), coalesce(a.standing, 0), coalesce(t.n, 0), coalesce(g.n, 0), coalesce(g.failed, 0)
  FROM source s LEFT JOIN adverts a ON a.source_id = s.id LEFT JOIN tips t ON t.source_id = s.id LEFT JOIN pages g ON g.source_id = s.id
  WHERE coalesce(a.standing, t.n, g.n) IS NOT NULL ORDER BY s.key)"};
// The state after the last event that changed it. A case without any alert was opened by mistake, and undone.
#define AW_CASES                                                                                                     \
  "cases AS (SELECT c.id, c.opened_at, last.state, last.outcome, last.at FROM case_file c"                           \
  " JOIN LATERAL (SELECT e.details ->> 'state' AS state, e.details ->> 'outcome' AS outcome, e.at FROM case_event e" \
  "  WHERE e.case_id = c.id AND e.at < $2 AND e.details ? 'state' ORDER BY e.at DESC, e.id DESC LIMIT 1) last ON true" \
  " WHERE (last.state = 'open' OR last.at >= $1)"                                                                    \
  " AND EXISTS (SELECT FROM case_alert ca WHERE ca.case_id = c.id AND ca.left_at IS NULL))"
constexpr Statement kCases{"statistics.cases", "WITH " AW_CASES R"(
  SELECT id, opened_at >= $1, state = 'closed', state = 'open', outcome FROM cases ORDER BY id)"};
constexpr Statement kAffected{"statistics.affected", "WITH " AW_CASES R"(,
  counted AS (SELECT DISTINCT ON (e.case_id, e.details -> 'sex', e.details -> 'age_band', e.details -> 'purpose', e.details -> 'returned',
    e.details -> 'support') e.case_id, e.details FROM case_event e JOIN cases ON cases.id = e.case_id
   WHERE e.kind = 'counted' AND e.at < $2
   ORDER BY e.case_id, e.details -> 'sex', e.details -> 'age_band', e.details -> 'purpose', e.details -> 'returned', e.details -> 'support',
    e.at DESC, e.id DESC)
  SELECT case_id, details ->> 'sex', details ->> 'age_band', details ->> 'purpose', details ->> 'returned',
   ARRAY(SELECT jsonb_array_elements_text(details -> 'support')), (details ->> 'n')::bigint
  FROM counted WHERE (details ->> 'n')::bigint > 0 ORDER BY case_id)"};
constexpr Statement kReferrals{"statistics.referrals", R"(
  WITH steps AS (SELECT referral_id, bool_or(kind = 'sent') AS sent, bool_or(kind = 'answered') AS answered FROM referral_event
   WHERE at >= $1 AND at < $2 AND kind IN ('sent', 'answered') GROUP BY referral_id)
  SELECT s.referral_id, p.recipient_kind, s.sent, s.answered, last.answer
  FROM steps s JOIN LATERAL (SELECT e.proposal FROM referral_event e WHERE e.referral_id = s.referral_id AND e.kind = 'sent'
   ORDER BY e.id DESC LIMIT 1) went ON true
  JOIN referral_proposal p ON p.referral_id = s.referral_id AND p.n = went.proposal
  LEFT JOIN LATERAL (SELECT e.details ->> 'answer' AS answer FROM referral_event e WHERE e.referral_id = s.referral_id
   AND e.kind = 'answered' AND e.at < $2 ORDER BY e.at DESC, e.id DESC LIMIT 1) last ON true
  ORDER BY s.referral_id)"};

}  // namespace

std::vector<AlertFigure> AlertsAt(pqxx::transaction_base& tx, core::Instant begin, core::Instant end) {
  std::vector<AlertFigure> alerts;
  for (const auto& row : Exec(tx, kAlerts, begin, end)) {
    alerts.push_back({row[0].as<std::int64_t>(), row[1].c_str(), row[2].c_str(), row[3].c_str(),
                      FindValue<core::Instant>(row[4]), TextsOf(row[5]), TextsOf(row[6]),
                      TextsOf(row[7]), FindValue<core::Instant>(row[8])});
  }
  return alerts;
}

std::vector<DecisionFigure> DecisionsIn(pqxx::transaction_base& tx, core::Instant begin,
                                        core::Instant end) {
  std::vector<DecisionFigure> decisions;
  for (const auto& row : Exec(tx, kDecisions, begin, end)) {
    DecisionFigure decision{row[0].as<std::int64_t>(), row[1].c_str(), row[2].c_str(), row[3].c_str(), {}};
    if (!row[4].is_null()) decision.waited = std::chrono::seconds{row[4].as<std::int64_t>()};
    decisions.push_back(std::move(decision));
  }
  return decisions;
}

std::vector<SourceFigure> SourcesIn(pqxx::transaction_base& tx, core::Instant begin, core::Instant end) {
  std::vector<SourceFigure> sources;
  for (const auto& row : Exec(tx, kSources, begin, end)) {
    sources.push_back({row[0].c_str(), row[1].as<std::int64_t>(), row[2].as<std::int64_t>(),
                       row[3].as<std::int64_t>(), row[4].as<std::int64_t>(), row[5].as<std::int64_t>()});
  }
  return sources;
}

std::vector<CaseFigure> CasesIn(pqxx::transaction_base& tx, core::Instant begin, core::Instant end) {
  std::vector<CaseFigure> cases;
  for (const auto& row : Exec(tx, kCases, begin, end)) {
    cases.push_back({row[0].as<std::int64_t>(), row[1].as<bool>(), row[2].as<bool>(),
                     row[3].as<bool>(), row[4].c_str()});
  }
  return cases;
}

std::vector<AffectedFigure> AffectedIn(pqxx::transaction_base& tx, core::Instant begin,
                                       core::Instant end) {
  std::vector<AffectedFigure> affected;
  for (const auto& row : Exec(tx, kAffected, begin, end)) {
    affected.push_back({row[0].as<std::int64_t>(), row[1].c_str(), row[2].c_str(), row[3].c_str(),
                        row[4].c_str(), TextsOf(row[5]), row[6].as<std::int64_t>()});
  }
  return affected;
}

std::vector<ReferralFigure> ReferralsIn(pqxx::transaction_base& tx, core::Instant begin,
                                        core::Instant end) {
  std::vector<ReferralFigure> referrals;
  for (const auto& row : Exec(tx, kReferrals, begin, end)) {
    referrals.push_back({row[0].as<std::int64_t>(), row[1].c_str(), row[2].as<bool>(),
                         row[3].as<bool>(), row[4].c_str()});
  }
  return referrals;
}

}  // namespace agencywatch::db
