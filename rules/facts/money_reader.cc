#include "rules/facts/money_reader.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "core/money.h"
#include "rules/facts/money_number.h"
#include "rules/facts/money_role.h"
#include "rules/facts/money_unit.h"
#include "rules/facts/scan_pattern.h"

namespace agencywatch::rules {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }

// A bare "12.000.000" behind a word of money is đồng from here on.
constexpr std::int64_t kLeastBareDong = 1'000'000;
// … and where "/ngày" or "tiền …" stands behind it.
constexpr std::int64_t kLeastBareDongCalledPay = 10'000;

struct Amount {
  Number number;
  Unit unit;
  Span span;
  std::int64_t rest = 0;  // what a smaller scale adds: the 500.000 of "12 triệu 500 nghìn"
};

// In minor units of `currency`; nullopt when it is nothing, or beyond any sum that an advert can mean.
std::optional<std::int64_t> MinorUnits(const Amount& amount, std::string_view currency) {
  std::int64_t minor = amount.number.mantissa;
  if (__builtin_mul_overflow(minor, amount.unit.scale, &minor)) return {};
  if (__builtin_mul_overflow(minor, Power10(core::CurrencyExponent(currency)), &minor)) return {};
  minor /= Power10(amount.number.decimals + amount.unit.scale_tenths);
  std::int64_t rest = amount.rest;
  if (__builtin_mul_overflow(rest, Power10(core::CurrencyExponent(currency)), &rest)) return {};
  if (__builtin_add_overflow(minor, rest, &minor)) return {};
  if (minor <= 0) return {};
  return minor;
}

class Reader {
 public:
  Reader(const FieldText& field, const std::vector<std::string>& destinations, const Taken& taken,
         std::vector<core::Fact>& facts)
      : field_(field),
        text_(field.text()),
        units_(field, destinations),
        taken_(taken),
        facts_(facts) {}

  void Read() {
    const bool words = MayHoldNumberWords();
    for (std::size_t at = 0; at < text_.size();) {
      std::size_t end = at;
      if (IsDigit(text_[at])) {
        end = ReadAt(at);
        if (end == at) {  // not money: skip the whole number
          while (end < text_.size() &&
                 (IsDigit(text_[end]) || ((text_[end] == '.' || text_[end] == ',') &&
                                          end + 1 < text_.size() && IsDigit(text_[end + 1]))))
            ++end;
        }
      } else if (words && field_.WordStart(at)) {
        end = ReadWords(at);
        if (end == at) end = field_.WordEnd(at);
        // "20tr": digits inside a word are read by themselves.
        for (std::size_t i = at; i < end; ++i) {
          if (IsDigit(text_[i])) {
            end = i;
            break;
          }
        }
      }
      at = std::max(end, at + 1);
    }
  }

 private:
  [[nodiscard]] bool MayHoldNumberWords() const {
    static constexpr std::array<std::string_view, 8> kUnits = {"trieu", "nghin", "ngan", " ty",
                                                               " ti",   "tram",  "vang", "nua "};
    return std::any_of(kUnits.begin(), kUnits.end(), [&](std::string_view unit) {
      return text_.find(unit) != std::string_view::npos;
    });
  }

  const RoleReader& Roles() {
    if (!roles_) roles_.emplace(field_);
    return *roles_;
  }

  // Reads the sum or range whose first number begins at `at`; returns its end, or `at` when it is no money.
  std::size_t ReadAt(std::size_t at) {
    const auto before = units_.Before(at);
    if (at > 0 && !before &&
        (IsLetter(text_[at - 1]) || text_[at - 1] == '_' || text_[at - 1] == '@'))
      return at;
    if (at > 1 && (text_[at - 1] == '.' || text_[at - 1] == ',') && IsDigit(text_[at - 2]))
      return at;
    if (at > 1 && text_[at - 1] == '/' && IsDigit(text_[at - 2])) return at;
    if (at > 1 && text_[at - 1] == '-' && IsLetter(text_[at - 2]) && !before &&
        field_.WordStart(at - 2))
      return at;  // the visa "E-8"
    auto first = ReadAmount(at);
    if (!first) return at;
    if (before) {
      first->span.begin = before->second;
      if (first->unit.currency.empty()) first->unit.currency = before->first;
    }
    if (const std::size_t second_at = RangeGap(first->span.end); second_at != 0) {
      if (const std::size_t end = ReadRange(*first, second_at); end != 0) return end;
    }
    if (first->unit.known()) {
      if (taken_.Overlaps(first->span) || IsBirthYear(*first) || IsCrowd(*first)) return at;
      Emit({*first}, first->span);
      return first->span.end;
    }
    if (const auto spaced = ReadSpacedDigits(text_, at)) {
      Amount amount{*spaced, units_.Behind(*spaced), {at, 0}};
      if (amount.unit.currency == "VND") {
        amount.span.end = amount.unit.end;
        if (taken_.Overlaps(amount.span)) return at;
        Emit({amount}, amount.span);
        return amount.span.end;
      }
    }
    return ReadBare({*first});
  }

