// Who is behind alerts: a search, one subject in full, the network around it a node at a time, and a person's word on who
// is who.
#include <map>
#include <algorithm>
#include <pqxx/pqxx>
#include <set>

#include "alerts/alert_builder.h"
#include "alerts/api/csv_answer.h"
#include "alerts/api/handlers.h"
#include "alerts/api/identifier_search.h"
#include "alerts/cases/masked_case.h"
#include "alerts/correction_json.h"
#include "alerts/api/masking.h"
#include "alerts/api/register_json.h"
#include "alerts/event_text.h"
#include "alerts/problem_text.h"
#include "alerts/subject_judgement.h"
#include "core/enterprise_name.h"
#include "core/errors.h"
#include "core/fold.h"
#include "db/search_query.h"
#include "db/subject_page.h"

namespace agencywatch::alerts {
namespace {


// Ids of subjects that were merged go on under that of the other one.
db::SubjectSummary SubjectOf(const ApiCall& call, pqxx::transaction_base& tx) {
  auto subject = db::FindSubject(tx, call.Number(0));
  if (subject && subject->merged_into) subject = db::FindSubject(tx, *subject->merged_into);
  if (!subject) throw ApiError(404, "not_found", "there is no subject of that number");
  return *subject;
}

std::string Shown(const std::string& kind, const std::string& value, bool open) {
  return open ? value : MaskedIdentifier(kind, value);
}

Json IdentifierOf(const db::IdentifierValue& identifier, bool open) {
  return {{"kind", identifier.kind}, {"value", Shown(identifier.kind, identifier.norm, open)}};
}

// Which entries of the register the subject is, or says it is, and why we think so; each once, the strongest reason first.
Json RegisterMatches(const std::vector<db::SubjectContact>& contacts,
                     const core::RegisterView& view, core::Day today) {
  Json matches = Json::array();
  std::set<const core::RegisterEntry*> told;
  const auto add = [&](const core::RegisterEntry* entry, const char* kind, const Json& reason,
                       const std::vector<std::string>& details) {
    if (entry == nullptr || !told.insert(entry).second) return;
    Json match = EntryOf(*entry, today);
    match["match"] = kind;
    match["reason"] = reason;
    match["details"] = Json::array();
    for (const auto& detail : details) match["details"].push_back(InBoth(InVietnamese(detail), detail));
    matches.push_back(match);
  };
  const auto each = [&](std::string_view kind, const auto& then) {
    for (const auto& contact : contacts) {
      if (contact.identifier.kind == kind && !contact.ended) then(contact);
    }
  };
  each("enterprise", [&](const auto& contact) {
    add(view.FindByLicence(contact.identifier.norm), "is",
        InBoth("Tên hoặc số giấy phép trong tin, và một liên hệ trùng với danh sách",
               "Name or licence number in the advert, and a contact that the register has"),
        {});
  });
  each("licence_of", [&](const auto& contact) {
    add(view.FindByLicence(contact.identifier.norm), "claims",
        InBoth("Tự xưng là doanh nghiệp này, nhưng không liên hệ nào trùng với danh sách: có thể mượn tên",
               "Claims to be this enterprise, but no contact is one that the register has: perhaps a borrowed name"),
        {});
  });
  each("licence", [&](const auto& contact) {
    add(view.FindByLicence(contact.identifier.norm), "claims",
        InBoth("Ghi số giấy phép " + contact.identifier.norm,
               "Prints the licence number " + contact.identifier.norm),
        {});
  });
  each("name", [&](const auto& contact) {
    const auto match = view.MatchName(contact.shown);
    if (match.kind == core::RegisterView::NameMatch::Kind::kNone) return;
    const bool listed = match.kind == core::RegisterView::NameMatch::Kind::kListed;
    add(match.entry, listed ? "name" : "resembles",
        listed ? InBoth("Tên “" + contact.shown + "” trùng với danh sách",
                        "The name “" + contact.shown + "” is on the register")
               : InBoth("Tên “" + contact.shown + "” chỉ gần giống",
                        "The name “" + contact.shown + "” only resembles it"),
        core::CompareNames(core::ParseEnterpriseName(contact.shown), *match.name, true).reasons);
  });
  return matches;
}

Json NodeJson(const db::NetworkNode& node) {
  Json json;
  switch (node.kind) {
    case db::NodeKind::kSubject:
      json = {{"node", "s" + std::to_string(node.id)},
              {"type", "subject"},
              {"text", node.disclosed ? node.text : MaskedLabel(node.text)},
              {"verdict", core::VerdictName(node.verdict)},
              {"alert", node.alert_number ? Json(*node.alert_number) : Json{}}};
      break;
    case db::NodeKind::kIdentifier:
      json = {{"node", "i" + std::to_string(node.id)},
              {"type", "identifier"},
              {"kind", node.what},
              {"text", Shown(node.what, node.text, node.disclosed)}};
      break;
    case db::NodeKind::kPosting:
      json = {{"node", "p" + std::to_string(node.id)},
              {"type", "posting"},
              {"source", node.what},
              {"text", node.disclosed ? node.text : MaskedLabel(node.text)},
              {"verdict", core::VerdictName(node.verdict)}};
      break;
  }
  json["claims"] = node.claims;
  json["adverts"] = node.adverts;
  return json;
}

// Whether what the page shows of the subject has the words that were searched for: a name that is masked is not found by its letters.
bool ShowsWords(pqxx::transaction_base& tx, const db::SubjectSummary& subject, const std::string& words) {
  const auto has = [&](const std::string& shown) { return core::FoldPlain(shown).find(words) != std::string::npos; };
  if (has(MaskedLabel(subject.label))) return true;
  const auto contacts = db::ContactsOf(tx, subject.id);
  return std::any_of(contacts.begin(), contacts.end(), [&](const db::SubjectContact& contact) {
    const auto& [kind, norm] = contact.identifier;
    return !contact.restricted && !IsPersonal(kind) && (has(MaskedIdentifier(kind, contact.shown)) || has(MaskedIdentifier(kind, norm)));
  });
}

// Those that a search for `searched` may tell of: by words, whoever opened a subject finds it by all of it.
std::vector<db::SubjectSummary> Searched(const ApiCall& call, pqxx::transaction_base& tx, const std::string& searched, int limit) {
  auto subjects = db::ListSubjects(tx, searched, limit);
  const db::SearchQuery asked = db::ParseSearchQuery(searched);
  if (!asked.identifier.empty() || asked.words.empty()) return subjects;
  std::erase_if(subjects, [&](const db::SubjectSummary& subject) {
    return !db::IsSubjectDisclosed(tx, call.session.token_sha256, subject.id) && !ShowsWords(tx, subject, asked.words);
  });
  return subjects;
}

JudgedBy By(const ApiCall& call) {
  return {call.session.account, call.Reason(), call.now};
}

// Alerts follow at once; the answer names the judgement that could be taken back, and whose now is what was `taken`.
HttpResponse Rebuilt(ApiCall& call, const JudgedBy& by, const std::vector<std::int64_t>& taken = {}) {
  const auto view = call.services.register_cache.Get(call.connection, call.now);
  const auto counts = BuildAlerts(call.connection, view.get(), call.now, {by.name, by.reason});
  pqxx::read_transaction tx(call.connection);
  const auto subject = SubjectOf(call, tx);
  std::set<std::int64_t> split_off;
  for (const auto& pair : db::SubjectsControlling(tx, taken)) {
    if (pair.subject_id != subject.id) split_off.insert(pair.subject_id);
  }
  return JsonAnswer({{"subject", subject.id},
                     {"split_off", split_off},
                     {"opened", counts.opened},
                     {"updated", counts.updated},
                     {"judgement", [&] {
                        const auto said = db::JudgementsAbout(tx, subject.id);
                        return said.empty() ? Json{} : Json(said.back().id);
                      }()}});
}

}  // namespace

HttpResponse GetSubjects(ApiCall& call) {
  const std::string searched = NoteSearch(call, call.Query("q"), "subjects");
  pqxx::read_transaction tx(call.connection);
  Json subjects = Json::array();
  for (const auto& subject :
       Searched(call, tx, searched, call.QueryNumber("limit", 50, 1, 200))) {
    const bool open = db::IsSubjectDisclosed(tx, call.session.token_sha256, subject.id);
    subjects.push_back({{"id", subject.id},
                        {"label", open ? subject.label : MaskedLabel(subject.label)},
                        {"alerts", subject.alerts}});
  }
  return JsonAnswer({{"subjects", subjects}});
}

HttpResponse GetSubjectsCsv(ApiCall& call) {
  const std::string searched = NoteSearch(call, call.Query("q"), "subjects");
  CsvTable table(InEnglish(call) ? std::vector<std::string>{"Subject", "Name, contacts", "Alerts"}
                                 : std::vector<std::string>{"Đối tượng", "Tên, liên hệ", "Cảnh báo"});
  {
    pqxx::read_transaction tx(call.connection);
    for (const auto& subject : Searched(call, tx, searched, kMaxCsvRows)) {
      std::vector<std::string> alerts;
      for (const auto number : subject.alerts) alerts.push_back("#" + std::to_string(number));
      table.Add({std::to_string(subject.id), MaskedLabel(subject.label), Joined(alerts)});
    }
  }
  return CsvAnswer(call, "subjects", table);
}

HttpResponse GetSubject(ApiCall& call) {
  pqxx::read_transaction tx(call.connection);
  const auto subject = SubjectOf(call, tx);
  const bool open = db::IsSubjectDisclosed(tx, call.session.token_sha256, subject.id);
  const auto contacts = db::ContactsOf(tx, subject.id);
  std::set<db::IdentifierValue> restricted;
  for (const auto& contact : contacts) {
    if (contact.restricted) restricted.insert(contact.identifier);
  }
  Masker hiding;
  if (!open) {
    hiding.Add(core::Facts{});
    for (const auto& contact : contacts) hiding.Add(contact.identifier);
  }
  const auto text = [&](const std::string& words) { return open ? words : hiding(MaskedLabel(words)); };
  Json json = {{"id", subject.id},
               {"label", text(subject.label)},
               {"masked", !open},
               {"identifiers", Json::array()},
               {"sites", Json::array()},
               {"register", Json::array()},
               {"alerts", Json::array()},
               {"decisions", Json::array()},
               {"postings", Json::array()},
               {"judgements", Json::array()}};
  const auto corrections = db::CorrectionsAbout(tx, subject.id, {});
  for (const auto& contact : contacts) {
    json["identifiers"].push_back({{"id", contact.identifier_id},
                                   {"kind", contact.identifier.kind},
                                   {"value", contact.restricted ? "•••" : Shown(contact.identifier.kind, contact.shown, open)},
                                   {"restricted", contact.restricted},
                                   {"role", db::TieKindName(contact.kind)},
                                   {"adverts", contact.postings},
                                   {"hub", contact.hub_reason},
                                   {"first_seen", core::FormatInstant(contact.first_seen)},
                                   {"last_seen", core::FormatInstant(contact.last_seen)},
                                   {"ended", contact.ended},
                                   {"corrected", IsCorrected(corrections, contact.identifier)}});
  }
  json["corrections"] = open ? CorrectionsOf(corrections, nullptr) : CorrectionsOf(corrections, MaskedLabel);
  for (const auto& site : db::SitesOf(tx, subject.id)) {
    json["sites"].push_back({{"source", site.source},
                             {"name", site.name},
                             {"adverts", site.postings},
                             {"first_seen", core::FormatInstant(site.first_seen)},
                             {"last_seen", core::FormatInstant(site.last_seen)}});
  }
  for (const auto& alert : db::AlertsOfSubject(tx, subject.id)) {
    json["alerts"].push_back({{"number", alert.number},
                              {"state_title", InBoth(StateTitle(alert.state, alert.closed_as, false),
                                                     StateTitle(alert.state, alert.closed_as, true))},
                              {"verdict", core::VerdictName(alert.verdict)},
                              {"score", alert.score},
                              {"opened_at", core::FormatInstant(alert.opened_at)},
                              {"closed_at", ToJson(alert.closed_at)}});
  }
  for (const auto& decision : db::DecisionsAbout(tx, subject.id)) {
    json["decisions"].push_back({{"alert", decision.alert_number},
                                 {"kind", decision.kind},
                                 {"reason_code", decision.reason_code},
                                 {"note", open ? decision.note : HiddenWords(decision.note)},
                                 {"by", decision.by},
                                 {"at", core::FormatInstant(decision.at)}});
  }
  for (const auto& posting : db::AdvertsOf(tx, subject.id)) {
    json["postings"].push_back({{"id", posting.posting_id},
                                {"source", posting.source},
                                {"url", MaskedAddress(posting.canonical_url, hiding)},
                                {"title", text(posting.title)},
                                {"verdict", core::VerdictName(posting.verdict)},
                                {"first_seen", core::FormatInstant(posting.first_seen)},
                                {"last_seen", core::FormatInstant(posting.last_seen)},
                                {"withdrawn_by", ToJson(posting.withdrawn_by)}});
  }
  for (const auto& judgement : db::JudgementsAbout(tx, subject.id)) {
    Json pairs = Json::array();
    const auto told = [&](const db::IdentifierValue& identifier) {
      return IdentifierOf(restricted.contains(identifier) ? db::IdentifierValue{identifier.kind, "•••"} : identifier, open);
    };
    for (const auto& [a, b] : judgement.pairs) pairs.push_back({told(a), told(b)});
    json["judgements"].push_back({{"id", judgement.id},
                                  {"kind", judgement.link ? "merge" : "split"},
                                  {"by", judgement.by},
                                  {"at", core::FormatInstant(judgement.at)},
                                  {"reason", open ? judgement.reason : HiddenWords(judgement.reason)},
                                  {"pairs", pairs},
                                  {"in_force", judgement.in_force}});
  }
  tx.commit();
  if (const auto view = call.services.register_cache.Get(call.connection, call.now))
    json["register"] = RegisterMatches(contacts, *view, core::VietnamDay(call.now));
  return JsonAnswer(json);
}

HttpResponse GetNetwork(ApiCall& call) {
  const std::string& node = call.path.at(0);
  static const std::map<char, db::NodeKind> kKinds = {{'s', db::NodeKind::kSubject},
                                                      {'i', db::NodeKind::kIdentifier},
                                                      {'p', db::NodeKind::kPosting}};
  const auto kind = kKinds.find(node.front());
  const auto id = FindWholeNumber(node.substr(1));
  if (kind == kKinds.end() || !id || *id <= 0)
    throw ApiError(404, "not_found", "a node is s, i or p and a number");
  pqxx::read_transaction tx(call.connection);
  const auto found = db::NeighboursOf(tx, kind->second, *id, call.session.token_sha256);
  if (!found) throw ApiError(404, "not_found", "there is no such node");
  Json json = {{"node", NodeJson(found->node)}, {"around", Json::array()}, {"more", found->more}};
  for (const auto& neighbour : found->around) json["around"].push_back(NodeJson(neighbour));
  return JsonAnswer(json);
}

HttpResponse PostSubjectSplit(ApiCall& call) {
  const JudgedBy by = By(call);
  std::set<std::int64_t> ids;
  for (const auto& id : call.body.at("take")) {
    if (!id.is_number_integer()) throw ApiError(400, "bad_body", "take holds ids of identifiers");
    ids.insert(id.get<std::int64_t>());
  }
  const std::vector<std::int64_t> asked(ids.begin(), ids.end());
  std::vector<std::string> taken;
  {
    pqxx::read_transaction tx(call.connection);
    for (const auto& contact : db::ContactsOf(tx, SubjectOf(call, tx).id)) {
      if (contact.kind == db::TieKind::kControls && !contact.ended && ids.erase(contact.identifier_id) > 0)
        taken.push_back(contact.identifier.kind + ":" + contact.identifier.norm);
    }
  }
  if (taken.empty() || !ids.empty())
    throw ApiError(400, "bad_body", "take names what is not the subject's own");
  SplitSubject(call.connection, call.Number(0), taken, by);
  return Rebuilt(call, by, asked);
}

HttpResponse PostSubjectMerge(ApiCall& call) {
  const JudgedBy by = By(call);
  LinkSubjects(call.connection, call.Number(0), call.body.at("other").get<std::int64_t>(), by);
  return Rebuilt(call, by);
}

HttpResponse PostSubjectUndo(ApiCall& call) {
  const JudgedBy by = By(call);
  const auto id = call.body.at("judgement").get<std::int64_t>();
  {
    pqxx::read_transaction tx(call.connection);
    const auto said = db::JudgementsAbout(tx, SubjectOf(call, tx).id);
    if (std::none_of(said.begin(), said.end(), [id](const auto& judgement) { return judgement.id == id; }))
      throw ApiError(404, "not_found", "nothing of that number was said of this subject");
  }
  TakeBackJudgement(call.connection, id, by);
  return Rebuilt(call, by);
}

}  // namespace agencywatch::alerts
