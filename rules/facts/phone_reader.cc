#include "rules/facts/phone_reader.h"

#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <array>
#include <utility>

namespace agencywatch::rules {
namespace {

using i18n::phonenumbers::PhoneNumberUtil;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Numbers as they were dialled before a renumbering: mobiles before 15 September 2018 (Circular 22/2014; the
// last seven digits stay) and those landlines before 2017 that cannot be mistaken for a mobile of today.
struct Renumbering {
  std::string_view old;
  std::string_view now;
  std::size_t length;  // of the old number
};
constexpr std::array kRenumberings = {
    Renumbering{"0120", "070", 11},  Renumbering{"0121", "079", 11},
    Renumbering{"0122", "077", 11},  Renumbering{"0126", "076", 11},
    Renumbering{"0128", "078", 11},  Renumbering{"0123", "083", 11},
    Renumbering{"0124", "084", 11},  Renumbering{"0125", "085", 11},
    Renumbering{"0127", "081", 11},  Renumbering{"0129", "082", 11},
    Renumbering{"0162", "032", 11},  Renumbering{"0163", "033", 11},
    Renumbering{"0164", "034", 11},  Renumbering{"0165", "035", 11},
    Renumbering{"0166", "036", 11},  Renumbering{"0167", "037", 11},
    Renumbering{"0168", "038", 11},  Renumbering{"0169", "039", 11},
    Renumbering{"0186", "056", 11},  Renumbering{"0188", "058", 11},
    Renumbering{"0199", "059", 11},  Renumbering{"0182", "052", 11},
    Renumbering{"0198", "059", 11},  Renumbering{"04", "024", 10},
    Renumbering{"060", "0260", 10},  Renumbering{"061", "0251", 10},
    Renumbering{"062", "0252", 10},  Renumbering{"063", "0263", 10},
    Renumbering{"064", "0254", 10},  Renumbering{"066", "0276", 10},
    Renumbering{"067", "0277", 10},  Renumbering{"068", "0259", 10},
    Renumbering{"0650", "0274", 11}, Renumbering{"0651", "0271", 11},
    Renumbering{"020", "0214", 10},  Renumbering{"022", "0212", 10},
    Renumbering{"025", "0205", 10},  Renumbering{"026", "0206", 10},
    Renumbering{"027", "0207", 10},  Renumbering{"029", "0216", 10},
    Renumbering{"0230", "0215", 11}, Renumbering{"0231", "0213", 11},
    Renumbering{"0240", "0204", 11}, Renumbering{"0241", "0222", 11},
    Renumbering{"0280", "0208", 11}, Renumbering{"0281", "0209", 11},
    Renumbering{"0320", "0220", 11}, Renumbering{"0321", "0221", 11},
    Renumbering{"0350", "0228", 11}, Renumbering{"0351", "0226", 11},
    Renumbering{"0500", "0262", 11}, Renumbering{"0501", "0261", 11},
    Renumbering{"0510", "0235", 11}, Renumbering{"0511", "0236", 11},
    Renumbering{"0710", "0292", 11}, Renumbering{"0711", "0293", 11},
    Renumbering{"0780", "0290", 11}, Renumbering{"0781", "0291", 11}};

std::string Modern(const std::string& national) {
  for (const Renumbering& change : kRenumberings) {
    if (national.size() == change.length && national.compare(0, change.old.size(), change.old) == 0)
      return std::string(change.now) + national.substr(change.old.size());
  }
  return national;
}

// Prefixes of mobiles that are assigned as a whole, as libphonenumber knows them too (a test holds the two
// together): asking it takes longer than reading all other facts of an advert. Others are for it to judge.
bool SurelyMobile(std::string_view national) {
  const auto second = static_cast<std::size_t>(national[1] - '0');
  if (national.size() == 10 && national[1] >= '3') {
    static constexpr std::array<std::string_view, 10> kThird = {
        "", "", "", "23456789", "", "689", "", "06789", "12345678", "012345678"};
    return kThird[second].find(national[2]) != std::string_view::npos;
  }
  return false;
}

// How many digits a Vietnamese number with this beginning may have, the likeliest first.
std::vector<std::size_t> Lengths(std::string_view digits) {
  if (digits.size() < 4) return {};
  if (digits.substr(0, 4) == "1900" || digits.substr(0, 4) == "1800") return {10, 8, 9};
  if (digits[0] != '0') return {};
  switch (digits[1]) {
    case '3':
    case '5':
    case '7':
      return {10, 11};
    case '8':
    case '9':
    case '4':
      return {10};
    case '2':
      return {11, 10};
    case '6':
      return {10, 11};
    case '1':
      return {11};
    default:
      return {};
  }
}

std::optional<char> DigitWord(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, char>, 15> kWords = {{{"khong", '0'},
                                                                                {"mot", '1'},
                                                                                {"hai", '2'},
                                                                                {"ba", '3'},
                                                                                {"bon", '4'},
                                                                                {"tu", '4'},
                                                                                {"nam", '5'},
                                                                                {"lam", '5'},
                                                                                {"sau", '6'},
                                                                                {"bay", '7'},
                                                                                {"tam", '8'},
                                                                                {"chin", '9'},
                                                                                {"zero", '0'},
                                                                                {"o", '0'},
                                                                                {"linh", '0'}}};
  for (const auto& [name, digit] : kWords) {
    if (name == word) return digit;
  }
  return {};
}

// Digits in groups, as they stand in a text.
struct Run {
  std::string digits;
  std::vector<std::pair<std::size_t, std::size_t>> borders;  // number of digits, place behind them
  bool plus = false;
  std::size_t next = 0;  // where to go on when it is no number
};

class Reader {
 public:
  Reader(const FieldText& field, Taken& taken, std::vector<core::Fact>& facts)
      : field_(field), text_(field.text()), taken_(taken), facts_(facts) {}

  void Read() {
    const bool words = text_.find("khong ") != std::string_view::npos;
    for (std::size_t at = 0; at < text_.size();) {
      const char c = text_[at];
      const bool plus = c == '+' && at + 1 < text_.size() && IsDigit(text_[at + 1]);
      const bool word = words && c == 'k' && field_.WordStart(at) && WordsBegin(at);
      if (!(plus || IsDigit(c) || word) || !MayBegin(at)) {
        ++at;
        continue;
      }
      const Run run = ReadRun(at);
      const std::size_t end = ReadNumber(at, run);
      at = end != 0 ? end : std::max(run.next, at + 1);
    }
  }

 private:
  // "không chín 12 000 345": a number that begins in words, or has some between its digits.
  [[nodiscard]] bool WordsBegin(std::size_t at) const {
    const std::size_t end = field_.WordEnd(at);
    if (text_.substr(at, end - at) != "khong") return false;
    const Span next = field_.WordAfter(end);
    return !next.empty() &&
           (DigitWord(field_.Text(next)).has_value() || IsDigit(text_[next.begin]));
  }
  // Not inside a word, unless the word announces a number: "sđt0912…".
  [[nodiscard]] bool MayBegin(std::size_t at) const {
    if (at == 0) return true;
    const char before = text_[at - 1];
    if (before == '_' || before == '@') return false;
    if (!field_.WordAt(at - 1)) return true;
    if (IsDigit(before)) return false;
    std::size_t begin = at;
    while (begin > 0 && text_[begin - 1] >= 'a' && text_[begin - 1] <= 'z') --begin;
    if (begin > 0 && IsDigit(text_[begin - 1])) return false;
    static constexpr std::array<std::string_view, 16> kWords = {
        "sdt", "dt",   "zalo", "zl",    "tel",    "hotline",  "lh",   "phone",
        "dd",  "call", "alo",  "viber", "mobile", "whatsapp", "tele", "goi"};
    return std::find(kWords.begin(), kWords.end(), text_.substr(begin, at - begin)) != kWords.end();
  }

  // The end of what separates two groups of digits; `at` itself when the number ends there.
  [[nodiscard]] std::size_t Gap(std::size_t at, std::size_t group, bool plus, bool bracket) const {
    const char c = text_[at];
    // "0912/000/345", "0912_000_345", "0912,000,345": only between short groups.
    if (c == '/' || c == '_' || c == ',') {
      std::size_t end = at + 1;
      while (end < text_.size() && IsDigit(text_[end])) ++end;
      const std::size_t behind = end - at - 1;
      return group >= 3 && group <= 4 && behind >= 3 && behind <= 4 ? at + 1 : at;
    }
    std::size_t next = at;
    while (next < text_.size() && next - at < 3 &&
           (text_[next] == ' ' || text_[next] == '.' || text_[next] == '-' || text_[next] == '(' ||
            text_[next] == '[' || text_[next] == ']' ||
            (text_[next] == ')' && (bracket || text_[at] == '(' || next > at || plus))))
      ++next;
    return next;
  }
  // Of a number cut over short lines, the next line: digits and nothing else.
  [[nodiscard]] bool ShortLine(std::size_t at) const {
    const Span line = field_.LineOf(at);
    const std::string_view rest = field_.Text(line);
    return rest.size() <= 8 && std::all_of(rest.begin(), rest.end(), [](char c) {
             return IsDigit(c) || c == ' ' || c == '.';
           });
  }

  // "ba số không", three zeros: how many of which digit, where `count` stands before `end`; moves `end` behind it.
  [[nodiscard]] std::optional<std::pair<std::size_t, char>> Repeated(char count,
                                                                     std::size_t& end) const {
    constexpr std::string_view kOf = " so ";
    if (count < '2' || count > '5' || text_.substr(end, kOf.size()) != kOf) return {};
    const std::size_t word = end + kOf.size();
    const std::size_t last = field_.WordEnd(word);
    const auto digit = DigitWord(text_.substr(word, last - word));
    if (!digit) return {};
    end = last;
    return std::pair{static_cast<std::size_t>(count - '0'), *digit};
  }

  [[nodiscard]] Run ReadRun(std::size_t at) const {
    constexpr std::size_t kMostDigits = 24;
    Run run;
    run.plus = text_[at] == '+';
    const bool bracket = at > 0 && (text_[at - 1] == '(' || text_[at - 1] == '[');
    std::size_t i = at + (run.plus ? 1 : 0);
    std::size_t group = 0;  // digits of the group being read
    while (i < text_.size() && run.digits.size() < kMostDigits) {
      if (IsDigit(text_[i])) {
        run.digits += text_[i++];
        ++group;
        if (i == text_.size() || !IsDigit(text_[i])) run.borders.emplace_back(run.digits.size(), i);
        continue;
      }
      if (field_.WordStart(i)) {
        std::size_t end = field_.WordEnd(i);
        const auto digit = DigitWord(text_.substr(i, end - i));
        if (!digit) break;
        if (const auto many = Repeated(*digit, end)) {
          run.digits.append(many->first, many->second);
        } else {
          run.digits += *digit;
        }
        run.borders.emplace_back(run.digits.size(), end);
        i = end;
        group = 0;
        continue;
      }
      if (field_.WordAt(i)) break;  // letters directly behind digits
      const std::size_t next = Gap(i, group, run.plus, bracket);
      if (next == i || next >= text_.size()) break;
      bool broken = false;
      for (std::size_t k = i; k < next; ++k)
        broken = broken || (text_[k] == ' ' && field_.LineBreak(k));
      if (!IsDigit(text_[next])) {
        if (broken || !field_.WordStart(next) ||
            !DigitWord(text_.substr(next, field_.WordEnd(next) - next)))
          break;
      } else if (broken && (!ShortLine(next) || run.digits.size() >= 10)) {
        break;
      }
      i = next;
      group = 0;
    }
    // Where another number may begin: behind the first group that a blank or a slash ends.
    run.next = run.borders.empty() ? at + 1 : run.borders.back().second;
    for (const auto& [count, end] : run.borders) {
      if (end < text_.size() && (text_[end] == ' ' || text_[end] == '/')) {
        run.next = end;
        break;
      }
    }
    return run;
  }

  // Reads the number that `run` holds from its beginning; returns its end, or 0.
  std::size_t ReadNumber(std::size_t at, Run run) {
    std::optional<PhoneNumber> phone;
    std::size_t used = 0;
    std::size_t skipped = 0;  // the digits that the national form has fewer
    // 00 is dialled for '+'.
    std::size_t trunk = 0;
    if (!run.plus && run.digits.compare(0, 2, "00") == 0 && run.digits.size() >= 11) {
      run.digits.erase(0, 2);
      trunk = 2;
      run.plus = true;
    }
    std::string national = run.digits;
    if (run.digits.compare(0, 2, "84") == 0 &&
        (run.plus || (run.digits.size() >= 11 && run.digits.size() <= 13))) {
      // A "0" in brackets behind the country code is not dialled: +84 (0)912.
      const bool zero = run.digits.size() > 2 && run.digits[2] == '0';
      national = "0" + run.digits.substr(zero ? 3 : 2);
      skipped = (zero ? 2 : 1) + trunk;
    } else if (run.plus) {
      national.clear();
      phone = Foreign(run, trunk, used);
    } else if (const std::string_view country = HomeOf(run); !country.empty()) {
      national.clear();
      phone = ParsePhone(std::string(country) + run.digits.substr(1, 10));
      used = run.borders[2].second;
    }
    for (const std::size_t length : Lengths(national)) {
      if (national.size() < length) continue;
      // 1900 1234, not 180.000.000 nor "1900 - 2000"
      if (national[0] == '1' &&
          ((run.borders.front().first != 4 && run.borders.front().first < 8) ||
           text_.substr(run.borders.front().second, 3) == " - "))
        continue;
      const auto border = std::find_if(run.borders.begin(), run.borders.end(),
                                       [&](const auto& b) { return b.first == length + skipped; });
      if (border == run.borders.end()) continue;
      phone = ParsePhone(national.substr(0, length));
      used = border->second;
      if (phone) break;
    }
    const Span span{at, used};
    if (!phone || PartOfMore(used) || taken_.Overlaps(span)) return 0;
    core::Fact fact = field_.MakeFact(core::FactKind::kPhone, phone->e164, span);
    fact.attrs["line"] = phone->line;
    fact.attrs["valid"] = phone->valid ? "true" : "false";
    facts_.push_back(std::move(fact));
    taken_.Add(span);
    return used;
  }
  // A number behind '+': the longest valid one, else the longest that is possible.
  [[nodiscard]] static std::optional<PhoneNumber> Foreign(const Run& run, std::size_t trunk,
                                                          std::size_t& used) {
    std::optional<PhoneNumber> possible;
    for (auto border = run.borders.rbegin(); border != run.borders.rend(); ++border) {
      if (border->first < 8 + trunk || border->first > 15 + trunk) continue;
      const auto phone = ParsePhone("+" + run.digits.substr(0, border->first - trunk));
      if (!phone) continue;
      if (phone->valid || !possible) used = border->second;
      if (phone->valid) return phone;
      if (!possible) possible = phone;
    }
    return possible;
  }
  // 010-1234-5678 is dialled in Korea, 080-1234-5678 in Japan: eleven digits in groups of three, four, four.
  [[nodiscard]] static std::string_view HomeOf(const Run& run) {
    if (run.digits.size() < 11 || run.borders.size() < 3 || run.borders[0].first != 3 ||
        run.borders[1].first != 7 || run.borders[2].first != 11)
      return {};
    const std::string_view code = std::string_view(run.digits).substr(0, 3);
    if (code == "010") return "+82";
    return code == "070" || code == "080" || code == "090" ? std::string_view("+81")
                                                           : std::string_view{};
  }
  // "0912…/GP", "0912…/HĐ": part of another number.
  [[nodiscard]] bool PartOfMore(std::size_t end) const {
    return end + 1 < text_.size() && text_[end] == '/' && !IsDigit(text_[end + 1]) &&
           text_.substr(end, 2) != "/z" && text_.substr(end, 2) != "/ " &&
           text_.substr(end, 2) != "/w" && text_.substr(end, 2) != "/v" &&
           text_.substr(end, 2) != "/t";
  }

  const FieldText& field_;
  std::string_view text_;
  Taken& taken_;
  std::vector<core::Fact>& facts_;
};

}  // namespace

std::optional<PhoneNumber> ParsePhone(std::string_view digits) {
  std::string number(digits);
  if (number.empty()) return {};
  if (number[0] == '0') number = Modern(number);
  PhoneNumber phone;
  if (number[0] == '0' && number.size() == 10 && SurelyMobile(number)) {
    phone.e164 = "+84" + number.substr(1);
    phone.line = "mobile";
    phone.valid = true;
    return phone;
  }
  const PhoneNumberUtil& util = *PhoneNumberUtil::GetInstance();
  i18n::phonenumbers::PhoneNumber parsed;
  if (util.Parse(number, "VN", &parsed) != PhoneNumberUtil::NO_PARSING_ERROR) return {};
  phone.valid = util.IsValidNumber(parsed);
  if (!phone.valid && !util.IsPossibleNumber(parsed)) return {};
  util.Format(parsed, PhoneNumberUtil::E164, &phone.e164);
  const std::string national = std::to_string(parsed.national_number());
  if (parsed.country_code() != 84) {
    phone.line = "foreign";
  } else if (national.compare(0, 2, "19") == 0 || national.compare(0, 2, "18") == 0) {
    phone.line = "hotline";
  } else {
    phone.line = national[0] == '2' ? "landline" : "mobile";
  }
  return phone;
}

void ReadPhones(const FieldText& field, Taken& taken, std::vector<core::Fact>& facts) {
  Reader(field, taken, facts).Read();
}

}  // namespace agencywatch::rules
