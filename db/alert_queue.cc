#include "db/alert_queue.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "db/internal/alert_row.h"
#include "db/internal/search_text.h"
#include "db/internal/statement.h"
#include "db/search_query.h"

namespace agencywatch::db {
namespace {

constexpr std::int64_t kEvery = 2'000'000'000;

using internal::AlertOf;
using internal::VerdictOf;
using nlohmann::json;

#define AW_ALERT_TABLES                                                                        \
  " FROM alert a JOIN subject s ON s.id = a.subject_id JOIN subject c ON c.id = coalesce(s.merged_into, s.id)" \
  AW_ALERT_PEOPLE
#define AW_WAITS "a.state IN ('new', 'assigned', 'watching')"
// The filter, with the values of this one search in sight of the planner: the statements with it are not prepared.
#define AW_FILTER                                                                                \
  "($1::text IS NULL OR a.state = $1) AND ($2::text IS NULL OR a.verdict = $2)"                  \
  " AND ($3 = '' OR owner.name = $3) AND ($4 = '' OR $4 = ANY (a.provinces))"                    \
  " AND ($5 = '' OR $5 = ANY (a.destinations)) AND ($6 = '' OR $6 = ANY (a.indicators))"         \
  " AND (NOT $7::boolean OR (a.due < $8::timestamptz AND " AW_WAITS "))"                         \
  " AND ($9::boolean OR a.silenced_until IS NULL OR a.silenced_until <= $8::timestamptz)"        \
  " AND ($10::boolean OR a.state <> 'closed')"                                                    \
  " AND ($14 = '{}' OR a.number = ANY ($14::bigint[]))"
// The first $16 that are found in one of five ways; the last two alone for what identifies a person, which is asked for by itself. A word that many alerts have is met soon on the way down the ranks, one
// that few have stands in the index: which way is shorter, the planner sees.
#define AW_BEST(how)                                                                              \
  "(SELECT a.id, a.rank, a.number FROM alert a LEFT JOIN person owner ON owner.id = a.owner_id"   \
  " WHERE " AW_FILTER " AND " how " ORDER BY a.rank DESC, a.number LIMIT $16)"
#define AW_ASKED "websearch_to_tsquery('simple', $11)"
// OFFSET 0: or the planner walks all adverts for a phrase.
#define AW_BY_WORDS                                                                               \
  "EXISTS (SELECT FROM alert_words w WHERE w.alert_id = a.id AND w.words @@ without_places(" AW_ASKED "))" \
  " AND (strpos(" AW_ASKED "::text, '<') = 0 OR EXISTS (SELECT FROM alert_posting h"              \
  " JOIN shown_words i ON i.posting_id = h.posting_id WHERE h.alert_id = a.id AND i.words @@ " AW_ASKED " OFFSET 0))"
#define AW_LABELLED "l.merged_into IS NULL AND l.folded LIKE $12"
#define AW_BY_LABEL                                                                               \
  "a.subject_id IN (SELECT l.id FROM subject l WHERE " AW_LABELLED                                \
  " UNION ALL SELECT m.id FROM subject l JOIN subject m ON m.merged_into = l.id WHERE " AW_LABELLED ")"
#define AW_SHOWING                                                                                \
  " FROM identifier i JOIN tie t ON t.identifier_id = i.id AND t.ended_at IS NULL AND i.norm ILIKE ANY ($13::text[])" \
  " AND ($15::text IS NOT NULL OR i.kind NOT IN " AW_PERSONAL_KINDS ")"
#define AW_BY_CONTACT                                                                             \
  "a.subject_id IN (SELECT t.subject_id" AW_SHOWING                                               \
  " UNION ALL SELECT n.merged_into" AW_SHOWING " JOIN subject n ON n.id = t.subject_id WHERE n.merged_into IS NOT NULL)"
#define AW_BY_NUMBER                                                                              \
  "a.id IN (SELECT h.alert_id FROM posting_index i JOIN alert_posting h ON h.posting_id = i.posting_id WHERE i.words @@ $15::tsquery)"
#define AW_WITH_FOUND                                                                             \
  "WITH found AS MATERIALIZED (" AW_BEST("$11 = '' AND $13 = '{}'")                                            \
  " UNION " AW_BEST("$11 <> '' AND " AW_BY_WORDS)                                                 \
  " UNION " AW_BEST("$11 <> '' AND " AW_BY_LABEL)                                                 \
  " UNION " AW_BEST("$13 <> '{}' AND " AW_BY_CONTACT)                                              \
  " UNION " AW_BEST("$15::text IS NOT NULL AND " AW_BY_NUMBER) ") "
constexpr Statement kPage{"queue.page", AW_WITH_FOUND
  "SELECT " AW_ALERT_COLUMNS ", shown_label(c.id, c.label), (SELECT count(*) FROM found)" AW_ALERT_TABLES
  " JOIN (SELECT id FROM found ORDER BY rank DESC, number LIMIT $17 OFFSET $18) page ON page.id = a.id"
  " ORDER BY a.rank DESC, a.number"};
constexpr Statement kCount{"queue.count", AW_WITH_FOUND "SELECT count(*) FROM found"};
constexpr Statement kChoices{"queue.choices", R"(
  WITH asked AS (SELECT destinations, provinces, indicators FROM alert WHERE state = 'referred' OR (NOT $1 AND state <> 'closed'))
  SELECT ARRAY(SELECT DISTINCT unnest(destinations) FROM asked ORDER BY 1), ARRAY(SELECT DISTINCT unnest(provinces) FROM asked ORDER BY 1),
   ARRAY(SELECT DISTINCT unnest(indicators) FROM asked ORDER BY 1))"};
constexpr Statement kSummary{"queue.summary", "SELECT " AW_ALERT_COLUMNS
                                              ", shown_label(c.id, c.label)" AW_ALERT_TABLES " WHERE a.number = $1"};
constexpr Statement kReasons{"queue.reasons", R"(
  SELECT ap.alert_id, f.rule_id, f.indicator, f.severity, max(f.points), min(f.why ->> 'title_vi'),
   min(f.why ->> 'title_en'), count(DISTINCT ap.posting_id)
  FROM alert_posting ap JOIN current_assessment cur ON cur.posting_id = ap.posting_id
  JOIN finding f ON f.assessment_id = cur.standing_id WHERE ap.alert_id = ANY ($1::bigint[])
  GROUP BY ap.alert_id, f.rule_id, f.indicator, f.severity ORDER BY ap.alert_id, max(f.points) DESC, f.rule_id)"};
constexpr Statement kCounts{"queue.counts", R"(
  SELECT a.state, a.verdict, count(*), count(*) FILTER (WHERE a.due < $1 AND )" AW_WAITS R"(),
   count(*) FILTER (WHERE a.silenced_until > $1 AND a.state <> 'closed') FROM alert a GROUP BY a.state, a.verdict)"};
constexpr Statement kLastEvent{"queue.last_event",
                               "SELECT coalesce((SELECT id FROM alert_event ORDER BY id DESC LIMIT 1), 0)"};
#define AW_MAY_BE_SHOWN(posting, where_needed) \
  "NOT EXISTS (SELECT FROM restricted_posting r WHERE r.posting_id = " posting " AND NOT (" where_needed " AND r.needed))"
constexpr Statement kRestricted{"queue.restricted", R"(
  SELECT count(*) FROM alert_posting ap WHERE ap.alert_id = $1 AND NOT )" AW_MAY_BE_SHOWN("ap.posting_id", "$2")};
constexpr Statement kRestrictedIdentifiers{"queue.restricted_identifiers", R"(
  SELECT i.kind, i.kind || ' ' || i.norm FROM restricted_identifier r JOIN identifier i ON i.id = r.identifier_id)"};
constexpr Statement kPostings{"queue.postings", R"(
  SELECT p.id, extract(epoch FROM p.withdrawn_after)::bigint, extract(epoch FROM p.withdrawn_by)::bigint, sight.capture_id,
   (SELECT d.canonical_url FROM posting d WHERE d.id = p.duplicate_of), cur.assessment_id <> cur.standing_id, p.kind = 'tip'
  FROM alert_posting ap JOIN posting p ON p.id = ap.posting_id JOIN current_assessment cur ON cur.posting_id = p.id
  JOIN assessment a ON a.id = cur.standing_id
  LEFT JOIN LATERAL (SELECT s.capture_id FROM sighting s WHERE s.version_id = a.version_id
   ORDER BY s.capture_id DESC LIMIT 1) sight ON true
  WHERE ap.alert_id = $1 AND )" AW_MAY_BE_SHOWN("p.id", "$3") R"(
  ORDER BY )" AW_GRAVITY("a.verdict") " DESC, a.score DESC, p.id LIMIT $2"};
constexpr Statement kLinked{"queue.linked", R"(
  SELECT DISTINCT ON (p.id) p.id, src.key, p.canonical_url, v.title, standing.verdict, i.kind, i.norm,
   (SELECT max(other.number) FROM alert_posting ap JOIN alert other ON other.id = ap.alert_id
    WHERE ap.posting_id = p.id AND other.id <> $1)
  FROM (SELECT DISTINCT t.identifier_id FROM tie t WHERE t.role = 'controls' AND t.ended_at IS NULL
        AND t.subject_id IN (SELECT $2::bigint UNION SELECT id FROM subject WHERE merged_into = $2)) mine
  JOIN identifier i ON i.id = mine.identifier_id AND i.hub_reason IS NULL
  JOIN fact f ON f.kind = i.kind AND md5(f.value) = md5(i.norm) AND f.value = i.norm
   AND f.kind IN ('phone', 'account', 'social', 'email', 'domain', 'licence', 'tax_code')
  JOIN posting_version v ON v.id = f.version_id JOIN posting p ON p.id = v.posting_id
  JOIN source src ON src.id = p.source_id JOIN current_assessment cur ON cur.posting_id = p.id
  JOIN assessment a ON a.id IN (cur.assessment_id, cur.standing_id) AND a.version_id = v.id AND f.id = ANY (a.fact_ids)
  JOIN assessment standing ON standing.id = cur.standing_id
  WHERE NOT EXISTS (SELECT FROM alert_posting ap WHERE ap.alert_id = $1 AND ap.posting_id = p.id)
   AND NOT EXISTS (SELECT FROM restricted_posting r WHERE r.posting_id = p.id)
  ORDER BY p.id, i.kind, i.norm LIMIT $3)"};
constexpr Statement kEvents{"queue.events", R"(
  SELECT extract(epoch FROM at)::bigint, actor, kind, before, after, reason FROM alert_event
  WHERE alert_id = $1 ORDER BY id)"};
constexpr Statement kNames{"queue.posting_names", R"(
  SELECT p.id, coalesce(nullif(p.canonical_url, ''), nullif(v.title, ''), left(v.body, 60))
  FROM posting p JOIN LATERAL (SELECT title, body FROM posting_version o WHERE o.posting_id = p.id ORDER BY o.n DESC LIMIT 1) v ON true
  WHERE p.id = ANY ($1::bigint[]) AND )" AW_MAY_BE_SHOWN("p.id", "$2")};
constexpr Statement kTexts{"queue.version_texts", R"(
  SELECT id, title, body, context FROM posting_version v WHERE id = ANY ($1::bigint[]) AND )" AW_MAY_BE_SHOWN("v.posting_id", "$2")};
constexpr Statement kJudgedBefore{"queue.judged_before", R"(
  SELECT DISTINCT al.number, d.kind, d.reason_code, d.note, p.name, extract(epoch FROM d.at)::bigint
  FROM alert_posting ap JOIN current_assessment cur ON cur.posting_id = ap.posting_id JOIN assessment a ON a.id = cur.standing_id
  JOIN posting_version v ON v.id = a.version_id JOIN judged_finding j ON j.text_sha256 = v.text_sha256
  JOIN standing_decision d ON d.id = j.decision_id AND d.alert_id <> $1 AND d.kind <> 'refer' JOIN alert al ON al.id = d.alert_id JOIN person p ON p.id = d.by_id
  WHERE ap.alert_id = $1 ORDER BY 1)"};

constexpr Statement kTakeNews{"queue.take_news", R"(
  INSERT INTO told (event_id, run_id) SELECT e.id, $1 FROM alert_event e
  WHERE (e.kind IN ('opened', 'returned', 'reopened') OR (e.kind = 'updated'
    AND )" AW_GRAVITY("(e.after ->> 'verdict')") " > " AW_GRAVITY("(e.before ->> 'verdict')") R"())
   AND NOT EXISTS (SELECT FROM told t WHERE t.event_id = e.id))"};
// One row an alert: the first thing that makes it news.
#define AW_NEWS                                                                                            \
  " FROM (SELECT e.alert_id, min(array_position(ARRAY['opened', 'returned', 'reopened', 'updated'], e.kind)) AS what" \
  " FROM told t JOIN alert_event e ON e.id = t.event_id WHERE t.run_id = $1 GROUP BY e.alert_id) news"      \
  " JOIN alert a ON a.id = news.alert_id AND a.state <> 'closed'"                                          \
  " AND (a.silenced_until IS NULL OR a.silenced_until <= $2)"
constexpr Statement kCountNews{"queue.count_news",
                               "SELECT a.verdict, count(*)" AW_NEWS " GROUP BY a.verdict"};
constexpr Statement kNews{"queue.news",
                          "SELECT " AW_ALERT_COLUMNS ", shown_label(c.id, c.label), news.what" AW_NEWS
                          " JOIN subject s ON s.id = a.subject_id JOIN subject c ON c.id = coalesce(s.merged_into, s.id)"
                          AW_ALERT_PEOPLE " WHERE a.verdict = $3 ORDER BY a.rank DESC, a.number LIMIT $4"};

// `most` are looked for; `more` are the values behind AW_FILTER's.
template <typename... More>
pqxx::result Find(pqxx::transaction_base& tx, const Statement& statement, const AlertFilter& filter,
                  core::Instant now, std::int64_t most, const More&... more) {
  std::optional<std::string> state;
  std::optional<std::string> verdict;
  if (filter.state) state = AlertStateName(*filter.state);
  if (filter.verdict) verdict = core::VerdictName(*filter.verdict);
  const bool closed = filter.closed_too || filter.state == AlertState::kClosed;
  // Who asks for what is overdue or silenced wants to see it.
  const bool silenced = filter.silenced_too || closed;
  const SearchQuery asked = ParseSearchQuery(filter.text);
  const bool whole = !asked.identifier.empty();
  std::optional<std::string> number;
  if (whole) number = internal::IdentifierWord(asked.identifier);
  return ExecOnce(tx, statement, state, verdict, filter.owner, filter.province, filter.destination,
                  filter.indicator, filter.overdue, now, silenced, closed,
                  internal::WithWholeNumbers(asked.words), "%" + internal::LikeText(asked.words) + "%",
                  ArrayOf(internal::ContactPatterns(whole ? asked.identifier : asked.words)), ArrayOf(filter.numbers), number, most,
                  more...);
}

// Two statements for any number of alerts.
std::vector<AlertSummary> SummariesOf(pqxx::transaction_base& tx, const pqxx::result& rows) {
  std::vector<AlertSummary> summaries;
  std::vector<std::int64_t> ids;
  std::unordered_map<std::int64_t, std::size_t> index_of;
  for (const auto& row : rows) {
    AlertSummary summary{AlertOf(row), row[internal::kAlertColumns].c_str(), {}};
    index_of.emplace(summary.alert.id, summaries.size());
    ids.push_back(summary.alert.id);
    summaries.push_back(std::move(summary));
  }
  if (ids.empty()) return summaries;
  for (const auto& row : Exec(tx, kReasons, ArrayOf(ids))) {
    summaries[index_of.at(row[0].as<std::int64_t>())].reasons.push_back(
        {row[1].c_str(), row[2].c_str(), internal::SeverityOf(row[3]), row[4].as<int>(),
         row[5].c_str(), row[6].c_str(), row[7].as<int>()});
  }
  return summaries;
}

std::vector<AlertPosting> PostingsOf(pqxx::transaction_base& tx, std::int64_t alert_id, bool where_needed) {
  std::vector<AlertPosting> postings;
  const auto rows = Exec(tx, kPostings, alert_id, kMaxShownPostings, where_needed);
  std::vector<std::int64_t> ids;
  for (const auto& row : rows) ids.push_back(row[0].as<std::int64_t>());
  std::unordered_map<std::int64_t, StoredAssessment> assessments;
  for (auto& stored : StandingAssessments(tx, ids))
    assessments.emplace(stored.posting_id, std::move(stored));
  for (const auto& row : rows) {
    const auto id = row[0].as<std::int64_t>();
    AlertPosting posting;
    posting.assessment = std::move(assessments.at(id));
    posting.version = FindVersion(tx, posting.assessment.version_id).value();
    posting.withdrawn_after = FindValue<core::Instant>(row[1]);
    posting.withdrawn_by = FindValue<core::Instant>(row[2]);
    if (!row[3].is_null()) posting.evidence = FindCapture(tx, row[3].as<std::int64_t>());
    posting.duplicate_of = row[4].c_str();
    if (row[5].as<bool>()) posting.edited = FindCurrentVersion(tx, id);
    if (row[6].as<bool>()) posting.reports = TipReports(tx, id);
    postings.push_back(std::move(posting));
  }
  return postings;
}

void AddEvents(pqxx::transaction_base& tx, AlertDetails& details, bool where_needed) {
  std::vector<std::int64_t> postings;
  std::vector<std::int64_t> versions;
  std::map<std::string, std::string> hidden;  // "phone +84…" -> "phone •••"
  if (!where_needed) {
    for (const auto& row : Exec(tx, kRestrictedIdentifiers)) hidden.emplace(row[1].c_str(), std::string{row[0].c_str()} + " •••");
  }
  for (const auto& row : Exec(tx, kEvents, details.summary.alert.id)) {
    details.events.push_back({InstantOf(row[0]), row[1].c_str(), row[2].c_str(), row[3].c_str(),
                              row[4].c_str(), row[5].c_str()});
    json after = json::parse(details.events.back().after);
    for (const char* key : {"identifiers_added", "identifiers_removed"}) {
      if (hidden.empty() || !after.contains(key)) continue;
      for (auto& said : after[key]) {
        if (const auto found = hidden.find(said.get<std::string>()); found != hidden.end()) said = found->second;
      }
      details.events.back().after = after.dump();
    }
    if (after.contains("posting")) postings.push_back(after["posting"].get<std::int64_t>());
    for (const char* key : {"postings_added", "postings_removed"}) {
      if (!after.contains(key)) continue;
      for (const auto& id : after[key]) postings.push_back(id.get<std::int64_t>());
    }
    for (const char* key : {"from_version", "to_version"}) {
      if (after.contains(key)) versions.push_back(after[key].get<std::int64_t>());
    }
  }
  for (const auto& row : Exec(tx, kNames, ArrayOf(postings), where_needed))
    details.posting_names.emplace(row[0].as<std::int64_t>(), row[1].c_str());
  for (const auto& row : Exec(tx, kTexts, ArrayOf(versions), where_needed)) {
    details.texts.emplace(row[0].as<std::int64_t>(),
                          core::PostingText{row[1].c_str(), row[2].c_str(), row[3].c_str()});
  }
}

}  // namespace

std::int64_t QueueCounts::all_open() const {
  std::int64_t sum = 0;
  for (const auto& [verdict, count] : open) sum += count;
  return sum;
}

std::vector<AlertSummary> ListAlerts(pqxx::transaction_base& tx, const AlertFilter& filter,
                                     core::Instant now) {
  const std::int64_t most = std::int64_t{filter.offset} + filter.limit;
  return SummariesOf(tx, Find(tx, kPage, filter, now, most, filter.limit, filter.offset));
}

bool AlertFilter::plain() const {
  return !state && !verdict && owner.empty() && province.empty() && destination.empty() &&
         indicator.empty() && text.empty() && numbers.empty() && !closed_too && !overdue && !silenced_too;
}

AlertPage PageOfAlerts(pqxx::transaction_base& tx, const AlertFilter& filter, core::Instant now) {
  const std::int64_t page_end = std::int64_t{filter.offset} + filter.limit;
  const bool phrase = filter.text.find_first_of("\"-") != std::string::npos;
  const std::int64_t bound =
      filter.text.empty() ? kEvery : std::max(phrase ? kMaxCountedPhrases : kMaxCounted, page_end);
  const auto rows = Find(tx, kPage, filter, now, bound + 1, filter.limit, filter.offset);
  AlertPage page{SummariesOf(tx, rows), 0, false};
  const std::int64_t found =
      rows.empty() ? filter.offset == 0 ? 0 : Find(tx, kCount, filter, now, bound + 1)[0][0].as<std::int64_t>()
                   : rows[0][internal::kAlertColumns + 1].as<std::int64_t>();
  page.matching = std::min(found, bound);
  page.more = found > bound;
  return page;
}

std::int64_t CountMatching(pqxx::transaction_base& tx, const AlertFilter& filter,
                           core::Instant now) {
  return Find(tx, kCount, filter, now, kEvery)[0][0].as<std::int64_t>();
}

QueueCounts CountAlerts(pqxx::transaction_base& tx, core::Instant now) {
  QueueCounts counts;
  for (const auto& row : Exec(tx, kCounts, now)) {
    const AlertState state = internal::StateOf(row[0]);
    const auto count = row[2].as<std::int64_t>();
    counts.states[state] += count;
    if (state != AlertState::kClosed) counts.open[VerdictOf(row[1])] += count;
    counts.overdue += row[3].as<std::int64_t>();
    counts.silenced += row[4].as<std::int64_t>();
  }
  return counts;
}

QueueChoices ChoicesAmong(pqxx::transaction_base& tx, bool referred) {
  const auto row = ExecOne(tx, kChoices, referred);
  return {TextsOf(row[0]), TextsOf(row[1]), TextsOf(row[2])};
}

std::int64_t LastAlertEvent(pqxx::transaction_base& tx) {
  return ExecOne(tx, kLastEvent)[0].as<std::int64_t>();
}

std::string_view NewsName(News news) {
  switch (news) {
    case News::kOpened:
      return "opened";
    case News::kReturned:
      return "returned";
    case News::kReopened:
      return "reopened";
    case News::kGraver:
      return "graver";
  }
  return "";
}

void TakeNews(pqxx::transaction_base& tx, std::int64_t run_id) { Exec(tx, kTakeNews, run_id); }

std::map<core::Verdict, std::int64_t> CountNews(pqxx::transaction_base& tx, std::int64_t run_id,
                                                core::Instant now) {
  std::map<core::Verdict, std::int64_t> counts;
  for (const auto& row : Exec(tx, kCountNews, run_id, now))
    counts[VerdictOf(row[0])] = row[1].as<std::int64_t>();
  return counts;
}

std::vector<AlertNews> ListNews(pqxx::transaction_base& tx, std::int64_t run_id,
                                core::Verdict verdict, int limit, core::Instant now) {
  const auto rows = Exec(tx, kNews, run_id, now, core::VerdictName(verdict), limit);
  std::vector<AlertNews> news;
  auto summaries = SummariesOf(tx, rows);
  for (std::size_t i = 0; i < summaries.size(); ++i) {
    const int what = rows[static_cast<pqxx::result::size_type>(i)][internal::kAlertColumns + 1].as<int>();
    news.push_back({std::move(summaries[i]), static_cast<News>(what - 1)});
  }
  return news;
}

std::optional<AlertDetails> ShowAlert(pqxx::transaction_base& tx, std::int64_t number, Restricted restricted) {
  auto summaries = SummariesOf(tx, Exec(tx, kSummary, number));
  if (summaries.empty()) return {};
  AlertDetails details;
  details.summary = std::move(summaries.front());
  const AlertRow& alert = details.summary.alert;
  const bool where_needed = restricted == Restricted::kShownWhereNeeded;
  details.postings = PostingsOf(tx, alert.id, where_needed);
  details.restricted_postings = ExecOne(tx, kRestricted, alert.id, where_needed)[0].as<int>();
  details.identifiers = IdentifiersOf(tx, alert.subject_id, restricted);
  std::vector<std::int64_t> shown;
  for (const auto& posting : details.postings) shown.push_back(posting.version.posting_id);
  details.corrections = CorrectionsAbout(tx, alert.subject_id, shown);
  for (const auto& row : Exec(tx, kLinked, alert.id, alert.subject_id, kMaxLinked)) {
    details.linked.push_back({row[0].as<std::int64_t>(),
                              row[1].c_str(),
                              row[2].c_str(),
                              row[3].c_str(),
                              VerdictOf(row[4]),
                              {row[5].c_str(), row[6].c_str()},
                              FindValue<std::int64_t>(row[7])});
  }
  AddEvents(tx, details, where_needed);
  for (const auto& row : Exec(tx, kJudgedBefore, alert.id)) {
    details.judged_before.push_back({row[0].as<std::int64_t>(), row[1].c_str(), row[2].c_str(),
                                     row[3].c_str(), row[4].c_str(), InstantOf(row[5])});
  }
  return details;
}

}  // namespace agencywatch::db
