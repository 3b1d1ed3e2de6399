#include "alerts/cases/masked_case.h"

#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "alerts/api/masking.h"
#include "core/utf8.h"
#include "db/alert_store.h"
#include "db/subject_store.h"

namespace agencywatch::alerts {
namespace {

void Hide(std::string& words) { words = HiddenWords(words); }

// "phone +84912000345", as details name an identifier; a label otherwise.
std::string MaskedWords(const std::string& words) {
  const auto blank = words.find(' ');
  if (blank != std::string::npos && IsPersonal(std::string_view{words}.substr(0, blank)))
    return words.substr(0, blank + 1) + MaskedValue(std::string_view{words}.substr(blank + 1));
  return MaskedLabel(words);
}

void MaskTexts(nlohmann::ordered_json& json) {
  if (json.is_string()) json = MaskedWords(json.get<std::string>());
  // A file's hash would tell whether it is one that somebody has, or a text that somebody guesses.
  if (json.is_object()) json.erase("sha256");
  if (!json.is_structured()) return;
  // Our own codes are nobody's words: "16_17" is an age, no number of anybody's.
  static const std::set<std::string, std::less<>> kCodes = {"state", "outcome", "sex", "age_band", "purpose", "returned", "support"};
  for (auto part = json.begin(); part != json.end(); ++part) {
    if (!json.is_object() || !kCodes.contains(part.key())) MaskTexts(*part);
  }
}

}  // namespace

std::string HiddenWords(std::string_view words) { return std::string{words.empty() ? words : kHiddenWords}; }

std::string MaskedDetails(const std::string& json) {
  auto details = nlohmann::ordered_json::parse(json, nullptr, false);
  if (details.is_discarded()) return std::string{HiddenWords(json)};
  MaskTexts(details);
  return details.dump();
}

std::string NewCaseTitle(pqxx::transaction_base& tx, const std::string& said,
                         const std::vector<std::int64_t>& alert_numbers) {
  if (!core::Trim(said).empty() || alert_numbers.empty()) return said;
  const auto first = db::FindAlert(tx, alert_numbers.front());
  return first ? MaskedLabel(db::SubjectLabel(tx, first->subject_id)) : said;
}

db::CaseRow Masked(db::CaseRow row) {
  row.title = MaskedLabel(row.title);
  return row;
}

db::CaseDetails Masked(db::CaseDetails details) {
  details.row = Masked(std::move(details.row));
  for (auto& alert : details.alerts) alert.subject = MaskedLabel(alert.subject);
  for (auto& task : details.tasks) task.what = MaskedLabel(task.what);
  for (auto& file : details.attachments) {
    file.name = MaskedLabel(file.name);
    file.sha256.clear();
  }
  for (auto& correction : details.corrections) {
    correction.says = MaskedLabel(correction.says);
    if (correction.identifier) correction.identifier->norm = MaskedLabel(correction.identifier->norm);
  }
  for (auto& event : details.events) {
    Hide(event.note);
    event.details = MaskedDetails(event.details);
  }
  return details;
}

db::ReferralRow Masked(db::ReferralRow row) {
  row.case_title = MaskedLabel(row.case_title);
  Hide(row.proposal.grounds);
  if (row.answer) Hide(row.answer->note);
  return row;
}

db::ReferralDetails Masked(db::ReferralDetails details) {
  details.row = Masked(std::move(details.row));
  for (auto& answer : details.answers) Hide(answer.note);
  for (auto& event : details.events) Hide(event.note);
  return details;
}

}  // namespace agencywatch::alerts
