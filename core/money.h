// Sums of money, without floating point and without mixing currencies.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace agencywatch::core {

// `currency` is an ISO 4217 code, or USDT, BTC, or XAU_CHI (a "chỉ" of gold, 3.75 g).
// `minor_units` counts the currency's smallest unit: CurrencyExponent(currency) decimals.
struct Money {
  std::int64_t minor_units = 0;
  std::string currency;
  friend bool operator==(const Money&, const Money&) = default;
};

// 0 for VND, JPY, KRW, TWD, HUF …; 2 by default; 8 for BTC.
[[nodiscard]] int CurrencyExponent(std::string_view currency);
// Decimal, without trailing zeros and without grouping: "15000000", "36.5".
[[nodiscard]] std::string AmountText(const Money& money);
// "15.000.000 VND", "1.250,50 EUR": as people in Vietnam write numbers.
[[nodiscard]] std::string DisplayText(const Money& money);

}  // namespace agencywatch::core
