#include "core/day_text.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <string>

#include "core/fold.h"

namespace agencywatch::core {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr char kSign = '\x01';  // what folding leaves of a letter of another writing
constexpr int kFirstYear = 1970;
constexpr int kLastYear = 2100;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }

std::optional<Day> MakeDay(int year, int month, int day) {
  if (year < kFirstYear || year > kLastYear || month < 1 || day < 1) return std::nullopt;
  const Day made{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                 std::chrono::day{static_cast<unsigned>(day)}};
  if (!made.ok()) return std::nullopt;
  return made;
}

// Reads the words of a folded text one after the other; what it reads is small, so it may look back.
class Reader {
 public:
  Reader(std::string_view text, std::size_t at) : text_(text), at_(at) {}

  // A number of at most four digits; `digits` is how many there were, 0 for none (or too many).
  int Number(int& digits) {
    int value = 0;
    digits = 0;
    while (at_ < text_.size() && IsDigit(text_[at_])) {
      if (++digits > 4) return digits = 0;
      value = value * 10 + (text_[at_++] - '0');
    }
    return value;
  }
  bool Skip(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }
  void SkipBlanks() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  void SkipBlanksAndCommas() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == ',' || text_[at_] == '.'))
      ++at_;
  }
  std::string_view Word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && IsLetter(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }
  [[nodiscard]] char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void Next() { ++at_; }

 private:
  std::string_view text_;
  std::size_t at_;
};

int MonthOf(std::string_view word) {
  if (word.size() < 3 || word.size() > 9) return 0;
  for (std::size_t i = 0; i < kMonths.size(); ++i)
    if (word.substr(0, 3) == kMonths.at(i)) {
      static constexpr std::array<std::string_view, 12> kFull = {
          "january", "february", "march",     "april",   "may",      "june",
          "july",    "august",   "september", "october", "november", "december"};
      const std::string_view full = kFull.at(i);
      return word == "sept" || word.size() == 3 || word == full ? static_cast<int>(i) + 1 : 0;
    }
  return 0;
}

// "11", or "muoi mot" as WordPress writes it; 0 for neither.
int VietnameseMonth(Reader& reader) {
  int digits = 0;
  if (const int month = reader.Number(digits); digits != 0) return digits <= 2 ? month : 0;
  static constexpr std::array<std::string_view, 12> kWords = {
      "muoi hai", "muoi mot", "muoi", "chin", "tam", "bay", "sau", "nam", "tu", "ba", "hai", "mot"};
  for (std::size_t i = 0; i < kWords.size(); ++i)
    if (reader.Skip(kWords.at(i))) return 12 - static_cast<int>(i);
  return reader.Skip("gieng") ? 1 : 0;
}

// A date that begins with the number at `at`.
std::optional<Day> FromNumber(std::string_view text, std::size_t at) {
  Reader reader(text, at);
  int digits = 0;
  const int first = reader.Number(digits);
  if (digits == 0) return std::nullopt;
  // 115年11月4日: Taiwan counts from 1912.
  constexpr int kBeforeRepublic = 1911;
  const bool republic = digits == 3;
  if (republic && reader.Peek() != kSign) return std::nullopt;
  const int year_of_first = republic ? first + kBeforeRepublic : first;
  const bool year_first = digits == 4 || republic;
  reader.SkipBlanks();
  const char separator = reader.Peek();
  if (separator == '/' || separator == '-' || separator == '.') {
    reader.Next();
    reader.SkipBlanks();
    const int second = reader.Number(digits);
    if (digits < 1 || digits > 2) return std::nullopt;
    reader.SkipBlanks();
    if (reader.Peek() != separator) return std::nullopt;
    reader.Next();
    reader.SkipBlanks();
    const int third = reader.Number(digits);
    if (year_first)
      return digits == 1 || digits == 2 ? MakeDay(first, second, third) : std::nullopt;
    // Two digits of a year only between slashes: 12.11.26 may as well be a phone number or a version.
    const int year = digits == 4 ? third : digits == 2 && separator == '/' ? 2000 + third : 0;
    if (year == 0) return std::nullopt;
    if (auto day = MakeDay(year, second, first)) return day;
    return MakeDay(year, first, second);
  }
  // 2026年11月12日, 2026년 11월 12일: folding leaves one byte of each sign.
  if (year_first) {
    int month_digits = 0;
    if (separator != kSign) return std::nullopt;
    reader.Next();
    reader.SkipBlanks();
    const int month = reader.Number(month_digits);
    if (reader.Peek() != kSign) return std::nullopt;
    reader.Next();
    reader.SkipBlanks();
    const int day = reader.Number(digits);
    return month_digits > 0 && digits > 0 ? MakeDay(year_of_first, month, day) : std::nullopt;
  }
  if (reader.Skip("st") || reader.Skip("nd") || reader.Skip("rd") || reader.Skip("th "))
    reader.SkipBlanks();
  if (reader.Skip("of ")) reader.SkipBlanks();
  const std::string_view word = reader.Word();
  int month = 0;
  if (word == "thang") {
    reader.SkipBlanks();
    month = VietnameseMonth(reader);
    if (month == 0) return std::nullopt;
    reader.SkipBlanksAndCommas();
    if (reader.Peek() == '/') reader.Next();
    if (reader.Skip("nam")) reader.SkipBlanks();
  } else {
    month = MonthOf(word);
    if (month == 0) return std::nullopt;
    reader.SkipBlanksAndCommas();
  }
  const int year = reader.Number(digits);
  return digits == 4 ? MakeDay(year, month, first) : std::nullopt;
}

// "November 12, 2026", "Tháng Mười Một 12, 2026", beginning with the word at `at`.
std::optional<Day> FromMonthName(std::string_view text, std::size_t at) {
  Reader reader(text, at);
  const std::string_view word = reader.Word();
  int month = MonthOf(word);
  if (word == "thang") {
    reader.SkipBlanks();
    month = VietnameseMonth(reader);
  }
  if (month == 0) return std::nullopt;
  reader.SkipBlanksAndCommas();
  int digits = 0;
  const int day = reader.Number(digits);
  if (digits < 1 || digits > 2) return std::nullopt;
  if (!(reader.Skip("st") || reader.Skip("nd") || reader.Skip("rd"))) reader.Skip("th");
  reader.SkipBlanksAndCommas();
  const int year = reader.Number(digits);
  return digits == 4 ? MakeDay(year, month, day) : std::nullopt;
}

}  // namespace

std::optional<Day> FindDayInText(std::string_view text) {
  constexpr std::size_t kMaxBytes =
      4096;  // a date stands near its label; longer texts are cut before they get here
  const bool has_digit = std::any_of(text.begin(), text.end(), IsDigit);
  if (!has_digit) return std::nullopt;
  const std::string folded = FoldPlain(text.substr(0, kMaxBytes));
  char before = ' ';
  for (std::size_t at = 0; at < folded.size(); ++at) {
    const char c = folded[at];
    if (IsDigit(c) && !IsDigit(before) && before != '/' && before != '-' && before != '.') {
      if (auto day = FromNumber(folded, at)) return day;
    } else if (IsLetter(c) && !IsLetter(before)) {
      if (auto day = FromMonthName(folded, at)) return day;
    }
    before = c;
  }
  return std::nullopt;
}

}  // namespace agencywatch::core
