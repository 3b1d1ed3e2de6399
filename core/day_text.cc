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
constexpr int kBuddhistYears = 543;  // Thailand counts from 544 BC

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }

std::optional<Day> MakeDay(int year, int month, int day) {
  if (year >= kFirstYear + kBuddhistYears) year -= kBuddhistYears;
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

struct MonthName {
  std::string_view name;
  int month;
};

// Indonesian and German, where they differ from English.
constexpr std::array kOtherMonths = std::to_array<MonthName>({{"januari", 1},
                                                              {"januar", 1},
                                                              {"februari", 2},
                                                              {"februar", 2},
                                                              {"maret", 3},
                                                              {"marz", 3},
                                                              {"mei", 5},
                                                              {"juni", 6},
                                                              {"juli", 7},
                                                              {"agustus", 8},
                                                              {"oktober", 10},
                                                              {"desember", 12},
                                                              {"dezember", 12}});

// Thai; of two that begin alike the longer one first. "พ.ศ." says that a year is Buddhist.
constexpr std::array kThaiMonths = std::to_array<MonthName>(
    {{"มกราคม", 1},    {"กุมภาพันธ์", 2}, {"มีนาคม", 3},  {"เมษายน", 4}, {"พฤษภาคม", 5},
     {"มิถุนายน", 6},    {"กรกฎาคม", 7}, {"สิงหาคม", 8}, {"กันยายน", 9}, {"ตุลาคม", 10},
     {"พฤศจิกายน", 11}, {"ธันวาคม", 12}, {"ม.ค.", 1},   {"ก.พ.", 2},   {"มี.ค.", 3},
     {"เม.ย.", 4},     {"พ.ค.", 5},    {"มิ.ย.", 6},   {"ก.ค.", 7},   {"ส.ค.", 8},
     {"ก.ย.", 9},      {"ต.ค.", 10},   {"พ.ย.", 11},  {"ธ.ค.", 12},  {"พ.ศ.", 0}});

// Folding leaves nothing of Thai letters: months become those of English, Thai digits ours.
std::string WithoutThai(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto month =
        std::find_if(kThaiMonths.begin(), kThaiMonths.end(),
                     [&](const MonthName& one) { return text.starts_with(one.name); });
    constexpr std::size_t kLetterBytes = 3;
    constexpr std::string_view kDigits = "\xE0\xB9";
    if (month != kThaiMonths.end()) {
      if (month->month != 0) out += kMonths.at(static_cast<std::size_t>(month->month) - 1);
      out += ' ';
      text.remove_prefix(month->name.size());
    } else if (text.starts_with(kDigits) && text.size() >= kLetterBytes && text[2] >= '\x90' &&
               text[2] <= '\x99') {
      out += static_cast<char>('0' + (text[2] - '\x90'));
      text.remove_prefix(kLetterBytes);
    } else {
      out += text.front();
      text.remove_prefix(1);
    }
  }
  return out;
}

// Polish and Czech, as they stand behind a day.
constexpr std::array kMonthsBehindDay = std::to_array<MonthName>(
    {{"stycznia", 1},   {"lutego", 2},   {"marca", 3},      {"kwietnia", 4}, {"maja", 5},
     {"czerwca", 6},    {"lipca", 7},    {"sierpnia", 8},   {"wrzesnia", 9}, {"pazdziernika", 10},
     {"listopada", 11}, {"grudnia", 12}, {"ledna", 1},      {"unora", 2},    {"brezna", 3},
     {"dubna", 4},      {"kvetna", 5},   {"cervna", 6},     {"cervence", 7}, {"srpna", 8},
     {"zari", 9},       {"rijna", 10},   {"listopadu", 11}, {"prosince", 12}});

struct Era {
  std::string_view name;
  int before;  // the year that its first one follows
};
constexpr std::array kEras =
    std::to_array<Era>({{"令和", 2018}, {"平成", 1988}, {"民國", 1911}, {"民国", 1911}});

// A digit at `at`, as everybody writes it or in full width; -1 when there is none. Moves `at` behind it.
int DigitAt(std::string_view text, std::size_t& at) {
  if (at < text.size() && IsDigit(text[at])) return text[at++] - '0';
  constexpr std::string_view kFullWidth = "\xEF\xBC";
  const char last = at + 2 < text.size() ? text[at + 2] : '\0';
  if (text.substr(at, 2) != kFullWidth || last < '\x90' || last > '\x99') return -1;
  at += 3;
  return last - '\x90';
}

// The year of an era that begins at `at`, "8" or "元"; 0 when there is none. Moves `at` behind it.
int YearOfEra(std::string_view text, std::size_t& at) {
  constexpr std::string_view kFirst = "元";
  if (text.substr(at).starts_with(kFirst)) {
    at += kFirst.size();
    return 1;
  }
  constexpr int kMostYears = 200;
  int year = 0;
  for (int digit = DigitAt(text, at); digit >= 0 && year < kMostYears; digit = DigitAt(text, at))
    year = year * 10 + digit;
  return year;
}

bool IsEastAsian(char first) { return static_cast<unsigned char>(first) >= 0xE3; }

