#include "crawler/wage_text.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>

#include "core/fold.h"
#include "core/utf8.h"
#include "crawler/phrase_set.h"
#include "crawler/text_lines.h"

namespace agencywatch::crawler {
namespace {

struct Word {
  std::string_view word;  // folded
  std::string_view value;
};

// Longer names before the shorter ones in them.
constexpr std::array kCurrencies = std::to_array<Word>({
    {"vnd", "VND"},
    {"vn dong", "VND"},
    {"dong", "VND"},
    {"usd", "USD"},
    {"do la my", "USD"},
    {"us$", "USD"},
    {"yen", "JPY"},
    {"jpy", "JPY"},
    {"nt$", "TWD"},
    {"ntd", "TWD"},
    {"twd", "TWD"},
    {"dai te", "TWD"},
    {"te dai", "TWD"},
    {"tai te", "TWD"},
    {"won", "KRW"},
    {"krw", "KRW"},
    {"wons", "KRW"},
    {"euro", "EUR"},
    {"euros", "EUR"},
    {"eur", "EUR"},
    {"pln", "PLN"},
    {"zloty", "PLN"},
    {"huf", "HUF"},
    {"forint", "HUF"},
    {"ron", "RON"},
    {"lei", "RON"},
    {"sgd", "SGD"},
    {"s$", "SGD"},
    {"do sing", "SGD"},
    {"myr", "MYR"},
    {"rm", "MYR"},
    {"ringgit", "MYR"},
    {"aud", "AUD"},
    {"au$", "AUD"},
    {"a$", "AUD"},
    {"do uc", "AUD"},
    {"do la uc", "AUD"},
    {"cad", "CAD"},
    {"ca$", "CAD"},
    {"c$", "CAD"},
    {"nzd", "NZD"},
    {"nz$", "NZD"},
    {"gbp", "GBP"},
    {"bang anh", "GBP"},
    {"idr", "IDR"},
    {"rp", "IDR"},
    {"rupiah", "IDR"},
    {"php", "PHP"},
    {"npr", "NPR"},
    {"inr", "INR"},
    {"aed", "AED"},
    {"dirham", "AED"},
    {"dirhams", "AED"},
    {"sar", "SAR"},
    {"riyal", "SAR"},
    {"qar", "QAR"},
    {"kwd", "KWD"},
    {"bhd", "BHD"},
    {"omr", "OMR"},
    {"jod", "JOD"},
    {"rub", "RUB"},
    {"rup", "RUB"},
    {"czk", "CZK"},
    {"ils", "ILS"},
    {"nis", "ILS"},
    {"shekel", "ILS"},
    {"hkd", "HKD"},
    {"hk$", "HKD"},
    {"mop", "MOP"},
    {"cny", "CNY"},
    {"rmb", "CNY"},
    {"nhan dan te", "CNY"},
    {"thb", "THB"},
    {"baht", "THB"},
    {"chf", "CHF"},
    {"sek", "SEK"},
    {"nok", "NOK"},
    {"dkk", "DKK"},
    {"bgn", "BGN"},
    {"rsd", "RSD"},
    {"kuna", "HRK"},
    {"dzd", "DZD"},
    {"xof", "XOF"},
    {"fcfa", "XOF"},
    {"cfa", "XOF"},
    {"xaf", "XAF"},
    {"kes", "KES"},
    {"zar", "ZAR"},
    {"egp", "EGP"},
    {"kzt", "KZT"},
    {"try", "TRY"},
    {"brl", "BRL"},
    {"zl", "PLN"},
    {"kc", "CZK"},
    {"bnd", "BND"},
    {"do la brunei", "BND"},
    {"do brunei", "BND"},
    {"do la singapore", "SGD"},
    {"do la canada", "CAD"},
    {"do canada", "CAD"},
    {"do la new zealand", "NZD"},
    {"do la hong kong", "HKD"},
    {"kip", "LAK"},
    {"pataca", "MOP"},
    {"lira", "TRY"},
    {"do la", "USD"},
    {"$", "USD"},
    {"d", "VND"},
    {"te", "TWD"},
});
constexpr std::array kUnits = std::to_array<Word>({
    {"/gio", "HOUR"},   {"gio", "HOUR"},      {"/h", "HOUR"},           {"hour", "HOUR"},
    {"hr", "HOUR"},     {"/ngay", "DAY"},     {"ngay", "DAY"},          {"day", "DAY"},
    {"/tuan", "WEEK"},  {"tuan", "WEEK"},     {"week", "WEEK"},         {"thang", "MONTH"},
    {"month", "MONTH"}, {"monthly", "MONTH"}, {"/th", "MONTH"},         {"/t", "MONTH"},
    {"nam", "YEAR"},    {"year", "YEAR"},     {"annum", "YEAR"},        {"bulan", "MONTH"},
    {"jam", "HOUR"},    {"hari", "DAY"},      {"miesiecznie", "MONTH"}, {"miesiac", "MONTH"},
    {"mies", "MONTH"},  {"godz", "HOUR"},     {"godzine", "HOUR"},      {"mesicne", "MONTH"},
});

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

// Where `word` begins, at a place where no letter touches it (a digit may: "30tr", "1200yen").
std::size_t FindWord(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool letters = IsLetter(word.front()) && static_cast<unsigned char>(word.front()) < 0x80;
    if (!letters ||
        ((at == 0 || !IsLetter(text[at - 1])) && (end == text.size() || !IsLetter(text[end]))))
      return at;
  }
  return std::string_view::npos;
}

// Of the words that occur in `text`, the value of the first one there, or of the last: "NT$" is no "$".
template <class Words>
std::string_view FirstOf(std::string_view text, const Words& words, bool last = false) {
  std::string_view best;
  std::size_t best_at = 0;
  for (const Word& word : words) {
    const std::size_t begin = FindWord(text, word.word);
    if (begin == std::string_view::npos) continue;
    const std::size_t at = last ? begin + word.word.size() : begin;
    if (best.empty() || (last ? at > best_at : at < best_at)) {
      best = word.value;
      best_at = at;
    }
  }
  return best;
}

struct Amount {
  double value = 0;
  std::size_t begin = 0;
  std::size_t end = 0;  // behind the number and its multiplier
  double multiplier = 1;
};

// "2tr1", "3 triệu 5": what is left of the next power of ten.
double Remainder(std::string_view text, std::size_t& at) {
  if (at >= text.size() || !IsDigit(text[at]) || (at + 1 < text.size() && IsDigit(text[at + 1])))
    return 0;
  return (text[at++] - '0') / 10.0;
}

// "21 man 8,000", as "21万8,000" is read: what stands behind the ten thousands.
double BelowTenThousand(std::string_view text, std::size_t& at) {
  std::size_t end = at;
  while (end < text.size() && text[end] == ' ') ++end;
  double value = 0;
  std::size_t digits = 0;
  for (; end < text.size() && (IsDigit(text[end]) || text[end] == ','); ++end)
    if (IsDigit(text[end]) && ++digits <= 4) value = value * 10 + (text[end] - '0');
  if (digits == 0 || digits > 4) return 0;
  at = end;
  return value;
}

// Behind a number, " 400": thousands set apart by a blank, as in Czechia, Poland and Russia.
bool IsThousand(std::string_view text, std::size_t at) {
  constexpr std::size_t kDigits = 3;
  if (at + kDigits >= text.size() || text[at] != ' ') return false;
  for (std::size_t i = at + 1; i <= at + kDigits; ++i)
    if (!IsDigit(text[i])) return false;
  return at + kDigits + 1 == text.size() || !IsDigit(text[at + kDigits + 1]);
}

std::optional<Amount> NextAmount(std::string_view text, std::size_t at) {
  while (at < text.size() && !IsDigit(text[at])) ++at;
  if (at >= text.size()) return std::nullopt;
  Amount amount;
  amount.begin = at;
  while (at < text.size() && (IsDigit(text[at]) || ((text[at] == '.' || text[at] == ',') &&
                                                    at + 1 < text.size() && IsDigit(text[at + 1]))))
    ++at;
  const std::string_view number = text.substr(amount.begin, at - amount.begin);
  if (number.size() > 20) return std::nullopt;
  const std::size_t last = number.find_last_of(".,");
  const bool fraction = last != std::string_view::npos && number.size() - last - 1 != 3 &&
                        number.find_first_of(".,") == last;
  std::string digits;
  for (std::size_t i = 0; i < number.size(); ++i) {
    if (IsDigit(number[i]))
      digits += number[i];
    else if (fraction && i == last)
      digits += '.';
  }
  std::from_chars(digits.data(), digits.data() + digits.size(), amount.value);
  constexpr std::size_t kMostBlankDigits = 3;
  const bool is_plain = number.size() <= kMostBlankDigits && last == std::string_view::npos;
  while (is_plain && amount.value < 1e9 && IsThousand(text, at)) {
    int thousand = 0;
    std::from_chars(text.data() + at + 1, text.data() + at + 4, thousand);
    amount.value = amount.value * 1000 + thousand;
    at += 4;
  }
  std::size_t behind = at;
  while (behind < text.size() && text[behind] == ' ') ++behind;
  const std::string_view rest = text.substr(behind);
  for (const auto& [word, by] : {std::pair<std::string_view, double>{"trieu", 1e6},
                                 {"tr", 1e6},
                                 {"man", 1e4},
                                 {"nghin", 1e3},
                                 {"ngan", 1e3},
                                 {"k", 1e3},
                                 {"juta", 1e6},
                                 {"jt", 1e6},
                                 {"ribu", 1e3},
                                 {"mil", 1e6}}) {
    if (!rest.starts_with(word) || (rest.size() > word.size() && IsLetter(rest[word.size()])))
      continue;
    at = behind + word.size();
    amount.multiplier = by;
    amount.value = (amount.value + Remainder(text, at)) * by;
    if (word == "man") amount.value += BelowTenThousand(text, at);
    break;
  }
  amount.end = at;
  return amount;
}

// Folding leaves nothing of the signs of currencies and of other writings: they become the names that it keeps.
std::string Folded(std::string_view text) {
  if (std::none_of(text.begin(), text.end(), [](char c) { return (c & 0x80) != 0; }))
    return core::FoldPlain(text);
  // The same sign means the money of each place where it is written; the writing tells them apart.
  const auto holds = [&](std::initializer_list<std::string_view> letters) {
    return std::any_of(letters.begin(), letters.end(), [&](std::string_view letter) {
      return text.find(letter) != std::string_view::npos;
    });
  };
  const std::string_view yuan = holds({"費", "資", "勞", "臺", "台幣", "萬", "時薪"}) ? " twd "
                                : holds({"费", "资", "劳", "人民币", "时薪"})         ? " cny "
                                                                                      : "";
  std::string named;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    std::string_view name;
    // Vietnamese letters begin with other bytes.
    const auto first = static_cast<unsigned char>(rest.front());
    if (first != 0xC2 && first != 0xE0 && first < 0xE2) {
      named += rest.front();
      ++at;
      continue;
    }
    for (const auto& [sign, as] : {std::pair<std::string_view, std::string_view>{"¥", " yen "},
                                   {"円", " yen "},
                                   {"₩", " won "},
                                   {"원", " won "},
                                   {"€", " eur "},
                                   {"£", " gbp "},
                                   {"₫", " vnd "},
                                   {"₽", " rub "},
                                   {"บาท", " baht "},
                                   {"ยูโร", " eur "},
                                   {"ดอลลาร์ไต้หวัน", " twd "},
                                   {"ดอลลาร์", " usd "},
                                   {"วอน", " won "},
                                   {"เยน", " yen "},
                                   {"เดือน", " month "},
                                   {"ต่อชั่วโมง", " hour "},
                                   {"ต่อวัน", " day "},
                                   {"元", yuan},
                                   {"万", " man "},
                                   {"萬", " man "},
                                   {"만", " man "},
                                   {"～", "~"},
                                   {"〜", "~"},
                                   {"月給", " month "},
                                   {"月額", " month "},
                                   {"月薪", " month "},
                                   {"월급", " month "},
                                   {"時給", " hour "},
                                   {"時薪", " hour "},
                                   {"시급", " hour "},
                                   {"日給", " day "},
                                   {"일급", " day "}})
      if (!as.empty() && rest.starts_with(sign)) {
        name = as;
        at += sign.size();
        break;
      }
    // "NT$29,500/月"; "6月" is June.
    constexpr std::string_view kMonth = "月";
    if (rest.starts_with(kMonth) && (named.ends_with('/') || named.ends_with("／"))) {
      name = "month ";
      at += kMonth.size();
    }
    // "월 2,850,000원"; "11월" is November.
    constexpr std::string_view kKoreanMonth = "월 ";
    if (rest.starts_with(kKoreanMonth) && (named.empty() || !IsDigit(named.back()))) {
      name = " month ";
      at += kKoreanMonth.size();
    }
    if (name.empty()) named += text[at++];
    named += name;
  }
  return core::FoldPlain(named);
}

