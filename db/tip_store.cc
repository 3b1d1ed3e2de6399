#include "db/tip_store.h"

#include "core/errors.h"
#include "core/utf8.h"
#include "db/audit_store.h"
#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

constexpr std::size_t kMaxChannelBytes = 200;
constexpr std::size_t kMaxPlaceBytes = 500;

constexpr Statement kAdd{"tip.add", R"(
  INSERT INTO tip_report (posting_id, at, channel, place, taken_by_id) VALUES ($1, $2, $3, $4, $5) RETURNING id)"};
constexpr Statement kReports{"tip.reports", R"(
  SELECT extract(epoch FROM r.at)::bigint, r.channel, r.place, p.name FROM tip_report r JOIN person p ON p.id = r.taken_by_id
  WHERE r.posting_id = $1 ORDER BY r.id)"};
constexpr Statement kInformant{"tip.informant", R"(
  INSERT INTO confidential.informant (tip_posting_id, report_id, name, contact, note, received_at)
  VALUES ($1, $2, nullif($3, ''), nullif($4, ''), nullif($5, ''), $6))"};
constexpr Statement kRead{"tip.read_informants", R"(
  SELECT name, contact, note, extract(epoch FROM received_at)::bigint FROM confidential.read_informants($1, $2, $3, $4))"};
constexpr Statement kList{"tip.list", R"(
  SELECT p.id, CASE WHEN EXISTS (SELECT FROM restricted_posting x WHERE x.posting_id = p.id) THEN '•••'
   ELSE coalesce(nullif(v.title, ''), left(v.body, 120)) END, coalesce(a.verdict, ''), r.reports,
   extract(epoch FROM r.last_at)::bigint, l.channel, l.place,
   (SELECT max(al.number) FROM alert_posting ap JOIN alert al ON al.id = ap.alert_id WHERE ap.posting_id = p.id)
  FROM (SELECT posting_id, count(*) AS reports, max(at) AS last_at, max(id) AS last_id FROM tip_report GROUP BY posting_id
        ORDER BY max(id) DESC LIMIT $1) r
  JOIN tip_report l ON l.id = r.last_id JOIN posting p ON p.id = r.posting_id
  JOIN LATERAL (SELECT title, body FROM posting_version o WHERE o.posting_id = p.id ORDER BY o.n DESC LIMIT 1) v ON true
  LEFT JOIN current_assessment cur ON cur.posting_id = p.id LEFT JOIN assessment a ON a.id = cur.standing_id
  ORDER BY r.last_id DESC)"};

}  // namespace

std::int64_t AddTipReport(pqxx::transaction_base& tx, std::int64_t posting_id,
                          const TipReport& report) {
  return ExecOne(tx, kAdd, posting_id, report.at,
                 std::string{core::Utf8Prefix(report.channel, kMaxChannelBytes)},
                 std::string{core::Utf8Prefix(report.place, kMaxPlaceBytes)},
                 EnsurePerson(tx, report.taken_by, report.at))[0]
      .as<std::int64_t>();
}

std::vector<TipReport> TipReports(pqxx::transaction_base& tx, std::int64_t posting_id) {
  std::vector<TipReport> reports;
  for (const auto& row : Exec(tx, kReports, posting_id))
    reports.push_back({InstantOf(row[0]), row[1].c_str(), row[2].c_str(), row[3].c_str()});
  return reports;
}

void SaveInformant(pqxx::transaction_base& tx, std::int64_t posting_id, std::int64_t report_id,
                   const Informant& informant) {
  Exec(tx, kInformant, posting_id, report_id, informant.name, informant.contact, informant.note,
       informant.received_at);
}

std::vector<Informant> ReadInformants(pqxx::transaction_base& tx, std::int64_t posting_id,
                                      const std::string& actor, const std::string& reason,
                                      core::Instant now) {
  if (core::Trim(reason).empty()) {
    throw core::InputError({"", 0, 0, "who gave a tip is shown only with a reason",
                            "say what for: --reason \"…\"; it is written down with your name"});
  }
  std::vector<Informant> informants;
  for (const auto& row : Exec(tx, kRead, posting_id, now, actor, reason))
    informants.push_back({row[0].c_str(), row[1].c_str(), row[2].c_str(), InstantOf(row[3])});
  return informants;
}

std::vector<TipRow> ListTips(pqxx::transaction_base& tx, int limit) {
  std::vector<TipRow> tips;
  for (const auto& row : Exec(tx, kList, limit)) {
    tips.push_back({row[0].as<std::int64_t>(), row[1].c_str(), row[2].c_str(), row[3].as<int>(),
                    InstantOf(row[4]), row[5].c_str(), row[6].c_str(),
                    FindValue<std::int64_t>(row[7])});
  }
  return tips;
}

}  // namespace agencywatch::db
