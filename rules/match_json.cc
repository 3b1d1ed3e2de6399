#include "rules/match_json.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <set>
#include <vector>

#include "core/utf8.h"
#include "rules/internal/json_fields.h"
#include "rules/internal/json_text.h"

namespace agencywatch::rules {
namespace {

using internal::JsonWriter;
using internal::TextFields;

// What is wrong with a line; ends the reading of it.
struct BadLine {
  std::string what;
};

// Text without NUL, byte for byte as long as it was: the rules want none, the offsets must not
// move.
std::string WithoutNul(std::string text) {
  std::replace(text.begin(), text.end(), '\0', ' ');
  return text;
}

// The amount as a JSON number: whole where it is whole.
void WriteAmount(const core::Money& money, JsonWriter& json) {
  std::int64_t unit = 1;
  for (int i = 0; i < core::CurrencyExponent(money.currency); ++i) unit *= 10;
  if (money.minor_units % unit == 0) {
    json.Integer(money.minor_units / unit);
  } else {
    json.Number(static_cast<double>(money.minor_units) / static_cast<double>(unit));
  }
}

// One entry for each different sum.
void WriteMoney(const core::Facts& facts, JsonWriter& json) {
  std::set<std::string> written;
  json.Key("money").BeginArray();
  for (const core::Fact& fact : facts.facts) {
    if (fact.kind != core::FactKind::kMoney || !fact.money) continue;
    const std::string_view text = fact.Attr("text");
    std::string entry;
    JsonWriter one(entry);
    one.BeginObject().Key("role").TextOrNull(fact.Attr("role")).Key("amount");
    WriteAmount(*fact.money, one);
    one.Key("currency").Text(fact.money->currency);
    one.Key("period").TextOrNull(fact.Attr("period"));
    one.Key("text").Text(text.empty() ? std::string_view(fact.place.quote) : text).EndObject();
    if (written.insert(entry).second) json.Raw(entry);
  }
  json.EndArray();
}

void WriteSpan(const core::Place& place, JsonWriter& json) {
  json.Key("field").Text(core::FieldName(place.field));
  json.Key("start").Integer(static_cast<std::int64_t>(place.start));
  json.Key("end").Integer(static_cast<std::int64_t>(place.end));
  json.Key("quote").Text(place.quote);
}

void Write(const core::Facts& facts, JsonWriter& json) {
  static constexpr std::array<std::pair<core::FactKind, std::string_view>, 6> kLists = {{
      {core::FactKind::kPhone, "phones"},
      {core::FactKind::kAccount, "accounts"},
      {core::FactKind::kSocial, "socials"},
      {core::FactKind::kDestination, "destinations"},
      {core::FactKind::kLicence, "licences"},
      {core::FactKind::kEnterprise, "enterprises"},
  }};
  json.BeginObject();
  WriteMoney(facts, json);
  for (const auto& [kind, name] : kLists) {
    std::set<std::string_view> written;
    json.Key(name).BeginArray();
    for (const core::Fact& fact : facts.facts) {
      if (fact.kind == kind && written.insert(fact.value).second) json.Text(fact.value);
    }
    json.EndArray();
  }
  json.Key("at").BeginArray();
  for (const core::Fact& fact : facts.facts) {
    json.BeginObject();
    json.Key("kind").Text(core::FactKindName(fact.kind)).Key("value").Text(fact.value);
    WriteSpan(fact.place, json);
    if (fact.kind == core::FactKind::kPhone)
      json.Key("valid").Boolean(fact.Attr("valid") == "true");
    json.EndObject();
  }
  json.EndArray().EndObject();
}

// Quotes what came in, also where a NUL was taken out for the rules.
void Requote(core::Place& place, const core::PostingText& original) {
  const std::string& text = original.Get(place.field);
  if (place.end <= text.size() && place.start <= place.end) {
    place.quote = text.substr(place.start, place.end - place.start);
  }
}

void Write(const core::Finding& finding, JsonWriter& json) {
  json.BeginObject().Key("rule").Text(finding.rule).Key("indicator").Text(finding.indicator);
  json.Key("severity").Text(core::SeverityName(finding.severity));
  json.Key("points").Integer(finding.points).Key("spans").BeginArray();
  for (const core::Place& place : finding.spans) {
    json.BeginObject();
    WriteSpan(place, json);
    json.EndObject();
  }
  json.EndArray().Key("why").Text(finding.why_vi).Key("law").BeginArray();
  for (const std::string& id : finding.law) json.Text(id);
  json.EndArray().EndObject();
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
  // `lang` must be a text too, but the rules read the language off the advert.
  static const std::vector<std::string_view> kKeys = {
      "id", "title", "body", "context", "agency", "url", "channel", "lang", "posted_at"};
  TextFields fields = internal::ReadTextFields(line, kKeys);
  switch (fields.problem) {
    case TextFields::Problem::kNone:
      break;
    case TextFields::Problem::kNotJson:  // also ill-formed UTF-8 and unpaired surrogates
      throw BadLine{"the line is not valid JSON in UTF-8"};
    case TextFields::Problem::kNotAnObject:
      throw BadLine{"the line is not a JSON object"};
    case TextFields::Problem::kNotAString:
      throw BadLine{"\"" + std::string(fields.key) + "\" is not a string"};
  }
  const auto take = [&](std::size_t key) { return std::move(fields.texts[key]).value_or(""); };
  if (!fields.texts[0]) throw BadLine{"\"id\" is missing"};
  if (!fields.texts[1] && !fields.texts[2]) throw BadLine{"\"title\" and \"body\" are missing"};
  MatchInput input;
  input.id = take(0);
  input.original = {take(1), take(2), take(3)};
  input.assess.text = {WithoutNul(input.original.title), WithoutNul(input.original.body),
                       WithoutNul(input.original.context)};
  input.assess.agency = WithoutNul(take(4));
  input.assess.url = WithoutNul(take(5));
  input.assess.channel = WithoutNul(take(6));
  core::Day day = today;
  if (const auto& posted = fields.texts[8]; posted && !posted->empty()) {
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

std::string Answer(const RuleSet& rules, const core::RegisterView* view, MatchInput input,
                   std::string_view program_version) {
  core::Assessment assessment = rules.Assess(input.assess, view);
  for (core::Finding& finding : assessment.findings) {
    for (core::Place& place : finding.spans) Requote(place, input.original);
  }
  for (core::Fact& fact : assessment.facts.facts) Requote(fact.place, input.original);
  std::string line;
  JsonWriter json(line);
  json.BeginObject().Key("id").Text(input.id);
  json.Key("verdict").Text(core::VerdictName(assessment.verdict));
  json.Key("score").Integer(assessment.score).Key("review").Boolean(assessment.review);
  json.Key("genre").Text(assessment.genre).Key("evasion").BeginArray();
  for (const core::Evasion& seen : assessment.facts.evasions) json.Text(seen.kind);
  json.EndArray().Key("findings").BeginArray();
  for (const core::Finding& finding : assessment.findings) Write(finding, json);
  json.EndArray().Key("facts");
  Write(assessment.facts, json);
  json.Key("program").Text(program_version);
  json.Key("pack").Text("sha256:" + assessment.pack_sha256).Key("register_as_of");
  json.TextOrNull(assessment.register_as_of ? core::FormatDay(*assessment.register_as_of) : "");
  json.Key("register_note").Text(assessment.register_note_vi).EndObject();
  return line;
}

}  // namespace

MatchAnswer MatchLine(const RuleSet& rules, const core::RegisterView* view, std::string_view line,
                      std::size_t line_number, core::Day today, std::string_view program_version) {
  try {
    return {Answer(rules, view, ReadLine(line, today), program_version), false};
  } catch (const BadLine& bad) {
    std::string answer;
    JsonWriter json(answer);
    json.BeginObject().Key("line").Integer(static_cast<std::int64_t>(line_number));
    json.Key("error").Text(bad.what).EndObject();
    return {std::move(answer), true};
  }
}

std::string FactsJson(const core::Facts& facts) {
  std::string text;
  JsonWriter json(text);
  Write(facts, json);
  return text;
}

}  // namespace agencywatch::rules
