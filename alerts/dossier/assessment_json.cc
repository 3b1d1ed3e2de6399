#include "alerts/dossier/assessment_json.h"

#include <map>

namespace agencywatch::alerts {
namespace {

using Json = nlohmann::json;

Json PlaceJson(const core::Place& place) {
  return {{"field", core::FieldName(place.field)},
          {"start", place.start},
          {"end", place.end},
          {"quote", place.quote}};
}

Json FactJson(const core::Fact& fact) {
  Json json = {{"kind", core::FactKindName(fact.kind)}, {"value", fact.value}};
  if (fact.money)
    json["money"] = {{"minor_units", fact.money->minor_units}, {"currency", fact.money->currency}};
  if (fact.number) json["number"] = *fact.number;
  json["attrs"] = fact.attrs;
  json["at"] = PlaceJson(fact.place);
  return json;
}

Json FindingJson(const core::Finding& finding) {
  Json spans = Json::array();
  for (const auto& span : finding.spans) spans.push_back(PlaceJson(span));
  return {{"rule", finding.rule},
          {"version", finding.rule_version},
          {"indicator", finding.indicator},
          {"severity", core::SeverityName(finding.severity)},
          {"points", finding.points},
          {"quotes", std::move(spans)},
          {"law", finding.law},
          {"title", {{"vi", finding.title_vi}, {"en", finding.title_en}}},
          {"why", {{"vi", finding.why_vi}, {"en", finding.why_en}}}};
}

std::string Say(bool english, const std::string& vi, const std::string& en) {
  return english ? en : vi;
}

// "87", "fraud": as text without the quotes of JSON.
std::string Plain(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

struct Member {
  const char* key;
  const char* vi;
  const char* en;
};

// `where` says of what, and ends with a blank or is empty.
void CompareMembers(const Json& stated, const Json& repeated, const std::vector<Member>& members,
                    const std::string& where, bool english, std::vector<std::string>& out) {
  for (const auto& member : members) {
    const Json& was = stated.at(member.key);
    const Json& is = repeated.at(member.key);
    if (was == is) continue;
    const std::string what = where + Say(english, member.vi, member.en);
    const bool is_short = !was.is_structured() && !is.is_structured();
    out.push_back(what + (is_short ? ": " + Plain(was) + " → " + Plain(is)
                                   : Say(english, " khác", " differs")));
  }
}

std::map<std::string, const Json*> ByRule(const Json& findings) {
  std::map<std::string, const Json*> by_rule;
  for (const auto& finding : findings) by_rule.emplace(finding.at("rule").get<std::string>(), &finding);
  return by_rule;
}

std::string TitleOf(const Json& finding, bool english) {
  return finding.at("rule").get<std::string>() + " (" +
         finding.at("title").at(english ? "en" : "vi").get<std::string>() + ")";
}

}  // namespace

Json AssessmentJson(const core::Assessment& assessment) {
  Json evasions = Json::array();
  for (const auto& evasion : assessment.facts.evasions)
    evasions.push_back({{"kind", evasion.kind}, {"at", PlaceJson(evasion.place)}});
  Json facts = Json::array();
  for (const auto& fact : assessment.facts.facts) facts.push_back(FactJson(fact));
  Json findings = Json::array();
  for (const auto& finding : assessment.findings) findings.push_back(FindingJson(finding));
  return {{"verdict", core::VerdictName(assessment.verdict)},
          {"score", assessment.score},
          {"review", assessment.review},
          {"genre", assessment.genre},
          {"register_as_of", assessment.register_as_of
                                 ? Json(core::FormatDay(*assessment.register_as_of))
                                 : Json()},
          {"register_stale", assessment.register_stale},
          {"register_note",
           {{"vi", assessment.register_note_vi}, {"en", assessment.register_note_en}}},
          {"findings", std::move(findings)},
          {"facts", std::move(facts)},
          {"evasions", std::move(evasions)}};
}

std::vector<std::string> Differences(const Json& stated, const Json& repeated, bool english) {
  std::vector<std::string> out;
  CompareMembers(stated, repeated,
                 {{"verdict", "kết luận", "verdict"},
                  {"score", "điểm", "score"},
                  {"review", "cần xem lại", "review"},
                  {"genre", "thể loại", "genre"},
                  {"register_as_of", "ngày của danh sách giấy phép", "day of the register"},
                  {"register_stale", "danh sách giấy phép đã cũ", "register too old"},
                  {"register_note", "điều danh sách giấy phép nói", "what the register says"}},
                 "", english, out);
  const auto before = ByRule(stated.at("findings"));
  const auto after = ByRule(repeated.at("findings"));
  for (const auto& [rule, finding] : before) {
    const auto now = after.find(rule);
    if (now == after.end()) {
      out.push_back(Say(english, "không còn dấu hiệu ", "finding lost: ") + TitleOf(*finding, english));
      continue;
    }
    CompareMembers(*finding, *now->second,
                   {{"version", "phiên bản quy tắc", "rule version"},
                    {"indicator", "mã dấu hiệu", "indicator"},
                    {"severity", "mức độ", "severity"},
                    {"points", "điểm", "points"},
                    {"quotes", "câu trích", "quotes"},
                    {"law", "điều luật", "law"},
                    {"title", "tên quy tắc", "title"},
                    {"why", "lý do", "reason"}},
                   rule + ": ", english, out);
  }
  for (const auto& [rule, finding] : after) {
    if (!before.contains(rule))
      out.push_back(Say(english, "dấu hiệu mới ", "new finding: ") + TitleOf(*finding, english));
  }
  CompareMembers(stated, repeated,
                 {{"facts", "dữ kiện đọc được", "what was read (facts)"},
                  {"evasions", "cách che giấu", "disguises"}},
                 "", english, out);
  if (out.empty() && stated != repeated)
    out.push_back(Say(english, "phần khác của kết quả", "another part of the result differs"));
  return out;
}

}  // namespace agencywatch::alerts
