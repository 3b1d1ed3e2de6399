#include "cli/rules_lift.h"

#include <iomanip>
#include <iostream>
#include <nlohmann/json.hpp>
#include <pqxx/pqxx>

#include "cli/exit_code.h"
#include "core/indicator.h"
#include "db/database.h"
#include "db/sign_rates.h"

namespace agencywatch::cli {
namespace {

std::string Percent(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return "–";
  return std::to_string((part * 100 + whole / 2) / whole) + "%";
}

void PrintRates(const db::SignRates& rates, bool english) {
  std::cout << (english ? "SIGNS in " : "DẤU HIỆU trong ") << rates.true_alerts
            << (english ? " true alerts and in " : " cảnh báo đúng và trong ") << rates.licensed_adverts
            << (english ? " adverts of licensed enterprises; lift: so many times oftener in the first\n"
                        : " tin của doanh nghiệp có phép; hệ số: ở nhóm đầu nhiều gấp bấy nhiêu lần\n");
  for (const auto& sign : rates.indicators) {
    const auto* known = core::FindIndicator(sign.indicator);
    std::cout << "  " << std::left << std::setw(30) << sign.indicator << std::right << std::setw(6)
              << Percent(sign.in_true, rates.true_alerts) << std::setw(6) << Percent(sign.in_licensed, rates.licensed_adverts)
              << std::setw(9) << std::fixed << std::setprecision(1) << db::LiftOf(sign, rates) << "  "
              << (known == nullptr ? "" : english ? known->title_en : known->title_vi) << '\n';
  }
}

}  // namespace

int RunLift(Context& context, bool as_json) {
  using Json = nlohmann::ordered_json;
  const auto connection = context.database().Connect();
  pqxx::read_transaction tx(*connection);
  const auto rates = db::ReadSignRates(tx);
  if (!as_json) {
    PrintRates(rates, context.english());
    return kDone;
  }
  for (const auto& sign : rates.indicators) {
    std::cout << Json{{"indicator", sign.indicator},
                      {"in_true", sign.in_true},
                      {"true_alerts", rates.true_alerts},
                      {"in_licensed", sign.in_licensed},
                      {"licensed_adverts", rates.licensed_adverts},
                      {"lift", db::LiftOf(sign, rates)}}
                     .dump()
              << '\n';
  }
  return kDone;
}

}  // namespace agencywatch::cli
