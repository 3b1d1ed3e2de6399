// The queue, one alert in full, and opening its personal data.
#include <algorithm>
#include <pqxx/pqxx>

#include "alerts/alert_text.h"
#include "alerts/api/alert_json.h"
#include "alerts/api/csv_answer.h"
#include "alerts/api/handlers.h"
#include "alerts/api/identifier_search.h"
#include "alerts/api/masking.h"
#include "alerts/api/posting_json.h"
#include "alerts/cases/masked_case.h"
#include "alerts/correction_json.h"
#include "alerts/country_name.h"
#include "alerts/event_text.h"
#include "core/indicator.h"
#include "db/alert_queue.h"
#include "db/assessment_store.h"
#include "db/audit_store.h"
#include "db/case_store.h"
#include "db/posting_history.h"
#include "db/transaction.h"

namespace agencywatch::alerts {
namespace {

constexpr int kMaxPage = 200;
const std::string kHiddenText = "•••";  // as shown_label writes it

// Liaison officers see what was referred, and nothing else.
void RequireReadable(const ApiCall& call, const std::optional<db::AlertRow>& alert) {
  if (!alert ||
      (call.session.role == db::Role::kLiaison && alert->state != db::AlertState::kReferred))
    throw ApiError(404, "not_found", "there is no alert of that number");
}

Json PostingOf(const db::AlertPosting& posting, const rules::Pack& pack, const Masker* masker) {
  const auto& read = posting.version.posting;
  const auto& assessment = posting.assessment.assessment;
  return {{"id", posting.version.posting_id},
          {"source", posting.version.source},
          {"kind", core::PostingKindName(read.kind)},
          {"url", masker != nullptr ? MaskedAddress(read.canonical_url, *masker) : read.canonical_url},
          {"employer", masker != nullptr ? (*masker)(read.employer) : read.employer},
          {"date_posted", ToJson(read.date_posted)},
          {"first_seen", core::FormatInstant(posting.version.first_seen)},
          {"last_seen", core::FormatInstant(posting.version.last_seen)},
          {"withdrawn_after", ToJson(posting.withdrawn_after)},
          {"withdrawn_by", ToJson(posting.withdrawn_by)},
          {"duplicate_of", masker != nullptr ? MaskedAddress(posting.duplicate_of, *masker) : posting.duplicate_of},
          {"edited", posting.edited.has_value()},
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
          {"evidence", EvidenceOf(posting.evidence, masker)}};
}

Masker MaskerOf(pqxx::transaction_base& tx, const db::AlertDetails& alert) {
  Masker masker;
  std::vector<std::int64_t> ids;
  for (const auto& posting : alert.postings) ids.push_back(posting.version.posting_id);
  masker.Add(db::FactsOfAllVersions(tx, ids));
  for (const auto& identifier : alert.identifiers) {
    if (!identifier.restricted) masker.Add(identifier.identifier);
  }
  for (const auto& linked : alert.linked) masker.Add(linked.shared);
  return masker;
}

db::AlertFilter FilterOf(const ApiCall& call) {
  db::AlertFilter filter;
  filter.verdict = core::FindVerdict(call.Query("verdict"));
  filter.state = db::FindAlertState(call.Query("state"));
  if (call.session.role == db::Role::kLiaison) filter.state = db::AlertState::kReferred;
  filter.closed_too = call.Query("closed") == "1";
  filter.owner = call.Query("owner") == "me" ? call.session.account : call.Query("owner");
  filter.province = call.Query("province");
  filter.destination = call.Query("destination");
  filter.indicator = call.Query("indicator");
  filter.text = call.Query("q");
  filter.overdue = call.Query("overdue") == "1";
  filter.silenced_too = call.Query("silenced") == "1";
  return filter;
}

}  // namespace

Json SummaryOf(const db::AlertSummary& summary, bool masked, core::Instant now) {
  const auto& alert = summary.alert;
  const bool locked = alert.locked_until && *alert.locked_until > now;
  Json json = {{"number", alert.number},
               {"subject", alert.subject_id},
               {"label", masked ? MaskedLabel(summary.label) : summary.label},
               {"state", db::AlertStateName(alert.state)},
               {"closed_as", alert.closed_as ? Json(db::ClosedAsName(*alert.closed_as)) : Json{}},
               {"state_title", InBoth(StateTitle(alert.state, alert.closed_as, false),
                                      StateTitle(alert.state, alert.closed_as, true))},
               {"verdict", core::VerdictName(alert.verdict)},
               {"score", alert.score},
               {"row_version", alert.row_version},
               {"owner", alert.owner},
               {"due", ToJson(alert.due)},
               {"overdue", alert.due && *alert.due < now},
               {"locked_by", locked ? alert.locked_by : ""},
               {"silenced_until", ToJson(alert.silenced_until)},
               {"adverts", alert.adverts},
               {"sites", alert.sites},
               {"destinations", alert.destinations},
               {"provinces", alert.provinces},
               {"first_seen", ToJson(alert.first_seen)},
               {"last_seen", ToJson(alert.last_seen)}};
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

HttpResponse GetAlerts(ApiCall& call) {
  db::AlertFilter filter = FilterOf(call);
  filter.limit = call.QueryNumber("limit", 50, 1, kMaxPage);
  filter.text = NoteSearch(call, filter.text, "alerts");
  filter.offset = call.QueryNumber("offset", 0, 0, 1'000'000);
  pqxx::read_transaction tx(call.connection);
  const bool all = filter.plain();
  auto page = all ? db::AlertPage{db::ListAlerts(tx, filter, call.now), 0, false} : db::PageOfAlerts(tx, filter, call.now);
  Json json = {{"alerts", Json::array()}, {"news", db::LastAlertEvent(tx)}};
  for (const auto& summary : page.alerts)
    json["alerts"].push_back(SummaryOf(summary, true, call.now));
  json["matching"] = page.matching;
  json["more"] = page.more;
  if (call.session.role == db::Role::kLiaison) return JsonAnswer(json);
  const auto counts = call.services.queue_counts.Get(tx, call.now);
  if (all) json["matching"] = counts.all_open() - counts.silenced;
  json["counts"] = {{"open", counts.all_open()},
                    {"overdue", counts.overdue},
                    {"silenced", counts.silenced},
                    {"states", Json::object()},
                    {"verdicts", Json::object()}};
  for (const auto& [state, count] : counts.states)
    json["counts"]["states"][std::string{db::AlertStateName(state)}] = count;
  for (const auto& [verdict, count] : counts.open)
    json["counts"]["verdicts"][std::string{core::VerdictName(verdict)}] = count;
  return JsonAnswer(json);
}

HttpResponse GetAlertsCsv(ApiCall& call) {
  db::AlertFilter filter = FilterOf(call);
  filter.limit = kMaxCsvRows;
  filter.text = NoteSearch(call, filter.text, "alerts");
  const bool english = InEnglish(call);
  CsvTable table(english ? std::vector<std::string>{"Alert", "Verdict", "Score", "State", "Owner", "Due", "Subject", "Signs", "Adverts", "Sites",
                                                    "Destinations", "Provinces", "First seen", "Last seen"}
                         : std::vector<std::string>{"Cảnh báo", "Kết luận", "Điểm", "Trạng thái", "Người xử lý", "Hạn", "Đối tượng", "Dấu hiệu", "Số tin",
                                                    "Số trang", "Nơi đến", "Tỉnh, thành phố", "Thấy lần đầu", "Thấy lần cuối"});
  {
    pqxx::read_transaction tx(call.connection);
    for (const auto& summary : db::ListAlerts(tx, filter, call.now)) {
      const auto& alert = summary.alert;
      std::vector<std::string> signs;
      for (const auto& reason : summary.reasons) {
        const std::string& title = english ? reason.title_en : reason.title_vi;
        if (std::find(signs.begin(), signs.end(), title) == signs.end()) signs.push_back(title);
      }
      table.Add({std::to_string(alert.number), VerdictTitle(alert.verdict, english), std::to_string(alert.score),
                 std::string{StateTitle(alert.state, alert.closed_as, english)}, alert.owner, CsvTime(alert.due), MaskedLabel(summary.label),
                 Joined(signs), std::to_string(alert.adverts), std::to_string(alert.sites), CountryNames(alert.destinations, english), Joined(alert.provinces),
                 CsvTime(alert.first_seen), CsvTime(alert.last_seen)});
    }
  }
  return CsvAnswer(call, "queue", table);
}

HttpResponse GetAlertChoices(ApiCall& call) {
  pqxx::read_transaction tx(call.connection);
  const auto choices = db::ChoicesAmong(tx, call.session.role == db::Role::kLiaison);
  Json signs = Json::array();
  for (const auto& indicator : choices.indicators) {
    const auto* known = core::FindIndicator(indicator);
    signs.push_back({{"code", indicator}, {"title", known == nullptr ? InBoth(indicator, indicator) : InBoth(known->title_vi, known->title_en)}});
  }
  return JsonAnswer({{"destinations", choices.destinations}, {"provinces", choices.provinces}, {"indicators", signs}});
}

HttpResponse GetNews(ApiCall& call) {
  pqxx::read_transaction tx(call.connection);
  return JsonAnswer({{"news", db::LastAlertEvent(tx)}});
}

HttpResponse GetAlert(ApiCall& call) {
  pqxx::read_transaction tx(call.connection);
  const auto found = db::FindAlert(tx, call.Number(0));
  RequireReadable(call, found);
  const bool open = db::IsDisclosed(tx, call.session.token_sha256, found->id);
  const auto alert = db::ShowAlert(tx, found->number, open ? db::Restricted::kShownWhereNeeded : db::Restricted::kHidden);
  const Masker hiding = open ? Masker{} : MaskerOf(tx, *alert);
  const Masker* masker = open ? nullptr : &hiding;
  const auto shown = [&](const std::string& text) { return hiding(text); };
  const auto& pack = call.services.rules->pack();
  Json json = SummaryOf(alert->summary, !open, call.now);
  json["masked"] = !open;
  json["postings"] = Json::array();
  for (const auto& posting : alert->postings) {
    json["postings"].push_back(PostingOf(posting, pack, masker));
    const auto versions = db::VersionsOf(tx, posting.version.posting_id);
    json["postings"].back()["versions"] = versions.size() > 1 ? ChangesOf(versions, masker) : Json::array();
  }
  json["restricted_postings"] = alert->restricted_postings;
  json["identifiers"] = Json::array();
  for (const auto& identifier : alert->identifiers) {
    json["identifiers"].push_back({{"kind", identifier.identifier.kind},
                                   {"value", identifier.restricted && !open ? kHiddenText : shown(identifier.shown)},
                                   {"restricted", identifier.restricted},
                                   {"role", db::TieKindName(identifier.kind)},
                                   {"adverts", identifier.postings},
                                   {"hub", identifier.hub_reason},
                                   {"corrected", IsCorrected(alert->corrections, identifier.identifier)}});
  }
  json["corrections"] = open ? CorrectionsOf(alert->corrections, nullptr) : CorrectionsOf(alert->corrections, shown);
  json["linked"] = Json::array();
  for (const auto& linked : alert->linked) {
    json["linked"].push_back(
        {{"posting", linked.posting_id},
         {"source", linked.source},
         {"url", MaskedAddress(linked.canonical_url, hiding)},
         {"title", shown(linked.title)},
         {"verdict", core::VerdictName(linked.verdict)},
         {"shared", {{"kind", linked.shared.kind}, {"value", shown(linked.shared.norm)}}},
         {"alert", linked.alert_number ? Json(*linked.alert_number) : Json{}}});
  }
  const auto of_case = db::CaseOfAlert(tx, alert->summary.alert.number);
  json["case"] = of_case ? Json(*of_case) : Json{};
  json["events"] = Json::array();
  for (auto event : alert->events) {
    if (!open) event.reason = HiddenWords(event.reason);
    json["events"].push_back({{"at", core::FormatInstant(event.at)},
                              {"actor", event.actor},
                              {"kind", event.kind},
                              {"text", InBoth(shown(EventText(event, *alert, false)),
                                              shown(EventText(event, *alert, true)))},
                              {"reason", event.reason}});
  }
  json["judged_before"] = Json::array();
  for (const auto& judged : alert->judged_before) {
    json["judged_before"].push_back({{"alert", judged.alert_number},
                                     {"kind", judged.kind},
                                     {"reason_code", judged.reason_code},
                                     {"note", open ? judged.note : HiddenWords(judged.note)},
                                     {"by", judged.by},
                                     {"at", core::FormatInstant(judged.at)}});
  }
  return JsonAnswer(json);
}

HttpResponse PostAlertOpen(ApiCall& call) {
  const std::string reason = call.Reason();
  const std::int64_t number = call.Number(0);
  db::InTransaction(call.connection, [&](pqxx::work& tx) {
    const auto alert = db::FindAlert(tx, number);
    RequireReadable(call, alert);
    if (db::Disclose(tx, call.session, alert->id, reason, call.now)) {
      db::AppendAudit(tx, {call.now, call.session.account, "alert.open",
                           "alert " + std::to_string(number), reason, ""});
    }
  });
  return JsonAnswer(Json::object());
}

}  // namespace agencywatch::alerts
