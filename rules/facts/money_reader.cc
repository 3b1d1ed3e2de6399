#include "rules/facts/money_reader.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/money.h"

namespace agencywatch::rules {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }

// A decimal number: mantissa / 10^decimals.
struct Number {
  std::int64_t mantissa = 0;
  int decimals = 0;
  bool grouped = false;  // written with thousands separators
  std::size_t end = 0;
};

std::int64_t Power10(int exponent) {
  std::int64_t power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

// value * scale in minor units of the currency; nullopt when it is beyond any sum that an advert can mean.
std::optional<std::int64_t> MinorUnits(const Number& number, std::int64_t scale, int scale_tenths,
                                       std::string_view currency) {
  std::int64_t minor = number.mantissa;
  if (__builtin_mul_overflow(minor, scale, &minor)) return {};
  if (__builtin_mul_overflow(minor, Power10(core::CurrencyExponent(currency)), &minor)) return {};
  minor /= Power10(number.decimals + scale_tenths);
  if (minor <= 0) return {};
  return minor;
}

struct Unit {
  std::int64_t scale = 1;
  int scale_tenths = 0;  // the scale divided by 10^n (a tenth of a chỉ)
  std::string currency;  // empty: not named
  bool has_scale = false;
  bool slang = false;  // chai, lít, cành: money only beside a word of money
  std::size_t end = 0;
  [[nodiscard]] bool known() const { return has_scale || !currency.empty(); }
};

struct ScaleWord {
  std::string_view folded;
  std::int64_t scale;
  std::string_view written;  // spellings with marks that mean it, blank-separated; empty: any
  bool slang = false;
};
constexpr std::array kScales = {
    ScaleWord{"tr", 1'000'000, ""},
    ScaleWord{"trieu", 1'000'000, ""},
    ScaleWord{"cu", 1'000'000, "củ cu"},
    ScaleWord{"chai", 1'000'000, "", true},
    ScaleWord{"k", 1'000, ""},
    ScaleWord{"nghin", 1'000, ""},
    ScaleWord{"ngan", 1'000, "ngàn ngan nghàn"},
    ScaleWord{"canh", 1'000, "", true},
    ScaleWord{"lit", 100'000, "", true},
    ScaleWord{"ty", 1'000'000'000, "tỷ ty"},
    ScaleWord{"ti", 1'000'000'000, "tỉ ti"},
    ScaleWord{"toi", 1'000'000'000, "tỏi"},
    ScaleWord{"man", 10'000, "man"},
    ScaleWord{"van", 10'000, "vạn van"},
    ScaleWord{"million", 1'000'000, ""},
    ScaleWord{"mil", 1'000'000, ""},
    ScaleWord{"thousand", 1'000, ""},
};

struct CurrencyWord {
  std::string_view folded;  // words joined by one blank
  std::string_view currency;
  std::string_view written;  // as above
  std::int64_t least = 0;    // smaller bare numbers are something else
};
// Longer phrases first among those that begin alike.
constexpr std::array kCurrencies = {
    CurrencyWord{"dai te", "TWD", ""},
    CurrencyWord{"do la uc", "AUD", ""},
    CurrencyWord{"do la my", "USD", ""},
    CurrencyWord{"do la", "USD", "", 5},
    CurrencyWord{"do uc", "AUD", ""},
    CurrencyWord{"do canada", "CAD", ""},
    CurrencyWord{"do can", "CAD", "đô can"},
    CurrencyWord{"do sing", "SGD", ""},
    CurrencyWord{"do dai", "TWD", ""},
    CurrencyWord{"do my", "USD", ""},
    CurrencyWord{"do", "USD", "đô do", 20},
    CurrencyWord{"dola", "USD", ""},
    CurrencyWord{"dollars", "USD", ""},
    CurrencyWord{"dollar", "USD", ""},
    CurrencyWord{"nhan dan te", "CNY", ""},
    CurrencyWord{"te dai", "TWD", ""},
    CurrencyWord{"te", "TE", "tệ te", 100},
    CurrencyWord{"vnd", "VND", ""},
    CurrencyWord{"dong", "VND", "đồng dong", 1000},
    CurrencyWord{"d", "VND", "", 1000},
    CurrencyWord{"usdt", "USDT", ""},
    CurrencyWord{"usd", "USD", ""},
    CurrencyWord{"us", "USD", "", 20},
    CurrencyWord{"u", "USD", "u", 50},
    CurrencyWord{"yen nhat", "JPY", ""},
    CurrencyWord{"yen", "JPY", "yên yen", 500},
    CurrencyWord{"jpy", "JPY", ""},
    CurrencyWord{"won", "KRW", "", 1000},
    CurrencyWord{"krw", "KRW", ""},
    CurrencyWord{"ntd", "TWD", ""},
    CurrencyWord{"nt", "TWD", "nt", 1000},
    CurrencyWord{"twd", "TWD", ""},
    CurrencyWord{"euro", "EUR", ""},
    CurrencyWord{"eur", "EUR", ""},
    CurrencyWord{"o-ro", "EUR", ""},
    CurrencyWord{"bang anh", "GBP", ""},
    CurrencyWord{"bang", "GBP", "bảng bang", 500},
    CurrencyWord{"pounds", "GBP", ""},
    CurrencyWord{"gbp", "GBP", ""},
    CurrencyWord{"aud", "AUD", ""},
    CurrencyWord{"cad", "CAD", ""},
    CurrencyWord{"nzd", "NZD", ""},
    CurrencyWord{"sgd", "SGD", ""},
    CurrencyWord{"hkd", "HKD", ""},
    CurrencyWord{"mop", "MOP", ""},
    CurrencyWord{"rm", "MYR", ""},
    CurrencyWord{"myr", "MYR", ""},
    CurrencyWord{"ringgit", "MYR", ""},
    CurrencyWord{"rinh-git", "MYR", ""},
    CurrencyWord{"pln", "PLN", ""},
    CurrencyWord{"zloty", "PLN", ""},
    CurrencyWord{"huf", "HUF", ""},
    CurrencyWord{"ft", "HUF", "", 500},
    CurrencyWord{"forint", "HUF", ""},
    CurrencyWord{"czk", "CZK", ""},
    CurrencyWord{"ron", "RON", "ron", 500},
    CurrencyWord{"lei", "RON", ""},
    CurrencyWord{"sar", "SAR", ""},
    CurrencyWord{"riyal", "SAR", ""},
    CurrencyWord{"aed", "AED", ""},
    CurrencyWord{"dirham", "AED", ""},
    CurrencyWord{"qar", "QAR", ""},
    CurrencyWord{"kwd", "KWD", ""},
    CurrencyWord{"thb", "THB", ""},
    CurrencyWord{"baht", "THB", ""},
    CurrencyWord{"bat", "THB", "bạt", 500},
    CurrencyWord{"cny", "CNY", ""},
    CurrencyWord{"rmb", "CNY", ""},
    CurrencyWord{"rub", "RUB", ""},
    CurrencyWord{"rup", "RUB", "rúp rup", 500},
    CurrencyWord{"ils", "ILS", ""},
    CurrencyWord{"shekel", "ILS", ""},
    CurrencyWord{"chf", "CHF", ""},
    CurrencyWord{"btc", "BTC", ""},
    CurrencyWord{"php", "PHP", "", 50},
    CurrencyWord{"peso", "PHP", ""},
    CurrencyWord{"sek", "SEK", ""},
    CurrencyWord{"nok", "NOK", ""},
    CurrencyWord{"dkk", "DKK", ""},
};

bool WrittenAs(const FieldText& field, Span span, std::string_view spellings) {
  if (spellings.empty()) return true;
  const std::string lower = field.LowerWritten(span);
  if (InDisguise(lower)) return true;
  for (std::size_t at = 0; at < spellings.size();) {
    const std::size_t end = std::min(spellings.find(' ', at), spellings.size());
    if (spellings.substr(at, end - at) == lower) return true;
    // Phrases of several words are compared whole.
    if (spellings == lower) return true;
    at = end + 1;
  }
  return false;
}

// ---- numbers and units ----

std::optional<Number> ParseNumber(std::string_view text, std::size_t at) {
  std::vector<Span> groups;
  std::vector<char> separators;
  std::size_t i = at;
  for (;;) {
    const std::size_t begin = i;
    while (i < text.size() && IsDigit(text[i])) ++i;
    groups.push_back({begin, i});
    if (i + 1 < text.size() && (text[i] == '.' || text[i] == ',') && IsDigit(text[i + 1])) {
      separators.push_back(text[i++]);
      continue;
    }
    break;
  }
  std::size_t digits = 0;
  for (const Span& group : groups) digits += group.end - group.begin;
  if (digits > 13) return {};
  Number number;
  number.end = i;
  const auto size = [&](std::size_t n) { return groups[n].end - groups[n].begin; };
  const std::size_t last = groups.size() - 1;
  std::size_t whole = groups.size();
  if (last > 0) {
    const bool thousands = size(last) == 3 && !(last == 1 && text[at] == '0');
    if (!thousands) {
      if (size(last) > 2 || (last > 1 && separators[last - 1] == separators[0])) return {};
      whole = last;
      number.decimals = static_cast<int>(size(last));
    }
    for (std::size_t n = 1; n < whole; ++n) {
      if (size(n) != 3 || separators[n - 1] != separators[0]) return {};
    }
    if (whole > 1) {
      if (size(0) > 3) return {};
      number.grouped = true;
    }
  }
  for (const Span& group : groups) {
    for (std::size_t k = group.begin; k < group.end; ++k)
      number.mantissa = number.mantissa * 10 + (text[k] - '0');
  }
  return number;
}

// "1 500 000": only where a currency follows, or it would be two numbers.
std::optional<Number> ParseSpacedNumber(std::string_view text, std::size_t at) {
  Number number;
  std::size_t i = at;
  while (i < text.size() && IsDigit(text[i]))
    number.mantissa = number.mantissa * 10 + (text[i++] - '0');
  if (i - at > 3) return {};
  int groups = 0;
  while (i + 3 < text.size() && text[i] == ' ' && IsDigit(text[i + 1]) && IsDigit(text[i + 2]) &&
         IsDigit(text[i + 3]) && (i + 4 >= text.size() || !IsDigit(text[i + 4])) && groups < 4) {
    for (std::size_t k = i + 1; k <= i + 3; ++k)
      number.mantissa = number.mantissa * 10 + (text[k] - '0');
    i += 4;
    ++groups;
  }
  if (groups == 0 || (i < text.size() && (text[i] == '.' || text[i] == ',') &&
                      i + 1 < text.size() && IsDigit(text[i + 1])))
    return {};
  number.grouped = true;
  number.end = i;
  return number;
}

// What a sum is for; kNothing: a sum that nobody is to pay or to get.
enum class Role { kFee, kDeposit, kWage, kPenalty, kCommission, kLoan, kNothing };

struct CueWord {
  std::string_view phrase;
  Role role;
  bool strong = true;
  std::size_t reach = 0;
};
constexpr std::array kCues = {
    CueWord{"coc", Role::kDeposit},
    CueWord{"dat coc", Role::kDeposit},
    CueWord{"dat cho", Role::kDeposit},
    CueWord{"giu cho", Role::kDeposit},
    CueWord{"giu suat", Role::kDeposit},
    CueWord{"giu form", Role::kDeposit},
    CueWord{"giu don", Role::kDeposit},
    CueWord{"dat truoc", Role::kDeposit},
    CueWord{"dong truoc", Role::kDeposit},
    CueWord{"nop truoc", Role::kDeposit},
    CueWord{"chuyen truoc", Role::kDeposit},
    CueWord{"ky quy", Role::kDeposit},
    CueWord{"the chan", Role::kDeposit},
    CueWord{"the than", Role::kDeposit},
    CueWord{"chong tron", Role::kDeposit},
    CueWord{"bao dam", Role::kDeposit},
    CueWord{"dam bao", Role::kDeposit, false},
    CueWord{"bao lanh", Role::kDeposit, false},
    CueWord{"lam tin", Role::kDeposit},
    CueWord{"nap", Role::kDeposit},
    CueWord{"deposit", Role::kDeposit},
    CueWord{"bond", Role::kDeposit},
    CueWord{"booking fee", Role::kDeposit},
    CueWord{"top up", Role::kDeposit},
    CueWord{"reservation", Role::kDeposit},
    CueWord{"secure your", Role::kDeposit},
    CueWord{"dat ung", Role::kDeposit},
    CueWord{"phat", Role::kPenalty},
    CueWord{"muc phat", Role::kPenalty},
    CueWord{"den", Role::kPenalty, true, 40},
    CueWord{"boi thuong", Role::kPenalty},
    CueWord{"den hop dong", Role::kPenalty},
    CueWord{"tien den", Role::kPenalty},
    CueWord{"chuoc", Role::kPenalty},
    CueWord{"penalty", Role::kPenalty},
    CueWord{"fine", Role::kPenalty},
    CueWord{"pay back", Role::kPenalty},
    CueWord{"bu tien", Role::kPenalty},
    CueWord{"thi hoan", Role::kPenalty, true, 12},
    CueWord{"phai hoan", Role::kPenalty, true, 16},
    CueWord{"hoan tra lai", Role::kPenalty, false, 16},
    CueWord{"refund", Role::kPenalty, false, 20},
    CueWord{"hoa hong", Role::kCommission, true, 24},
    CueWord{"moi gioi", Role::kCommission},
    CueWord{"commission", Role::kCommission, true, 24},
    CueWord{"referral", Role::kCommission},
    CueWord{"tien dau nguoi", Role::kCommission},
    CueWord{"moi nguoi gioi thieu", Role::kCommission},
    CueWord{"finder", Role::kCommission},
    CueWord{"ung", Role::kLoan},
    CueWord{"ung truoc", Role::kLoan},
    CueWord{"tam ung", Role::kLoan},
    CueWord{"vay", Role::kLoan},
    CueWord{"no", Role::kLoan, true, 40},
    CueWord{"cho no", Role::kLoan},
    CueWord{"con no", Role::kLoan},
    CueWord{"het no", Role::kLoan},
    CueWord{"tru dan", Role::kLoan},
    CueWord{"tru luong", Role::kLoan, false},
    CueWord{"tru vao luong", Role::kLoan, false},
    CueWord{"tru", Role::kLoan, false, 24},
    CueWord{"loan", Role::kLoan},
    CueWord{"advance", Role::kLoan},
    CueWord{"owe", Role::kLoan},
    CueWord{"muc vay", Role::kLoan},
    CueWord{"luong", Role::kWage},
    CueWord{"thu nhap", Role::kWage},
    CueWord{"tro cap", Role::kWage},
    CueWord{"phu cap", Role::kWage},
    CueWord{"tien cong", Role::kWage},
    CueWord{"ve tay", Role::kWage},
    CueWord{"boi duong", Role::kWage},
    CueWord{"ho tro", Role::kWage, false},
    CueWord{"thuong", Role::kWage, false},
    CueWord{"nhan", Role::kWage, false},
    CueWord{"nhan ve", Role::kWage},
    CueWord{"chia", Role::kWage, false},
    CueWord{"binh quan", Role::kWage, false},
    CueWord{"kiem", Role::kWage},
    CueWord{"tip", Role::kWage},
    CueWord{"bo", Role::kWage, false, 12},
    CueWord{"cat-xe", Role::kWage},
    CueWord{"tra cong", Role::kWage},
    CueWord{"thu lao", Role::kWage},
    CueWord{"sinh hoat phi", Role::kWage},
    CueWord{"salary", Role::kWage},
    CueWord{"wage", Role::kWage},
    CueWord{"wages", Role::kWage},
    CueWord{"pay", Role::kWage, false},
    CueWord{"earn", Role::kWage},
    CueWord{"income", Role::kWage},
    CueWord{"net", Role::kWage, false},
    CueWord{"stipend", Role::kWage},
    CueWord{"allowance", Role::kWage},
    CueWord{"gross", Role::kWage, false},
    CueWord{"thuc linh", Role::kWage},
    CueWord{"thuc nhan", Role::kWage},
    CueWord{"phi", Role::kFee},
    CueWord{"chi phi", Role::kFee},
    CueWord{"hoc phi", Role::kFee},
    CueWord{"le phi", Role::kFee},
    CueWord{"tong phi", Role::kFee},
    CueWord{"tron goi", Role::kFee},
    CueWord{"dich vu", Role::kFee},
    CueWord{"ve may bay", Role::kFee},
    CueWord{"tien ve", Role::kFee},
    CueWord{"dong phuc", Role::kFee},
    CueWord{"tien xe", Role::kFee},
    CueWord{"tien nha", Role::kFee},
    CueWord{"gia", Role::kFee, false},
    CueWord{"ra visa", Role::kFee},
    CueWord{"ra giay phep", Role::kFee},
    CueWord{"co visa", Role::kFee},
    CueWord{"dong", Role::kFee, false, 40},
    CueWord{"nop", Role::kFee, false},
    CueWord{"chuyen", Role::kFee, false},
    CueWord{"chuyen khoan", Role::kFee, false},
    CueWord{"dong tiep", Role::kFee},
    CueWord{"dien", Role::kFee, false, 4},
    CueWord{"nuoc", Role::kFee, false, 4},
    CueWord{"fee", Role::kFee},
    CueWord{"fees", Role::kFee},
    CueWord{"cost", Role::kFee},
    CueWord{"costs", Role::kFee},
    CueWord{"charge", Role::kFee},
    CueWord{"price", Role::kFee},
    CueWord{"package", Role::kFee},
    CueWord{"ticket", Role::kFee},
    CueWord{"insurance", Role::kFee, false},
    CueWord{"doanh thu", Role::kNothing},
    CueWord{"doanh so", Role::kNothing},
    CueWord{"von", Role::kNothing},
    CueWord{"giam", Role::kNothing, true, 16},
    CueWord{"giam gia", Role::kNothing},
    CueWord{"giam ngay", Role::kNothing, true, 16},
    CueWord{"tri gia", Role::kNothing},
    CueWord{"discount", Role::kNothing},
    CueWord{"truot hoan", Role::kNothing, true, 16},
    CueWord{"chiem doat", Role::kNothing},
    CueWord{"thiet hai", Role::kNothing},
};

class Reader {
 public:
  Reader(const FieldText& field, const std::vector<std::string>& destinations, const Taken& taken,
         std::vector<core::Fact>& facts)
      : field_(field),
        text_(field.text()),
        destinations_(destinations),
        taken_(taken),
        facts_(facts) {}

  void Read() {
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
      } else if (field_.WordStart(at)) {
        end = ReadWords(at);
      }
      at = std::max(end, at + 1);
    }
  }

 private:
  struct Amount {
    Number number;
    Unit unit;
    Span span;
  };

  [[nodiscard]] bool Heads(std::string_view iso) const {
    return std::find(destinations_.begin(), destinations_.end(), iso) != destinations_.end();
  }

  // The unit that begins at `at`, behind one blank or none.
  [[nodiscard]] Unit ParseUnit(std::size_t at, const Number& number) const {
    Unit unit;
    unit.end = at;
    std::size_t i = at;
    const auto blank = [&](std::size_t place) {
      return place < text_.size() && text_[place] == ' ' && !field_.LineBreak(place) ? place + 1
                                                                                     : place;
    };
    i = blank(i);
    std::size_t word_end = i;
    while (word_end < text_.size() && IsLetter(text_[word_end])) ++word_end;
    const std::string_view word = text_.substr(i, word_end - i);
    // trđ, trvnd: scale and currency in one word.
    if (word == "trd" || word == "trvnd" || word == "kvnd" || word == "trdong") {
      unit.scale = word[0] == 'k' ? 1'000 : 1'000'000;
      unit.has_scale = true;
      unit.currency = "VND";
      unit.end = word_end;
      return unit;
    }
    if (i > at || word_end > i) {
      if (word == "tram" || word == "chuc") {  // 5 trăm nghìn
        const std::size_t next = blank(word_end);
        const std::size_t next_end = field_.WordEnd(next);
        const std::string_view second = text_.substr(next, next_end - next);
        for (const ScaleWord& scale : kScales) {
          if (scale.folded != second || scale.slang) continue;
          unit.scale = scale.scale * (word == "tram" ? 100 : 10);
          unit.has_scale = true;
          unit.end = next_end;
          ParseCurrency(blank(next_end), number, unit);
          return unit;
        }
      }
      for (const ScaleWord& scale : kScales) {
        if (scale.folded != word || !WrittenAs(field_, {i, word_end}, scale.written)) continue;
        // "vẫn" without its marks: vạn only before a currency.
        if (word == "van" && field_.LowerWritten({i, word_end}) == "van" &&
            !NextIs(word_end, {"yen", "won", "te", "dong", "do"}))
          continue;
        if (word == "ti" && text_.substr(word_end, 3) == " vi") continue;
        if (word == "k" && text_.substr(word_end, 5) == " vang") continue;
        unit.scale = scale.scale;
        unit.has_scale = true;
        unit.slang = scale.slang;
        unit.end = word_end;
        break;
      }
    }
    if (unit.has_scale) {
      std::size_t next = unit.end;
      ParseCurrency(blank(next), number, unit);
    } else {
      ParseCurrency(i, number, unit);
    }
    return unit;
  }

  void ParseCurrency(std::size_t at, const Number& number, Unit& unit) const {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kSigns = {
        {{"nt$", "TWD"},
         {"us$", "USD"},
         {"a$", "AUD"},
         {"s$", "SGD"},
         {"hk$", "HKD"},
         {"ca$", "CAD"},
         {"nz$", "NZD"},
         {"$", "USD"}}};
    for (const auto& [sign, currency] : kSigns) {
      if (text_.substr(at, sign.size()) == sign) {
        unit.currency = currency;
        unit.end = at + sign.size();
        return;
      }
    }
    const std::int64_t value = number.mantissa / Power10(number.decimals) * unit.scale;
    for (const CurrencyWord& word : kCurrencies) {
      const std::size_t end = at + word.folded.size();
      if (text_.substr(at, word.folded.size()) != word.folded || field_.WordAt(end)) continue;
      if (value < word.least || !WrittenAs(field_, {at, end}, word.written)) continue;
      if (word.folded == "yen" &&
          NextIs(end, {"bai", "phong", "dinh", "minh", "thanh", "lac", "the", "hoa", "vien"}))
        continue;
      if (word.folded == "do" && NextIs(end, {"thi", "ben", "xi", "minh", "cong", "chi"})) continue;
      if (word.folded == "u" && field_.WordAt(end)) continue;
      unit.currency = word.currency;
      unit.end = end;
      return;
    }
    if (unit.has_scale) return;
    // Gold: chỉ, cây, lượng, phân, with "vàng" behind or a word of payment before.
    static constexpr std::array<std::pair<std::string_view, int>, 4> kGold = {
        {{"chi", 0}, {"cay", 1}, {"luong", 1}, {"phan", -1}}};
    for (const auto& [word, tens] : kGold) {
      const std::size_t end = at + word.size();
      if (text_.substr(at, word.size()) != word || field_.WordAt(end)) continue;
      const bool gold = NextIs(end, {"vang", "9999", "sjc"});
      const std::string lower = field_.LowerWritten({at, end});
      if (!gold &&
          !(word == "chi" && lower == "chỉ" && !NextIs(end, {"tieu", "so", "can", "nhan"})))
        continue;
      unit.currency = "XAU_CHI";
      unit.scale = tens == 1 ? 10 : 1;
      unit.scale_tenths = tens == -1 ? 1 : 0;
      unit.end = gold ? field_.WordAfter(end).end : end;
      return;
    }
  }

  [[nodiscard]] bool NextIs(std::size_t end, std::initializer_list<std::string_view> words) const {
    const std::string_view next = field_.Text(field_.WordAfter(end));
    return std::find(words.begin(), words.end(), next) != words.end();
  }

  // A currency before the number: "USD 30", "NT$ 28.590", "$500", "€350".
  [[nodiscard]] std::optional<std::pair<std::string, std::size_t>> PrefixCurrency(
      std::size_t at) const {
    std::size_t end = at;
    if (end > 0 && text_[end - 1] == ' ' && !field_.LineBreak(end - 1)) --end;
    std::size_t begin = end;
    if (begin > 0 && text_[begin - 1] == '$') --begin;
    while (begin > 0 && IsLetter(text_[begin - 1])) --begin;
    const std::string_view word = text_.substr(begin, end - begin);
    static const std::unordered_map<std::string_view, std::string_view> kPrefixes = {
        {"$", "USD"},   {"us$", "USD"}, {"nt$", "TWD"},   {"a$", "AUD"},  {"s$", "SGD"},
        {"usd", "USD"}, {"eur", "EUR"}, {"jpy", "JPY"},   {"pln", "PLN"}, {"huf", "HUF"},
        {"mop", "MOP"}, {"ntd", "TWD"}, {"twd", "TWD"},   {"nt", "TWD"},  {"krw", "KRW"},
        {"myr", "MYR"}, {"rm", "MYR"},  {"aud", "AUD"},   {"cad", "CAD"}, {"nzd", "NZD"},
        {"gbp", "GBP"}, {"sgd", "SGD"}, {"hkd", "HKD"},   {"sar", "SAR"}, {"aed", "AED"},
        {"thb", "THB"}, {"vnd", "VND"}, {"usdt", "USDT"}, {"btc", "BTC"}, {"cny", "CNY"},
        {"rmb", "CNY"}, {"czk", "CZK"}, {"ron", "RON"},   {"qar", "QAR"}, {"kwd", "KWD"},
        {"hk$", "HKD"}, {"php", "PHP"}, {"ils", "ILS"},   {"chf", "CHF"}, {"rub", "RUB"},
        {"euro", "EUR"}};
    const auto found = kPrefixes.find(word);
    if (found == kPrefixes.end()) return {};
    if (begin > 0 && IsDigit(text_[begin - 1])) return {};
    // "1.000 USD 5 suất": the currency belongs to the number before it.
    if (begin > 1 && text_[begin - 1] == ' ' && IsDigit(text_[begin - 2]) && end < at) return {};
    return std::pair{std::string(found->second), begin};
  }

  // Reads the sum or range whose first number begins at `at`; returns its end, or `at` when it is no money.
  std::size_t ReadAt(std::size_t at) {
    const auto prefix = PrefixCurrency(at);
    if (at > 0 && (IsLetter(text_[at - 1]) || text_[at - 1] == '_' || text_[at - 1] == '@') &&
        !prefix)
      return at;
    if (at > 1 && (text_[at - 1] == '.' || text_[at - 1] == ',') && IsDigit(text_[at - 2]))
      return at;
    if (at > 0 && text_[at - 1] == '/' && at > 1 && IsDigit(text_[at - 2])) return at;
    auto first = ReadAmount(at, prefix);
    if (!first) return at;
    // A range?
    if (const std::size_t second_at = RangeGap(first->span.end); second_at != 0) {
      auto second = ReadAmount(second_at, {});
      if (second) {
        if (prefix && second->unit.currency.empty()) second->unit.currency = prefix->first;
        if (second->unit.known() && Join(*first, *second)) {
          const Span span{first->span.begin, second->span.end};
          if (!taken_.Overlaps(span)) {
            Emit({*first, *second}, span, first->unit.slang || second->unit.slang, !prefix);
            return span.end;
          }
        }
      }
    }
    if (!first->unit.known()) {
      if (auto spaced = ParseSpacedNumber(text_, at)) {
        Amount amount{*spaced, ParseUnit(spaced->end, *spaced), {at, 0}};
        if (amount.unit.currency == "VND") {
          amount.span.end = amount.unit.end;
          if (taken_.Overlaps(amount.span)) return at;
          Emit({amount}, amount.span, false, true);
          return amount.span.end;
        }
      }
      return ReadBare(*first, at);
    }
    if (taken_.Overlaps(first->span)) return at;
    Emit({*first}, first->span, first->unit.slang, !prefix);
    return first->span.end;
  }

  std::optional<Amount> ReadAmount(
      std::size_t at, const std::optional<std::pair<std::string, std::size_t>>& prefix) const {
    if (at >= text_.size() || !IsDigit(text_[at])) return {};
    auto number = ParseNumber(text_, at);
    if (!number) return {};
    Amount amount{*number, ParseUnit(number->end, *number), {prefix ? prefix->second : at, 0}};
    Unit& unit = amount.unit;
    // 1tr5, 3tr25, 1k5 USD, 1ty2: digits behind the scale are decimals.
    if (unit.has_scale && number->decimals == 0 && !number->grouped) {
      const std::size_t scale_at = number->end;
      std::size_t letters = scale_at;
      while (letters < text_.size() && IsLetter(text_[letters])) ++letters;
      std::size_t digits = letters;
      while (digits < text_.size() && IsDigit(text_[digits])) ++digits;
      if (letters > scale_at && digits > letters && digits - letters <= 3 &&
          (digits == text_.size() || !IsLetter(text_[digits]))) {
        for (std::size_t k = letters; k < digits; ++k) {
          amount.number.mantissa = amount.number.mantissa * 10 + (text_[k] - '0');
          ++amount.number.decimals;
        }
        unit.end = digits;
        unit.currency.clear();
        const std::size_t next =
            digits < text_.size() && text_[digits] == ' ' && !field_.LineBreak(digits) ? digits + 1
                                                                                       : digits;
        ParseCurrency(next, amount.number, unit);
      }
    }
    // 2 triệu rưỡi
    if (unit.has_scale && number->decimals == 0 && text_.substr(unit.end, 5) == " ruoi" &&
        !field_.WordAt(unit.end + 5)) {
      amount.number.mantissa = amount.number.mantissa * 10 + 5;
      amount.number.decimals += 1;
      unit.end += 5;
      if (unit.currency.empty()) {
        const std::size_t next =
            unit.end < text_.size() && text_[unit.end] == ' ' ? unit.end + 1 : unit.end;
        ParseCurrency(next, amount.number, unit);
      }
    }
    if (prefix && unit.currency.empty()) unit.currency = prefix->first;
    if (unit.currency == "TE") unit.currency = Heads("TW") ? "TWD" : "CNY";
    amount.span.end = std::max(unit.end, number->end);
    return amount;
  }

  // Where the second number of a range begins; 0 when there is none.
  [[nodiscard]] std::size_t RangeGap(std::size_t at) const {
    static constexpr std::array<std::string_view, 9> kGaps = {
        " den ", " toi ", " to ", " - ", " ~ ", "->", "-", "~", " -"};
    for (const std::string_view gap : kGaps) {
      if (text_.substr(at, gap.size()) != gap) continue;
      const std::size_t next = at + gap.size();
      if (next >= text_.size() || !IsDigit(text_[next])) return 0;
      for (std::size_t k = at; k < next; ++k) {
        if (field_.LineBreak(k)) return 0;
      }
      return next;
    }
    return 0;
  }

  // Gives the first amount what it leaves to the second; false, and nothing is changed, when the two are no range.
  // "15-20tr" shares its scale, "900 - 1k2 đô" only its currency.
  [[nodiscard]] static bool Join(Amount& first, Amount& second) {
    Amount low = first;
    Amount high = second;
    if (low.unit.currency.empty()) low.unit.currency = high.unit.currency;
    if (high.unit.currency.empty()) high.unit.currency = low.unit.currency;
    if (low.unit.currency != high.unit.currency) return false;
    const auto is_range = [&high](const Amount& amount) {
      const auto from = MinorUnits(amount.number, amount.unit.scale, amount.unit.scale_tenths,
                                   amount.unit.currency);
      const auto to =
          MinorUnits(high.number, high.unit.scale, high.unit.scale_tenths, high.unit.currency);
      return from && to && *from <= *to && *to / 20 <= *from;
    };
    Amount scaled = low;
    if (!scaled.unit.has_scale) {
      scaled.unit.scale = high.unit.scale;
      scaled.unit.has_scale = high.unit.has_scale;
    }
    if (is_range(scaled)) {
      low = scaled;
    } else if (!is_range(low)) {
      return false;
    }
    first = low;
    second = high;
    return true;
  }

  // A wage without a unit: "lương 27.470 + tăng ca".
  std::size_t ReadBare(const Amount& amount, std::size_t at) {
    if (!amount.number.grouped || amount.number.decimals != 0) return at;
    const std::int64_t value = amount.number.mantissa;
    std::string currency;
    if (Heads("TW") && value >= 15'000 && value <= 90'000) currency = "TWD";
    if (Heads("JP") && value >= 100'000 && value <= 600'000) currency = "JPY";
    if (currency.empty() && value >= 1'000'000)
      currency = Heads("KR") && value < 8'000'000 ? "KRW" : "VND";
    if (currency.empty()) return at;
    const Span span{at, amount.number.end};
    if (taken_.Overlaps(span)) return at;
    const std::size_t start = SegmentStart(at);
    bool wage = false;
    for (const Cue& cue : CuesIn({start, at})) wage = wage || cue.role == Role::kWage;
    if (!wage) return at;
    Amount whole = amount;
    whole.unit.currency = currency;
    Emit({whole}, span, false, true);
    return span.end;
  }

  // hai mươi triệu rưỡi, một triệu, năm trăm nghìn
  std::size_t ReadWords(std::size_t at) {
    static const std::unordered_map<std::string_view, int> kDigits = {
        {"mot", 1}, {"hai", 2}, {"ba", 3},  {"bon", 4},  {"nam", 5},   {"lam", 5},
        {"sau", 6}, {"bay", 7}, {"tam", 8}, {"chin", 9}, {"muoi", 10}, {"tram", 100}};
    std::int64_t total = 0;
    std::int64_t last = 0;
    std::size_t i = at;
    int words = 0;
    while (i < text_.size() && words < 8) {
      const std::size_t end = field_.WordEnd(i);
      const std::string_view word = text_.substr(i, end - i);
      const auto found = kDigits.find(word);
      if (found == kDigits.end() && word != "linh" && word != "le" && word != "chuc") break;
      ++words;
      if (word == "muoi" || word == "chuc") {
        total += last == 0 ? 10 : last * 10;
        last = 0;
      } else if (word == "tram") {
        total += (last == 0 ? 1 : last) * 100;
        last = 0;
      } else if (found != kDigits.end()) {
        last = found->second;
      }
      if (end >= text_.size() || text_[end] != ' ' || field_.LineBreak(end)) return at;
      i = end + 1;
    }
    if (words == 0) return at;
    Number number;
    number.mantissa = total + last;
    number.end = i - 1;
    if (number.mantissa == 0) return at;
    Unit unit = ParseUnit(i - 1, number);
    if (!unit.has_scale || unit.slang || unit.scale < 1000) return at;
    const std::size_t scale_end = field_.WordEnd(i);
    const std::string_view scale = text_.substr(i, scale_end - i);
    if (scale != "trieu" && scale != "nghin" && scale != "ngan" && scale != "ty") return at;
    if (text_.substr(unit.end, 5) == " ruoi") {
      number.mantissa = number.mantissa * 10 + 5;
      number.decimals = 1;
      unit.end += 5;
      if (unit.currency.empty()) {
        const std::size_t next =
            unit.end < text_.size() && text_[unit.end] == ' ' ? unit.end + 1 : unit.end;
        ParseCurrency(next, number, unit);
      }
    }
    Amount amount{number, unit, {at, unit.end}};
    if (taken_.Overlaps(amount.span)) return at;
    Emit({amount}, amount.span, false, true);
    return amount.span.end;
  }

  // ---- what the money is for ----

  struct Cue {
    std::size_t begin = 0;
    std::size_t end = 0;
    Role role = Role::kFee;
    bool strong = true;
    std::size_t reach = 0;  // folded bytes to the sum at most; 0: the clause
  };
  // Cues in a stretch, from left to right; of overlapping ones the longest.
  [[nodiscard]] std::vector<Cue> CuesIn(Span span) const {
    static const std::unordered_map<std::string_view, std::vector<CueWord>> kByFirst = [] {
      std::unordered_map<std::string_view, std::vector<CueWord>> by_first;
      for (const CueWord& cue : kCues)
        by_first[cue.phrase.substr(0, cue.phrase.find(' '))].push_back(cue);
      for (auto& [word, list] : by_first) {
        std::sort(list.begin(), list.end(), [](const CueWord& a, const CueWord& b) {
          return a.phrase.size() > b.phrase.size();
        });
      }
      return by_first;
    }();
    std::vector<Cue> cues;
    for (std::size_t at = span.begin; at < span.end;) {
      if (!field_.WordStart(at)) {
        ++at;
        continue;
      }
      std::size_t end = field_.WordEnd(at);
      const auto found = kByFirst.find(text_.substr(at, end - at));
      if (found != kByFirst.end()) {
        for (const CueWord& cue : found->second) {
          const std::size_t cue_end = at + cue.phrase.size();
          if (cue_end > span.end || text_.substr(at, cue.phrase.size()) != cue.phrase ||
              field_.WordAt(cue_end))
            continue;
          if (!Means(cue.phrase, at, cue_end)) continue;
          cues.push_back({at, cue_end, cue.role, cue.strong, cue.reach});
          end = cue_end;
          break;
        }
      }
      at = end;
    }
    return cues;
  }

  // Words that are money words in one spelling only.
  [[nodiscard]] bool Means(std::string_view phrase, std::size_t at, std::size_t end) const {
    // Without marks only in a text that has none.
    const auto written = [&](std::string_view spelling) {
      const std::string lower = field_.LowerWritten({at, end});
      if (lower == phrase) return field_.unmarked() || lower == spelling;
      return !SpeltDifferently(lower, spelling);
    };
    if (phrase == "den") return written("đền");
    if (phrase == "no") return written("nợ");
    if (phrase == "bo") return written("bo") && !field_.unmarked();
    if (phrase == "ung") return written("ứng") && !NextIs(end, {"vien", "tuyen", "dung"});
    if (phrase == "nhan") return written("nhận") && !NextIs(end, {"vien", "luc", "ho", "form"});
    if (phrase == "gia") return written("giá") && !NextIs(end, {"dinh", "han", "cam", "sau"});
    if (phrase == "thuong") return written("thưởng");
    if (phrase == "dong") return written("đóng");
    if (phrase == "chuyen") return written("chuyển");
    if (phrase == "kiem") return written("kiếm");
    if (phrase == "luong") return written("lương");
    if (phrase == "von") return written("vốn") && !field_.unmarked();
    if (phrase == "dien") return written("điện") && !field_.unmarked();
    if (phrase == "nuoc") return written("nước") && !field_.unmarked();
    if (phrase == "phat") return written("phạt");
    if (phrase == "giam") return written("giảm");
    if (phrase == "nap") return written("nạp");
    if (phrase == "tru") return written("trừ");
    if (phrase == "loan") return field_.Text(field_.WordBefore(at)) != "dai";
    if (phrase == "moi gioi") return field_.Text(field_.WordBefore(at)) != "qua";
    if (phrase == "dich vu")
      return field_.Text(field_.WordBefore(at)) == "tien" ||
             field_.Text(field_.WordBefore(at)) == "phi";
    return true;
  }

  static constexpr bool ClauseBorder(char c) {
    return c == ';' || c == ':' || c == '(' || c == ')' || c == '|' || c == '!' || c == '?' ||
           c == '+';
  }
  [[nodiscard]] bool BorderAt(
      std::size_t i) const {  // between the clause before i and what follows
    const char c = text_[i];
    if (ClauseBorder(c)) return true;
    const bool space = i + 1 >= text_.size() || text_[i + 1] == ' ';
    if ((c == ',' || c == '.') && space) return true;
    return c == '-' && space && i > 0 && text_[i - 1] == ' ';
  }
  static constexpr std::size_t kLongestClause = 240;  // folded bytes; keeps a hostile text linear
  [[nodiscard]] std::size_t SegmentStart(std::size_t at) const {
    const std::size_t line = field_.LineOf(at).begin;
    std::size_t i = at;
    while (i > line && at - i < kLongestClause && !BorderAt(i - 1)) --i;
    return i;
  }
  [[nodiscard]] std::size_t SegmentEnd(std::size_t at) const {
    const std::size_t line = field_.LineOf(at).end;
    std::size_t i = at;
    while (i < line && !BorderAt(i) && i - at < 48) ++i;
    return i;
  }
  [[nodiscard]] std::size_t SentenceStart(std::size_t at) const {
    const std::size_t line = field_.LineOf(at).begin;
    std::size_t i = at;
    while (i > line &&
           !((text_[i - 1] == ' ') && i > 1 &&
             (text_[i - 2] == '.' || text_[i - 2] == '!' || text_[i - 2] == '?')) &&
           at - i < 240)
      --i;
    return i;
  }
  [[nodiscard]] std::size_t SentenceEnd(std::size_t at) const {
    const std::size_t line = field_.LineOf(at).end;
    std::size_t i = at;
    while (i < line && !(text_[i] == '.' && (i + 1 >= line || text_[i + 1] == ' ')) && i - at < 160)
      ++i;
    return i;
  }

  struct Purpose {
    Role role = Role::kFee;
    std::string period;
  };

  // Sums that stand alone in an order sheet are monthly wages when they look like one.
  [[nodiscard]] static bool LooksMonthly(std::string_view currency, std::int64_t units) {
    struct Wage {
      std::string_view currency;
      std::int64_t least;
      std::int64_t most;
    };
    static constexpr std::array kMonthly = {
        Wage{"JPY", 100'000, 600'000},     Wage{"TWD", 15'000, 90'000},
        Wage{"KRW", 1'200'000, 8'000'000}, Wage{"EUR", 300, 5'000},
        Wage{"MYR", 1'000, 6'000},         Wage{"PLN", 2'000, 12'000},
        Wage{"GBP", 600, 6'000},           Wage{"HUF", 150'000, 900'000},
        Wage{"MOP", 4'000, 30'000},        Wage{"SGD", 600, 5'000},
        Wage{"AUD", 1'500, 9'000},         Wage{"CAD", 1'200, 8'000},
        Wage{"SAR", 800, 5'000},           Wage{"AED", 800, 8'000},
        Wage{"RON", 2'000, 9'000},         Wage{"THB", 8'000, 60'000}};
    for (const Wage& wage : kMonthly) {
      if (wage.currency == currency && units >= wage.least && units <= wage.most) return true;
    }
    return false;
  }

  [[nodiscard]] Role RoleOf(Span span, const std::string& currency, std::int64_t units,
                            const std::string& period, bool& cued) const {
    static const ScanPattern kRecruit(
        R"(gioi thieu|\bai dan\b|\bdan (?:duoc )?(?:nguoi|ban)|\bai co \d|\bmoi (?:lao dong|ung vien)|\b1 (?:lao dong|nguoi)\b|per (?:head|candidate|worker|person)|\brefer)");
    static const ScanPattern kLends(
        R"(\b(?:cty|cong ty|chu|ben em|ben minh|minh) (?:cho )?(?:ung|no|vay)\b|\bcho no\b)");
    static const ScanPattern kDeducts(R"(\b(?:khau )?tru\b|deduct)");
    static const ScanPattern kBoard(
        R"(tien nha|nha o\b|\ban o\b|\bo tai\b|ky tuc|housing|accommodation|tien an\b|tien phong|dien nuoc|dormitory|\bmeals?\b|\bboard\b)");
    const std::size_t sentence = SentenceStart(span.begin);
    const std::size_t sentence_end = SentenceEnd(span.end);
    const std::size_t segment = SegmentStart(span.begin);
    // Rent and food taken from the wage: the deduction stands in the sum's own clause.
    if (kDeducts.Contains(text_.substr(segment, SegmentEnd(span.end) - segment))) {
      const std::size_t wide_begin = std::max(sentence, span.begin > 60 ? span.begin - 60 : 0);
      const std::size_t wide_end = std::min(sentence_end, span.end + 40);
      if (kBoard.Contains(text_.substr(wide_begin, wide_end - wide_begin))) return Role::kNothing;
    }
    cued = true;
    const auto reaches = [&](const Cue& cue) {
      return cue.reach == 0 || span.begin - cue.end <= cue.reach;
    };
    const std::string_view sentence_left = text_.substr(sentence, span.begin - sentence);
    const bool recruit = kRecruit.Contains(sentence_left);
    const auto settle = [&](const Cue& cue) {
      if (cue.role == Role::kWage && !cue.strong && recruit) return Role::kCommission;
      if (cue.role == Role::kFee && kLends.Contains(sentence_left)) return Role::kLoan;
      if (cue.role == Role::kLoan) {
        static const ScanPattern kBack(R"(^.{0,12}\b(?:nhan ve|hoan|nhan lai)\b)");
        if (kBack.Contains(text_.substr(span.end, sentence_end - span.end))) return Role::kDeposit;
      }
      return cue.role;
    };
    std::optional<Cue> left;
    for (const Cue& cue : CuesIn({segment, span.begin})) {
      if (reaches(cue)) left = cue;
    }
    std::optional<Cue> right;
    for (const Cue& cue : CuesIn({span.end, SegmentEnd(span.end)})) {
      if (cue.reach != 0 && cue.begin - span.end > cue.reach) continue;
      if (!right || (cue.strong && !right->strong)) right = cue;
    }
    if (left && left->strong) return settle(*left);
    if (left && right && right->strong) return settle(*right);
    if (left) return settle(*left);
    if (right && right->strong) return settle(*right);
    std::optional<Cue> far;
    for (const Cue& cue : CuesIn({sentence, segment})) {
      if (reaches(cue)) far = cue;
    }
    // A period or a foreign wage speaks louder than a word further off, unless that is a wage word too.
    const bool timed = period == "month" || period == "day" || period == "hour";
    const bool monthly = LooksMonthly(currency, units);
    if (far && !((timed || (monthly && !far->strong)) && far->role == Role::kFee))
      return settle(*far);
    if (right) return settle(*right);
    if (recruit && !timed) return Role::kCommission;
    cued = far.has_value();
    if (timed) return Role::kWage;
    if (monthly) return Role::kWage;
    return Role::kFee;
  }

  // The period written behind the sum, "/tháng"; `end` receives where it ends.
  [[nodiscard]] std::string PeriodBehind(std::size_t at, std::size_t& end, bool& written) const {
    static const ScanPattern kPeriod(
        R"(^(?: ?/ ?(?:1 |mot )?| (?:mot|moi|1|hang|per|an|a|every) | ?/)(dau nguoi|nguoi|lao dong|head|candidate|person|thang|th|month|mo|t|ngay|day|cong|gio|h|hour|hr|tieng|tuan|week|nam|year|chuyen|don|ca|khoa|luot|kg|form|suat)\b)");
    ScanPattern::Groups groups;
    written = false;
    end = at;
    const std::string_view rest = text_.substr(at, std::min<std::size_t>(24, text_.size() - at));
    if (!kPeriod.Find(rest, 0, groups)) {
      static const ScanPattern kLoose(R"(^ (?:gross |net )?(?:per|a|an|each) (hour|month|day)\b)");
      if (!kLoose.Find(rest, 0, groups)) return {};
    }
    const std::string_view word = rest.substr(groups[1].begin, groups[1].end - groups[1].begin);
    end = at + groups[0].end;
    written = true;
    if (word == "thang" || word == "th" || word == "t" || word == "month" || word == "mo")
      return "month";
    if (word == "ngay" || word == "day" || word == "cong") return "day";
    if (word == "gio" || word == "h" || word == "hour" || word == "hr" || word == "tieng")
      return "hour";
    if (word == "nguoi" || word == "dau nguoi" || word == "lao dong" || word == "head" ||
        word == "candidate" || word == "person")
      return "head";
    if (word == "khoa" || word == "form" || word == "suat") return "once";
    return {};
  }

  // "ngày kiếm 500k", "mỗi tháng nộp": the period stands before.
  [[nodiscard]] std::string PeriodBefore(std::size_t at) const {
    static const ScanPattern kBefore(
        R"(\b(?:moi |1 |mot |luong |hang |thu nhap |per )?(ngay|thang|gio|tieng|day|month|hour)(?: (?:kiem|nop|luong|thu nhap|tu|duoc|tra|nhan|lam|khoang|tam))* ?(?:tu |khoang |tam )?$)");
    ScanPattern::Groups groups;
    const std::size_t begin = std::max(SegmentStart(at), at > 40 ? at - 40 : 0);
    const std::string_view left = text_.substr(begin, at - begin);
    if (!kBefore.Find(left, 0, groups)) return {};
    const std::string_view word = left.substr(groups[1].begin, groups[1].end - groups[1].begin);
    if (word == "month") return "month";
    if (word == "thang") {
      const Span place{begin + groups[1].begin, begin + groups[1].end};
      return SpeltDifferently(field_.LowerWritten(place), "tháng") ? "" : "month";  // "bay thẳng"
    }
    if (word == "ngay" || word == "day") return "day";
    return "hour";
  }

  void Emit(std::vector<Amount> amounts, Span span, bool slang, bool looks_left) {
    std::size_t end = span.end;
    bool written = false;
    std::string period = PeriodBehind(span.end, end, written);
    if (!written && looks_left) period = PeriodBefore(span.begin);
    for (Amount& amount : amounts) {
      if (!amount.unit.currency.empty()) continue;
      const bool ten_thousands = amount.unit.scale == 10'000;
      amount.unit.currency = !ten_thousands ? "VND"
                             : Heads("JP")  ? "JPY"
                             : Heads("KR")  ? "KRW"
                             : Heads("TW")  ? "TWD"
                             : Heads("CN")  ? "CNY"
                                            : "JPY";
    }
    const Amount& first = amounts.front();
    const auto minor =
        MinorUnits(first.number, first.unit.scale, first.unit.scale_tenths, first.unit.currency);
    if (!minor) return;
    bool cued = false;
    const std::int64_t units = *minor / Power10(core::CurrencyExponent(first.unit.currency));
    const Role role = RoleOf(span, first.unit.currency, units, period, cued);
    if (role == Role::kNothing || (slang && !cued)) return;
    static constexpr std::array<std::string_view, 6> kRoles = {"fee",     "deposit",    "wage",
                                                               "penalty", "commission", "loan"};
    if (period.empty() && !written) {
      static const ScanPattern kOnce(R"(\b(?:nhan|boi duong|nha trai|nha gai|tan thu)\b)");
      static const ScanPattern kDaily(R"(\b(?:per day|a day|daily|moi ngay|hang ngay)\b)");
      const std::size_t segment = SegmentStart(span.begin);
      const std::string_view left = text_.substr(segment, span.begin - segment);
      const bool vnd = first.unit.currency == "VND";
      if (role != Role::kWage || kOnce.Contains(left) || (vnd && units >= 100'000'000)) {
        period = "once";
      } else if (kDaily.Contains(left)) {
        period = "day";
      } else if (!vnd || units >= 200'000) {
        period = "month";
      }
      if (role == Role::kCommission) {
        static const ScanPattern kHead(R"(gioi thieu|nguoi|lao dong|candidate|head|worker)");
        const std::size_t sentence = SentenceStart(span.begin);
        if (kHead.Contains(text_.substr(sentence, span.begin - sentence))) period = "head";
      }
    }
    static const ScanPattern kAbout(
        R"(\b(?:tam|khoang|gan|tren|duoi|hon|tu|trung binh|binh quan|around|about|up to|toi da|toi thieu) ?$|~ ?$)");
    const std::size_t about_begin = span.begin > 16 ? span.begin - 16 : 0;
    const bool approximate = kAbout.Contains(text_.substr(about_begin, span.begin - about_begin));
    const Span place{span.begin, end};
    for (const Amount& amount : amounts) {
      const auto sum = MinorUnits(amount.number, amount.unit.scale, amount.unit.scale_tenths,
                                  amount.unit.currency);
      if (!sum) continue;
      core::Money money{*sum, amount.unit.currency};
      core::Fact fact = field_.MakeFact(core::FactKind::kMoney,
                                        core::AmountText(money) + " " + money.currency, place);
      fact.money = money;
      fact.attrs["role"] = kRoles[static_cast<std::size_t>(role)];
      if (!period.empty()) fact.attrs["period"] = period;
      if (approximate) fact.attrs["approximate"] = "true";
      fact.attrs["text"] = fact.place.quote;
      facts_.push_back(std::move(fact));
    }
  }

  const FieldText& field_;
  std::string_view text_;
  const std::vector<std::string>& destinations_;
  const Taken& taken_;
  std::vector<core::Fact>& facts_;
};

}  // namespace

void ReadMoney(const FieldText& field, const std::vector<std::string>& destinations,
               const Taken& taken, std::vector<core::Fact>& facts) {
  Reader(field, destinations, taken, facts).Read();
}

}  // namespace agencywatch::rules