// What joins the two ends of a range.
bool JoinsRange(std::string_view between) {
  constexpr std::size_t kMostBytes = 16;
  if (between.size() > kMostBytes) return false;
  for (const std::string_view mark : {"-", "~", "den", "to", "\xE2\x80\x93", "\xE2\x80\x94"})
    if (between.find(mark) != std::string_view::npos) return true;
  return false;
}

bool ReadFolded(std::string_view view, core::Posting& posting) {
  auto low = NextAmount(view, 0);
  if (!low || low->value <= 0) return false;
  // A second number directly behind a dash or "đến" makes a range.
  std::optional<Amount> high = NextAmount(view, low->end);
  if (high && !JoinsRange(view.substr(low->end, high->begin - low->end))) high.reset();
  // "30 - 35 triệu": the multiplier counts for both.
  if (high && high->multiplier > 1 && low->multiplier == 1 && low->value < 1000 &&
      high->value / 1000 > low->value)
    low->value *= high->multiplier;
  // Directly behind the amount, or before it ("NT$ 29.500"); then behind the first end of a range.
  const std::size_t end = high ? high->end : low->end;
  const std::optional<Amount> next = NextAmount(view, end);
  const std::size_t reach = next ? next->begin - end : view.size() - end;
  const auto multiplier = high ? high->multiplier : low->multiplier;
  constexpr std::size_t kNear = 24;
  std::string_view currency = FirstOf(view.substr(end, std::min(reach, kNear)), kCurrencies);
  if (currency.empty()) currency = FirstOf(view.substr(0, low->begin), kCurrencies, true);
  if (currency.empty() && high)
    currency = FirstOf(view.substr(low->end, high->begin - low->end), kCurrencies);
  if (currency.empty() && multiplier == 1e6)
    currency = FindWord(view, "juta") == std::string_view::npos ? "VND" : "IDR";
  if (currency.empty() && multiplier == 1e4) currency = "JPY";
  if (currency.empty()) currency = FirstOf(view.substr(end), kCurrencies);
  if (currency.empty()) return false;  // a number alone may be anything: hours, places, years
  posting.salary_currency = currency;
  std::string_view unit = FirstOf(view.substr(end, std::min(reach, kNear)), kUnits);
  if (unit.empty()) unit = FirstOf(view.substr(0, low->begin), kUnits, true);
  posting.salary_unit = unit;
  posting.salary_min = low->value;
  posting.salary_max = high ? high->value : low->value;
  if (*posting.salary_max < *posting.salary_min) posting.salary_max = posting.salary_min;
  return true;
}

