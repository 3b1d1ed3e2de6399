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

core::Place PlaceFromJson(const json& value) {
  const auto field = core::FindField(value.at("field").get<std::string>());
  if (!field) throw std::logic_error("unknown field of a place in the database: " + value.dump());
  return {*field, value.at("start").get<std::size_t>(), value.at("end").get<std::size_t>(),
          value.at("quote").get<std::string>()};
}

std::string TextAt(const json& value, const char* key) { return value.value(key, std::string{}); }

}  // namespace

json PlacesToJson(const std::vector<core::Place>& places) {
  json list = json::array();
  for (const auto& place : places) list.push_back(PlaceToJson(place));
  return list;
}

std::vector<core::Place> PlacesFromJson(const json& value) {
  std::vector<core::Place> places;
  for (const auto& item : value) places.push_back(PlaceFromJson(item));
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

std::vector<core::Evasion> EvasionsFromJson(const json& value) {
  std::vector<core::Evasion> evasions;
  for (const auto& item : value)
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

void FactDetailsFromJson(const json& value, core::Fact& fact) {
  if (value.contains("attrs"))
    fact.attrs = value.at("attrs").get<std::map<std::string, std::string>>();
  if (value.contains("money")) {
    const auto& money = value.at("money");
    fact.money = core::Money{money.at("minor_units").get<std::int64_t>(),
                             money.at("currency").get<std::string>()};
  }
  if (value.contains("number")) fact.number = value.at("number").get<double>();
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
  put("channel", posting.channel);
  put("country", posting.country);
  put("region", posting.region);
  if (!posting.trackers.empty()) fields["trackers"] = posting.trackers;
  return fields;
}

void PostingFieldsFromJson(const json& value, core::Posting& posting) {
  posting.employer = TextAt(value, "employer");
  posting.valid_through = core::ParseDay(TextAt(value, "valid_through"));
  if (value.contains("salary_min")) posting.salary_min = value.at("salary_min").get<double>();
  if (value.contains("salary_max")) posting.salary_max = value.at("salary_max").get<double>();
  posting.salary_currency = TextAt(value, "salary_currency");
  posting.salary_unit = TextAt(value, "salary_unit");
  posting.channel = TextAt(value, "channel");
  posting.country = TextAt(value, "country");
  posting.region = TextAt(value, "region");
  posting.trackers = value.value("trackers", std::vector<std::string>{});
}

}  // namespace agencywatch::db
