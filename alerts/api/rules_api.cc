// The rules as a lawyer reads them, and a check of pasted text, a name or a number.
#include <map>
#include <pqxx/pqxx>

#include "alerts/api/handlers.h"
#include "alerts/api/posting_json.h"
#include "alerts/api/register_json.h"
#include "core/enterprise_name.h"
#include "core/indicator.h"
#include "db/referral_store.h"
#include "db/rule_backtest_store.h"
#include "db/rule_figures.h"
#include "db/sign_rates.h"
#include "rules/explain.h"

namespace agencywatch::alerts {
namespace {

constexpr std::size_t kMaxNameBytes = 200;

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

// What was asked for is a licence number or a name, and not an advert: what the register says of it. nullopt otherwise.
std::optional<Json> EnterpriseAnswer(const std::string& text, const core::RegisterView& view,
                                     core::Day today) {
  if (text.size() > kMaxNameBytes || text.find('\n') != std::string::npos) return {};
  const core::RegisterEntry* entry = nullptr;
  core::RegisterView::NameMatch match;
  if (const auto licence = core::NormaliseLicence(text); licence && text.size() <= 40) {
    entry = view.FindByLicence(*licence);
  } else {
    match = view.MatchName(text);
    const bool listed = match.kind == core::RegisterView::NameMatch::Kind::kListed;
    const auto name = core::ParseEnterpriseName(text);
    if (!listed && (name.legal_form.empty() || name.words.size() > 12)) return {};
    if (listed) entry = match.entry;
  }
  Json json = {{"kind", "enterprise"},
               {"listed", entry != nullptr},
               {"register_as_of", core::FormatDay(view.as_of())},
               {"entry", entry == nullptr ? Json{} : EntryOf(*entry, today)},
               {"similar", entry == nullptr && match.entry != nullptr ? EntryOf(*match.entry, today)
                                                                      : Json{}}};
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
  const core::Day today = core::VietnamDay(call.now);
  const auto view = call.services.register_cache.Get(call.connection, call.now);
  if (view) {
    if (const auto answer = EnterpriseAnswer(text, *view, today)) return JsonAnswer(*answer);
  }
  core::PostingText read;
  read.body = text;
  const core::Assessment assessment = AssessToday(call, text, view.get());
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
