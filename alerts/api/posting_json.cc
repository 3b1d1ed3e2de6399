#include "alerts/api/posting_json.h"

#include <algorithm>
#include <map>
#include <set>

#include "alerts/text_diff.h"
#include "core/fold.h"
#include "core/utf8.h"
#include "rules/explain.h"

namespace agencywatch::alerts {
namespace {

// One stretch of text and what is to be said of it.
struct Mark {
  std::size_t start = 0;
  std::size_t end = 0;
  enum class Kind { kFinding, kFact, kDisguise, kPersonal } kind = Kind::kFinding;
  std::size_t index = 0;
};

std::vector<Mark> MarksOf(core::Field field, std::size_t size, const core::Assessment& assessment) {
  std::vector<Mark> marks;
  const auto add = [&](const core::Place& place, Mark::Kind kind, std::size_t index) {
    if (place.field == field && place.start < place.end && place.end <= size)
      marks.push_back({place.start, place.end, kind, index});
  };
  for (std::size_t i = 0; i < assessment.findings.size(); ++i) {
    for (const auto& span : assessment.findings[i].spans) add(span, Mark::Kind::kFinding, i);
  }
  for (std::size_t i = 0; i < assessment.facts.facts.size(); ++i)
    add(assessment.facts.facts[i].place, Mark::Kind::kFact, i);
  for (std::size_t i = 0; i < assessment.facts.evasions.size(); ++i)
    add(assessment.facts.evasions[i].place, Mark::Kind::kDisguise, i);
  return marks;
}

// How many points each finding adds: the highest of an indicator counts, the others add nothing.
std::vector<int> CountedPoints(const core::Assessment& assessment, int cap) {
  std::map<std::string_view, std::size_t> highest;
  for (std::size_t i = 0; i < assessment.findings.size(); ++i) {
    const auto& finding = assessment.findings[i];
    const auto [place, is_new] = highest.emplace(finding.indicator, i);
    if (!is_new && assessment.findings[place->second].points < finding.points) place->second = i;
  }
  std::vector<int> counted(assessment.findings.size(), 0);
  for (const auto& [indicator, i] : highest)
    counted[i] = std::min(assessment.findings[i].points, cap);
  return counted;
}

std::string Hidden(const std::string& text, const Masker* masker) {
  return masker == nullptr ? text : (*masker)(text);
}

}  // namespace

Json SegmentsOf(const core::PostingText& text, core::Field field,
                const core::Assessment& assessment, const Masker* masker) {
  const std::string& whole = text.Get(field);
  const std::size_t size = core::Utf8Prefix(whole, kMaxShownFieldBytes).size();
  std::vector<Mark> marks = MarksOf(field, size, assessment);
  if (masker != nullptr) {
    for (const auto& [begin, end] : masker->Places(std::string_view{whole}.substr(0, size)))
      marks.push_back({begin, end, Mark::Kind::kPersonal, 0});
  }
  std::set<std::size_t> borders{0, size};
  for (const auto& mark : marks) borders.insert({mark.start, mark.end});
  Json segments = Json::array();
  for (auto border = borders.begin(); std::next(border) != borders.end(); ++border) {
    const std::size_t start = *border;
    const std::size_t end = *std::next(border);
    std::string piece = whole.substr(start, end - start);
    Json segment;
    std::set<std::size_t> findings;
    for (const auto& mark : marks) {
      if (mark.start > start || mark.end < end) continue;
      switch (mark.kind) {
        case Mark::Kind::kFinding:
          findings.insert(mark.index);
          break;
        case Mark::Kind::kFact: {
          const auto& fact = assessment.facts.facts[mark.index];
          segment["fact"] = core::FactKindName(fact.kind);
          if (IsPersonal(fact.kind) && masker != nullptr) {
            segment["masked"] = true;
          }
          break;
        }
        case Mark::Kind::kPersonal:
          segment["masked"] = true;
          break;
        case Mark::Kind::kDisguise:
          segment["disguise"] = assessment.facts.evasions[mark.index].kind;
          segment["plain"] = Hidden(
              core::Fold(std::string_view{whole}.substr(start, end - start), field).folded.text(),
              masker);
          break;
      }
    }
    if (!findings.empty()) segment["findings"] = findings;
    // The first place of each disguise is a mark of its own; the others are seen where something was found in them.
    if (!segment.contains("disguise") && (!findings.empty() || segment.contains("fact"))) {
      const core::Folding folding = core::Fold(piece, field);
      if (!folding.evasions.empty()) {
        segment["disguise"] = folding.evasions.front().kind;
        segment["plain"] = Hidden(folding.folded.text(), masker);
      }
    }
    segment["text"] = segment.contains("masked") ? MaskedValue(piece) : Hidden(piece, masker);
    if (segment.contains("masked")) segment.erase("plain");
    segments.push_back(std::move(segment));
  }
  if (size < whole.size()) segments.push_back({{"text", " […]"}, {"cut", whole.size() - size}});
  return segments;
}

Json ChangesOf(const std::vector<db::VersionRow>& versions, const Masker* masker) {
  const auto hidden = [&](const std::vector<std::string>& pieces) {
    Json texts = Json::array();
    for (const auto& piece : pieces) texts.push_back(Hidden(piece, masker));
    return texts;
  };
  Json json = Json::array();
  for (std::size_t i = 0; i < versions.size(); ++i) {
    const auto& version = versions[i];
    TextDiff diff;
    if (i + 1 < versions.size())
      diff = DiffText(versions[i + 1].title + "\n" + versions[i + 1].body, version.title + "\n" + version.body);
    json.push_back({{"n", version.n},
                    {"made_at", core::FormatInstant(version.made_at)},
                    {"captures", version.captures},
                    {"removed", hidden(diff.removed)},
                    {"added", hidden(diff.added)}});
    if (masker == nullptr) json.back()["text_sha256"] = version.text_sha256;
  }
  return json;
}

Json LawOf(const std::vector<std::string>& ids, const rules::Pack& pack) {
  Json law = Json::array();
  for (const auto& id : ids) {
    const auto* article = pack.tables.FindLaw(id);
    if (article == nullptr) {
      law.push_back({{"id", id}});
    } else {
      law.push_back({{"id", id},
                     {"act", article->act},
                     {"article", article->article},
                     {"text", InBoth(article->text_vi, article->text_en)},
                     {"from", ToJson(article->validity.from)},
                     {"to", ToJson(article->validity.to)},
                     {"source", article->source}});
    }
  }
  return law;
}

Json FindingsOf(const core::Assessment& assessment, const rules::Pack& pack, const Masker* masker) {
  const auto counted = CountedPoints(assessment, pack.cap_per_indicator);
  Json findings = Json::array();
  for (std::size_t i = 0; i < assessment.findings.size(); ++i) {
    const auto& finding = assessment.findings[i];
    Json quotes = Json::array();
    std::set<std::string> seen;
    for (const auto& span : finding.spans) {
      if (seen.size() < 6 && seen.insert(span.quote).second)
        quotes.push_back(
            {{"field", core::FieldName(span.field)},
             {"text", Hidden(std::string{core::Utf8Prefix(span.quote, 600)}, masker)}});
    }
    Json guide = InBoth("", "");
    if (const auto* rule = rules::FindRule(pack, finding.rule); rule != nullptr)
      guide = InBoth(rule->guide_vi, rule->guide_en);
    findings.push_back(
        {{"rule", finding.rule},
         {"version", finding.rule_version},
         {"indicator", finding.indicator},
         {"severity", core::SeverityName(finding.severity)},
         {"points", finding.points},
         {"counted", counted[i]},
         {"title", InBoth(finding.title_vi, finding.title_en)},
         {"why", InBoth(Hidden(finding.why_vi, masker), Hidden(finding.why_en, masker))},
         {"guide", guide},
         {"quotes", quotes},
         {"law", LawOf(finding.law, pack)}});
  }
  return findings;
}

Json FactsOf(const core::Assessment& assessment, const Masker* masker) {
  Json facts = Json::array();
  for (const auto& fact : assessment.facts.facts) {
    const bool hide = masker != nullptr && IsPersonal(fact.kind);
    Json attrs = Json::object();
    for (const auto& [name, value] : fact.attrs) {
      const bool personal = name == "number" || name == "handle" || name == "holder";
      attrs[name] = hide && personal ? MaskedValue(value) : Hidden(value, masker);
    }
    Json json = {{"kind", core::FactKindName(fact.kind)},
                 {"value", hide ? MaskedValue(fact.value) : Hidden(fact.value, masker)},
                 {"text", hide ? MaskedValue(fact.place.quote) : Hidden(fact.place.quote, masker)},
                 {"field", core::FieldName(fact.place.field)},
                 {"attrs", attrs}};
    if (fact.number) json["number"] = *fact.number;
    facts.push_back(std::move(json));
  }
  return facts;
}

Json ScoreOf(const core::Assessment& assessment, const rules::Pack& pack) {
  int sum = 0;
  for (const int points : CountedPoints(assessment, pack.cap_per_indicator)) sum += points;
  return {{"sum", sum}, {"score", assessment.score}, {"cap", 100}};
}

Json EvidenceOf(const std::optional<db::EvidencePlace>& evidence, const Masker* masker) {
  if (!evidence) return {};
  Json json = {{"record", evidence->record_id},
               {"at", core::FormatInstant(evidence->at)},
               {"url", masker == nullptr ? evidence->final_url : MaskedAddress(evidence->final_url, *masker)},
               {"file", evidence->file},
               {"offset", evidence->offset},
               {"length", evidence->length},
               {"purged", evidence->file.empty()}};
  if (masker == nullptr) json["payload_sha256"] = evidence->payload_sha256;
  return json;
}

}  // namespace agencywatch::alerts
