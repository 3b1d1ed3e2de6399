#include "db/internal/search_text.h"

#include <algorithm>
#include <cstddef>
#include <optional>

namespace agencywatch::db::internal {
namespace {

constexpr std::size_t kLeastGrouped = 7;  // digits in groups: less are a date's or an amount's
constexpr std::size_t kLeastContact = 4;  // letters or digits
constexpr std::size_t kLeastPersonal = 9;  // digits in a row: less are an amount's as often
constexpr std::size_t kLeastHandle = 5;
constexpr std::string_view kBetween = " .-()";
constexpr std::size_t kMostBetween = 3;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsWord(char c) { return IsDigit(c) || (c >= 'a' && c <= 'z'); }

// Digits in groups, with blanks, dots, dashes or brackets between them.
struct Number {
  std::size_t end = 0;  // behind its last digit
  std::vector<std::string> groups;

  [[nodiscard]] std::string digits() const {
    std::string all;
    for (const auto& group : groups) all += group;
    return all;
  }
};

// The number that begins at `at`, which is a digit or a '+' before one.
Number NumberAt(std::string_view text, std::size_t at) {
  Number number;
  if (text[at] == '+') ++at;
  for (;;) {
    std::size_t end = at;
    while (end < text.size() && IsDigit(text[end])) ++end;
    if (end == at || (end < text.size() && IsWord(text[end]))) return number;
    number.groups.emplace_back(text.substr(at, end - at));
    number.end = end;
    at = end;
    while (at < text.size() && at < end + kMostBetween && kBetween.find(text[at]) != std::string_view::npos) ++at;
  }
}

// "0912000345" of 84912000345 and of itself; nullopt when it is no phone of here.
std::optional<std::string> LocalPhone(std::string_view digits) {
  std::string local{digits};
  if (digits.starts_with("84")) local = "0" + std::string{digits.substr(digits.starts_with("840") ? 3 : 2)};
  const std::size_t length = local.starts_with("02") ? 11 : 10;
  if (!local.starts_with('0') || local.size() != length) return {};
  return local;
}

// Several phones in a row are several numbers; anything else is one.
std::vector<std::string> WordsOf(const Number& number) {
  std::vector<std::string> phones;
  std::string piece;
  for (const auto& group : number.groups) {
    piece += group;
    if (auto phone = LocalPhone(piece)) {
      phones.push_back(std::move(*phone));
      piece.clear();
    }
  }
  return piece.empty() ? phones : std::vector{number.digits()};
}

bool BeginsNumber(std::string_view text, std::size_t at) {
  if (at > 0 && IsWord(text[at - 1])) return false;
  if (text[at] == '+') return at + 1 < text.size() && IsDigit(text[at + 1]);
  return IsDigit(text[at]);
}

}  // namespace

std::string WithWholeNumbers(std::string_view folded) {
  std::string out;
  for (std::size_t at = 0; at < folded.size();) {
    if (BeginsNumber(folded, at)) {
      const Number number = NumberAt(folded, at);
      if (number.digits().size() >= kLeastGrouped) {
        std::string words;
        for (const auto& word : WordsOf(number)) words += (words.empty() ? "" : " ") + word;
        out += words;
        at = number.end;
        continue;
      }
    }
    out += folded[at++];
  }
  return out;
}

std::string WithoutContacts(std::string_view folded) {
  const std::string whole = WithWholeNumbers(folded);
  std::string out;
  for (std::size_t at = 0; at < whole.size();) {
    const std::size_t end = std::min(whole.find(' ', at), whole.size());
    const std::string_view word = std::string_view{whole}.substr(at, end - at);
    const bool contact = word.find_first_of("@:") != std::string_view::npos ||
                         std::count_if(word.begin(), word.end(), IsDigit) >= static_cast<std::ptrdiff_t>(kLeastContact);
    if (!contact) out += (out.empty() ? "" : " ") + std::string{word};
    at = end + 1;
  }
  return out;
}

bool IsIdentifier(std::string_view asked) {
  if (asked.empty()) return false;
  if (BeginsNumber(asked, 0)) {
    const Number number = NumberAt(asked, 0);
    if (number.end == asked.size()) return number.digits().size() >= kLeastGrouped && WordsOf(number).size() == 1;
  }
  return asked.find_first_of(" \"-+") != 0 && asked.find(' ') == std::string_view::npos && asked.find("://") == std::string_view::npos &&
         asked.find_first_of("@:") != std::string_view::npos &&
         (asked.find_first_of("@:") == asked.find_last_of("@:") || asked.find(":@") == asked.find_last_of("@:") - 1) &&
         std::count_if(asked.begin(), asked.end(), IsWord) >= static_cast<std::ptrdiff_t>(kLeastContact);
}

bool MayBeHandle(std::string_view asked) {
  const auto fits = [](char c) { return IsWord(c) || c == '.' || c == '_'; };
  return asked.size() >= kLeastHandle && std::all_of(asked.begin(), asked.end(), fits) && IsWord(asked.front()) && !IsDigit(asked.front()) &&
         (IsDigit(asked.back()) || asked.find_first_of("._") != std::string_view::npos);
}

bool HoldsIdentifier(std::string_view asked) {
  if (asked.find('@') != std::string_view::npos) return true;
  for (std::size_t at = 0; at < asked.size(); ++at) {
    if (!BeginsNumber(asked, at)) continue;
    const Number number = NumberAt(asked, at);
    const auto words = WordsOf(number);
    const auto is_long = [](const std::string& group) { return group.size() >= kLeastPersonal; };
    if (words.size() > 1 || (words.size() == 1 && LocalPhone(words.front())) || std::any_of(number.groups.begin(), number.groups.end(), is_long))
      return true;
    at = std::max(at, number.end);
  }
  return false;
}

std::string IdentifierWord(std::string_view identifier) {
  if (const auto colon = identifier.find(':'); colon != std::string_view::npos) identifier.remove_prefix(colon + 1);
  std::string word = "'";
  for (const char c : WithWholeNumbers(identifier)) {
    if (c == '\'' || c == '\\') word += c;
    word += c;
  }
  return word + "'";
}

std::vector<std::string> ContactPatterns(std::string_view asked) {
  std::vector<std::string> values;
  if (asked.empty()) return values;
  if (BeginsNumber(asked, 0)) {
    const Number number = NumberAt(asked, 0);
    if (number.end == asked.size()) {
      const std::string digits = number.digits();
      values = {digits, "+" + digits};
      if (const auto phone = LocalPhone(digits)) values.push_back("+84" + phone->substr(1));
    }
  }
  // A word of letters alone is a word: most that are asked for are.
  if (values.empty() && asked.find(' ') == std::string_view::npos &&
      asked.find_first_of("@:._0123456789") != std::string_view::npos) {
    // "telegram:mau" is stored as "telegram:@mau".
    const auto name = asked.find(':') + 1;  // 0: there is none
    const std::string channel{asked.substr(0, name)};
    const std::string handle{asked.substr(name + (asked.substr(name).starts_with('@') ? 1 : 0))};
    values = {channel + handle, channel + "@" + handle};
    if (const auto phone = LocalPhone(handle); phone && !channel.empty()) values.push_back(channel + "+84" + phone->substr(1));
  }
  std::vector<std::string> patterns;
  for (const auto& value : values) {
    if (value.size() < kLeastContact) continue;
    patterns.push_back(LikeText(value));
    patterns.push_back("%:" + patterns.back());
  }
  return patterns;
}

std::string LikeText(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

}  // namespace agencywatch::db::internal
