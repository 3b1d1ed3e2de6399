#include "alerts/correction_json.h"

#include <algorithm>

#include "alerts/api/masking.h"

namespace agencywatch::alerts {

nlohmann::ordered_json CorrectionJson(const db::Correction& correction) {
  nlohmann::ordered_json json{{"kind", correction.subject_id ? "subject" : "posting"}, {"value", nullptr}};
  if (correction.identifier) json = {{"kind", correction.identifier->kind}, {"value", correction.identifier->norm}};
  json["says"] = correction.says;
  json["request"] = correction.request;
  json["at"] = core::FormatInstant(correction.at);
  return json;
}

nlohmann::ordered_json CorrectionsOf(const std::vector<db::Correction>& corrections,
                                     const std::function<std::string(const std::string&)>& mask) {
  auto all = nlohmann::ordered_json::array();
  for (auto correction : corrections) {
    if (mask) {
      correction.says = MaskedLabel(mask(correction.says));
      if (correction.identifier) correction.identifier->norm = mask(correction.identifier->norm);
    }
    all.push_back(CorrectionJson(correction));
  }
  return all;
}

bool IsCorrected(const std::vector<db::Correction>& corrections, const db::IdentifierValue& identifier) {
  return std::any_of(corrections.begin(), corrections.end(), [&](const auto& correction) {
    return correction.identifier && correction.identifier->kind == identifier.kind && correction.identifier->norm == identifier.norm;
  });
}

}  // namespace agencywatch::alerts
