#include "db/assessment_store.h"

#include <array>
#include <map>
#include <stdexcept>
#include <unordered_map>
#include <utility>

#include "core/sha256.h"
#include "db/internal/json.h"
#include "db/internal/statement.h"

namespace agencywatch::db {
namespace {

using nlohmann::json;

constexpr std::array<const char*, 3> kModeNames = {"live", "shadow", "backtest"};

constexpr Statement kAddPack{"assessment.add_pack", R"(
  INSERT INTO pack (sha256, bytes, saved_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
    RETURNING sha256)"};
constexpr Statement kAddRules{"assessment.add_rules", R"(
  INSERT INTO rule_version (pack_sha256, rule_id, version, status, severity)
  SELECT $1, * FROM unnest($2::text[], $3::int[], $4::text[], $5::text[]))"};
constexpr Statement kAddHistory{"assessment.add_history", R"(
  INSERT INTO history_view (sha256, bytes, saved_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING)"};
constexpr Statement kFind{"assessment.find", R"(
  SELECT id FROM assessment WHERE version_id = $1 AND mode = $2 AND day_from = $3 AND day_to =
    $4
  AND program_version = $5 AND pack_sha256 = $6 AND snapshot_id IS NOT DISTINCT FROM $7::bigint
  AND history_sha256 IS NOT DISTINCT FROM $8::text)"};
constexpr Statement kAddFacts{"assessment.add_facts", R"(
  INSERT INTO fact (version_id, engine_version, digest, kind, value, attrs, field, start, "end",
    quote)
  SELECT $1, $2, digest, kind, value, attrs::jsonb, field, start, "end", quote
  FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::int[],
    $10::text[])
   WITH ORDINALITY AS f (digest, kind, value, attrs, field, start, "end", quote, n)
  ORDER BY n ON CONFLICT (version_id, engine_version, digest) DO NOTHING)"};
constexpr Statement kFactIds{"assessment.fact_ids", R"(
  SELECT digest, id FROM fact WHERE version_id = $1 AND engine_version = $2 AND digest = ANY
    ($3::text[]))"};
constexpr Statement kAdd{"assessment.add", R"(
  INSERT INTO assessment (version_id, mode, day_from, day_to, program_version, pack_sha256,
    snapshot_id,
   history_sha256, score, verdict, review, genre, evasions, register_as_of, register_stale,
     register_note, fact_ids,
   made_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
  ON CONFLICT DO NOTHING RETURNING id)"};
constexpr Statement kAddFindings{"assessment.add_findings", R"(
  INSERT INTO finding (assessment_id, n, rule_id, rule_version, indicator, severity, points,
    spans, fact_ids, law_ids,
   why)
  SELECT $1, n, rule_id, rule_version, indicator, severity, points, spans::jsonb,
    fact_ids::bigint[],
   law_ids::text[], why::jsonb
  FROM unnest($2::text[], $3::int[], $4::text[], $5::text[], $6::int[], $7::text[], $8::text[],
    $9::text[],
    $10::text[]) WITH ORDINALITY
   AS f (rule_id, rule_version, indicator, severity, points, spans, fact_ids, law_ids, why, n))"};
// The last live assessment of each version; the gravest of them stands. Written only where something moves on.
constexpr Statement kSetCurrent{"assessment.set_current", R"(
  WITH v AS (SELECT posting_id FROM posting_version WHERE id = $1),
  judged AS (SELECT DISTINCT ON (o.n) o.n, a.id, a.verdict, a.score FROM v JOIN posting_version o USING (posting_id)
   JOIN assessment a ON a.version_id = o.id AND a.mode = 'live'
   LEFT JOIN current_assessment c ON c.posting_id = o.posting_id
   ORDER BY o.n, a.id = $2 DESC, coalesce(a.id IN (c.assessment_id, c.standing_id), false) DESC, a.id DESC)
  INSERT INTO current_assessment AS cur (posting_id, assessment_id, standing_id, built)
  SELECT v.posting_id, (SELECT id FROM judged ORDER BY n DESC LIMIT 1),
   (SELECT id FROM judged ORDER BY array_position(ARRAY['clear', 'violation', 'unlicensed', 'fraud', 'trafficking'], verdict) DESC,
     score DESC, n DESC LIMIT 1), false FROM v
  ON CONFLICT (posting_id) DO UPDATE SET assessment_id = excluded.assessment_id, standing_id = excluded.standing_id, built = false
  WHERE cur.assessment_id <> excluded.assessment_id OR cur.standing_id <> excluded.standing_id)"};

#define AW_ASSESSMENT_COLUMNS(which)                                                                 \
  "SELECT a.id, cur.posting_id, a.version_id, a.mode, to_char(a.day_from, 'YYYY-MM-DD'),"        \
  " to_char(a.day_to, 'YYYY-MM-DD'), a.program_version, a.pack_sha256, a.snapshot_id, "          \
  "a.history_sha256,"                                                                            \
  " a.score, a.verdict, a.review, a.genre, a.evasions, to_char(a.register_as_of, 'YYYY-MM-DD')," \
  " a.register_stale, a.register_note, a.fact_ids"                                               \
  " FROM current_assessment cur JOIN assessment a ON a.id = cur." #which
constexpr Statement kCurrent{"assessment.current", AW_ASSESSMENT_COLUMNS(assessment_id) R"(
  WHERE cur.posting_id = ANY ($1::bigint[]) ORDER BY cur.posting_id)"};
constexpr Statement kStanding{"assessment.standing", AW_ASSESSMENT_COLUMNS(standing_id) R"(
  WHERE cur.posting_id = ANY ($1::bigint[]) ORDER BY cur.posting_id)"};
constexpr Statement kFacts{"assessment.facts", R"(
  SELECT id, kind, value, attrs, field, start, "end", quote FROM fact WHERE id = ANY
    ($1::bigint[]))"};
constexpr Statement kFindings{"assessment.findings", R"(
  SELECT assessment_id, rule_id, rule_version, indicator, severity, points, spans, fact_ids,
    law_ids, why
  FROM finding WHERE assessment_id = ANY ($1::bigint[]) ORDER BY assessment_id, n)"};
constexpr Statement kCountVerdicts{"assessment.count_verdicts", R"(
  SELECT a.verdict, count(*) FROM current_assessment cur JOIN assessment a ON a.id =
    cur.assessment_id
  GROUP BY a.verdict)"};

template <typename T>
T Known(const std::optional<T>& value, const pqxx::field& field) {
  if (!value)
    throw std::logic_error(std::string{"unknown "} + field.name() +
                           " in the database: " + field.c_str());
  return *value;
}

std::string DigestOf(const core::Fact& fact, const std::string& details) {
  return core::Sha256Hex(json{core::FactKindName(fact.kind), fact.value, details,
                              core::FieldName(fact.place.field), fact.place.start, fact.place.end,
                              fact.place.quote}
                             .dump());
}

// Ids of the facts, one by one; the same fact read before keeps its id.
std::vector<std::int64_t> SaveFacts(pqxx::transaction_base& tx, std::int64_t version_id,
                                    const std::string& engine_version,
                                    const std::vector<core::Fact>& facts) {
  if (facts.empty()) return {};
  ArrayText digests;
  ArrayText kinds;
  ArrayText values;
  ArrayText attrs;
  ArrayText fields;
  ArrayText starts;
  ArrayText ends;
  ArrayText quotes;
  std::vector<std::string> digest_of;
  for (const auto& fact : facts) {
    const std::string details = FactDetailsToJson(fact).dump();
    digest_of.push_back(DigestOf(fact, details));
    digests.Add(digest_of.back());
    kinds.Add(core::FactKindName(fact.kind));
    values.Add(fact.value);
    attrs.Add(details);
    fields.Add(core::FieldName(fact.place.field));
    starts.Add(static_cast<std::int64_t>(fact.place.start));
    ends.Add(static_cast<std::int64_t>(fact.place.end));
    quotes.Add(fact.place.quote);
  }
  Exec(tx, kAddFacts, version_id, engine_version, digests.Text(), kinds.Text(), values.Text(),
       attrs.Text(), fields.Text(), starts.Text(), ends.Text(), quotes.Text());
  std::unordered_map<std::string, std::int64_t> id_of;
  for (const auto& row : Exec(tx, kFactIds, version_id, engine_version, digests.Text())) {
    id_of.emplace(row[0].c_str(), row[1].as<std::int64_t>());
  }
  std::vector<std::int64_t> ids;
  for (const auto& digest : digest_of) ids.push_back(id_of.at(digest));
  return ids;
}

void AddFindings(pqxx::transaction_base& tx, std::int64_t assessment_id,
                 const std::vector<core::Finding>& findings,
                 const std::vector<std::int64_t>& fact_ids) {
  if (findings.empty()) return;
  ArrayText rules;
  ArrayText versions;
  ArrayText indicators;
  ArrayText severities;
  ArrayText points;
  ArrayText spans;
  ArrayText facts;
  ArrayText laws;
  ArrayText whys;
  for (const auto& finding : findings) {
    rules.Add(finding.rule);
    versions.Add(finding.rule_version);
    indicators.Add(finding.indicator);
    severities.Add(core::SeverityName(finding.severity));
    points.Add(finding.points);
    spans.Add(PlacesToJson(finding.spans).dump());
    std::vector<std::int64_t> used;
    for (const auto index : finding.fact_index) used.push_back(fact_ids.at(index));
    facts.Add(ArrayOf(used));
    laws.Add(ArrayOf(finding.law));
    whys.Add(json{{"title_vi", finding.title_vi},
                  {"title_en", finding.title_en},
                  {"vi", finding.why_vi},
                  {"en", finding.why_en}}
                 .dump());
  }
  Exec(tx, kAddFindings, assessment_id, rules.Text(), versions.Text(), indicators.Text(),
       severities.Text(), points.Text(), spans.Text(), facts.Text(), laws.Text(), whys.Text());
}

AssessmentMode ModeOf(const pqxx::field& field) {
  for (std::size_t i = 0; i < kModeNames.size(); ++i) {
    if (std::string_view{kModeNames.at(i)} == field.c_str()) return static_cast<AssessmentMode>(i);
  }
  throw std::logic_error(std::string{"unknown mode of an assessment in the database: "} +
                         field.c_str());
}

StoredAssessment WithoutParts(const pqxx::row& row) {
  StoredAssessment stored;
  stored.id = row[0].as<std::int64_t>();
  stored.posting_id = row[1].as<std::int64_t>();
  stored.version_id = row[2].as<std::int64_t>();
  stored.inputs.mode = ModeOf(row[3]);
  stored.inputs.day_from = DayOf(row[4]);
  stored.inputs.day_to = DayOf(row[5]);
  stored.inputs.with = {row[6].c_str(), row[7].c_str(), FindValue<std::int64_t>(row[8]),
                        FindValue<std::string>(row[9])};
  core::Assessment& assessment = stored.assessment;
  assessment.pack_sha256 = stored.inputs.with.pack_sha256;
  assessment.score = row[10].as<int>();
  assessment.verdict = Known(core::FindVerdict(row[11].c_str()), row[11]);
  assessment.review = row[12].as<bool>();
  assessment.genre = row[13].c_str();
  assessment.facts.evasions = EvasionsFromJson(json::parse(row[14].c_str()));
  assessment.register_as_of = FindValue<core::Day>(row[15]);
  assessment.register_stale = row[16].as<bool>();
  const json note = json::parse(row[17].c_str());
  assessment.register_note_vi = note.at("vi").get<std::string>();
  assessment.register_note_en = note.at("en").get<std::string>();
  stored.fact_ids = NumbersOf(row[18]);
  return stored;
}

core::Fact FactOf(const pqxx::row& row) {
  core::Fact fact;
  fact.kind = Known(core::FindFactKind(row[1].c_str()), row[1]);
  fact.value = row[2].c_str();
  FactDetailsFromJson(json::parse(row[3].c_str()), fact);
  fact.place = {Known(core::FindField(row[4].c_str()), row[4]), row[5].as<std::size_t>(),
                row[6].as<std::size_t>(), row[7].c_str()};
  return fact;
}

core::Finding FindingOf(const pqxx::row& row, const std::vector<std::int64_t>& fact_ids) {
  core::Finding finding;
  finding.rule = row[1].c_str();
  finding.rule_version = row[2].as<int>();
  finding.indicator = row[3].c_str();
  finding.severity = Known(core::FindSeverity(row[4].c_str()), row[4]);
  finding.points = row[5].as<int>();
  finding.spans = PlacesFromJson(json::parse(row[6].c_str()));
  for (const auto id : NumbersOf(row[7])) {
    for (std::size_t i = 0; i < fact_ids.size(); ++i) {
      if (fact_ids[i] == id) {
        finding.fact_index.push_back(i);
        break;
      }
    }
  }
  finding.law = TextsOf(row[8]);
  const json why = json::parse(row[9].c_str());
  finding.title_vi = why.at("title_vi").get<std::string>();
  finding.title_en = why.at("title_en").get<std::string>();
  finding.why_vi = why.at("vi").get<std::string>();
  finding.why_en = why.at("en").get<std::string>();
  return finding;
}

// Three statements for any number of assessments.
std::vector<StoredAssessment> WithParts(pqxx::transaction_base& tx, const pqxx::result& rows) {
  std::vector<StoredAssessment> all;
  std::vector<std::int64_t> ids;
  std::vector<std::int64_t> fact_ids;
  std::unordered_map<std::int64_t, std::size_t> index_of;
  for (const auto& row : rows) {
    all.push_back(WithoutParts(row));
    ids.push_back(all.back().id);
    index_of.emplace(all.back().id, all.size() - 1);
    fact_ids.insert(fact_ids.end(), all.back().fact_ids.begin(), all.back().fact_ids.end());
  }
  if (all.empty()) return all;
  std::unordered_map<std::int64_t, core::Fact> fact_of;
  for (const auto& row : Exec(tx, kFacts, ArrayOf(fact_ids)))
    fact_of.emplace(row[0].as<std::int64_t>(), FactOf(row));
  for (auto& stored : all) {
    for (const auto id : stored.fact_ids) stored.assessment.facts.facts.push_back(fact_of.at(id));
  }
  for (const auto& row : Exec(tx, kFindings, ArrayOf(ids))) {
    StoredAssessment& stored = all[index_of.at(row[0].as<std::int64_t>())];
    stored.assessment.findings.push_back(FindingOf(row, stored.fact_ids));
  }
  return all;
}

}  // namespace

void SavePack(pqxx::transaction_base& tx, const std::string& sha256, std::string_view bytes,
              const std::vector<RuleInPack>& rules, core::Instant now) {
  if (Exec(tx, kAddPack, sha256, pqxx::binarystring(bytes.data(), bytes.size()), now).empty())
    return;
  ArrayText ids;
  ArrayText versions;
  ArrayText statuses;
  ArrayText severities;
  for (const auto& rule : rules) {
    ids.Add(rule.id);
    versions.Add(rule.version);
    statuses.Add(rule.status);
    severities.Add(core::SeverityName(rule.severity));
  }
  Exec(tx, kAddRules, sha256, ids.Text(), versions.Text(), statuses.Text(), severities.Text());
}

void SaveHistoryView(pqxx::transaction_base& tx, const std::string& sha256, std::string_view bytes,
                     core::Instant now) {
  Exec(tx, kAddHistory, sha256, pqxx::binarystring(bytes.data(), bytes.size()), now);
}

SavedAssessment SaveAssessment(pqxx::transaction_base& tx, std::int64_t version_id,
                               const AssessmentInputs& inputs, const core::Assessment& assessment,
                               core::Instant now) {
  const JudgedWith& with = inputs.with;
  if (assessment.pack_sha256 != with.pack_sha256) {
    throw std::invalid_argument("the assessment was made with pack " + assessment.pack_sha256 +
                                " but is to be saved under " + with.pack_sha256);
  }
  const char* const mode = kModeNames.at(static_cast<std::size_t>(inputs.mode));
  const auto find = [&] {
    return Exec(tx, kFind, version_id, mode, inputs.day_from, inputs.day_to, with.program_version,
                with.pack_sha256, with.snapshot_id, with.history_sha256);
  };
  SavedAssessment saved;
  if (const auto found = find(); !found.empty()) {
    saved.id = found[0][0].as<std::int64_t>();
  } else {
    const auto fact_ids = SaveFacts(tx, version_id, with.program_version, assessment.facts.facts);
    const auto added =
        Exec(tx, kAdd, version_id, mode, inputs.day_from, inputs.day_to, with.program_version,
             with.pack_sha256, with.snapshot_id, with.history_sha256, assessment.score,
             core::VerdictName(assessment.verdict), assessment.review, assessment.genre,
             EvasionsToJson(assessment.facts.evasions).dump(), assessment.register_as_of,
             assessment.register_stale,
             json{{"vi", assessment.register_note_vi}, {"en", assessment.register_note_en}}.dump(),
             ArrayOf(fact_ids), now);
    if (added.empty()) {
      saved.id = find().at(0)[0].as<std::int64_t>();  // another worker was faster
    } else {
      saved = {added[0][0].as<std::int64_t>(), true};
      AddFindings(tx, saved.id, assessment.findings, fact_ids);
    }
  }
  if (inputs.mode == AssessmentMode::kLive) Exec(tx, kSetCurrent, version_id, saved.id);
  return saved;
}

std::optional<StoredAssessment> FindCurrentAssessment(pqxx::transaction_base& tx,
                                                      std::int64_t posting_id) {
  auto found = CurrentAssessments(tx, {posting_id});
  if (found.empty()) return {};
  return std::move(found.front());
}

std::vector<StoredAssessment> CurrentAssessments(pqxx::transaction_base& tx,
                                                 const std::vector<std::int64_t>& posting_ids) {
  return WithParts(tx, Exec(tx, kCurrent, ArrayOf(posting_ids)));
}

std::vector<StoredAssessment> StandingAssessments(pqxx::transaction_base& tx,
                                                  const std::vector<std::int64_t>& posting_ids) {
  return WithParts(tx, Exec(tx, kStanding, ArrayOf(posting_ids)));
}

std::vector<VerdictCount> CountVerdicts(pqxx::transaction_base& tx) {
  std::map<core::Verdict, std::int64_t> counted;
  for (const auto& row : Exec(tx, kCountVerdicts)) {
    counted[Known(core::FindVerdict(row[0].c_str()), row[0])] = row[1].as<std::int64_t>();
  }
  std::vector<VerdictCount> counts;
  for (auto it = counted.rbegin(); it != counted.rend(); ++it)
    counts.push_back({it->first, it->second});
  return counts;
}

}  // namespace agencywatch::db
