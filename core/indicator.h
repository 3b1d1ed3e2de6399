// The one vocabulary of signs that rules, alerts, reports and tests share. Codes are stable: add,
// never rename.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace agencywatch::core {

struct Indicator {
  std::string_view code;      // fee.upfront_deposit
  std::string_view title_vi;  // as an inspector would say it
  std::string_view title_en;
};

[[nodiscard]] std::span<const Indicator> Indicators();
[[nodiscard]] const Indicator* FindIndicator(std::string_view code);

}  // namespace agencywatch::core
