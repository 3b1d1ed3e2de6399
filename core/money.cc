#include "core/money.h"

#include <algorithm>
#include <array>

namespace agencywatch::core {

int CurrencyExponent(std::string_view currency) {
  static constexpr std::array<std::string_view, 8> kWhole = {"VND", "JPY", "KRW", "TWD",
                                                             "HUF", "LAK", "KHR", "MMK"};
  if (std::find(kWhole.begin(), kWhole.end(), currency) != kWhole.end()) return 0;
  return currency == "BTC" ? 8 : 2;
}

namespace {
std::string Decimal(const Money& money, const char* group, char point) {
  const bool negative = money.minor_units < 0;
  std::string digits = std::to_string(money.minor_units);
  if (negative) digits.erase(0, 1);
  const auto exponent = static_cast<std::size_t>(CurrencyExponent(money.currency));
  if (digits.size() <= exponent) digits.insert(0, exponent + 1 - digits.size(), '0');
  std::string fraction = digits.substr(digits.size() - exponent);
  std::string whole = digits.substr(0, digits.size() - exponent);
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  if (*group != 0) {
    for (std::size_t at = whole.size(); at > 3; at -= 3) whole.insert(at - 3, group);
  }
  return (negative ? "-" : "") + whole + (fraction.empty() ? "" : point + fraction);
}
}  // namespace

std::string AmountText(const Money& money) { return Decimal(money, "", '.'); }

std::string DisplayText(const Money& money) {
  return Decimal(money, ".", ',') + " " +
         (money.currency == "XAU_CHI" ? "chỉ vàng" : money.currency);
}

}  // namespace agencywatch::core
