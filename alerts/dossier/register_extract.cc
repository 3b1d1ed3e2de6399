#include "alerts/dossier/register_extract.h"

#include <nlohmann/json.hpp>

#include "core/errors.h"
#include "core/register_row_json.h"

namespace agencywatch::alerts {
namespace {

using nlohmann::json;

json DayJson(const std::optional<core::Day>& day) {
  return day ? json(core::FormatDay(*day)) : json();
}

std::optional<core::Day> DayOf(const json& value) {
  if (value.is_null()) return {};
  return core::ParseDay(value.get<std::string>()).value();
}

core::RegisterEntry EntryOf(const json& stored) {
  auto entries = core::RegisterView::EntriesOf(
      core::RegisterRowsFromJson(json::array({stored.at("row")})));
  core::RegisterEntry& entry = entries.at(0);
  entry.periods.clear();
  for (const auto& period : stored.at("periods")) {
    entry.periods.push_back(
        {core::FindLicenceStatus(period.at("status").get<std::string>()).value(),
         period.at("market").get<std::string>(), DayOf(period.at("from")), DayOf(period.at("to")),
         period.value("activity", std::string{"*"})});
  }
  entry.left_on = DayOf(stored.at("left_on"));
  return std::move(entry);
}

}  // namespace

std::string RegisterExtract(const core::RegisterView& view) {
  json entries = json::array();
  for (const auto& entry : view.entries()) {
    json periods = json::array();
    for (const auto& period : entry.periods) {
      periods.push_back({{"status", core::LicenceStatusName(period.status)},
                         {"market", period.market},
                         {"from", DayJson(period.from)},
                         {"to", DayJson(period.to)},
                         {"activity", period.activity}});
    }
    entries.push_back({{"row", core::RegisterRowsToJson({entry.row}).at(0)},
                       {"periods", std::move(periods)},
                       {"left_on", DayJson(entry.left_on)}});
  }
  return json{{"as_of", core::FormatDay(view.as_of())},
              {"max_age_days", view.max_age().count()},
              {"entries", std::move(entries)}}
             .dump(1) +
         "\n";
}

core::RegisterView ReadRegisterExtract(std::string_view text, const std::string& name) {
  try {
    const json stored = json::parse(text);
    std::vector<core::RegisterEntry> entries;
    for (const auto& entry : stored.at("entries")) entries.push_back(EntryOf(entry));
    core::RegisterView view(std::move(entries), DayOf(stored.at("as_of")).value());
    view.set_max_age(std::chrono::days(stored.at("max_age_days").get<int>()));
    return view;
  } catch (const std::exception& error) {  // also of json, and of an optional without value
    throw core::InputError({name, 0, 0,
                            std::string{"this is no register extract: "} + error.what(), ""});
  }
}

}  // namespace agencywatch::alerts
