#include "core/register_row_json.h"

#include <stdexcept>
#include <string>

namespace agencywatch::core {
namespace {

using nlohmann::json;

json DayToJson(const std::optional<Day>& day) {
  return day ? json(FormatDay(*day)) : json();
}

std::optional<Day> DayFromJson(const json& value) {
  if (value.is_null()) return {};
  return ParseDay(value.get<std::string>());
}

}  // namespace

json RegisterRowsToJson(const std::vector<RegisterRow>& rows) {
  json list = json::array();
  for (const auto& row : rows) {
    list.push_back({{"name", row.name},
                    {"name_en", row.name_en},
                    {"short_name", row.short_name},
                    {"licence_no", row.licence_no},
                    {"issued_on", DayToJson(row.issued_on)},
                    {"status", LicenceStatusName(row.status)},
                    {"status_from", DayToJson(row.status_from)},
                    {"status_to", DayToJson(row.status_to)},
                    {"status_market", row.status_market},
                    {"status_activity", row.status_activity},
                    {"tax_code", row.tax_code},
                    {"address", row.address},
                    {"phones", row.phones},
                    {"markets", row.markets},
                    {"reissued_from", row.reissued_from},
                    {"website", row.website},
                    {"email", row.email},
                    {"branches", row.branches},
                    {"accounts", row.accounts},
                    {"activities", row.activities}});
  }
  return list;
}

std::vector<RegisterRow> RegisterRowsFromJson(const json& list) {
  std::vector<RegisterRow> rows;
  for (const auto& value : list) {
    const auto text = [&value](const char* key) { return value.at(key).get<std::string>(); };
    RegisterRow row;
    row.name = text("name");
    row.name_en = text("name_en");
    row.short_name = text("short_name");
    row.licence_no = text("licence_no");
    row.issued_on = DayFromJson(value.at("issued_on"));
    const auto status = FindLicenceStatus(text("status"));
    if (!status)
      throw std::logic_error("unknown licence status in the database: " + text("status"));
    row.status = *status;
    row.status_from = DayFromJson(value.at("status_from"));
    row.status_to = DayFromJson(value.at("status_to"));
    row.status_market = text("status_market");
    row.tax_code = text("tax_code");
    row.address = text("address");
    row.phones = value.at("phones").get<std::vector<std::string>>();
    row.markets = value.at("markets").get<std::vector<std::string>>();
    row.reissued_from = text("reissued_from");
    row.website = text("website");
    row.email = text("email");
    // Rows of older imports lack these.
    row.branches = value.value("branches", std::vector<std::string>{});
    row.accounts = value.value("accounts", std::vector<std::string>{});
    row.status_activity = value.value("status_activity", std::string{});
    row.activities = value.value("activities", std::vector<std::string>{});
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace agencywatch::core
