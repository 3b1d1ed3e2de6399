#include "db/internal/json.h"

#include <stdexcept>

namespace agencywatch::db {
namespace {

using nlohmann::json;

json PlaceToJson(const core::Place& place) {
  return {{"field", core::FieldName(place.field)},
          {"start", place.start},
          {"end", place.end},
          {"quote", place.quote}};
}

core::Place PlaceFromJson(const json& json) {
  const auto field = core::FindField(json.at("field").get<std::string>());
  if (!field) throw std::logic_error("unknown field of a place in the database: " + json.dump());
  return {*field, json.at("start").get<std::size_t>(), json.at("end").get<std::size_t>(),
          json.at("quote").get<std::string>()};
}

std::string TextAt(const json& json, const char* key) { return json.value(key, std::string{}); }

}  // namespace

json PlacesToJson(const std::vector<core::Place>& places) {
  json list = json::array();
  for (const auto& place : places) list.push_back(PlaceToJson(place));
  return list;
}

std::vector<core::Place> PlacesFromJson(const json& json) {
  std::vector<core::Place> places;
  for (const auto& item : json) places.push_back(PlaceFromJson(item));
  return places;
}

json EvasionsToJson(const std::vector<core::Evasion>& evasions) {
  json list = json::array();
  for (const auto& evasion : evasions) {
    json item = PlaceToJson(evasion.place);
    item["kind"] = evasion.kind;
    list.push_back(std::move(item));
  }
  return list;
}

std::vector<core::Evasion> EvasionsFromJson(const json& json) {
  std::vector<core::Evasion> evasions;
  for (const auto& item : json)
    evasions.push_back({item.at("kind").get<std::string>(), PlaceFromJson(item)});
  return evasions;
}

json FactDetailsToJson(const core::Fact& fact) {
  json details = json::object();
  if (!fact.attrs.empty()) details["attrs"] = fact.attrs;
  if (fact.money)
    details["money"] = {{"minor_units", fact.money->minor_units},
                        {"currency", fact.money->currency}};
  if (fact.number) details["number"] = *fact.number;
  return details;
}

void FactDetailsFromJson(const json& json, core::Fact& fact) {
  if (json.contains("attrs"))
    fact.attrs = json.at("attrs").get<std::map<std::string, std::string>>();
  if (json.contains("money")) {
    const auto& money = json.at("money");
    fact.money = core::Money{money.at("minor_units").get<std::int64_t>(),
                             money.at("currency").get<std::string>()};
  }
  if (json.contains("number")) fact.number = json.at("number").get<double>();
}

json PostingFieldsToJson(const core::Posting& posting) {
  json fields = json::object();
  const auto put = [&fields](const char* key, const std::string& value) {
    if (!value.empty()) fields[key] = value;
  };
  put("employer", posting.employer);
  if (posting.valid_through) fields["valid_through"] = core::FormatDay(*posting.valid_through);
  if (posting.salary_min) fields["salary_min"] = *posting.salary_min;
  if (posting.salary_max) fields["salary_max"] = *posting.salary_max;
  put("salary_currency", posting.salary_currency);
  put("salary_unit", posting.salary_unit);
  put("country", posting.country);
  put("region", posting.region);
  return fields;
}

void PostingFieldsFromJson(const json& json, core::Posting& posting) {
  posting.employer = TextAt(json, "employer");
  posting.valid_through = core::ParseDay(TextAt(json, "valid_through"));
  if (json.contains("salary_min")) posting.salary_min = json.at("salary_min").get<double>();
  if (json.contains("salary_max")) posting.salary_max = json.at("salary_max").get<double>();
  posting.salary_currency = TextAt(json, "salary_currency");
  posting.salary_unit = TextAt(json, "salary_unit");
  posting.country = TextAt(json, "country");
  posting.region = TextAt(json, "region");
}

}  // namespace agencywatch::db
