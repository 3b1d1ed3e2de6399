// The rules as a lawyer reads them, and a check of a pasted text, a name or a number: what rules, register and alerts say of it.
#include <map>
#include <pqxx/pqxx>

#include "alerts/api/handlers.h"
#include "alerts/api/posting_json.h"
#include "alerts/api/register_json.h"
#include "alerts/api/identifier_search.h"
#include "alerts/api/masking.h"
#include "alerts/asked.h"
#include "alerts/known_text.h"
#include "core/indicator.h"
#include "db/referral_store.h"
#include "db/rule_backtest_store.h"
#include "db/rule_figures.h"
#include "db/sign_rates.h"
#include "rules/explain.h"

namespace agencywatch::alerts {
namespace {

Json RuleOf(const rules::Rule& rule) {
  const auto* indicator = core::FindIndicator(rule.indicator);
  return {
      {"id", rule.id},
      {"version", rule.version},
      {"indicator", rule.indicator},
      {"indicator_title", indicator == nullptr ? InBoth(rule.indicator, rule.indicator)
                                               : InBoth(indicator->title_vi, indicator->title_en)},
      {"severity", core::SeverityName(rule.severity)},
      {"points", rule.points},
      {"status", rules::RuleStatusName(rule.status)},
      {"title", InBoth(rule.title_vi, rule.title_en)},
      {"law", rule.law}};
}

core::Assessment AssessToday(const ApiCall& call, const std::string& text, const core::RegisterView* view) {
  rules::AssessInput input;
  input.text.body = text;
  input.day_from = input.day_to = core::VietnamDay(call.now);
  input.posted_at = input.day_from;
  return call.services.rules->Assess(input, view);
}

// What is known, in words and by alert, as far as the role sees it: liaison officers see what was referred.
Json KnownJson(ApiCall& call, const db::AskedOf& asked) {
  pqxx::read_transaction tx(call.connection);
  db::Known known = db::KnownOf(tx, asked);
  const bool referred_only = call.session.role == db::Role::kLiaison;
  if (referred_only)
    std::erase_if(known.alerts, [](const db::KnownAlert& entry) { return entry.alert.state != db::AlertState::kReferred; });
  const auto vi = referred_only ? ReferredSentences(known, false) : KnownSentences(known, false);
  const auto en = referred_only ? ReferredSentences(known, true) : KnownSentences(known, true);
  Json json = {{"nothing", known.nothing()}, {"sentences", Json::array()}, {"alerts", Json::array()}};
  for (std::size_t i = 0; i < vi.size(); ++i) json["sentences"].push_back(InBoth(vi[i], en[i]));
  for (const auto& entry : known.alerts) {
    const bool open = db::IsSubjectDisclosed(tx, call.session.token_sha256, entry.subject_id);
    json["alerts"].push_back({{"number", entry.alert.number},
                              {"open", entry.alert.state != db::AlertState::kClosed},
                              {"text", InBoth(KnownAlertText(entry, false), KnownAlertText(entry, true))},
                              {"label", open ? entry.label : MaskedLabel(entry.label)}});
  }
  return json;
}

// The enterprises of the register that have one of the phones of `text`.
Json RegisterOfPhones(const ApiCall& call, const std::string& text, const core::RegisterView& view) {
  Json entries = Json::array();
  for (const auto& fact : AssessToday(call, text, &view).facts.facts) {
    if (fact.kind != core::FactKind::kPhone) continue;
    for (const auto* entry : view.FindByPhone(fact.value)) entries.push_back(EntryOf(*entry, core::VietnamDay(call.now)));
  }
  return entries;
}

// Of a number, a handle, an enterprise or a name: what the register says, and what is known.
Json LineAnswer(ApiCall& call, const Asked& asked, const std::string& text, const core::RegisterView* view, Json known) {
  const core::Day today = core::VietnamDay(call.now);
  Json json = {{"kind", asked.kind == AskedKind::kContact ? "contact" : asked.kind == AskedKind::kName ? "name" : "enterprise"},
               {"listed", view == nullptr ? Json{} : Json(asked.found.entry != nullptr)},
               {"register_as_of", view == nullptr ? Json{} : Json(core::FormatDay(view->as_of()))},
               {"register_old", view != nullptr && view->TooOldOn(today)},
               {"entry", asked.found.entry == nullptr ? Json{} : EntryOf(*asked.found.entry, today)},
               {"not_licensed", Json{}},
               {"similar", Json::array()},
               {"known", std::move(known)}};
  if (const auto* entry = asked.found.entry; entry != nullptr && !NotLicensedText(*entry, today, true).empty())
    json["not_licensed"] = InBoth(NotLicensedText(*entry, today, false), NotLicensedText(*entry, today, true));
  for (const auto* entry : asked.found.candidates) json["similar"].push_back(EntryOf(*entry, today));
  if (asked.kind == AskedKind::kContact && view != nullptr) json["similar"] = RegisterOfPhones(call, text, *view);
  return json;
}

}  // namespace

// Precision and lift are null where nothing has been decided yet: no figure is made of nothing.
HttpResponse GetRules(ApiCall& call) {
  const auto& pack = call.services.rules->pack();
  pqxx::read_transaction tx(call.connection);
  const auto adverts = db::AdvertsByRule(tx);
  const auto rates = db::ReadSignRates(tx);
  struct Ended {
    int held = 0;
    int not_held = 0;
  };
  std::map<std::string, Ended> ended;
  for (const auto& outcome : db::RuleOutcomes(tx)) {
    ended[outcome.rule].held += outcome.held;
    ended[outcome.rule].not_held += outcome.not_held;
  }
  std::map<std::string, double> lift;
  if (rates.true_alerts > 0) {
    for (const auto& sign : rates.indicators) lift[sign.indicator] = db::LiftOf(sign, rates);
  }
  Json list = Json::array();
  for (const auto& rule : pack.rules) {
    const auto& [held, not_held] = ended[rule.id];
    Json json = RuleOf(rule);
    json["adverts"] = adverts.contains(rule.id) ? adverts.at(rule.id) : 0;
    json["held"] = held;
    json["not_held"] = not_held;
    json["precision"] = held + not_held == 0 ? Json{} : Json(static_cast<double>(held) / (held + not_held));
    json["lift"] = lift.contains(rule.indicator) ? Json(lift.at(rule.indicator)) : Json{};
    list.push_back(std::move(json));
  }
  return JsonAnswer({{"pack", pack.sha256}, {"rules", list}});
}

HttpResponse GetBacktests(ApiCall& call) {
  static constexpr int kShown = 10;
  pqxx::read_transaction tx(call.connection);
  Json list = Json::array();
  for (const auto& backtest : db::LatestBacktests(tx, kShown)) {
    list.push_back({{"at", core::FormatInstant(backtest.at)},
                    {"by", backtest.by},
                    {"corpus", backtest.corpus},
                    {"pack", backtest.pack_sha256},
                    {"current", backtest.pack_sha256 == call.services.rules->sha256()},
                    {"result", Json::parse(backtest.result)}});
  }
  return JsonAnswer({{"backtests", list}});
}

HttpResponse GetRule(ApiCall& call) {
  const auto& pack = call.services.rules->pack();
  const auto* rule = rules::FindRule(pack, call.path.at(0));
  if (rule == nullptr) throw ApiError(404, "not_found", "there is no rule of that name");
  Json json = RuleOf(*rule);
  json["guide"] = InBoth(rule->guide_vi, rule->guide_en);
  json["false_positives"] = rule->false_positives;
  json["law"] = LawOf(rule->law, pack);
  json["explained"] = InBoth(rules::ExplainCondition(pack, *rule, rules::ExplainLanguage::kVietnamese),
                             rules::ExplainCondition(pack, *rule, rules::ExplainLanguage::kEnglish));
  return JsonAnswer(json);
}

HttpResponse PostRuleTry(ApiCall& call) {
  const auto& pack = call.services.rules->pack();
  const auto* rule = rules::FindRule(pack, call.path.at(0));
  if (rule == nullptr) throw ApiError(404, "not_found", "there is no rule of that name");
  core::PostingText text;
  text.body = call.Text("text");
  if (text.body.empty()) throw ApiError(400, "bad_body", "there is nothing to try");
  const auto view = call.services.register_cache.Get(call.connection, call.now);
  core::Assessment assessment = AssessToday(call, text.body, view.get());
  Json others = Json::array();
  for (const auto& finding : assessment.findings) {
    if (finding.rule != rule->id)
      others.push_back({{"rule", finding.rule}, {"title", InBoth(finding.title_vi, finding.title_en)}});
  }
  std::erase_if(assessment.findings, [&](const core::Finding& finding) { return finding.rule != rule->id; });
  return JsonAnswer({{"found", !assessment.findings.empty()},
                     {"genre", assessment.genre},
                     {"body", SegmentsOf(text, core::Field::kBody, assessment, nullptr)},
                     {"findings", FindingsOf(assessment, pack, nullptr)},
                     {"others", others}});
}

HttpResponse PostCheck(ApiCall& call) {
  const std::string text = call.Text("text");
  if (text.empty()) throw ApiError(400, "bad_body", "there is nothing to check");
  const auto view = call.services.register_cache.Get(call.connection, call.now);
  const Asked asked = AskedFor(text, view.get());
  if (!asked.of.contact.empty()) static_cast<void>(NoteSearch(call, text, "check"));
  core::PostingText read;
  read.body = text;
  const core::Assessment assessment = AssessToday(call, text, view.get());
  if (asked.kind != AskedKind::kText) {
    Json known = KnownJson(call, asked.of);
    // Some words may be an advert as well.
    if (asked.kind != AskedKind::kName || assessment.findings.empty() || !known["nothing"].get<bool>())
      return JsonAnswer(LineAnswer(call, asked, text, view.get(), std::move(known)));
  }
  const auto& pack = call.services.rules->pack();
  return JsonAnswer(
      {{"kind", "advert"},
       {"verdict", core::VerdictName(assessment.verdict)},
       {"genre", assessment.genre},
       {"score", ScoreOf(assessment, pack)},
       {"register_as_of", view ? Json(core::FormatDay(view->as_of())) : Json{}},
       {"register_note", InBoth(assessment.register_note_vi, assessment.register_note_en)},
       {"body", SegmentsOf(read, core::Field::kBody, assessment, nullptr)},
       {"findings", FindingsOf(assessment, pack, nullptr)},
       {"facts", FactsOf(assessment, nullptr)}});
}

}  // namespace agencywatch::alerts
