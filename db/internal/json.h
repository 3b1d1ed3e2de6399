// How places, facts and findings stand in jsonb columns.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "core/assessment.h"

namespace agencywatch::db {

// [{"field":"body","start":120,"end":141,"quote":"…"}]
nlohmann::json PlacesToJson(const std::vector<core::Place>& places);
std::vector<core::Place> PlacesFromJson(const nlohmann::json& json);

// [{"kind":"emoji_digits","field":"body","start":…,"end":…,"quote":"…"}]
nlohmann::json EvasionsToJson(const std::vector<core::Evasion>& evasions);
std::vector<core::Evasion> EvasionsFromJson(const nlohmann::json& json);

// {"attrs":{…},"money":{"minor_units":15000000,"currency":"VND"},"number":8}, each only if there.
nlohmann::json FactDetailsToJson(const core::Fact& fact);
void FactDetailsFromJson(const nlohmann::json& json, core::Fact& fact);

// What a page marked up: all of a posting but its identity, its text and date_posted; empty members
// are left out.
nlohmann::json PostingFieldsToJson(const core::Posting& posting);
void PostingFieldsFromJson(const nlohmann::json& json, core::Posting& posting);

}  // namespace agencywatch::db
