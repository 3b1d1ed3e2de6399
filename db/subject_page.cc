#include "db/subject_page.h"

#include "db/internal/alert_row.h"
#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

#define AW_FAMILY "(SELECT $1::bigint UNION SELECT id FROM subject WHERE merged_into = $1)"
#define AW_TITLE                                                                                  \
  "(SELECT CASE WHEN EXISTS (SELECT FROM restricted_posting x WHERE x.posting_id = p.id) THEN '•••' ELSE " \
  "coalesce(nullif(o.title, ''), left(o.body, 90)) END FROM posting_version o WHERE "              \
  "o.posting_id = p.id ORDER BY o.n DESC LIMIT 1)"
constexpr Statement kContacts{"subject_page.contacts", R"(
  SELECT i.id, i.kind, i.norm, t.role, coalesce(i.hub_reason, ''), count(DISTINCT t.posting_id),
   extract(epoch FROM min(p.first_seen))::bigint, extract(epoch FROM max(p.last_seen))::bigint, bool_and(t.ended_at IS NOT NULL),
   CASE WHEN i.kind IN ('name', 'licence', 'tax_code') THEN coalesce(min(f.value), min(v.fields ->> 'employer')) END,
   EXISTS (SELECT FROM restricted_identifier x WHERE x.identifier_id = i.id)
  FROM tie t JOIN identifier i ON i.id = t.identifier_id JOIN posting p ON p.id = t.posting_id LEFT JOIN fact f ON f.id = t.fact_id
  LEFT JOIN LATERAL (SELECT o.fields FROM posting_version o WHERE t.fact_id IS NULL AND i.kind = 'name' AND o.posting_id = t.posting_id
   ORDER BY o.n LIMIT 1) v ON true
  WHERE t.subject_id IN )" AW_FAMILY R"( AND i.kind NOT IN ('posting', 'text', 'claim_at')
  GROUP BY i.id, i.kind, i.norm, t.role, i.hub_reason
  ORDER BY bool_and(t.ended_at IS NOT NULL), t.role DESC, count(DISTINCT t.posting_id) DESC, i.kind, i.id LIMIT 500)"};
constexpr Statement kSites{"subject_page.sites", R"(
  SELECT s.key, s.name, count(DISTINCT p.id), extract(epoch FROM min(p.first_seen))::bigint, extract(epoch FROM max(p.last_seen))::bigint
  FROM tie t JOIN posting p ON p.id = t.posting_id JOIN source s ON s.id = p.source_id
  WHERE t.subject_id IN )" AW_FAMILY R"( AND t.ended_at IS NULL GROUP BY s.key, s.name ORDER BY count(DISTINCT p.id) DESC, s.key)"};
constexpr Statement kAdverts{"subject_page.adverts", R"(
  SELECT p.id, s.key, p.canonical_url, )" AW_TITLE R"(, coalesce(a.verdict, 'clear'),
   extract(epoch FROM p.first_seen)::bigint, extract(epoch FROM p.last_seen)::bigint, extract(epoch FROM p.withdrawn_by)::bigint
  FROM posting p JOIN source s ON s.id = p.source_id
  LEFT JOIN current_assessment cur ON cur.posting_id = p.id LEFT JOIN assessment a ON a.id = cur.standing_id
  WHERE p.id IN (SELECT t.posting_id FROM tie t WHERE t.ended_at IS NULL AND t.subject_id IN )" AW_FAMILY R"()
   AND NOT EXISTS (SELECT FROM restricted_posting x WHERE x.posting_id = p.id)
  ORDER BY p.first_seen DESC, p.id DESC LIMIT $2)"};
constexpr Statement kAlerts{"subject_page.alerts", R"(
  SELECT number, state, closed_as, verdict, score, extract(epoch FROM opened_at)::bigint, extract(epoch FROM closed_at)::bigint
  FROM alert WHERE subject_id IN )" AW_FAMILY " ORDER BY number DESC"};
