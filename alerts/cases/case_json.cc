#include "alerts/cases/case_json.h"

#include "alerts/correction_json.h"

namespace agencywatch::alerts {
namespace {

using Json = nlohmann::ordered_json;

Json InstantOrNull(const std::optional<core::Instant>& at) { return at ? Json(core::FormatInstant(*at)) : Json{}; }
Json TextOrNull(const std::string& text) { return text.empty() ? Json{} : Json(text); }

}  // namespace

// One set of overloads with the public ones: ListOf below needs them all.
static Json ToJson(const db::CaseAlert& alert) {
  return {{"number", alert.number},
          {"subject", alert.subject},
          {"state", db::AlertStateName(alert.state)},
          {"closed_as", alert.closed_as ? Json(db::ClosedAsName(*alert.closed_as)) : Json{}},
          {"verdict", core::VerdictName(alert.verdict)},
          {"score", alert.score},
          {"postings", alert.adverts}};
}

static Json ToJson(const db::CaseTask& task) {
  return {{"task", task.id},
          {"what", task.what},
          {"owner", task.owner},
          {"due", InstantOrNull(task.due)},
          {"made_at", core::FormatInstant(task.made_at)},
          {"made_by", task.made_by},
          {"done_at", InstantOrNull(task.done_at)},
          {"done_by", TextOrNull(task.done_by)}};
}

static Json ToJson(const db::CaseAttachment& file) {
  return {{"attachment", file.id}, {"name", file.name},
          {"media_type", file.media_type}, {"bytes", file.size},
          {"sha256", file.sha256}, {"at", core::FormatInstant(file.at)},
          {"by", file.by}};
}

static Json ToJson(const db::CaseEvent& event) {
  return {{"at", core::FormatInstant(event.at)},
          {"by", event.by},
          {"kind", event.kind},
          {"note", event.note},
          {"details", Json::parse(event.details)}};
}

static Json ToJson(const db::AnswerRow& answer) {
  return {{"answer", db::ReferralAnswerName(answer.answer)},
          {"answered_on", core::FormatDay(answer.answered_on)},
          {"reference", answer.reference},
          {"note", answer.note},
          {"at", core::FormatInstant(answer.at)},
          {"by", answer.by}};
}

static Json ToJson(const db::ReferralEvent& event) {
  return {{"at", core::FormatInstant(event.at)}, {"by", event.by},     {"kind", event.kind},
          {"proposal", event.proposal},          {"note", event.note}, {"details", Json::parse(event.details)}};
}

template <class Rows>
static Json ListOf(const Rows& rows) {
  Json list = Json::array();
  for (const auto& row : rows) list.push_back(ToJson(row));
  return list;
}

Json ToJson(const db::CaseRow& row) {
  return {{"case", row.id},
          {"title", row.title},
          {"state", row.open ? "open" : "closed"},
          {"outcome", row.outcome ? Json(db::CaseOutcomeName(*row.outcome)) : Json{}},
          {"opened_at", core::FormatInstant(row.opened_at)},
          {"opened_by", row.opened_by},
          {"owner", row.owner},
          {"due", InstantOrNull(row.due)},
          {"closed_at", InstantOrNull(row.closed_at)},
          {"verdict", row.verdict ? Json(core::VerdictName(*row.verdict)) : Json{}},
          {"alerts", row.alerts},
          {"provinces", row.provinces},
          {"destinations", row.destinations},
          {"indicators", row.indicators},
          {"open_tasks", row.open_tasks},
          {"persons", row.persons},
          {"referrals", row.referrals}};
}

Json ToJson(const db::AffectedPersons& persons) {
  return {{"sex", persons.sex},           {"age_band", persons.age_band}, {"purpose", persons.purpose},
          {"returned", persons.returned}, {"support", persons.support},   {"n", persons.n}};
}

Json ToJson(const db::CaseDetails& details) {
  Json json = ToJson(details.row);
  json["alerts"] = ListOf(details.alerts);
  json["affected"] = ListOf(details.affected);
  json["tasks"] = ListOf(details.tasks);
  json["attachments"] = ListOf(details.attachments);
  json["referrals"] = details.referrals;
  json["history"] = ListOf(details.events);
  json["corrections"] = CorrectionsOf(details.corrections, nullptr);
  return json;
}

Json ToJson(const db::ReferralRow& row) {
  return {{"referral", row.id},
          {"case", row.case_id},
          {"case_title", row.case_title},
          {"state", db::ReferralStateName(row.state)},
          {"proposal", row.proposal_no},
          {"recipient", row.proposal.recipient},
          {"recipient_kind", row.proposal.recipient_kind},
          {"recipient_name", row.proposal.recipient_name},
          {"recipient_address", row.proposal.recipient_address},
          {"province", row.proposal.province},
          {"copies", row.proposal.copies},
          {"grounds", row.proposal.grounds},
          {"alerts", row.proposal.alerts},
          {"proposed_by", row.proposed_by},
          {"proposed_at", core::FormatInstant(row.proposed_at)},
          {"approved_by", TextOrNull(row.approved_by)},
          {"approved_at", InstantOrNull(row.approved_at)},
          {"sent_by", TextOrNull(row.sent_by)},
          {"sent_at", InstantOrNull(row.sent_at)},
          {"sent_how", row.sent_how},
          {"document_no", row.document_no},
          {"answer", row.answer ? ToJson(*row.answer) : Json{}}};
}

Json ToJson(const db::ReferralDetails& details) {
  Json json = ToJson(details.row);
  json["answers"] = ListOf(details.answers);
  json["history"] = ListOf(details.events);
  return json;
}

}  // namespace agencywatch::alerts
