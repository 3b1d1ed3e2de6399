// A correction as JSON: {"kind","value","says","request","at"}; `kind` is that of the identifier, or posting or subject.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "db/correction_store.h"

namespace agencywatch::alerts {

[[nodiscard]] nlohmann::ordered_json CorrectionJson(const db::Correction& correction);
// Several. `mask`, where there is one, hides the values that they are about; then whatever in their words looks like a number
// of somebody is hidden, too.
[[nodiscard]] nlohmann::ordered_json CorrectionsOf(const std::vector<db::Correction>& corrections,
                                                   const std::function<std::string(const std::string&)>& mask);
[[nodiscard]] bool IsCorrected(const std::vector<db::Correction>& corrections, const db::IdentifierValue& identifier);

}  // namespace agencywatch::alerts
