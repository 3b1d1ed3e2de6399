// Rows of a published register list, as they are kept: every member, so that equal rows are equal
// texts.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "core/register_view.h"

namespace agencywatch::core {

nlohmann::json RegisterRowsToJson(const std::vector<RegisterRow>& rows);
std::vector<RegisterRow> RegisterRowsFromJson(const nlohmann::json& json);

}  // namespace agencywatch::core