// "- AED 2,600 per month plus service charge", "58 EUR/ngày, ngày 7 tiếng": a line that begins with an amount for a time,
// and is not about a room or a meal.
bool IsPaidFor(std::string_view folded) {
  // Without a currency, "8 tiếng/ngày" is no wage.
  static const std::string kMoney =
      "(?:us|nt|au|s)?\\$|usd|eur|euro|yen|jpy|won|krw|vnd|dong|d|trieu|tr|man|aed|sar|qar|kwd|omr|"
      "bhd|twd|ntd|rm|myr|sgd|hkd|mop|thb|czk|kc|pln|zl|huf|ron|lei|gbp|chf|aud|cad|nzd|rub";
  static const std::string kNumber = "\\d[\\d.,]*(?: \\d{3})*";
  static const re2::RE2 kAmountFor("^(?:- )?(?:tra cong |tra )?(?:(?:" + kMoney + ") ?" + kNumber +
                                   "|" + kNumber + " ?(?:" + kMoney +
                                   ")(?: ?dong)?) ?(?:/ ?|per |a |an |moi |mot )"
                                   "(?:gio|hour|ngay|day|tuan|week|thang|month)\\b");
  static const PhraseSet kOfLiving = {
      "nha",  "phong",   "an",  "o",    "tro",     "rent", "room",      "housing", "meals",
      "food", "tien an", "phi", "thue", "lodging", "bed",  "insurance", "tru",     "khau tru"};
  return re2::RE2::PartialMatch(re2::StringPiece(folded.data(), folded.size()), kAmountFor) &&
         !kOfLiving.IsIn(folded);
}

}  // namespace

