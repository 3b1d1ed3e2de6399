// Units of money behind or before a number: scales ("tr", "củ", "vạn"), currencies and gold.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/facts/field_text.h"
#include "rules/facts/money_number.h"

namespace agencywatch::rules {

struct Unit {
  std::int64_t scale = 1;
  int scale_tenths = 0;  // the scale divided by 10^n: a "phân" is a tenth of a chỉ
  std::string currency;  // ISO 4217, USDT, BTC, XAU_CHI; empty: not named
  bool has_scale = false;
  bool slang = false;  // chai, lít, xị: money only beside a word of money
  std::size_t end = 0;
  [[nodiscard]] bool known() const { return has_scale || !currency.empty(); }
};

// Reads units in one field. `destinations` settle what "tệ", "vạn" and "zl" are. Both must outlive it.
class UnitReader {
 public:
  UnitReader(const FieldText& field, const std::vector<std::string>& destinations);

  // The unit behind `number`, behind one blank, a bracket or none; its end is number.end when there is none.
  [[nodiscard]] Unit Behind(const Number& number) const;
  // Only a currency; for a number whose scale is known already.
  void CurrencyAt(std::size_t at, const Number& number, Unit& unit) const;
  // A currency before the number: "USD 30", "NT$ 28.590", "€350"; with the place where it begins.
  [[nodiscard]] std::optional<std::pair<std::string, std::size_t>> Before(std::size_t at) const;
  // The unit that a label or a column's heading names: "Lương (yên)", "Chi phí (triệu đồng)".
  [[nodiscard]] Unit Named(Span heading) const;

  [[nodiscard]] bool Heads(std::string_view iso) const;
  // What a scale without a currency counts: man and vạn are ten thousand yen, won or yuan; else dong.
  [[nodiscard]] std::string Unnamed(const Unit& unit, const Number& number) const;

 private:
  [[nodiscard]] std::size_t SkipBlank(std::size_t at) const;
  [[nodiscard]] bool NextIs(std::size_t end, std::initializer_list<std::string_view> words) const;
  void ScaleAt(std::size_t at, Unit& unit) const;
  void GoldAt(std::size_t at, Unit& unit) const;

  const FieldText& field_;
  std::string_view text_;
  const std::vector<std::string>& destinations_;
  bool crypto_ = false;  // the text speaks of USDT: "100u" is USDT too
};

}  // namespace agencywatch::rules