  // "2k8", born in 2008: nobody pays 2.800 đồng for something that is not counted.
  [[nodiscard]] bool IsBirthYear(const Amount& amount) const {
    static const ScanPattern kYear(R"(^2k(?:\d|1\d)$)");
    const std::size_t end = amount.span.end;
    const std::string_view next = field_.Text(field_.WordAfter(end));
    return amount.unit.currency.empty() && !(end < text_.size() && text_[end] == '/') &&
           next != "mot" && next != "moi" &&
           kYear.Contains(field_.Text({amount.number.end - 1, end}));
  }
  // "2k member", "86 ngàn km"
  [[nodiscard]] bool IsCrowd(const Amount& amount) const {
    static constexpr std::array<std::string_view, 9> kCrowds = {
        "member", "members", "follow", "follower", "followers", "view", "views", "km", "luot"};
    return amount.unit.currency.empty() &&
           std::find(kCrowds.begin(), kCrowds.end(),
                     field_.Text(field_.WordAfter(amount.span.end))) != kCrowds.end();
  }
  // The range from `first` to the number at `second_at`; returns its end, or 0 when the two make none.
  std::size_t ReadRange(const Amount& first, std::size_t second_at) {
    auto second = ReadAmount(second_at);
    if (!second) return 0;
    Amount low = first;
    if (second->unit.currency.empty()) second->unit.currency = low.unit.currency;
    const Span span{low.span.begin, second->span.end};
    if (taken_.Overlaps(span)) return 0;
    if (!second->unit.known()) {
      if (low.number.grouped && second->number.grouped && Rises(low, *second)) {
        const std::size_t end = ReadBare({low, *second});
        return end == low.span.begin ? 0 : end;
      }
      return 0;
    }
    if (IsBirthYear(low) && IsBirthYear(*second)) return span.end;
    if (!Join(low, *second)) return 0;
    Emit({low, *second}, span);
    return span.end;
  }

  std::optional<Amount> ReadAmount(std::size_t at) const {
    if (at >= text_.size()) return {};
    const auto number = IsDigit(text_[at]) ? ReadDigits(text_, at) : std::nullopt;
    if (!number) return {};
    Amount amount{*number, units_.Behind(*number), {at, 0}};
    ReadTail(amount);
    amount.span.end = std::max(amount.unit.end, number->end);
    return amount;
  }

