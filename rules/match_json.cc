#include "rules/match_json.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/utf8.h"

namespace agencywatch::rules {
namespace {

using Json = nlohmann::ordered_json;

// What is wrong with a line; ends the reading of it.
struct BadLine {
  std::string what;
};

std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<std::string> TextAt(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return std::nullopt;
  if (!found->is_string()) throw BadLine{std::string("\"") + key + "\" is not a string"};
  return found->get<std::string>();
}

// Text without NUL, byte for byte as long as it was: the rules want none, the offsets must not
// move.
std::string WithoutNul(std::string text) {
  std::replace(text.begin(), text.end(), '\0', ' ');
  return text;
}

// The amount as a JSON number: whole where it is whole.
Json AmountOf(const core::Money& money) {
  std::int64_t unit = 1;
  for (int i = 0; i < core::CurrencyExponent(money.currency); ++i) unit *= 10;
  if (money.minor_units % unit == 0) return money.minor_units / unit;
  return static_cast<double>(money.minor_units) / static_cast<double>(unit);
}

void AddOnce(Json& list, Json value) {
  if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(std::move(value));
}

Json TextOrNull(std::string_view text) {
  return text.empty() ? Json(nullptr) : Json(std::string(text));
}

Json JsonOf(const core::Facts& facts) {
  static constexpr std::array<std::pair<core::FactKind, const char*>, 6> kLists = {{
      {core::FactKind::kPhone, "phones"},
      {core::FactKind::kAccount, "accounts"},
      {core::FactKind::kSocial, "socials"},
      {core::FactKind::kDestination, "destinations"},
      {core::FactKind::kLicence, "licences"},
      {core::FactKind::kEnterprise, "enterprises"},
  }};
  Json result = {{"money", Json::array()}};
  for (const auto& [kind, name] : kLists) result[name] = Json::array();
  Json at = Json::array();
  for (const core::Fact& fact : facts.facts) {
    if (fact.kind == core::FactKind::kMoney && fact.money) {
      const std::string_view text = fact.Attr("text");
      AddOnce(result["money"],
              {{"role", TextOrNull(fact.Attr("role"))},
               {"amount", AmountOf(*fact.money)},
               {"currency", fact.money->currency},
               {"period", TextOrNull(fact.Attr("period"))},
               {"text", std::string(text.empty() ? std::string_view(fact.place.quote) : text)}});
    }
    for (const auto& [kind, name] : kLists) {
      if (fact.kind == kind) AddOnce(result[name], fact.value);
    }
    Json place = {{"kind", std::string(core::FactKindName(fact.kind))},
                  {"value", fact.value},
                  {"field", std::string(core::FieldName(fact.place.field))},
                  {"start", fact.place.start},
                  {"end", fact.place.end},
                  {"quote", fact.place.quote}};
    if (fact.kind == core::FactKind::kPhone) place["valid"] = fact.Attr("valid") == "true";
    at.push_back(std::move(place));
  }
  result["at"] = std::move(at);
  return result;
}

// Quotes what came in, also where a NUL was taken out for the rules.
void Requote(core::Place& place, const core::PostingText& original) {
  const std::string& text = original.Get(place.field);
  if (place.end <= text.size() && place.start <= place.end) {
    place.quote = text.substr(place.start, place.end - place.start);
  }
}

Json JsonOf(const core::Finding& finding) {
  Json spans = Json::array();
  for (const core::Place& place : finding.spans) {
    spans.push_back({{"field", std::string(core::FieldName(place.field))},
                     {"start", place.start},
                     {"end", place.end},
                     {"quote", place.quote}});
  }
  return {{"rule", finding.rule},
          {"indicator", finding.indicator},
          {"severity", std::string(core::SeverityName(finding.severity))},
          {"points", finding.points},
          {"spans", std::move(spans)},
          {"why", finding.why_vi},
          {"law", finding.law}};
}

struct MatchInput {
  std::string id;
  AssessInput assess;
  core::PostingText original;
};

MatchInput ReadLine(std::string_view line, core::Day today) {
  if (line.size() > kMaxMatchLineBytes) {
    throw BadLine{"the line is longer than " + std::to_string(kMaxMatchLineBytes) + " bytes"};
  }
  if (core::Trim(line).empty()) throw BadLine{"the line is empty"};
  // Refuses ill-formed UTF-8 and unpaired surrogates as well.
  const Json object = Json::parse(line, nullptr, false);
  if (object.is_discarded()) throw BadLine{"the line is not valid JSON in UTF-8"};
  if (!object.is_object()) throw BadLine{"the line is not a JSON object"};
  MatchInput input;
  const auto id = TextAt(object, "id");
  if (!id) throw BadLine{"\"id\" is missing"};
  input.id = *id;
  const auto title = TextAt(object, "title");
  const auto body = TextAt(object, "body");
  if (!title && !body) throw BadLine{"\"title\" and \"body\" are missing"};
  input.original = {title.value_or(""), body.value_or(""), TextAt(object, "context").value_or("")};
  input.assess.text = {WithoutNul(input.original.title), WithoutNul(input.original.body),
                       WithoutNul(input.original.context)};
  input.assess.agency = WithoutNul(TextAt(object, "agency").value_or(""));
  input.assess.url = WithoutNul(TextAt(object, "url").value_or(""));
  input.assess.channel = WithoutNul(TextAt(object, "channel").value_or(""));
  static_cast<void>(TextAt(object, "lang"));  // the rules read the language off the text
  core::Day day = today;
  if (const auto posted = TextAt(object, "posted_at"); posted && !posted->empty()) {
    const auto instant = core::ParseInstant(*posted);
    if (!instant) throw BadLine{"\"posted_at\" is neither a day nor an ISO 8601 time"};
    day =
        posted->size() == 10 ? core::ParseDay(*posted).value_or(today) : core::VietnamDay(*instant);
    if (const int year = static_cast<int>(day.year()); year < 1900 || year > 9999) {
      throw BadLine{"\"posted_at\" is out of bounds"};
    }
  }
  input.assess.posted_at = day;
  input.assess.day_from = day;
  input.assess.day_to = day;
  return input;
}

Json Answer(const RuleSet& rules, const core::RegisterView* view, MatchInput input,
            std::string_view program_version) {
  core::Assessment assessment = rules.Assess(input.assess, view);
  for (core::Finding& finding : assessment.findings) {
    for (core::Place& place : finding.spans) Requote(place, input.original);
  }
  for (core::Fact& fact : assessment.facts.facts) Requote(fact.place, input.original);
  Json evasion = Json::array();
  for (const core::Evasion& seen : assessment.facts.evasions) AddOnce(evasion, seen.kind);
  Json findings = Json::array();
  for (const core::Finding& finding : assessment.findings) findings.push_back(JsonOf(finding));
  return {{"id", input.id},
          {"verdict", std::string(core::VerdictName(assessment.verdict))},
          {"score", assessment.score},
          {"review", assessment.review},
          {"genre", assessment.genre},
          {"evasion", std::move(evasion)},
          {"findings", std::move(findings)},
          {"facts", JsonOf(assessment.facts)},
          {"program", std::string(program_version)},
          {"pack", "sha256:" + assessment.pack_sha256},
          {"register_as_of", assessment.register_as_of
                                 ? Json(core::FormatDay(*assessment.register_as_of))
                                 : Json(nullptr)},
          {"register_note", assessment.register_note_vi}};
}

}  // namespace

MatchAnswer MatchLine(const RuleSet& rules, const core::RegisterView* view, std::string_view line,
                      std::size_t line_number, core::Day today, std::string_view program_version) {
  try {
    return {Dump(Answer(rules, view, ReadLine(line, today), program_version)), false};
  } catch (const BadLine& bad) {
    return {Dump({{"line", line_number}, {"error", bad.what}}), true};
  }
}

std::string FactsJson(const core::Facts& facts) { return Dump(JsonOf(facts)); }

}  // namespace agencywatch::rules
