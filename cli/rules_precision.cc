#include "cli/rules_precision.h"

#include <iomanip>
#include <iostream>
#include <nlohmann/json.hpp>
#include <pqxx/pqxx>

#include "cli/exit_code.h"
#include "core/indicator.h"
#include "db/database.h"
#include "db/referral_store.h"
#include "db/sign_rates.h"

namespace agencywatch::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string Percent(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return "–";
  return std::to_string((part * 100 + whole / 2) / whole) + " %";
}

void PrintRules(const std::vector<db::RuleOutcome>& rules, bool english) {
  std::cout << (english ? "RULES  by version: of the alerts that were judged, how many were true\n"
                        : "QUY TẮC  theo phiên bản: trong số cảnh báo đã có kết luận, bao nhiêu là đúng\n");
  if (rules.empty())
    std::cout << (english ? "  nothing was judged yet: agencywatch alerts confirm, dismiss\n"
                          : "  chưa có cảnh báo nào được kết luận: agencywatch alerts confirm, dismiss\n");
  for (const auto& rule : rules) {
    const int judged = rule.held + rule.not_held;
    std::cout << "  " << std::left << std::setw(44) << (rule.rule + " v" + std::to_string(rule.version)) << std::right
              << std::setw(6) << rule.held << (english ? " of " : " trên ") << std::left << std::setw(6) << judged << std::right
              << std::setw(6) << Percent(rule.held, judged);
    if (rule.charged > 0) std::cout << (english ? "  charged " : "  khởi tố ") << rule.charged;
    if (rule.insufficient > 0) std::cout << (english ? "  insufficient " : "  chưa đủ căn cứ ") << rule.insufficient;
    std::cout << '\n';
  }
}

void PrintSigns(const db::SignRates& rates, bool english) {
  std::cout << (english ? "SIGNS  in " : "DẤU HIỆU  trong ") << rates.true_alerts
            << (english ? " true alerts, and in " : " cảnh báo đúng, và trong ") << rates.licensed_adverts
            << (english ? " adverts of licensed enterprises; lift: how many times oftener in the first\n"
                        : " tin của doanh nghiệp có phép; hệ số: ở nhóm đầu nhiều gấp bao nhiêu lần\n");
  for (const auto& sign : rates.indicators) {
    const auto* known = core::FindIndicator(sign.indicator);
    std::cout << "  " << std::left << std::setw(30) << sign.indicator << std::right << std::setw(7)
              << Percent(sign.in_true, rates.true_alerts) << std::setw(7) << Percent(sign.in_licensed, rates.licensed_adverts)
              << std::setw(9) << std::fixed << std::setprecision(1) << db::LiftOf(sign, rates) << "  "
              << (known == nullptr ? "" : english ? known->title_en : known->title_vi) << '\n';
  }
}

}  // namespace

int ShowPrecision(Context& context, bool json) {
  const auto connection = context.database().Connect();
  pqxx::read_transaction tx(*connection);
  const auto rules = db::RuleOutcomes(tx);
  const auto rates = db::ReadSignRates(tx);
  if (!json) {
    PrintRules(rules, context.english());
    PrintSigns(rates, context.english());
    return kDone;
  }
  Json out{{"rules", Json::array()},
           {"true_alerts", rates.true_alerts},
           {"licensed_adverts", rates.licensed_adverts},
           {"indicators", Json::array()}};
  for (const auto& rule : rules) {
    const int judged = rule.held + rule.not_held;
    out["rules"].push_back({{"rule", rule.rule},
                            {"version", rule.version},
                            {"alerts", rule.alerts},
                            {"confirmed", rule.confirmed},
                            {"dismissed", rule.dismissed},
                            {"accepted", rule.accepted},
                            {"insufficient", rule.insufficient},
                            {"charged", rule.charged},
                            {"no_offence", rule.no_offence},
                            {"held", rule.held},
                            {"not_held", rule.not_held},
                            {"precision", judged == 0 ? Json{} : Json(static_cast<double>(rule.held) / judged)}});
  }
  for (const auto& sign : rates.indicators) {
    out["indicators"].push_back({{"indicator", sign.indicator},
                                 {"in_true", sign.in_true},
                                 {"in_licensed", sign.in_licensed},
                                 {"lift", db::LiftOf(sign, rates)}});
  }
  std::cout << out.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
  return kDone;
}

}  // namespace agencywatch::cli