constexpr Statement kDecisions{"subject_page.decisions", R"(
  SELECT a.number, d.kind, d.reason_code, d.note, p.name, extract(epoch FROM d.at)::bigint
  FROM standing_decision d JOIN alert a ON a.id = d.alert_id JOIN person p ON p.id = d.by_id
  WHERE a.subject_id IN )" AW_FAMILY " ORDER BY d.id"};
// What one person said at one time for one reason is one word.
#define AW_JUDGEMENTS                                                                                            \
  "SELECT min(j.id) OVER said, j.kind, p.name, extract(epoch FROM j.at)::bigint, j.reason, a.kind, a.norm, "      \
  "b.kind, b.norm, EXISTS (SELECT FROM judgement_of_tie l WHERE l.id > j.id AND (l.a, l.b) IN ((j.a, j.b), "      \
  "(j.b, j.a)) AND l.kind <> j.kind) FROM judgement_of_tie j JOIN identifier a ON a.id = j.a JOIN identifier b "  \
  "ON b.id = j.b JOIN person p ON p.id = j.by_id"
#define AW_SAID " WINDOW said AS (PARTITION BY j.by_id, j.at, j.reason, j.kind)"
constexpr Statement kJudgements{"subject_page.judgements", AW_JUDGEMENTS R"(
  WHERE (j.by_id, j.at, j.reason, j.kind) IN (SELECT o.by_id, o.at, o.reason, o.kind FROM judgement_of_tie o
   JOIN tie t ON t.identifier_id IN (o.a, o.b) WHERE t.subject_id IN )" AW_FAMILY ")" AW_SAID " ORDER BY 1, j.id"};
constexpr Statement kJudgement{"subject_page.judgement", AW_JUDGEMENTS R"(
  WHERE (j.by_id, j.at, j.reason, j.kind) IN (SELECT o.by_id, o.at, o.reason, o.kind FROM judgement_of_tie o WHERE o.id = $1))" AW_SAID
                               " ORDER BY j.id"};
constexpr Statement kControlTies{"subject_page.control_ties", R"(
  SELECT DISTINCT i.kind, i.norm, t.posting_id FROM tie t JOIN identifier i ON i.id = t.identifier_id
  WHERE t.subject_id IN )" AW_FAMILY " AND t.role = 'controls' AND t.ended_at IS NULL AND i.hub_reason IS NULL"};
#define AW_DISCLOSED(subject, token)                                                                          \
  "EXISTS (SELECT FROM disclosure d JOIN alert da ON da.id = d.alert_id JOIN subject ds ON ds.id = da.subject_id " \
  "WHERE d.token_sha256 = " token " AND coalesce(ds.merged_into, ds.id) = " subject ")"
constexpr Statement kDisclosed{"subject_page.disclosed", "SELECT " AW_DISCLOSED("$1::bigint", "$2")};

// Each gives: id, what, text, verdict, alert, claims, adverts, disclosed, how many there are in all.
#define AW_OPEN_ALERT(column) \
  "(SELECT " column " FROM alert oa JOIN subject os ON os.id = oa.subject_id WHERE coalesce(os.merged_into, os.id) = c.id " \
  "AND oa.state <> 'closed' ORDER BY oa.number LIMIT 1)"
#define AW_SUBJECT_NODE \
  "c.id, '', shown_label(c.id, c.label), coalesce(" AW_OPEN_ALERT("oa.verdict") ", 'clear'), " AW_OPEN_ALERT("oa.number")
#define AW_IDENTIFIER_OPEN                                                                                     \
  "EXISTS (SELECT FROM tie dt JOIN subject dts ON dts.id = dt.subject_id WHERE dt.identifier_id = i.id AND "   \
  "dt.ended_at IS NULL AND " AW_DISCLOSED("coalesce(dts.merged_into, dts.id)", "$2") ")"
