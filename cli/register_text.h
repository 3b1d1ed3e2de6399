// How people and programs read entries and changes of the licence register.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "core/register_view.h"
#include "db/register_store.h"

namespace agencywatch::cli {

// "bị đình chỉ", or why there is no status: "không còn trong danh sách từ 01.10.2026". `entry` may be
// null: not on the list.
[[nodiscard]] std::string StatusText(std::optional<core::LicenceStatus> status,
                                     const core::RegisterEntry* entry, core::Day day, bool english);
// Number, name and status on that day, in one line without its end; a market's own status too.
[[nodiscard]] std::string EntryLine(const core::RegisterEntry& entry, core::Day day, bool english);
[[nodiscard]] nlohmann::ordered_json EntryJson(const core::RegisterEntry& entry, core::Day day);

// A line for the change and one for each field that changed.
[[nodiscard]] std::string ChangeText(const db::RegisterChange& change, bool english);
[[nodiscard]] nlohmann::ordered_json ChangeJson(const db::RegisterChange& change);

// The last moment of a day in Vietnam: what was known on that day.
[[nodiscard]] core::Instant EndOfDay(core::Day day);
[[nodiscard]] nlohmann::ordered_json DayJson(const std::optional<core::Day>& day);
[[nodiscard]] std::string RegisterUnknownText(bool english);  // no list was imported yet

}  // namespace agencywatch::cli