  // What may follow a scale: 1tr5, 3 triệu 2, 12 triệu 500 nghìn, 2 triệu rưỡi.
  void ReadTail(Amount& amount) const {
    Unit& unit = amount.unit;
    Number& number = amount.number;
    if (!unit.has_scale || number.grouped || number.scaled) return;
    if (number.decimals == 0) {
      std::size_t scale_end = number.end;
      while (scale_end < text_.size() && IsLetter(text_[scale_end])) ++scale_end;
      if (scale_end > number.end && AddDecimals(amount, scale_end)) return;
    }
    if (unit.end >= text_.size() || text_[unit.end] != ' ' || field_.LineBreak(unit.end)) return;
    const std::size_t next = unit.end + 1;
    if (text_.substr(next, 4) == "ruoi" && !field_.WordAt(next + 4) && number.decimals == 0) {
      number.mantissa = number.mantissa * 10 + 5;
      number.decimals = 1;
      unit.end = next + 4;
      CurrencyBehind(amount);
      return;
    }
    if (!unit.currency.empty() || next >= text_.size()) return;
    if (!IsDigit(text_[next])) {
      AddSpokenTenth(amount, next);
      return;
    }
    const auto rest = ReadDigits(text_, next);
    if (!rest || rest->grouped || rest->decimals != 0) return;
    if (unit.scale == 1'000'000'000 && rest->end - next == 3 && number.decimals == 0 &&
        EndsThere(units_.Behind(*rest), *rest)) {
      AddDecimals(amount, next);  // 4 tỷ 650
      return;
    }
    const Unit smaller = units_.Behind(*rest);
    if (smaller.has_scale && !smaller.slang && smaller.scale < unit.scale &&
        rest->mantissa < unit.scale / smaller.scale) {
      amount.rest = rest->mantissa * smaller.scale;
      unit.end = smaller.end;
      unit.currency = smaller.currency;
    } else if (rest->mantissa < 10 && number.decimals == 0) {
      Number tenths =
          *rest;  // as large as it is meant, for currencies that small numbers do not have
      tenths.mantissa *= unit.scale / 10;
      if (EndsThere(units_.Behind(tenths), *rest)) AddDecimals(amount, next);
    }
  }
  // "6 triệu tám": a tenth in words, where nothing is counted by it.
  void AddSpokenTenth(Amount& amount, std::size_t at) const {
    if (amount.number.decimals != 0 || amount.unit.scale != 1'000'000) return;
    const Span word{at, field_.WordEnd(at)};
    static constexpr std::array<std::pair<std::string_view, int>, 9> kTenths = {{{"mốt", 1},
                                                                                 {"hai", 2},
                                                                                 {"ba", 3},
                                                                                 {"tư", 4},
                                                                                 {"rưởi", 5},
                                                                                 {"sáu", 6},
                                                                                 {"bảy", 7},
                                                                                 {"tám", 8},
                                                                                 {"chín", 9}}};
    const std::string written = field_.LowerWritten(word);
    const auto tenth = std::find_if(kTenths.begin(), kTenths.end(),
                                    [&](const auto& pair) { return pair.first == written; });
    if (tenth == kTenths.end() ||
        !(NothingCounted(word.end) || (word.end < text_.size() && text_[word.end] != ' ')))
      return;
    amount.number.mantissa = amount.number.mantissa * 10 + tenth->second;
    amount.number.decimals = 1;
    amount.unit.end = word.end;
    CurrencyBehind(amount);
  }
  // Whether the word behind a number is none that it counts: "3 triệu 2 và", not "3 triệu 2 tháng".
  [[nodiscard]] bool NothingCounted(std::size_t end) const {
    static constexpr std::array<std::string_view, 12> kLinks = {
        "mot", "moi", "va", "voi", "den", "chia", "cho", "de", "roi", "la", "thi", "nhe"};
    const std::string_view next = field_.Text(field_.WordAfter(end));
    return next.empty() || std::find(kLinks.begin(), kLinks.end(), next) != kLinks.end();
  }
  // Whether nothing is counted by the number but money: "3 triệu 2", not "3 triệu 2 tháng".
  [[nodiscard]] bool EndsThere(const Unit& behind, const Number& rest) const {
    if (!behind.currency.empty()) return true;
    return NothingCounted(rest.end) &&
           !(rest.end < text_.size() &&
             ((text_[rest.end] == '/' && rest.end + 1 < text_.size() &&
               IsDigit(text_[rest.end + 1])) ||
              text_[rest.end] == '-' || text_[rest.end] == '%'));
  }
  // Digits at `at` are decimals of the number before the scale.
  bool AddDecimals(Amount& amount, std::size_t at) const {
    std::size_t digits = at;
    while (digits < text_.size() && IsDigit(text_[digits])) ++digits;
    if (digits == at || digits - at > 3 ||
        (digits < text_.size() && IsLetter(text_[digits]) && text_[digits] != 'd'))
      return false;
    for (std::size_t k = at; k < digits; ++k) {
      amount.number.mantissa = amount.number.mantissa * 10 + (text_[k] - '0');
      ++amount.number.decimals;
    }
    amount.unit.end = digits;
    amount.unit.currency.clear();
    CurrencyBehind(amount);
    return true;
  }
  void CurrencyBehind(Amount& amount) const {
    if (!amount.unit.currency.empty()) return;
    const std::size_t end = amount.unit.end;
    const bool blank = end < text_.size() && text_[end] == ' ' && !field_.LineBreak(end);
    units_.CurrencyAt(blank ? end + 1 : end, amount.number, amount.unit);
  }