#define AW_POSTING_OPEN                                                                                        \
  "EXISTS (SELECT FROM disclosure d JOIN alert_posting dp ON dp.alert_id = d.alert_id WHERE d.token_sha256 = $2 " \
  "AND dp.posting_id = p.id)"
// A name as an advert has it, or as its page names the employer; contacts in one way of writing.
#define AW_IDENTIFIER_TEXT                                                                                      \
  "CASE WHEN EXISTS (SELECT FROM restricted_identifier r WHERE r.identifier_id = i.id) THEN '•••' WHEN i.kind IN ('name', 'licence', 'tax_code') THEN coalesce((SELECT f.value FROM tie x JOIN fact f " \
  "ON f.id = x.fact_id WHERE x.identifier_id = i.id LIMIT 1), (SELECT o.fields ->> 'employer' FROM tie x JOIN posting_version o " \
  "ON o.posting_id = x.posting_id WHERE x.identifier_id = i.id AND i.kind = 'name' ORDER BY o.id LIMIT 1), i.norm) ELSE i.norm END"
#define AW_NAMED_IDENTIFIER "i.kind NOT IN ('posting', 'text', 'claim_at')"

constexpr Statement kSubjectNode{"network.subject", "SELECT " AW_SUBJECT_NODE ", false, 0, " AW_DISCLOSED("c.id", "$2")
                                 " FROM subject c WHERE c.id = (SELECT coalesce(merged_into, id) FROM subject WHERE id = $1)"};
constexpr Statement kIdentifierNode{"network.identifier", "SELECT i.id, i.kind, " AW_IDENTIFIER_TEXT ", 'clear', NULL, false, 0, " AW_IDENTIFIER_OPEN
                                    " FROM identifier i WHERE i.id = $1 AND " AW_NAMED_IDENTIFIER};
constexpr Statement kPostingNode{"network.posting", "SELECT p.id, s.key, " AW_TITLE ", coalesce(a.verdict, 'clear'), NULL, false, 0, " AW_POSTING_OPEN R"(
  FROM posting p JOIN source s ON s.id = p.source_id LEFT JOIN current_assessment cur ON cur.posting_id = p.id
  LEFT JOIN assessment a ON a.id = cur.standing_id WHERE p.id = $1)"};
constexpr Statement kIdentifiersOfSubject{"network.identifiers_of_subject", R"(
  SELECT i.id, i.kind, )" AW_IDENTIFIER_TEXT R"(, 'clear', NULL, t.claims, t.adverts, )" AW_IDENTIFIER_OPEN R"(, count(*) OVER ()
  FROM (SELECT identifier_id, bool_and(role = 'claims') AS claims, count(DISTINCT posting_id) AS adverts FROM tie
   WHERE subject_id IN )" AW_FAMILY R"( AND ended_at IS NULL GROUP BY identifier_id) t
  JOIN identifier i ON i.id = t.identifier_id WHERE )" AW_NAMED_IDENTIFIER " ORDER BY t.claims, t.adverts DESC, i.id LIMIT $3"};
constexpr Statement kSubjectsOfIdentifier{"network.subjects_of_identifier", "SELECT " AW_SUBJECT_NODE ", t.claims, t.adverts, "
                                          AW_DISCLOSED("c.id", "$2") R"(, count(*) OVER ()
  FROM (SELECT coalesce(s.merged_into, s.id) AS id, bool_and(t.role = 'claims') AS claims, count(DISTINCT t.posting_id) AS adverts
   FROM tie t JOIN subject s ON s.id = t.subject_id WHERE t.identifier_id = $1 AND t.ended_at IS NULL GROUP BY 1) t
  JOIN subject c ON c.id = t.id ORDER BY t.claims, t.adverts DESC, c.id LIMIT $3)"};
