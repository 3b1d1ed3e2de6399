#include "db/known.h"

#include <pqxx/pqxx>

#include "db/internal/alert_row.h"
#include "db/internal/search_text.h"
#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {


constexpr Statement kValues{"known.values", R"(
  SELECT i.id, i.kind, i.norm, i.hub_reason FROM identifier i
  WHERE ((i.norm ILIKE ANY ($1::text[]) AND (i.kind IN )" AW_PERSONAL_KINDS R"( OR i.kind = 'domain'))
    OR (i.kind IN ('enterprise', 'licence_of', 'licence') AND i.norm = ANY ($2::text[]))
    OR (i.kind = 'tax_code' AND i.norm = ANY ($3::text[]))
    OR (i.kind = 'name' AND ' ' || i.norm || ' ' LIKE ANY ($4::text[])))
   AND NOT EXISTS (SELECT FROM restricted_identifier r WHERE r.identifier_id = i.id) ORDER BY i.id LIMIT 100)"};
// Where a number stands in a text that nobody tied to a subject, it is a word of the index.
#define AW_WHERE_READ                                                                     \
  "(SELECT t.posting_id FROM tie t WHERE t.identifier_id = ANY ($1::bigint[]) UNION "     \
  "SELECT x.posting_id FROM posting_index x WHERE x.words @@ $2::tsquery)"
constexpr Statement kAdverts{"known.adverts", R"(
  SELECT count(*), count(DISTINCT p.source_id), extract(epoch FROM min(p.first_seen))::bigint, extract(epoch FROM max(p.last_seen))::bigint
  FROM posting p WHERE p.id IN )" AW_WHERE_READ R"( AND NOT EXISTS (SELECT FROM restricted_posting r WHERE r.posting_id = p.id))"};
constexpr Statement kAlerts{"known.alerts", R"(
  WITH tied AS (SELECT coalesce(s.merged_into, s.id) AS id, bool_and(t.role = 'claims') AS claims FROM tie t JOIN subject s ON s.id = t.subject_id
   WHERE t.identifier_id = ANY ($1::bigint[]) AND t.ended_at IS NULL GROUP BY 1)
  SELECT a.number, a.state, a.closed_as, a.verdict, a.score, extract(epoch FROM a.opened_at)::bigint, extract(epoch FROM a.closed_at)::bigint,
   c.id, shown_label(c.id, c.label), coalesce(tied.claims, true)
  FROM alert a JOIN subject s ON s.id = a.subject_id JOIN subject c ON c.id = coalesce(s.merged_into, s.id) LEFT JOIN tied ON tied.id = c.id
  WHERE tied.id IS NOT NULL OR a.id IN (SELECT h.alert_id FROM posting_index x JOIN alert_posting h ON h.posting_id = x.posting_id
   WHERE x.words @@ $2::tsquery)
  ORDER BY a.state = 'closed', a.number DESC LIMIT $3)"};

}  // namespace

Known KnownOf(pqxx::transaction_base& tx, const AskedOf& asked) {
  ArrayText names;
  for (const auto& name : asked.names) names.Add("% " + internal::LikeText(name) + " %");
  Known known;
  std::vector<std::int64_t> ids;
  for (const auto& row : Exec(tx, kValues, ArrayOf(internal::ContactPatterns(asked.contact)), ArrayOf(asked.licences), ArrayOf(asked.tax_codes), names.Text())) {
    ids.push_back(row[0].as<std::int64_t>());
    known.values.push_back({row[1].c_str(), row[2].c_str()});
    if (known.hub_reason.empty()) known.hub_reason = row[3].c_str();
  }
  std::optional<std::string> word;
  if (!asked.contact.empty()) word = internal::IdentifierWord(asked.contact);
  const auto read = ExecOne(tx, kAdverts, ArrayOf(ids), word);
  known.adverts = read[0].as<int>();
  known.sites = read[1].as<int>();
  known.first_seen = FindValue<core::Instant>(read[2]);
  known.last_seen = FindValue<core::Instant>(read[3]);
  for (const auto& row : Exec(tx, kAlerts, ArrayOf(ids), word, kMostKnownAlerts)) {
    known.alerts.push_back({{row[0].as<std::int64_t>(), internal::StateOf(row[1]), internal::ClosedAsOf(row[2]), internal::VerdictOf(row[3]),
                             row[4].as<int>(), InstantOf(row[5]), FindValue<core::Instant>(row[6])},
                            row[7].as<std::int64_t>(), row[8].c_str(), row[9].as<bool>()});
  }
  return known;
}

}  // namespace agencywatch::db