  // Where the second number of a range begins; 0 when there is none.
  [[nodiscard]] std::size_t RangeGap(std::size_t at) const {
    static constexpr std::array<std::string_view, 13> kGaps = {
        " den ", " toi ", " to ", " up to ", " - ", " ~ ",  " -> ",
        "->",    "-",     "~",    " -",      "- ",  " len "};
    for (const std::string_view gap : kGaps) {
      if (text_.substr(at, gap.size()) != gap) continue;
      std::size_t next = at + gap.size();
      if (next < text_.size() && text_[next] == '$') ++next;
      if (next >= text_.size() || !IsDigit(text_[next])) return 0;
      for (std::size_t k = at; k < next; ++k) {
        if (field_.LineBreak(k)) return 0;
      }
      return next;
    }
    return 0;
  }

  [[nodiscard]] static bool Rises(const Amount& low, const Amount& high) {
    const auto from = MinorUnits(low, low.unit.currency);
    const auto to = MinorUnits(high, high.unit.currency);
    return from && to && *from <= *to && *to / 20 <= *from;
  }

  // Gives the first amount what it leaves to the second; false, and nothing is changed, when the two are no range.
  // "15-20tr" shares its scale, "900 - 1k2 đô" only its currency.
  [[nodiscard]] static bool Join(Amount& first, Amount& second) {
    Amount low = first;
    const Amount& high = second;
    if (low.unit.currency.empty()) low.unit.currency = high.unit.currency;
    if (low.unit.currency != high.unit.currency) return false;
    Amount scaled = low;
    if (!scaled.unit.has_scale) {
      scaled.unit.scale = high.unit.scale;
      scaled.unit.has_scale = high.unit.has_scale;
    }
    if (Rises(scaled, high)) {
      first = scaled;
      return true;
    }
    if (!Rises(low, high)) return false;
    first = low;
    return true;
  }

  // Pay without a unit behind it, "lương 27.470 + tăng ca", or under a heading that names one: "Phí (triệu)".
  std::size_t ReadBare(std::vector<Amount> amounts) {
    const std::size_t at = amounts.front().span.begin;
    const Span span{at, amounts.back().number.end};
    if (field_.WordAt(span.end) || taken_.Overlaps(span)) return at;
    if (CountsThings(span.end)) return at;
    const Span heading = Roles().HeadingOf(at);
    const Unit named = heading.empty() ? Unit{} : units_.Named(heading);
    std::string currency = named.currency;
    if (!named.known()) {
      const Number& number = amounts.front().number;
      if (!number.grouped || number.decimals != 0) return at;
      const auto role = Roles().SpokenOf(at);
      const std::string_view next = field_.Text(field_.WordAfter(span.end));
      const bool named_behind = next == "tien" || next == "phi" || next == "le";
      if ((!role || *role == Role::kNothing) && !named_behind) return at;
      const bool by_time = span.end < text_.size() && text_[span.end] == '/';
      const std::int64_t least_dong =
          named_behind || by_time ? kLeastBareDongCalledPay : kLeastBareDong;
      if (!named_behind) currency = CurrencyBefore(at, number.mantissa);
      if (currency.empty() && role == Role::kWage && !named_behind && !by_time) {
        currency = CurrencyOfPay(number.mantissa);
      } else if (currency.empty() && number.mantissa >= least_dong &&
                 number.mantissa % 1'000 == 0) {
        currency = "VND";
      }
      if (currency.empty()) return at;
    }
    for (Amount& amount : amounts) {
      amount.unit = named;
      amount.unit.currency = currency;
    }
    Emit(std::move(amounts), span);
    return span.end;
  }
  // "18 tháng", "1,2%": what stands under a heading of money, and is none.
  [[nodiscard]] bool CountsThings(std::size_t end) const {
    static constexpr std::array<std::string_view, 10> kCounted = {
        "thang", "nam", "ngay", "gio", "tuoi", "nguoi", "nu", "suat", "tuan", "buoi"};
    if (end < text_.size() && text_[end] == '%') return true;
    const std::string_view next = field_.Text(field_.WordAfter(end));
    return end < text_.size() && text_[end] == ' ' &&
           std::find(kCounted.begin(), kCounted.end(), next) != kCounted.end();
  }
  // The foreign money of the sum right before: "13.000 bảng, trả trước 3.000".
  [[nodiscard]] std::string CurrencyBefore(std::size_t at, std::int64_t value) const {
    constexpr std::size_t kNear = 40;
    constexpr std::int64_t kAlike = 20;
    if (last_units_ == 0 || last_currency_ == "VND" || at - last_end_ > kNear ||
        field_.LineOf(at).begin > last_end_ || value > last_units_ * kAlike ||
        last_units_ > value * kAlike)
      return {};
    return last_currency_;
  }
  // What a bare monthly wage must be in, on the way to these countries.
  [[nodiscard]] std::string CurrencyOfPay(std::int64_t value) const {
    if (units_.Heads("TW") && value >= 15'000 && value <= 90'000) return "TWD";
    if (units_.Heads("JP") && value >= 100'000 && value <= 600'000) return "JPY";
    if (value < 1'000'000) return {};
    return units_.Heads("KR") && value < 8'000'000 ? "KRW" : "VND";
  }

