#include "db/assessment_store.h"

#include <array>
#include <map>
#include <stdexcept>
#include <tuple>
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
// OFFSET 0, here and below: or a table that was never analysed is walked whole instead of asked by its key.
constexpr Statement kFind{"assessment.find", R"(
  SELECT wanted.n, a.id
  FROM unnest($1::bigint[], $2::date[], $3::date[]) WITH ORDINALITY AS wanted (version_id, day_from, day_to, n)
  CROSS JOIN LATERAL (SELECT id FROM assessment WHERE version_id = wanted.version_id AND mode = $4
   AND day_from = wanted.day_from AND day_to = wanted.day_to AND program_version = $5 AND pack_sha256 = $6
   AND snapshot_id IS NOT DISTINCT FROM $7::bigint AND history_sha256 IS NOT DISTINCT FROM $8::text OFFSET 0) a)"};
constexpr Statement kAddFacts{"assessment.add_facts", R"(
  INSERT INTO fact (version_id, engine_version, digest, kind, value, attrs, field, start, "end",
    quote)
  SELECT version_id, $10, digest, kind, value, attrs::jsonb, field, start, "end", quote
  FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::int[],
    $9::text[])
   WITH ORDINALITY AS f (version_id, digest, kind, value, attrs, field, start, "end", quote, n)
  ORDER BY n ON CONFLICT (version_id, engine_version, digest) DO NOTHING)"};
constexpr Statement kFactIds{"assessment.fact_ids", R"(
  SELECT read.n, f.id FROM unnest($1::bigint[], $2::text[]) WITH ORDINALITY AS read (version_id, digest, n)
  JOIN fact f ON f.version_id = read.version_id AND f.engine_version = $3 AND f.digest = read.digest
  ORDER BY read.n)"};
constexpr Statement kAdd{"assessment.add", R"(
  INSERT INTO assessment (version_id, day_from, day_to, score, verdict, review, genre, evasions, register_as_of,
    register_stale, register_note, fact_ids, mode, program_version, pack_sha256, snapshot_id, history_sha256, made_at)
  SELECT version_id, day_from, day_to, score, verdict, review, genre, evasions::jsonb, register_as_of,
   register_stale, register_note::jsonb, fact_ids::bigint[], $13, $14, $15, $16::bigint, $17, $18::timestamptz
  FROM unnest($1::bigint[], $2::date[], $3::date[], $4::int[], $5::text[], $6::boolean[], $7::text[], $8::text[],
    $9::date[], $10::boolean[], $11::text[], $12::text[]) WITH ORDINALITY
   AS made (version_id, day_from, day_to, score, verdict, review, genre, evasions, register_as_of, register_stale,
    register_note, fact_ids, n)
  ORDER BY n ON CONFLICT DO NOTHING
  RETURNING version_id, to_char(day_from, 'YYYY-MM-DD'), to_char(day_to, 'YYYY-MM-DD'), id)"};
constexpr Statement kAddFindings{"assessment.add_findings", R"(
  INSERT INTO finding (assessment_id, n, rule_id, rule_version, indicator, severity, points,
    spans, fact_ids, law_ids, why)
  SELECT assessment_id, n, rule_id, rule_version, indicator, severity, points, spans::jsonb,
    fact_ids::bigint[], law_ids::text[], why::jsonb
  FROM unnest($1::bigint[], $2::int[], $3::text[], $4::int[], $5::text[], $6::text[], $7::int[], $8::text[],
    $9::text[], $10::text[], $11::text[]) WITH ORDINALITY
   AS f (assessment_id, n, rule_id, rule_version, indicator, severity, points, spans, fact_ids, law_ids, why, place)
  ORDER BY place)"};