void ReadWage(std::string_view text, core::Posting& posting) {
  constexpr std::size_t kMaxBytes = 200;
  ReadFolded(Folded(core::Utf8Prefix(text, kMaxBytes)), posting);
}

void FindWage(std::string_view text, core::Posting& posting) {
  // The wage, and behind "thuc nhan" what may be paid beside it, or as the wage: the former counts first.
  static const PhraseSet kWageWords = {"luong",   "thu nhap", "thuc linh", "salary", "salaries",
                                       "wage",    "wages",    "gaji",      "upah",   "thuc nhan",
                                       "tro cap", "paid",     "pay",       "earn",   "stipend"};
  constexpr auto kBeside =
      std::to_array<std::string_view>({"tro cap", "paid", "pay", "earn", "stipend"});
  // "Nợ lương", "phí bằng 1,5 tháng lương": not what is paid.
  static const PhraseSet kOther = {"thang luong", "no luong", "bang luong", "tru luong",
                                   "ung luong"};
  static const PhraseSet kCosts = {"fee",     "fees", "cost",    "costs",
                                   "deposit", "phi",  "chi phi", "coc"};
  constexpr std::size_t kMostBytes = 20'000;
  bool done = false;
  core::Posting paid;  // by the first line that names no wage
  ForEachLine(core::Utf8Prefix(text, kMostBytes), [&](std::string_view line) {
    if (done || line.find_first_of("0123456789") == std::string_view::npos) return;
    std::string folded = Folded(line);
    // Words in which another "luong" stands.
    for (const std::string_view other :
         {"so luong", "chat luong", "khoi luong", "nang luong", "luc luong"})
      for (std::size_t at = folded.find(other); at != std::string::npos;
           at = folded.find(other, at + 1))
        folded.replace(at, other.size(), other.size(), ' ');
    const std::string_view view = folded;
    // "35 - 40 triệu/tháng" and nothing else.
    constexpr std::size_t kAmountBytes = 40;
    if (view.size() <= kAmountBytes && view.find('/') != std::string_view::npos) {
      std::size_t letters = 0;
      for (const char c : view) letters += IsLetter(c) ? 1 : 0;
      constexpr std::size_t kMostLetters = 20;
      core::Posting read;
      if (letters <= kMostLetters && ReadFolded(view, read) &&
          (read.salary_unit == "MONTH" || read.salary_unit == "HOUR")) {
        done = ReadFolded(view, posting);
        return;
      }
    }
    if (IsPaidFor(view) && ReadFolded(view, posting)) {
      done = true;
      return;
    }
    const std::string_view word = kWageWords.FirstIn(view);
    const bool is_beside = std::find(kBeside.begin(), kBeside.end(), word) != kBeside.end();
    if (word.empty() || (is_beside && paid.salary_min) || kOther.IsIn(view)) return;
    // "Agency fee paid by candidate: USD 700"
    if (is_beside && kCosts.IsIn(view.substr(0, view.find(word)))) return;
    constexpr std::size_t kSentenceBytes = 120;
    std::string_view behind = view.substr(view.find(word) + word.size());
    behind = behind.substr(0, kSentenceBytes);
    for (const std::string_view stop : {". ", "; ", " phi ", " fee"})
      behind = behind.substr(0, behind.find(stop));
    const std::optional<Amount> amount = NextAmount(behind, 0);
    constexpr std::size_t kNear = 50;
    if (!amount || amount->begin > kNear) return;
    if (is_beside)
      ReadFolded(behind, paid);
    else
      done = ReadFolded(behind, posting);
  });
  if (done || !paid.salary_min) return;
  posting.salary_min = paid.salary_min;
  posting.salary_max = paid.salary_max;
  posting.salary_currency = paid.salary_currency;
  posting.salary_unit = paid.salary_unit;
}

}  // namespace agencywatch::crawler
