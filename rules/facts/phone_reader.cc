#include "rules/facts/phone_reader.h"

#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <array>
#include <utility>

namespace agencywatch::rules {
namespace {

using i18n::phonenumbers::PhoneNumberUtil;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Circular 22/2014 as carried out on 15 September 2018: the last seven digits stay.
constexpr std::array<std::pair<std::string_view, std::string_view>, 23> kOldPrefixes = {
    {{"0120", "070"}, {"0121", "079"}, {"0122", "077"}, {"0126", "076"}, {"0128", "078"},
     {"0123", "083"}, {"0124", "084"}, {"0125", "085"}, {"0127", "081"}, {"0129", "082"},
     {"0162", "032"}, {"0163", "033"}, {"0164", "034"}, {"0165", "035"}, {"0166", "036"},
     {"0167", "037"}, {"0168", "038"}, {"0169", "039"}, {"0186", "056"}, {"0188", "058"},
     {"0199", "059"}, {"0182", "052"}, {"0198", "059"}}};

std::string Modern(const std::string& national) {
  if (national.size() != 11) return national;
  for (const auto& [old, now] : kOldPrefixes) {
    if (national.compare(0, old.size(), old) == 0)
      return std::string(now) + national.substr(old.size());
  }
  return national;
}

// How many digits a Vietnamese number with this beginning has; 0 when it begins like none.
std::vector<std::size_t> Lengths(std::string_view digits) {
  if (digits.size() < 4) return {};
  if (digits.substr(0, 4) == "1900" || digits.substr(0, 4) == "1800") return {10, 8, 9};
  if (digits[0] != '0') return {};
  switch (digits[1]) {
    case '3':
    case '5':
    case '7':
    case '8':
    case '9':
      return {10};
    case '2':
      return {11, 10};
    case '1':
      return {11};
    default:
      return {};
  }
}

}  // namespace

std::optional<PhoneNumber> ParsePhone(std::string_view digits) {
  std::string number(digits);
  if (number.empty()) return {};
  if (number[0] == '0') number = Modern(number);
  const PhoneNumberUtil& util = *PhoneNumberUtil::GetInstance();
  i18n::phonenumbers::PhoneNumber parsed;
  if (util.Parse(number, "VN", &parsed) != PhoneNumberUtil::NO_PARSING_ERROR) return {};
  PhoneNumber phone;
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
  const std::string_view text = field.text();
  for (std::size_t at = 0; at < text.size();) {
    const bool plus = text[at] == '+' && at + 1 < text.size() && IsDigit(text[at + 1]);
    if (!(plus || IsDigit(text[at])) ||
        (at > 0 && (field.WordAt(at - 1) || text[at - 1] == '_' || text[at - 1] == '@'))) {
      ++at;
      continue;
    }
    // Digits, and where groups of them end.
    std::string digits;
    std::vector<std::pair<std::size_t, std::size_t>>
        borders;  // number of digits, place behind them
    std::size_t i = at + (plus ? 1 : 0);
    bool bracket = at > 0 && text[at - 1] == '(';
    while (i < text.size() && digits.size() < 24) {
      if (IsDigit(text[i])) {
        digits += text[i++];
        if (i == text.size() || !IsDigit(text[i])) borders.emplace_back(digits.size(), i);
        continue;
      }
      // One or two separators, then more digits. A line break only inside a number cut over short lines.
      std::size_t next = i;
      bool broken = false;
      while (next < text.size() && next - i < 3 &&
             (text[next] == ' ' || text[next] == '.' || text[next] == '-' || text[next] == '(' ||
              (text[next] == ')' && (bracket || text[i] == '(' || next > i || plus)))) {
        broken = broken || (text[next] == ' ' && field.LineBreak(next));
        ++next;
      }
      if (next == i || next >= text.size() || !IsDigit(text[next])) break;
      if (broken) {
        const Span line = field.LineOf(next);
        const std::string_view rest = text.substr(line.begin, line.end - line.begin);
        const bool short_digits =
            rest.size() <= 8 && std::all_of(rest.begin(), rest.end(), [](char c) {
              return IsDigit(c) || c == ' ' || c == '.';
            });
        if (!short_digits || digits.size() >= 10) break;
      }
      i = next;
    }
    const std::size_t stop = borders.empty() ? at + 1 : borders.back().second;
    // A "0" in brackets behind the country code is not dialled: +84 (0)912.
    std::size_t used = 0;
    std::optional<PhoneNumber> phone;
    std::size_t skipped = 0;
    std::string national = digits;
    if (digits.compare(0, 2, "84") == 0 && (plus || (digits.size() >= 11 && digits.size() <= 13))) {
      national = "0" + digits.substr(digits.size() > 2 && digits[2] == '0' ? 3 : 2);
      skipped = digits[2] == '0' ? 2 : 1;  // the digits that the national form has fewer
    } else if (plus) {
      national.clear();
      for (auto border = borders.rbegin(); border != borders.rend() && !phone; ++border) {
        if (border->first < 8 || border->first > 15) continue;
        phone = ParsePhone("+" + digits.substr(0, border->first));
        if (phone && !phone->valid) phone.reset();
        used = border->second;
      }
    }
    if (!national.empty()) {
      for (const std::size_t length : Lengths(national)) {
        if (national.size() < length) continue;
        // 1900 1234, not 180.000.000
        if (national[0] == '1' && borders.front().first != 4 && borders.front().first < 8) continue;
        const auto border = std::find_if(borders.begin(), borders.end(), [&](const auto& b) {
          return b.first == length + skipped;
        });
        if (border == borders.end()) continue;
        phone = ParsePhone(national.substr(0, length));
        used = border->second;
        if (phone) break;
      }
    }
    const Span span{at, used};
    // "12/0912…", "0912…/GP": part of something else.
    const bool numbered = used < text.size() && text[used] == '/' && used + 1 < text.size() &&
                          !IsDigit(text[used + 1]) && text.substr(used, 3) != "/za" &&
                          text.substr(used, 4) != "/ 0";
    if (phone && !numbered && !taken.Overlaps(span)) {
      core::Fact fact = field.MakeFact(core::FactKind::kPhone, phone->e164, span);
      fact.attrs["line"] = phone->line;
      fact.attrs["valid"] = phone->valid ? "true" : "false";
      facts.push_back(std::move(fact));
      taken.Add(span);
      at = used;
    } else {
      at = std::max(stop, at + 1);
    }
  }
}

}  // namespace agencywatch::rules