constexpr Statement kPostingsOfIdentifier{"network.postings_of_identifier", "SELECT p.id, s.key, " AW_TITLE
                                          ", coalesce(a.verdict, 'clear'), NULL, t.claims, 1, " AW_POSTING_OPEN R"(, count(*) OVER ()
  FROM (SELECT posting_id, bool_and(role = 'claims') AS claims FROM tie WHERE identifier_id = $1 AND ended_at IS NULL GROUP BY posting_id) t
  JOIN posting p ON p.id = t.posting_id JOIN source s ON s.id = p.source_id
  LEFT JOIN current_assessment cur ON cur.posting_id = p.id LEFT JOIN assessment a ON a.id = cur.standing_id
  ORDER BY p.last_seen DESC, p.id DESC LIMIT $3)"};
constexpr Statement kIdentifiersOfPosting{"network.identifiers_of_posting", R"(
  SELECT i.id, i.kind, )" AW_IDENTIFIER_TEXT R"(, 'clear', NULL, t.claims, 1, )" AW_IDENTIFIER_OPEN R"(, count(*) OVER ()
  FROM (SELECT identifier_id, bool_and(role = 'claims') AS claims FROM tie WHERE posting_id = $1 AND ended_at IS NULL GROUP BY identifier_id) t
  JOIN identifier i ON i.id = t.identifier_id WHERE )" AW_NAMED_IDENTIFIER " ORDER BY t.claims, i.id LIMIT $3"};

NetworkNode NodeOf(const pqxx::row& row, NodeKind kind) {
  NetworkNode node;
  node.kind = kind;
  node.id = row[0].as<std::int64_t>();
  node.what = row[1].c_str();
  node.text = row[2].c_str();
  node.verdict = internal::VerdictOf(row[3]);
  node.alert_number = FindValue<std::int64_t>(row[4]);
  node.claims = row[5].as<bool>();
  node.adverts = row[6].as<int>();
  node.disclosed = row[7].as<bool>();
  return node;
}

std::vector<SubjectJudgement> JudgementsOf(const pqxx::result& rows) {
  std::vector<SubjectJudgement> judgements;
  for (const auto& row : rows) {
    const auto id = row[0].as<std::int64_t>();
    if (judgements.empty() || judgements.back().id != id) {
      judgements.push_back({id, std::string_view{"link"} == row[1].c_str(), row[2].c_str(),
                            InstantOf(row[3]), row[4].c_str(), {}, true});
    }
    auto& judgement = judgements.back();
    judgement.pairs.emplace_back(IdentifierValue{row[5].c_str(), row[6].c_str()},
                                 IdentifierValue{row[7].c_str(), row[8].c_str()});
    judgement.in_force = judgement.in_force && !row[9].as<bool>();
  }
  return judgements;
}

}  // namespace

std::vector<SubjectContact> ContactsOf(pqxx::transaction_base& tx, std::int64_t subject_id) {
  std::vector<SubjectContact> contacts;
  for (const auto& row : Exec(tx, kContacts, subject_id)) {
    const bool controls = TieKindName(TieKind::kControls) == row[3].c_str();
    contacts.push_back({row[0].as<std::int64_t>(),
                        {row[1].c_str(), row[2].c_str()},
                        controls ? TieKind::kControls : TieKind::kClaims,
                        row[9].is_null() ? row[2].c_str() : row[9].c_str(),
                        row[4].c_str(),
                        row[5].as<int>(),
                        InstantOf(row[6]),
                        InstantOf(row[7]),
                        row[8].as<bool>(),
                        row[10].as<bool>()});
  }
  return contacts;
}

std::vector<SubjectSite> SitesOf(pqxx::transaction_base& tx, std::int64_t subject_id) {
  std::vector<SubjectSite> sites;
  for (const auto& row : Exec(tx, kSites, subject_id)) {
    sites.push_back({row[0].c_str(), row[1].c_str(), row[2].as<int>(), InstantOf(row[3]),
                     InstantOf(row[4])});
  }
  return sites;
}

