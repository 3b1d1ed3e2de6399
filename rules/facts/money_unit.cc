#include "rules/facts/money_unit.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "rules/facts/lexicon.h"

namespace agencywatch::rules {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }

struct ScaleWord {
  std::string_view word;
  std::int64_t scale;
  std::string_view written;
  bool slang = false;
};
constexpr std::array kScales = {
    ScaleWord{"tr", 1'000'000, ""},
    ScaleWord{"trieu", 1'000'000, ""},
    ScaleWord{"cu", 1'000'000, "củ"},
    ScaleWord{"chai", 1'000'000, "", true},
    ScaleWord{"k", 1'000, ""},
    ScaleWord{"nghin", 1'000, ""},
    ScaleWord{"ngan", 1'000, "ngàn|ngan|nghàn"},
    ScaleWord{"canh", 1'000, "cành", true},
    ScaleWord{"lit", 100'000, "lít|lit", true},
    ScaleWord{"xi", 100'000, "xị", true},
    ScaleWord{"ty", 1'000'000'000, "tỷ|ty"},
    ScaleWord{"ti", 1'000'000'000, "tỉ|ti"},
    ScaleWord{"toi", 1'000'000'000, "tỏi"},
    ScaleWord{"man", 10'000, "man"},
    ScaleWord{"van", 10'000, "vạn|van"},
    ScaleWord{"la", 10'000, "lá", true},
    ScaleWord{"million", 1'000'000, ""},
    ScaleWord{"mil", 1'000'000, ""},
    ScaleWord{"thousand", 1'000, ""},
};

struct CurrencyWord {
  std::string_view phrase;
  std::string_view currency;  // "TE": Taiwan's or China's, "ZL": Poland's unless it is Zalo
  std::string_view written;
  std::int64_t least = 0;  // smaller bare numbers are something else
};
constexpr std::array kCurrencies = {
    CurrencyWord{"dai te", "TWD", ""},
    CurrencyWord{"do la uc", "AUD", ""},
    CurrencyWord{"do la my", "USD", ""},
    CurrencyWord{"do la sing", "SGD", ""},
    CurrencyWord{"do la canada", "CAD", ""},
    CurrencyWord{"do la", "USD", "", 5},
    CurrencyWord{"do uc", "AUD", ""},
    CurrencyWord{"do nz", "NZD", ""},
    CurrencyWord{"do new zealand", "NZD", ""},
    CurrencyWord{"jod", "JOD", ""},
    CurrencyWord{"do canada", "CAD", ""},
    CurrencyWord{"do can", "CAD", "đô can"},
    CurrencyWord{"do sing", "SGD", ""},
    CurrencyWord{"do sin", "SGD", "đô sin"},
    CurrencyWord{"do dai", "TWD", "đô đài"},
    CurrencyWord{"do my", "USD", "đô mỹ"},
    CurrencyWord{"do hong kong", "HKD", ""},
    CurrencyWord{"do", "USD", "đô|do", 5},
    CurrencyWord{"dola uc", "AUD", ""},
    CurrencyWord{"dola my", "USD", ""},
    CurrencyWord{"dola", "USD", ""},
    CurrencyWord{"dollars", "USD", ""},
    CurrencyWord{"bucks", "USD", ""},
    CurrencyWord{"us dollars", "USD", ""},
    CurrencyWord{"dollar", "USD", ""},
    CurrencyWord{"nhan dan te", "CNY", ""},
    CurrencyWord{"ndt", "CNY", ""},
    CurrencyWord{"te dai", "TWD", ""},
    CurrencyWord{"te trung", "CNY", ""},
    CurrencyWord{"te", "TE", "tệ|te", 100},
    CurrencyWord{"vnd", "VND", ""},
    CurrencyWord{"viet nam dong", "VND", ""},
    CurrencyWord{"dong dai loan", "TWD", ""},
    CurrencyWord{"dong", "VND", "đồng|dong", 1000},
    CurrencyWord{"d", "VND", "đ|d|₫", 1000},
    CurrencyWord{"usdt", "USDT", ""},
    CurrencyWord{"usd", "USD", ""},
    CurrencyWord{"us", "USD", "us", 20},
    CurrencyWord{"u", "USD", "u", 20},
    CurrencyWord{"yen nhat", "JPY", ""},
    CurrencyWord{"yen", "JPY", "yên|yen", 100},
    CurrencyWord{"jpy", "JPY", ""},
    CurrencyWord{"won", "KRW", "", 1000},
    CurrencyWord{"krw", "KRW", ""},
    CurrencyWord{"ntd", "TWD", ""},
    CurrencyWord{"nt", "TWD", "nt", 1000},
    CurrencyWord{"twd", "TWD", ""},
    CurrencyWord{"euros", "EUR", ""},
    CurrencyWord{"euro", "EUR", ""},
    CurrencyWord{"eur", "EUR", ""},
    CurrencyWord{"eu", "EUR", "eu", 100},
    CurrencyWord{"o", "EUR", "ơ", 100},
    CurrencyWord{"o-ro", "EUR", ""},
    CurrencyWord{"oro", "EUR", "ơrô|oro"},
    CurrencyWord{"o ro", "EUR", "ơ rô"},
    CurrencyWord{"bang anh", "GBP", ""},
    CurrencyWord{"bang", "GBP", "bảng|bang", 500},
    CurrencyWord{"pounds", "GBP", ""},
    CurrencyWord{"pound", "GBP", ""},
    CurrencyWord{"gbp", "GBP", ""},
    CurrencyWord{"aud", "AUD", ""},
    CurrencyWord{"cad", "CAD", ""},
    CurrencyWord{"nzd", "NZD", ""},
    CurrencyWord{"sgd", "SGD", ""},
    CurrencyWord{"hkd", "HKD", ""},
    CurrencyWord{"mop", "MOP", ""},
    CurrencyWord{"pataca", "MOP", ""},
    CurrencyWord{"patacas", "MOP", ""},
    CurrencyWord{"rm", "MYR", ""},
    CurrencyWord{"myr", "MYR", ""},
    CurrencyWord{"ringgit", "MYR", ""},
    CurrencyWord{"rinh-git", "MYR", ""},
    CurrencyWord{"rinh git", "MYR", ""},
    CurrencyWord{"pln", "PLN", ""},
    CurrencyWord{"zloty", "PLN", ""},
    CurrencyWord{"zl", "ZL", "", 15},
    CurrencyWord{"huf", "HUF", ""},
    CurrencyWord{"ft", "HUF", "", 500},
    CurrencyWord{"forint", "HUF", ""},
    CurrencyWord{"czk", "CZK", ""},
    CurrencyWord{"kc", "CZK", "", 100},
    CurrencyWord{"korun", "CZK", ""},
    CurrencyWord{"curon", "CZK", ""},
    CurrencyWord{"ron", "RON", "ron", 500},
    CurrencyWord{"lei", "RON", ""},
    CurrencyWord{"leu", "RON", "leu", 500},
    CurrencyWord{"rsd", "RSD", ""},
    CurrencyWord{"dinar", "RSD", ""},
    CurrencyWord{"bgn", "BGN", ""},
    CurrencyWord{"leva", "BGN", ""},
    CurrencyWord{"sar", "SAR", ""},
    CurrencyWord{"sr", "SAR", "sr", 200},
    CurrencyWord{"riyal qatar", "QAR", ""},
    CurrencyWord{"rial qatar", "QAR", ""},
    CurrencyWord{"ri-an qatar", "QAR", ""},
    CurrencyWord{"riyal oman", "OMR", ""},
    CurrencyWord{"rial oman", "OMR", ""},
    CurrencyWord{"dinar kuwait", "KWD", ""},
    CurrencyWord{"dinar jordan", "JOD", ""},
    CurrencyWord{"dinar bahrain", "BHD", ""},
    CurrencyWord{"riyal", "SAR", ""},
    CurrencyWord{"riyals", "SAR", ""},
    CurrencyWord{"rial", "SAR", ""},
    CurrencyWord{"ri-an", "SAR", ""},
    CurrencyWord{"ria", "SAR", "ria", 200},
    CurrencyWord{"aed", "AED", ""},
    CurrencyWord{"dirham", "AED", ""},
    CurrencyWord{"dirhams", "AED", ""},
    CurrencyWord{"dh", "AED", "dh", 500},
    CurrencyWord{"qar", "QAR", ""},
    CurrencyWord{"kwd", "KWD", ""},
    CurrencyWord{"bhd", "BHD", ""},
    CurrencyWord{"omr", "OMR", ""},
    CurrencyWord{"thb", "THB", ""},
    CurrencyWord{"baht", "THB", ""},
    CurrencyWord{"bath", "THB", ""},
    CurrencyWord{"bat", "THB", "bạt", 100},
    CurrencyWord{"bat", "THB", "bạt|bat", 500},
    CurrencyWord{"kip", "LAK", "kíp|kip", 1000},
    CurrencyWord{"riel", "KHR", "", 1000},
    CurrencyWord{"ria campuchia", "KHR", ""},
    CurrencyWord{"kyat", "MMK", "", 1000},
    CurrencyWord{"cny", "CNY", ""},
    CurrencyWord{"rmb", "CNY", ""},
    CurrencyWord{"rub", "RUB", ""},
    CurrencyWord{"rup", "RUB", "rúp|rup", 100},
    CurrencyWord{"ils", "ILS", ""},
    CurrencyWord{"nis", "ILS", "nis", 20},
    CurrencyWord{"shekel", "ILS", ""},
    CurrencyWord{"shekels", "ILS", ""},
    CurrencyWord{"tl", "TRY", "tl", 1000},
    CurrencyWord{"try", "TRY", "try", 5000},
    CurrencyWord{"lira", "TRY", ""},
    CurrencyWord{"chf", "CHF", ""},
    CurrencyWord{"franc", "CHF", ""},
    CurrencyWord{"fr", "CHF", "fr", 100},
    CurrencyWord{"btc", "BTC", ""},
    CurrencyWord{"php", "PHP", "", 50},
    CurrencyWord{"pesos", "PHP", ""},
    CurrencyWord{"peso", "PHP", ""},
    CurrencyWord{"idr", "IDR", ""},
    CurrencyWord{"rupiah", "IDR", ""},
    CurrencyWord{"inr", "INR", ""},
    CurrencyWord{"sek", "SEK", "sek", 50},
    CurrencyWord{"nok", "NOK", ""},
    CurrencyWord{"dkk", "DKK", ""},
};

struct Sign {
  std::string_view sign;
  std::string_view currency;
};
constexpr std::array kSigns = {Sign{"nt$", "TWD"}, Sign{"us$", "USD"},  Sign{"usd$", "USD"},
                               Sign{"a$", "AUD"},  Sign{"au$", "AUD"},  Sign{"s$", "SGD"},
                               Sign{"hk$", "HKD"}, Sign{"ca$", "CAD"},  Sign{"c$", "CAD"},
                               Sign{"nz$", "NZD"}, Sign{"mop$", "MOP"}, Sign{"$", "USD"}};

// Units written with one character that has no Latin form.
struct Glyph {
  std::string_view written;
  std::int64_t scale;
  std::string_view currency;
};
constexpr std::array kGlyphs = {
    Glyph{"万", 10'000, ""}, Glyph{"萬", 10'000, ""}, Glyph{"만", 10'000, ""},
    Glyph{"円", 1, "JPY"},   Glyph{"元", 1, "TE"},    Glyph{"원", 1, "KRW"},
    Glyph{"₱", 1, "PHP"},    Glyph{"₺", 1, "TRY"},    Glyph{"₪", 1, "ILS"}};
const Glyph* FindGlyph(std::string_view written) {
  for (const Glyph& glyph : kGlyphs) {
    if (glyph.written == written) return &glyph;
  }
  return nullptr;
}

// Everyday words that begin like a currency: "yên bài", "đô thị".
bool BeginsAnotherWord(std::string_view phrase, std::string_view next) {
  static const std::unordered_map<std::string_view, std::vector<std::string_view>> kNext = {
      {"yen",
       {"bai", "phong", "dinh", "minh", "thanh", "lac", "the", "hoa", "vien", "khanh", "mo"}},
      {"do", {"thi"}},
      {"bang", {"cap", "tai", "lai", "xe", "dai", "tot", "nghe", "gia"}},
      {"te", {"bao", "ra"}}};
  const auto found = kNext.find(phrase);
  return found != kNext.end() &&
         std::find(found->second.begin(), found->second.end(), next) != found->second.end();
}

// "11,44 bảng/h": no small number of something else.
bool ByTheHour(std::string_view behind) {
  return behind.starts_with("/h") || behind.starts_with("/gio") || behind.starts_with("/ gio") ||
         behind.starts_with(" mot gio") || behind.starts_with(" moi gio") ||
         behind.starts_with(" per hour") || behind.starts_with(" an hour");
}

}  // namespace

UnitReader::UnitReader(const FieldText& field, const std::vector<std::string>& destinations)
    : field_(field),
      text_(field.text()),
      destinations_(destinations),
      crypto_(text_.find("usdt") != std::string_view::npos) {}

bool UnitReader::Heads(std::string_view iso) const {
  return std::find(destinations_.begin(), destinations_.end(), iso) != destinations_.end();
}

std::size_t UnitReader::SkipBlank(std::size_t at) const {
  return at < text_.size() && text_[at] == ' ' && !field_.LineBreak(at) ? at + 1 : at;
}

bool UnitReader::NextIs(std::size_t end, std::initializer_list<std::string_view> words) const {
  const std::string_view next = field_.Text(field_.WordAfter(end));
  return std::find(words.begin(), words.end(), next) != words.end();
}

void UnitReader::ScaleAt(std::size_t at, Unit& unit) const {
  if (at < text_.size() && text_[at] == '\x01') {
    const Glyph* glyph = FindGlyph(field_.Written({at, at + 1}));
    if (glyph == nullptr || glyph->scale == 1) return;
    unit.scale = glyph->scale;
    unit.has_scale = true;
    unit.end = at + 1;
    return;
  }
  std::size_t end = at;
  while (end < text_.size() && IsLetter(text_[end])) ++end;
  const std::string_view word = text_.substr(at, end - at);
  if (word.empty()) return;
  // "5 trăm nghìn", "3 chục triệu".
  std::int64_t times = 1;
  std::size_t begin = at;
  std::string_view scale_word = word;
  if (word == "tram" || word == "chuc") {
    times = word == "tram" ? 100 : 10;
    begin = SkipBlank(end);
    if (begin == end) return;
    end = field_.WordEnd(begin);
    scale_word = text_.substr(begin, end - begin);
  }
  for (const ScaleWord& scale : kScales) {
    // "trđ", "kvnd", "kusd": a currency in the same word.
    const bool joined = (scale.word == "tr" || scale.word == "k") &&
                        scale_word.size() > scale.word.size() && scale_word.starts_with(scale.word);
    if (joined) {
      const std::string_view rest = scale_word.substr(scale.word.size());
      if (rest != "d" && rest != "vnd" && rest != "dong" && rest != "usd" && rest != "yen" &&
          rest != "won" && rest != "te")
        continue;
    } else if (scale.word != scale_word || !field_.Spelt({begin, end}, scale.written)) {
      continue;
    }
    if (times != 1 && scale.slang) return;
    // "vẫn" without its marks: ten thousand only before a currency or on the way to Asia.
    if (scale.word == "van" && field_.LowerWritten({begin, end}) == "van" &&
        !NextIs(end, {"yen", "won", "te", "dai"}) &&
        !(field_.unmarked() && (Heads("JP") || Heads("KR") || Heads("CN") || Heads("TW"))))
      continue;
    if (scale.word == "la" && !Heads("JP")) continue;
    if (scale.word == "toi" && field_.unmarked()) continue;  // "18 tới 55"
    if (scale.word == "xi" && NextIs(end, {"nghiep", "mang"})) continue;
    if (scale.word == "chai" && NextIs(end, {"nuoc", "bia", "ruou", "dau"})) continue;
    if (scale.word == "lit" && NextIs(end, {"nuoc", "xang", "dau", "sua", "bia"})) continue;
    if (scale.word == "ti" && text_.substr(end, 3) == " vi") continue;
    if (scale.word == "k" && text_.substr(end, 5) == " vang") continue;
    unit.scale = scale.scale * times;
    unit.has_scale = true;
    unit.slang = scale.slang;
    unit.end = joined ? begin + scale.word.size() : end;
    return;
  }
}

void UnitReader::CurrencyAt(std::size_t at, const Number& number, Unit& unit) const {
  if (at >= text_.size()) return;
  // "1.500 (USD)"
  if (text_[at] == '(') {
    Unit inside;
    inside.scale = unit.scale;
    inside.has_scale = unit.has_scale;
    CurrencyAt(at + 1, number, inside);
    if (!inside.currency.empty() && inside.end < text_.size() && text_[inside.end] == ')') {
      unit.currency = inside.currency;
      unit.end = inside.end + 1;
    }
    return;
  }
  if (text_[at] == '\x01') {
    const Glyph* glyph = FindGlyph(field_.Written({at, at + 1}));
    if (glyph == nullptr || glyph->currency.empty()) return;
    unit.currency = glyph->currency;
    unit.end = at + 1;
  }
  for (const Sign& sign : kSigns) {
    if (unit.currency.empty() && text_.substr(at, sign.sign.size()) == sign.sign) {
      unit.currency = sign.currency;
      unit.end = at + sign.sign.size();
    }
  }
  if (unit.currency.empty()) {
    static const Lexicon<CurrencyWord> lexicon(kCurrencies);
    const std::int64_t value = number.mantissa / Power10(number.decimals) * unit.scale;
    const CurrencyWord* word =
        lexicon.Longest(field_, at, [&](const CurrencyWord& candidate, Span span) {
          return (value >= candidate.least || ByTheHour(text_.substr(span.end))) &&
                 field_.Spelt(span, candidate.written) &&
                 !(candidate.phrase == "do" && !field_.unmarked() &&
                   field_.LowerWritten(span) == "do") &&
                 !BeginsAnotherWord(candidate.phrase, field_.Text(field_.WordAfter(span.end)));
        });
    if (word != nullptr) {
      const std::size_t end = at + word->phrase.size();
      if (word->currency == "ZL") {
        // Zalo, unless Poland is spoken of, the letter is "zł", or a period follows.
        const bool polish = Heads("PL") || field_.LowerWritten({at, end}) == "zł";
        if (!polish && !(end < text_.size() && text_[end] == '/')) return;
        unit.currency = "PLN";
      } else {
        unit.currency = word->currency;
      }
      unit.end = end;
    }
  }
  if (unit.currency == "TE") unit.currency = Heads("TW") ? "TWD" : "CNY";
  if (unit.currency == "SAR" && Heads("QA") && !Heads("SA")) unit.currency = "QAR";
  if (unit.currency == "USD" && unit.end == at + 1 && text_[at] == 'u' && crypto_)
    unit.currency = "USDT";
  if (unit.currency.empty() && !unit.has_scale) GoldAt(at, unit);
}

// chỉ, cây, lượng, phân, with "vàng" behind; a chỉ alone is enough.
void UnitReader::GoldAt(std::size_t at, Unit& unit) const {
  struct Weight {
    std::string_view word;
    std::int64_t scale;
    int tenths;
  };
  static constexpr std::array<Weight, 4> kWeights = {
      {{"chi", 1, 0}, {"cay", 10, 0}, {"luong", 10, 0}, {"phan", 1, 1}}};
  for (const Weight& weight : kWeights) {
    const std::size_t end = at + weight.word.size();
    if (text_.substr(at, weight.word.size()) != weight.word || field_.WordAt(end)) continue;
    const bool gold = NextIs(end, {"vang", "9999", "sjc"});
    const bool chi = weight.word == "chi" && field_.LowerWritten({at, end}) == "chỉ" &&
                     !NextIs(end, {"tieu", "so", "can", "nhan", "phi"});
    if (!gold && !chi) continue;
    unit.currency = "XAU_CHI";
    unit.scale = weight.scale;
    unit.scale_tenths = weight.tenths;
    unit.end = gold ? field_.WordAfter(end).end : end;
    return;
  }
}

Unit UnitReader::Behind(const Number& number) const {
  Unit unit;
  unit.end = number.end;
  const std::size_t at = SkipBlank(number.end);
  if (number.scaled) {
    unit.has_scale = true;
  } else {
    ScaleAt(at, unit);
  }
  if (unit.end > number.end) {
    CurrencyAt(SkipBlank(unit.end), number, unit);
  } else {
    CurrencyAt(at, number, unit);
  }
  return unit;
}

std::optional<std::pair<std::string, std::size_t>> UnitReader::Before(std::size_t at) const {
  std::size_t end = at;
  if (end > 0 && text_[end - 1] == ' ' && !field_.LineBreak(end - 1)) --end;
  std::size_t begin = end;
  if (begin > 0 && text_[begin - 1] == '\x01') {
    const Glyph* glyph = FindGlyph(field_.Written({begin - 1, begin}));
    if (glyph == nullptr || glyph->currency.empty()) return {};
    return std::pair{std::string(glyph->currency), begin - 1};
  }
  if (begin > 0 && text_[begin - 1] == '$') --begin;
  while (begin > 0 && IsLetter(text_[begin - 1])) --begin;
  const std::string_view word = text_.substr(begin, end - begin);
  if (word.empty()) return {};
  static const std::unordered_map<std::string_view, std::string_view> kPrefixes = {
      {"usd", "USD"}, {"eur", "EUR"}, {"jpy", "JPY"},  {"pln", "PLN"},   {"huf", "HUF"},
      {"mop", "MOP"}, {"ntd", "TWD"}, {"twd", "TWD"},  {"nt", "TWD"},    {"krw", "KRW"},
      {"myr", "MYR"}, {"rm", "MYR"},  {"aud", "AUD"},  {"cad", "CAD"},   {"nzd", "NZD"},
      {"gbp", "GBP"}, {"sgd", "SGD"}, {"hkd", "HKD"},  {"sar", "SAR"},   {"sr", "SAR"},
      {"aed", "AED"}, {"thb", "THB"}, {"vnd", "VND"},  {"usdt", "USDT"}, {"btc", "BTC"},
      {"cny", "CNY"}, {"rmb", "CNY"}, {"czk", "CZK"},  {"ron", "RON"},   {"qar", "QAR"},
      {"kwd", "KWD"}, {"bhd", "BHD"}, {"omr", "OMR"},  {"php", "PHP"},   {"ils", "ILS"},
      {"chf", "CHF"}, {"rub", "RUB"}, {"euro", "EUR"}, {"rsd", "RSD"},   {"sek", "SEK"},
      {"nok", "NOK"}, {"dkk", "DKK"}, {"try", "TRY"},  {"dhs", "AED"},   {"idr", "IDR"}};
  std::string currency;
  for (const Sign& sign : kSigns) {
    if (word == sign.sign) currency = sign.currency;
  }
  if (const auto found = kPrefixes.find(word); found != kPrefixes.end()) currency = found->second;
  if (currency.empty()) return {};
  if (begin > 0 && IsDigit(text_[begin - 1])) return {};
  // "1.000 USD 5 suất": the currency belongs to the number before it.
  if (begin > 1 && text_[begin - 1] == ' ' && IsDigit(text_[begin - 2]) && end < at) return {};
  return std::pair{currency, begin};
}

Unit UnitReader::Named(Span heading) const {
  Unit unit;
  Number any;  // a number large enough for every currency
  any.mantissa = 1'000'000;
  bool bracket = false;
  for (std::size_t at = heading.begin; at < heading.end; ++at) {
    bracket = bracket || text_[at] == '(';
    if (!bracket || !field_.WordStart(at)) continue;
    if (text_[at] >= '0' && text_[at] <= '9') return {};  // "(18 triệu)": a sum, no unit
    Unit found;
    found.end = at;
    ScaleAt(at, found);
    if (found.has_scale && !unit.has_scale && !found.slang) {
      unit.scale = found.scale;
      unit.has_scale = true;
      at = found.end;
      while (at < heading.end && !field_.WordStart(at)) ++at;
      if (at >= heading.end) break;
    }
    found = Unit{};
    CurrencyAt(at, any, found);
    if (!found.currency.empty() && unit.currency.empty()) unit.currency = found.currency;
  }
  return unit;
}

std::string UnitReader::Unnamed(const Unit& unit, const Number& number) const {
  if (unit.scale == 10'000) {
    if (Heads("JP")) return "JPY";
    if (Heads("KR")) return "KRW";
    if (Heads("TW")) return "TWD";
    if (Heads("CN")) return "CNY";
    return "JPY";
  }
  // "lương 28k5" in Taiwan
  if (unit.scale == 1'000 && Heads("TW")) {
    const std::int64_t thousands = number.mantissa / Power10(number.decimals);
    if (thousands >= 25 && thousands <= 60) return "TWD";
  }
  return "VND";
}

}  // namespace agencywatch::rules