// Of each posting whose version was judged now ($1, by $2): the last live assessment of each version, of which the
// gravest stands. Written only where something moves on.
constexpr Statement kSetCurrent{"assessment.set_current", R"(
  WITH v AS (SELECT DISTINCT posting_id FROM posting_version WHERE id = ANY ($1::bigint[]))
  INSERT INTO current_assessment AS cur (posting_id, assessment_id, standing_id, built)
  SELECT v.posting_id, judged.last, judged.gravest, false
  FROM v LEFT JOIN current_assessment c USING (posting_id)
  CROSS JOIN LATERAL (SELECT (array_agg(id ORDER BY n DESC))[1] AS last, (array_agg(id
     ORDER BY array_position(ARRAY['clear', 'violation', 'unlicensed', 'fraud', 'trafficking'], verdict) DESC,
      score DESC, n DESC))[1] AS gravest
   FROM (SELECT DISTINCT ON (o.n) o.n, a.id, a.verdict, a.score FROM posting_version o
    CROSS JOIN LATERAL (SELECT id, verdict, score FROM assessment
     WHERE version_id = o.id AND mode = 'live' OFFSET 0) a
    WHERE o.posting_id = v.posting_id
    ORDER BY o.n, a.id = ANY ($2::bigint[]) DESC,
     coalesce(a.id IN (c.assessment_id, c.standing_id), false) DESC, a.id DESC) of_version) judged
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
constexpr Statement kFactsOfPostings{"assessment.facts_of_postings", R"(
  SELECT f.id, f.kind, f.value, f.attrs, f.field, f.start, f."end", f.quote
  FROM posting_version v JOIN fact f ON f.version_id = v.id WHERE v.posting_id = ANY ($1::bigint[]) ORDER BY f.id)"};
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

// Ids of each assessment's facts, one by one; the same fact read before keeps its id.
std::vector<std::vector<std::int64_t>> SaveFacts(pqxx::transaction_base& tx,
                                                 const std::string& engine_version,
                                                 const std::vector<AssessmentToSave>& of) {
  std::array<ArrayText, 9> columns;
  struct Where {
    std::size_t assessment;
    std::size_t fact;
  };
  std::vector<Where> places;
  std::vector<std::vector<std::int64_t>> ids(of.size());
  for (std::size_t i = 0; i < of.size(); ++i) {
    const auto& facts = of[i].assessment->facts.facts;
    ids[i].resize(facts.size());
    for (std::size_t j = 0; j < facts.size(); ++j) {
      const core::Fact& fact = facts[j];
      const std::string details = FactDetailsToJson(fact).dump();
      for (const std::string* text : {&fact.value, &details, &fact.place.quote})
        RequireText(kAddFacts.name, *text);
      columns[0].Add(of[i].version_id);
      columns[1].Add(DigestOf(fact, details));
      columns[2].Add(core::FactKindName(fact.kind));
      columns[3].Add(fact.value);
      columns[4].Add(details);
      columns[5].Add(core::FieldName(fact.place.field));
      columns[6].Add(static_cast<std::int64_t>(fact.place.start));
      columns[7].Add(static_cast<std::int64_t>(fact.place.end));
      columns[8].Add(fact.place.quote);
      places.push_back({i, j});
    }
  }
  if (places.empty()) return ids;
  Exec(tx, kAddFacts, columns[0].Text(), columns[1].Text(), columns[2].Text(), columns[3].Text(),
       columns[4].Text(), columns[5].Text(), columns[6].Text(), columns[7].Text(),
       columns[8].Text(), engine_version);
  for (const auto& row :
       Exec(tx, kFactIds, columns[0].Text(), columns[1].Text(), engine_version)) {
    const Where& where = places.at(row[0].as<std::size_t>() - 1);
    ids[where.assessment][where.fact] = row[1].as<std::int64_t>();
  }
  return ids;
}

// Those of `saved` that were made now.
void AddFindings(pqxx::transaction_base& tx, const std::vector<SavedAssessment>& saved,
                 const std::vector<AssessmentToSave>& of,
                 const std::vector<std::vector<std::int64_t>>& fact_ids) {
  std::array<ArrayText, 11> columns;
  bool any = false;
  for (std::size_t i = 0; i < of.size(); ++i) {
    if (!saved[i].made) continue;
    int n = 0;
    for (const auto& finding : of[i].assessment->findings) {
      columns[0].Add(saved[i].id);
      columns[1].Add(++n);
      columns[2].Add(finding.rule);
      columns[3].Add(finding.rule_version);
      columns[4].Add(finding.indicator);
      columns[5].Add(core::SeverityName(finding.severity));
      columns[6].Add(finding.points);
      columns[7].Add(PlacesToJson(finding.spans).dump());
      std::vector<std::int64_t> used;
      for (const auto index : finding.fact_index) used.push_back(fact_ids[i].at(index));
      columns[8].Add(ArrayOf(used));
      columns[9].Add(ArrayOf(finding.law));
      columns[10].Add(json{{"title_vi", finding.title_vi},
                           {"title_en", finding.title_en},
                           {"vi", finding.why_vi},
                           {"en", finding.why_en}}
                          .dump());
      any = true;
    }
  }
  if (any) ExecColumns(tx, kAddFindings, columns);
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

std::vector<SavedAssessment> SaveAssessments(pqxx::transaction_base& tx, const JudgedWith& with,
                                             AssessmentMode mode,
                                             const std::vector<AssessmentToSave>& assessments,
                                             core::Instant now) {
  std::vector<SavedAssessment> saved(assessments.size());
  if (assessments.empty()) return saved;
  std::array<ArrayText, 3> wanted;
  for (const auto& one : assessments) {
    if (one.assessment->pack_sha256 != with.pack_sha256) {
      throw std::invalid_argument("the assessment was made with pack " +
                                  one.assessment->pack_sha256 + " but is to be saved under " +
                                  with.pack_sha256);
    }
    wanted[0].Add(one.version_id);
    wanted[1].Add(one.day_from);
    wanted[2].Add(one.day_to);
  }
  const char* const mode_name = kModeNames.at(static_cast<std::size_t>(mode));
  const auto find = [&] {
    for (const auto& row : Exec(tx, kFind, wanted[0].Text(), wanted[1].Text(), wanted[2].Text(),
                                mode_name, with.program_version, with.pack_sha256,
                                with.snapshot_id, with.history_sha256))
      saved.at(row[0].as<std::size_t>() - 1).id = row[1].as<std::int64_t>();
  };
  find();
  std::vector<AssessmentToSave> missing;
  std::vector<std::size_t> place_of;
  for (std::size_t i = 0; i < assessments.size(); ++i) {
    if (saved[i].id != 0) continue;
    missing.push_back(assessments[i]);
    place_of.push_back(i);
  }
  if (!missing.empty()) {
    const auto fact_ids = SaveFacts(tx, with.program_version, missing);
    std::array<ArrayText, 12> columns;
    for (std::size_t i = 0; i < missing.size(); ++i) {
      const core::Assessment& assessment = *missing[i].assessment;
      columns[0].Add(missing[i].version_id);
      columns[1].Add(missing[i].day_from);
      columns[2].Add(missing[i].day_to);
      columns[3].Add(assessment.score);
      columns[4].Add(core::VerdictName(assessment.verdict));
      columns[5].Add(assessment.review ? "true" : "false");
      columns[6].Add(assessment.genre);
      columns[7].Add(EvasionsToJson(assessment.facts.evasions).dump());
      columns[8].Add(assessment.register_as_of);
      columns[9].Add(assessment.register_stale ? "true" : "false");
      columns[10].Add(
          json{{"vi", assessment.register_note_vi}, {"en", assessment.register_note_en}}.dump());
      columns[11].Add(ArrayOf(fact_ids[i]));
    }
    const auto added =
        Exec(tx, kAdd, columns[0].Text(), columns[1].Text(), columns[2].Text(), columns[3].Text(),
             columns[4].Text(), columns[5].Text(), columns[6].Text(), columns[7].Text(),
             columns[8].Text(), columns[9].Text(), columns[10].Text(), columns[11].Text(),
             mode_name, with.program_version, with.pack_sha256, with.snapshot_id,
             with.history_sha256, now);
    std::map<std::tuple<std::int64_t, core::Day, core::Day>, std::int64_t> made_now;
    for (const auto& row : added)
      made_now.insert_or_assign({row[0].as<std::int64_t>(), DayOf(row[1]), DayOf(row[2])},
                                row[3].as<std::int64_t>());
    if (made_now.size() < missing.size()) find();  // another worker was faster
    std::vector<SavedAssessment> made(missing.size());
    for (std::size_t i = 0; i < missing.size(); ++i) {
      const auto found =
          made_now.find({missing[i].version_id, missing[i].day_from, missing[i].day_to});
      if (found == made_now.end()) continue;
      made[i] = saved[place_of[i]] = {found->second, true};
      made_now.erase(found);
    }
    AddFindings(tx, made, missing, fact_ids);
  }
  if (mode == AssessmentMode::kLive) {
    ArrayText ids;
    for (const auto& one : saved) ids.Add(one.id);
    Exec(tx, kSetCurrent, wanted[0].Text(), ids.Text());
  }
  return saved;
}

SavedAssessment SaveAssessment(pqxx::transaction_base& tx, std::int64_t version_id,
                               const AssessmentInputs& inputs, const core::Assessment& assessment,
                               core::Instant now) {
  return SaveAssessments(tx, inputs.with, inputs.mode,
                         {{version_id, inputs.day_from, inputs.day_to, &assessment}}, now)
      .front();
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

core::Facts FactsOfAllVersions(pqxx::transaction_base& tx, const std::vector<std::int64_t>& posting_ids) {
  core::Facts facts;
  for (const auto& row : Exec(tx, kFactsOfPostings, ArrayOf(posting_ids))) facts.facts.push_back(FactOf(row));
  return facts;
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