// "刊登日期：115/11/12": a day of the Republic stands at `at`, behind Chinese words. In other texts that would be a house in
// an alley.
bool IsRepublicDay(std::string_view text, std::size_t at) {
  constexpr std::size_t kYearDigits = 3;
  const std::string_view year = text.substr(at, kYearDigits);
  if (year.size() < kYearDigits || year[0] != '1' || !IsDigit(year[1]) || !IsDigit(year[2]))
    return false;
  std::size_t end = at + kYearDigits;
  const char separator = end < text.size() ? text[end] : '\0';
  if (separator != '/' && separator != '.' && separator != '-') return false;
  for (int part = 0; part < 2; ++part) {
    if (end >= text.size() || text[end] != separator) return false;
    const std::size_t begin = ++end;
    while (end < text.size() && IsDigit(text[end])) ++end;
    if (end == begin || end > begin + 2) return false;
  }
  std::size_t before = at;
  while (before > 0 && (text[before - 1] == ' ' || text[before - 1] == ':')) --before;
  if (before == 0 || IsDigit(text[before - 1])) return false;
  do --before;
  while (before > 0 && (static_cast<unsigned char>(text[before]) & 0xC0) == 0x80);
  return IsEastAsian(text[before]);
}

// Years of eras become ours: "令和8年11月12日" is "2026年11月12日".
std::string WithoutEras(std::string_view text) {
  constexpr int kBeforeRepublic = 1911;
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto era = std::find_if(kEras.begin(), kEras.end(), [&](const Era& one) {
      return text.substr(at).starts_with(one.name);
    });
    if (era != kEras.end()) {
      at += era->name.size();
      while (at < text.size() && text[at] == ' ') ++at;
      if (const int year = YearOfEra(text, at); year > 0) out += std::to_string(era->before + year);
    } else if (text[at] == '1' && IsRepublicDay(text, at)) {
      out += std::to_string(kBeforeRepublic + YearOfEra(text, at));
    } else {
      out += text[at++];
    }
  }
  return out;
}

int MonthOf(std::string_view word) {
  if (word.size() < 3 || word.size() > 9) return 0;
  constexpr std::string_view kFirstLetters = "adfjmnos";
  if (kFirstLetters.find(word.front()) == std::string_view::npos) return 0;
  for (const MonthName& other : kOtherMonths)
    if (word == other.name) return other.month;
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

int MonthBehindDay(std::string_view word) {
  const auto found = std::find_if(kMonthsBehindDay.begin(), kMonthsBehindDay.end(),
                                  [&](const MonthName& one) { return one.name == word; });
  return found != kMonthsBehindDay.end() ? found->month : MonthOf(word);
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
  // "3. Oktober 2026"
  if (Reader ahead = reader; ahead.Skip(".")) {
    ahead.SkipBlanks();
    if (IsLetter(ahead.Peek())) reader = ahead;
  }
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
    month = MonthBehindDay(word);
    if (month == 0) return std::nullopt;
    reader.SkipBlanksAndCommas();
  }
  const int year = reader.Number(digits);
  return digits == 4 ? MakeDay(year, month, first) : std::nullopt;
}

// "08:41:12 ", "20:14:05 +0700 ", "11:02:55 ICT ": the time of the day between its month and year, as C's ctime has it.
void SkipClock(Reader& reader) {
  Reader ahead = reader;
  int digits = 0;
  for (int part = 0; part < 3; ++part) {
    if (part > 0 && !ahead.Skip(":")) return;
    ahead.Number(digits);
    if (digits != 2) return;
  }
  ahead.SkipBlanks();
  if (ahead.Skip("+") || ahead.Skip("-"))
    ahead.Number(digits);
  else
    ahead.Word();
  ahead.SkipBlanks();
  reader = ahead;
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
  SkipClock(reader);
  const int year = reader.Number(digits);
  return digits == 4 ? MakeDay(year, month, day) : std::nullopt;
}

}  // namespace

std::optional<Day> FindDayInText(std::string_view text) {
  constexpr std::size_t kMaxBytes =
      4096;  // a date stands near its label; longer texts are cut before they get here
  text = text.substr(0, kMaxBytes);
  constexpr std::string_view kThai = "\xE0\xB8";  // the first half of its letters
  std::string without_thai;
  if (text.find(kThai) != std::string_view::npos) text = without_thai = WithoutThai(text);
  std::string without_eras;
  if (std::any_of(text.begin(), text.end(), IsEastAsian)) text = without_eras = WithoutEras(text);
  const bool has_digit = std::any_of(text.begin(), text.end(), IsDigit);
  if (!has_digit) return std::nullopt;
  const std::string folded = FoldPlain(text);
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

std::optional<Day> FindPublishedOn(std::string_view text) {
  const std::string folded = FoldPlain(text.substr(0, 20'000));
  for (const std::string_view lead :
       {"cap nhat", "tinh den", "as of", "updated", "last update", "so lieu den"}) {
    std::size_t at = folded.find(lead);
    while (at != std::string::npos) {
      constexpr std::size_t kReach = 60;  // "Cập nhật lần cuối đến hết ngày 20 tháng 11 năm 2026"
      if (auto day = FindDayInText(std::string_view(folded).substr(at, kReach))) return day;
      at = folded.find(lead, at + lead.size());
    }
  }
  return std::nullopt;
}

}  // namespace agencywatch::core
