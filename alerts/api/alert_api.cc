// The queue, one alert in full, opening its personal data, and who is behind it.
#include <pqxx/pqxx>

#include "alerts/alert_text.h"
#include "alerts/api/handlers.h"
#include "alerts/api/masking.h"
#include "alerts/api/posting_json.h"
#include "db/alert_store.h"
#include "db/transaction.h"

namespace agencywatch::alerts {
namespace {

constexpr int kMaxPage = 200;

// The label names contacts, a name or both, joined by " · ".
std::string MaskedLabel(const std::string& label) {
  static constexpr std::string_view kBetween = " · ";
  std::string masked;
  std::size_t begin = 0;
  for (;;) {
    const auto end = std::min(label.find(kBetween, begin), label.size());
    const std::string part = label.substr(begin, end - begin);
    const bool contact =
        part.find_first_of("@:") != std::string::npos || part.find_first_of("+0123456789") == 0;
    masked += contact ? MaskedValue(part) : part;
    if (end == label.size()) return masked;
    masked += kBetween;
    begin = end + kBetween.size();
  }
}

Json SummaryOf(const db::AlertSummary& summary, bool masked) {
  const auto& alert = summary.alert;
  Json json = {{"number", alert.number},
               {"subject", alert.subject_id},
               {"label", masked ? MaskedLabel(summary.label) : summary.label},
               {"state", db::AlertStateName(alert.state)},
               {"verdict", core::VerdictName(alert.verdict)},
               {"score", alert.score},
               {"row_version", alert.row_version},
               {"adverts", summary.postings},
               {"first_seen", ToJson(summary.first_seen)},
               {"last_seen", ToJson(summary.last_seen)}};
  json["reasons"] = Json::array();
  for (const auto& reason : summary.reasons) {
    json["reasons"].push_back({{"rule", reason.rule},
                               {"indicator", reason.indicator},
                               {"severity", core::SeverityName(reason.severity)},
                               {"points", reason.points},
                               {"title", InBoth(reason.title_vi, reason.title_en)},
                               {"adverts", reason.postings}});
  }
  return json;
}

Json PostingOf(const db::AlertPosting& posting, const rules::Pack& pack, const Masker* masker) {
  const auto& read = posting.version.posting;
  const auto& assessment = posting.assessment.assessment;
  return {{"id", posting.version.posting_id},
          {"source", posting.version.source},
          {"kind", core::PostingKindName(read.kind)},
          {"url", read.canonical_url},
          {"employer", read.employer},
          {"date_posted", ToJson(read.date_posted)},
          {"first_seen", core::FormatInstant(posting.version.first_seen)},
          {"last_seen", core::FormatInstant(posting.version.last_seen)},
          {"withdrawn_by", ToJson(posting.withdrawn_by)},
          {"version", posting.version.n},
          {"verdict", core::VerdictName(assessment.verdict)},
          {"genre", assessment.genre},
          {"title", SegmentsOf(read.text, core::Field::kTitle, assessment, masker)},
          {"body", SegmentsOf(read.text, core::Field::kBody, assessment, masker)},
          {"score", ScoreOf(assessment, pack)},
          {"findings", FindingsOf(assessment, pack, masker)},
          {"facts", FactsOf(assessment, masker)},
          {"register",
           {{"note", InBoth(masker != nullptr ? (*masker)(assessment.register_note_vi)
                                              : assessment.register_note_vi,
                            masker != nullptr ? (*masker)(assessment.register_note_en)
                                              : assessment.register_note_en)},
            {"as_of", ToJson(assessment.register_as_of)},
            {"stale", assessment.register_stale},
            {"day_from", core::FormatDay(posting.assessment.inputs.day_from)},
            {"day_to", core::FormatDay(posting.assessment.inputs.day_to)}}},
          {"evidence", EvidenceOf(posting.evidence)}};
}

Masker MaskerOf(const db::AlertDetails& alert) {
  Masker masker;
  for (const auto& posting : alert.postings) masker.Add(posting.assessment.assessment.facts);
  for (const auto& identifier : alert.identifiers) masker.Add(identifier.identifier);
  for (const auto& linked : alert.linked) masker.Add(linked.shared);
  return masker;
}

}  // namespace

HttpResponse GetAlerts(ApiCall& call) {
  db::AlertFilter filter;
  if (const auto verdict = call.Query("verdict"); !verdict.empty()) {
    filter.verdict = core::FindVerdict(verdict);
    if (!filter.verdict) throw ApiError(400, "bad_query", "there is no verdict '" + verdict + "'");
  }
  filter.closed_too = call.Query("closed") == "1";
  filter.limit = call.QueryNumber("limit", 50, 1, kMaxPage);
  pqxx::read_transaction tx(call.connection);
  Json json = {{"alerts", Json::array()}, {"counts", Json::array()}};
  for (const auto& summary : db::ListAlerts(tx, filter))
    json["alerts"].push_back(SummaryOf(summary, true));
  for (const auto& count : db::CountAlerts(tx)) {
    json["counts"].push_back({{"state", db::AlertStateName(count.state)},
                              {"verdict", core::VerdictName(count.verdict)},
                              {"count", count.count}});
  }
  return JsonAnswer(json);
}

HttpResponse GetAlert(ApiCall& call) {
  pqxx::read_transaction tx(call.connection);
  const auto alert = db::ShowAlert(tx, call.Number(0));
  if (!alert) throw ApiError(404, "not_found", "there is no alert of that number");
  const bool open = db::IsDisclosed(tx, call.session.token_sha256, alert->summary.alert.id);
  const Masker hiding = open ? Masker{} : MaskerOf(*alert);
  const Masker* masker = open ? nullptr : &hiding;
  const auto shown = [&](const std::string& text) { return hiding(text); };
  const auto& pack = call.services.rules->pack();
  Json json = SummaryOf(alert->summary, !open);
  json["masked"] = !open;
  json["postings"] = Json::array();
  for (const auto& posting : alert->postings) json["postings"].push_back(PostingOf(posting, pack, masker));
  json["identifiers"] = Json::array();
  for (const auto& identifier : alert->identifiers) {
    json["identifiers"].push_back({{"kind", identifier.identifier.kind},
                                   {"value", shown(identifier.identifier.norm)},
                                   {"role", db::TieKindName(identifier.kind)},
                                   {"adverts", identifier.postings},
                                   {"hub", identifier.hub_reason}});
  }
  json["linked"] = Json::array();
  for (const auto& linked : alert->linked) {
    json["linked"].push_back({{"posting", linked.posting_id},
                              {"source", linked.source},
                              {"url", linked.canonical_url},
                              {"title", shown(linked.title)},
                              {"verdict", core::VerdictName(linked.verdict)},
                              {"shared", {{"kind", linked.shared.kind}, {"value", shown(linked.shared.norm)}}},
                              {"alert", linked.alert_number ? Json(*linked.alert_number) : Json{}}});
  }
  json["events"] = Json::array();
  for (const auto& event : alert->events) {
    json["events"].push_back({{"at", core::FormatInstant(event.at)},
                              {"actor", event.actor},
                              {"kind", event.kind},
                              {"reason", shown(event.reason)}});
  }
  return JsonAnswer(json);
}

HttpResponse PostAlertOpen(ApiCall& call) {
  const std::string reason = call.Text("reason");
  if (reason.empty() || reason.size() > 2000)
    throw ApiError(400, "bad_body", "say in up to 2,000 bytes why the personal data are needed");
  const std::int64_t number = call.Number(0);
  db::InTransaction(call.connection, [&](pqxx::work& tx) {
    const auto alert = db::FindAlert(tx, number);
    if (!alert) throw ApiError(404, "not_found", "there is no alert of that number");
    db::Disclose(tx, call.session, alert->id, reason, call.now);
  });
  return JsonAnswer(Json::object());
}

HttpResponse GetSubject(ApiCall& call) {
  const std::int64_t id = call.Number(0);
  pqxx::read_transaction tx(call.connection);
  const auto identifiers = db::IdentifiersOf(tx, id);
  if (identifiers.empty()) throw ApiError(404, "not_found", "there is no subject of that number");
  Json json = {{"id", id}, {"label", MaskedLabel(db::SubjectLabel(tx, id))}, {"identifiers", Json::array()}};
  for (const auto& identifier : identifiers) {
    const auto& value = identifier.identifier;
    json["identifiers"].push_back(
        {{"kind", value.kind},
         {"value", IsPersonal(value.kind) ? MaskedValue(value.norm) : value.norm},
         {"role", db::TieKindName(identifier.kind)},
         {"adverts", identifier.postings}});
  }
  return JsonAnswer(json);
}

}  // namespace agencywatch::alerts