  // hai mươi triệu rưỡi, năm trăm nghìn, sáu nghìn đô, nửa tỷ, hai chỉ vàng
  std::size_t ReadWords(std::size_t at) {
    const auto number = ReadNumberWords(field_, at);
    if (!number) return at;
    Amount amount{*number, units_.Behind(*number), {at, 0}};
    if (!amount.unit.known() || amount.unit.slang ||
        (amount.unit.has_scale && !number->scaled && amount.unit.scale < 1'000))
      return at;
    amount.span.end = std::max(amount.unit.end, number->end);
    if (field_.unmarked() && field_.Text(amount.span) == "sau do") return at;  // "sau đó"
    if (taken_.Overlaps(amount.span)) return at;
    Emit({amount}, amount.span);
    return amount.span.end;
  }

  void Emit(std::vector<Amount> amounts, Span span) {
    bool slang = false;
    for (Amount& amount : amounts) {
      if (amount.unit.currency.empty())
        amount.unit.currency = units_.Unnamed(amount.unit, amount.number);
      if (amount.unit.scale == 10'000 && amount.unit.slang) amount.unit.currency = "JPY";  // 25 lá
      slang = slang || amount.unit.slang;
    }
    const std::string& currency = amounts.front().unit.currency;
    const auto minor = MinorUnits(amounts.front(), currency);
    if (!minor) return;
    SumInText sum{span,
                  last_end_,
                  last_role_,
                  currency,
                  *minor / Power10(core::CurrencyExponent(currency)),
                  amounts.size() > 1};
    const Purpose purpose = Roles().PurposeOf(sum);
    last_end_ = span.end;
    last_role_ = purpose.role;
    last_currency_ = sum.currency;
    last_units_ = sum.units;
    if (purpose.role == Role::kNothing || (slang && !purpose.cued && purpose.period.empty()))
      return;
    static constexpr std::array<std::string_view, 6> kRoles = {"fee",     "deposit",    "wage",
                                                               "penalty", "commission", "loan"};
    const bool approximate = Approximate(span.begin);
    const Span place{span.begin, std::max(span.end, purpose.end)};
    for (const Amount& amount : amounts) {
      const auto units = MinorUnits(amount, amount.unit.currency);
      if (!units) continue;
      core::Money money{*units, amount.unit.currency};
      core::Fact fact = field_.MakeFact(core::FactKind::kMoney,
                                        core::AmountText(money) + " " + money.currency, place);
      fact.money = money;
      fact.attrs["role"] = kRoles[static_cast<std::size_t>(purpose.role)];
      if (!purpose.period.empty()) fact.attrs["period"] = purpose.period;
      if (approximate) fact.attrs["approximate"] = "true";
      fact.attrs["text"] = fact.place.quote;
      facts_.push_back(std::move(fact));
    }
  }
  [[nodiscard]] bool Approximate(std::size_t at) const {
    static const ScanPattern kAbout(
        R"(\b(?:tam|khoang|gan|tren|duoi|hon|tu|chung|co|xap xi|trung binh|binh quan|around|about|up to|over|toi da|toi thieu|it nhat) ?$|~ ?$)");
    const std::size_t begin = at > 16 ? at - 16 : 0;
    return kAbout.Contains(text_.substr(begin, at - begin));
  }

  const FieldText& field_;
  std::string_view text_;
  UnitReader units_;
  const Taken& taken_;
  std::vector<core::Fact>& facts_;
  std::optional<RoleReader> roles_;  // made when the first sum is met
  std::size_t last_end_ = 0;         // behind the sum read last
  Role last_role_ = Role::kNothing;  // what it was for
  std::string last_currency_;
  std::int64_t last_units_ = 0;
};

}  // namespace

void ReadMoney(const FieldText& field, const std::vector<std::string>& destinations,
               const Taken& taken, std::vector<core::Fact>& facts) {
  Reader(field, destinations, taken, facts).Read();
}

}  // namespace agencywatch::rules
