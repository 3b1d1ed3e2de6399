#include "alerts/correction_json.h"

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
    correction.says = mask(correction.says);
    if (correction.identifier) correction.identifier->norm = mask(correction.identifier->norm);
    all.push_back(CorrectionJson(correction));
  }
  return all;
}

}  // namespace agencywatch::alerts
