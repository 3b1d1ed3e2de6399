#include "alerts/cases/masked_case.h"

#include <nlohmann/json.hpp>

#include "alerts/api/masking.h"
#include "core/utf8.h"
#include "db/alert_store.h"
#include "db/subject_store.h"

namespace agencywatch::alerts {
namespace {

void Hide(std::string& words) { words = HiddenWords(words); }

// The name of an attachment.
std::string MaskedDetails(const std::string& text) {
  auto details = nlohmann::ordered_json::parse(text);
  if (details.contains("name")) details["name"] = MaskedLabel(details["name"].get<std::string>());
  return details.dump();
}

}  // namespace

std::string HiddenWords(std::string_view words) { return std::string{words.empty() ? words : kHiddenWords}; }

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
  for (auto& file : details.attachments) file.name = MaskedLabel(file.name);
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
