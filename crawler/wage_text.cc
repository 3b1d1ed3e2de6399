#include "crawler/wage_text.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string>

#include "core/fold.h"

namespace agencywatch::crawler {
namespace {

struct Word {
  std::string_view word;  // folded
  std::string_view value;
};

constexpr std::array kCurrencies = std::to_array<Word>({
    {"vnd", "VND"},    {"vnđ", "VND"},      {"dong", "VND"}, {"trieu", "VND"}, {"tr", "VND"},
    {"usd", "USD"},    {"do la my", "USD"}, {"us$", "USD"},  {"yen", "JPY"},   {"jpy", "JPY"},
    {"man", "JPY"},    {"¥", "JPY"},        {"nt$", "TWD"},  {"ntd", "TWD"},   {"twd", "TWD"},
    {"dai te", "TWD"}, {"tai te", "TWD"},   {"won", "KRW"},  {"krw", "KRW"},   {"₩", "KRW"},
    {"euro", "EUR"},   {"eur", "EUR"},      {"€", "EUR"},    {"pln", "PLN"},   {"zloty", "PLN"},
    {"huf", "HUF"},    {"ron", "RON"},      {"sgd", "SGD"},  {"myr", "MYR"},   {"rm", "MYR"},
    {"aud", "AUD"},    {"cad", "CAD"},      {"gbp", "GBP"},  {"aed", "AED"},   {"sar", "SAR"},
    {"rub", "RUB"},    {"czk", "CZK"},      {"ils", "ILS"},  {"$", "USD"},     {"d", "VND"},
});
constexpr std::array kUnits = std::to_array<Word>({
    {"/gio", "HOUR"},
    {"gio", "HOUR"},
    {"/h", "HOUR"},
    {"hour", "HOUR"},
    {"/ngay", "DAY"},
    {"ngay", "DAY"},
    {"day", "DAY"},
    {"/tuan", "WEEK"},
    {"week", "WEEK"},
    {"thang", "MONTH"},
    {"month", "MONTH"},
    {"/th", "MONTH"},
    {"nam", "YEAR"},
    {"year", "YEAR"},
    {"annum", "YEAR"},
});

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

// `word` at a place where no letter touches it (a digit may: "30tr", "1200yen").
bool HasWord(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool letters = IsLetter(word.front());
    if (!letters ||
        ((at == 0 || !IsLetter(text[at - 1])) && (end == text.size() || !IsLetter(text[end]))))
      return true;
  }
  return false;
}

struct Amount {
  double value = 0;
  std::size_t end = 0;  // behind the number and its multiplier
  bool multiplied = false;
};

std::optional<Amount> NextAmount(std::string_view text, std::size_t& at) {
  while (at < text.size() && !IsDigit(text[at])) ++at;
  if (at >= text.size()) return std::nullopt;
  const std::size_t begin = at;
  while (at < text.size() && (IsDigit(text[at]) || ((text[at] == '.' || text[at] == ',') &&
                                                    at + 1 < text.size() && IsDigit(text[at + 1]))))
    ++at;
  const std::string_view number = text.substr(begin, at - begin);
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
  Amount amount;
  std::from_chars(digits.data(), digits.data() + digits.size(), amount.value);
  std::size_t behind = at;
  while (behind < text.size() && text[behind] == ' ') ++behind;
  const std::string_view rest = text.substr(behind);
  const auto multiply = [&](std::string_view word, double by) {
    if (amount.multiplied || !rest.starts_with(word) ||
        (rest.size() > word.size() && IsLetter(rest[word.size()])))
      return;
    amount.value *= by;
    amount.multiplied = true;
    at = behind + word.size();
  };
  multiply("trieu", 1e6);
  multiply("tr", 1e6);
  multiply("man", 1e4);
  multiply("nghin", 1e3);
  multiply("k", 1e3);
  amount.end = at;
  return amount;
}

}  // namespace

void ReadWage(std::string_view text, core::Posting& posting) {
  constexpr std::size_t kMaxBytes = 200;
  const std::string folded = core::FoldPlain(text.substr(0, kMaxBytes));
  const std::string_view view = folded;
  std::size_t at = 0;
  auto low = NextAmount(view, at);
  if (!low || low->value <= 0) return;
  std::optional<Amount> high;
  // A second number directly behind a dash or "đến" makes a range.
  std::size_t next = low->end;
  while (next < view.size() && !IsDigit(view[next])) ++next;
  const std::string_view between = view.substr(low->end, next - low->end);
  const bool range =
      between.size() <= 16 &&
      (between.find('-') != std::string_view::npos || between.find('~') != std::string_view::npos ||
       between.find("den") != std::string_view::npos ||
       between.find("to") != std::string_view::npos ||
       between.find("\xE2\x80\x93") != std::string_view::npos ||
       between.find("\xE2\x80\x94") != std::string_view::npos);
  if (range) {
    std::size_t from = low->end;
    high = NextAmount(view, from);
  }
  // "30 - 35 triệu": the multiplier counts for both.
  if (high && high->multiplied && !low->multiplied && low->value < 1000 &&
      high->value / 1000 > low->value) {
    const double by = high->value >= 1e6 ? 1e6 : 1e4;
    low->value *= HasWord(view, "man") ? 1e4 : by;
  }
  for (const Word& currency : kCurrencies)
    if (HasWord(view, currency.word)) {
      posting.salary_currency = currency.value;
      break;
    }
  if (posting.salary_currency.empty())
    return;  // a number alone may be anything: hours, places, years
  for (const Word& unit : kUnits)
    if (HasWord(view, unit.word)) {
      posting.salary_unit = unit.value;
      break;
    }
  posting.salary_min = low->value;
  posting.salary_max = high ? high->value : low->value;
  if (*posting.salary_max < *posting.salary_min) posting.salary_max = posting.salary_min;
}

}  // namespace agencywatch::crawler