std::vector<SubjectPosting> AdvertsOf(pqxx::transaction_base& tx, std::int64_t subject_id) {
  std::vector<SubjectPosting> postings;
  for (const auto& row : Exec(tx, kAdverts, subject_id, kMaxSubjectPostings)) {
    postings.push_back({row[0].as<std::int64_t>(), row[1].c_str(), row[2].c_str(), row[3].c_str(),
                        internal::VerdictOf(row[4]), InstantOf(row[5]), InstantOf(row[6]),
                        FindValue<core::Instant>(row[7])});
  }
  return postings;
}

std::vector<SubjectAlert> AlertsOfSubject(pqxx::transaction_base& tx, std::int64_t subject_id) {
  std::vector<SubjectAlert> alerts;
  for (const auto& row : Exec(tx, kAlerts, subject_id)) {
    alerts.push_back({row[0].as<std::int64_t>(), internal::StateOf(row[1]),
                      internal::ClosedAsOf(row[2]), internal::VerdictOf(row[3]), row[4].as<int>(),
                      InstantOf(row[5]), FindValue<core::Instant>(row[6])});
  }
  return alerts;
}

std::vector<SubjectDecision> DecisionsAbout(pqxx::transaction_base& tx, std::int64_t subject_id) {
  std::vector<SubjectDecision> decisions;
  for (const auto& row : Exec(tx, kDecisions, subject_id)) {
    decisions.push_back({row[0].as<std::int64_t>(), row[1].c_str(), row[2].c_str(), row[3].c_str(),
                         row[4].c_str(), InstantOf(row[5])});
  }
  return decisions;
}

std::vector<SubjectJudgement> JudgementsAbout(pqxx::transaction_base& tx, std::int64_t subject_id) {
  return JudgementsOf(Exec(tx, kJudgements, subject_id));
}

std::optional<SubjectJudgement> FindJudgement(pqxx::transaction_base& tx, std::int64_t id) {
  auto found = JudgementsOf(Exec(tx, kJudgement, id));
  if (found.empty()) return {};
  return std::move(found.front());
}

std::vector<ControlTie> ControlTiesOf(pqxx::transaction_base& tx, std::int64_t subject_id) {
  std::vector<ControlTie> ties;
  for (const auto& row : Exec(tx, kControlTies, subject_id))
    ties.push_back({{row[0].c_str(), row[1].c_str()}, row[2].as<std::int64_t>()});
  return ties;
}

bool IsSubjectDisclosed(pqxx::transaction_base& tx, const std::string& token_sha256,
                        std::int64_t subject_id) {
  return ExecOne(tx, kDisclosed, subject_id, token_sha256)[0].as<bool>();
}

std::optional<Neighbours> NeighboursOf(pqxx::transaction_base& tx, NodeKind kind, std::int64_t id,
                                       const std::string& token_sha256) {
  const auto& find = kind == NodeKind::kSubject      ? kSubjectNode
                     : kind == NodeKind::kIdentifier ? kIdentifierNode
                                                     : kPostingNode;
  const auto rows = Exec(tx, find, id, token_sha256);
  if (rows.empty()) return {};
  Neighbours found{NodeOf(rows[0], kind), {}, 0};
  const auto add = [&](const Statement& statement, NodeKind of) {
    const auto neighbours = Exec(tx, statement, found.node.id, token_sha256, kMaxNeighbours);
    for (const auto& row : neighbours) found.around.push_back(NodeOf(row, of));
    if (!neighbours.empty())
      found.more += neighbours[0][8].as<std::int64_t>() - static_cast<std::int64_t>(neighbours.size());
  };
  switch (kind) {
    case NodeKind::kSubject:
      add(kIdentifiersOfSubject, NodeKind::kIdentifier);
      break;
    case NodeKind::kIdentifier:
      add(kSubjectsOfIdentifier, NodeKind::kSubject);
      add(kPostingsOfIdentifier, NodeKind::kPosting);
      break;
    case NodeKind::kPosting:
      add(kIdentifiersOfPosting, NodeKind::kIdentifier);
      break;
  }
  return found;
}

}  // namespace agencywatch::db
