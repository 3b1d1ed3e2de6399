#include "alerts/informant.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string_view>
#include <vector>

#include "alerts/province.h"
#include "core/black_out.h"
#include "core/fold.h"
#include "core/utf8.h"

namespace agencywatch::alerts {
namespace {

using core::FactKind;

constexpr std::size_t kLeastDigits = 7;
constexpr std::size_t kLeastBytes = 5;  // shorter ones are words of the language
constexpr std::size_t kLeastLooseLetters = 7;  // no word of the language has as many
constexpr std::size_t kMostEmailBytes = 254;  // RFC 5321, less the angle brackets of its path

struct Secrets {
  std::set<std::string> numbers;  // national digits
  std::set<std::string> words;
  std::set<std::string> emails;  // lower case
};

std::string Digits(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

std::string NationalDigits(std::string_view number) {
  std::string digits = Digits(number);
  if (number.starts_with("+84")) return digits.substr(2);
  return digits.starts_with('0') ? digits.substr(1) : digits;
}

std::string_view WithoutAt(std::string_view handle) { return handle.substr(handle.starts_with('@') ? 1 : 0); }

std::vector<std::string> WordsOf(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text + " ") {
    if (c != ' ') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  return words;
}

bool IsAddressing(const std::string& word) {
  static const std::set<std::string> addressing = {"anh", "chi", "em", "co", "chu", "bac", "ong", "ba", "mr", "ms", "mrs", "me", "bo"};
  return addressing.contains(word);
}

// "Bà Tám (hàng xóm)" as it is written; `word` is empty for a fuller name.
struct ShortName {
  std::string kin;
  std::string word;
};
ShortName ShortNameOf(const std::string& name) {
  const auto words = WordsOf(name.substr(0, name.find_first_of("(,;-/")));
  if (words.size() == 1) return {"", words[0]};
  if (words.size() == 2 && IsAddressing(core::FoldPlain(words[0]))) return {words[0], words[1]};
  return {};
}

// With marks as declared, or without any: "ba tám" is a number, "Bà Tám" and "ba Tam" are none.
int BlackOutShortName(std::string& text, const ShortName& name) {
  if (name.word.empty()) return 0;
  const auto either = [](const std::string& word) {
    return "(?:" + RE2::QuoteMeta(word) + "|" + RE2::QuoteMeta(core::FoldPlain(word)) + ")";
  };
  std::string person = R"((?:em|tôi|toi|tên|ten)(?:\s+(?:tên|ten|là|la))*\s+()" + either(name.word) + ")";
  if (!name.kin.empty()) {
    std::string plain = core::FoldPlain(name.word);
    plain.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(plain.front())));
    person = "(" + RE2::QuoteMeta(name.kin) + R"(\s+)" + RE2::QuoteMeta(name.word) + "|" + RE2::QuoteMeta(core::FoldPlain(name.kin)) +
             R"(\s+(?-i:)" + RE2::QuoteMeta(plain) + "))|" + person;
  }
  const RE2 pattern{R"((?i)(?:^|[^\pL\pN])(?:)" + person + R"()(?:$|[^\pL\pN]))", RE2::Quiet};
  if (!pattern.ok()) return 0;
  int places = 0;
  for (re2::StringPiece rest{text};;) {
    re2::StringPiece first;
    re2::StringPiece second;
    const bool found_one = name.kin.empty() ? RE2::FindAndConsume(&rest, pattern, &first) : RE2::FindAndConsume(&rest, pattern, &first, &second);
    if (!found_one) return places;
    const re2::StringPiece& found = first.data() != nullptr ? first : second;
    const auto begin = static_cast<std::size_t>(found.data() - text.data());
    core::BlackOut(text, begin, begin + found.size());
    ++places;
  }
}

// "Chị Nguyễn Thị Lan (mẹ nạn nhân)" -> nguyen, thi, lan; empty for a name of one word.
std::vector<std::string> FullName(std::string_view name) {
  name = name.substr(0, name.find_first_of("(,;-/"));
  auto words = WordsOf(core::FoldPlain(name));
  if (!words.empty() && IsAddressing(words.front())) words.erase(words.begin());
  if (words.size() < 2) words.clear();
  return words;
}

// Whole or by family and given name, in either order; the name of a province is none: "Thái Văn Bình".
int BlackOutNames(std::string& text, const std::vector<std::string>& name) {
  if (name.empty()) return 0;
  std::size_t letters = 0;
  for (const auto& word : name) letters += word.size();
  const bool loose = letters >= kLeastLooseLetters;
  int places = core::BlackOutName(text, name, loose);
  if (name.size() > 2) {
    std::vector<std::string> given_first{name.back()};
    given_first.insert(given_first.end(), name.begin(), name.end() - 1);
    places += core::BlackOutName(text, given_first, loose);
    places += core::BlackOutName(text, {name.rbegin(), name.rend()}, loose);
    if (!FindProvince(name.front() + " " + name.back())) places += core::BlackOutName(text, {name.front(), name.back()}, false);
  }
  if (!FindProvince(name.back() + " " + name.front())) places += core::BlackOutName(text, {name.back(), name.front()}, false);
  return places;
}

void AddContact(const std::string& contact, const rules::RuleSet& rules, Secrets& secrets) {
  rules::AssessInput input;
  input.text.body = contact;
  const auto facts = rules.Read(input).facts;
  std::string unread = contact;
  for (const auto& fact : facts.facts) {
    switch (fact.kind) {
      case FactKind::kPhone:
        if (const auto digits = NationalDigits(fact.value); digits.size() >= kLeastDigits) secrets.numbers.insert(digits);
        break;
      case FactKind::kAccount:
        secrets.words.emplace(fact.Attr("number"));
        break;
      case FactKind::kSocial:
        if (fact.Attr("handle").starts_with('+')) {
          secrets.numbers.insert(NationalDigits(fact.Attr("handle")));
        } else {
          secrets.words.emplace(WithoutAt(fact.Attr("handle")));
        }
        break;
      case FactKind::kEmail:
        secrets.words.insert(fact.value);
        secrets.emails.insert(fact.value);
        break;
      default:
        continue;
    }
    unread.replace(fact.place.start, fact.place.end - fact.place.start, fact.place.end - fact.place.start, ' ');
  }
  // What no reader of facts knows, a half-written number or a nickname, still reaches somebody.
  for (const auto& word : WordsOf(core::FoldPlain(unread))) {
    if (Digits(word).size() >= kLeastDigits) {
      secrets.numbers.insert(NationalDigits(word));
    } else if (word.find_first_of("@_.0123456789") != std::string::npos) {
      secrets.words.emplace(WithoutAt(word));
    }
  }
}

bool Names(const core::Fact& fact, const Secrets& secrets) {
  switch (fact.kind) {
    case FactKind::kPhone:
      return secrets.numbers.contains(NationalDigits(fact.value));
    case FactKind::kAccount:
      return secrets.words.contains(std::string{fact.Attr("number")}) ||
             secrets.numbers.contains(NationalDigits(fact.Attr("number")));
    case FactKind::kSocial:
      return fact.Attr("handle").starts_with('+') ? secrets.numbers.contains(NationalDigits(fact.Attr("handle")))
                                                  : secrets.words.contains(std::string{WithoutAt(fact.Attr("handle"))});
    case FactKind::kEmail:
      return secrets.emails.contains(fact.value);
    default:
      return false;
  }
}

// What the reader of facts would still take for the informant's: "0977 hai hai ba 445".
int BlackOutFacts(std::string& text, const Secrets& secrets, const rules::RuleSet& rules) {
  rules::AssessInput input;
  input.text.body = text;
  input.channel = rules::kTipChannel;
  int places = 0;
  for (const auto& fact : rules.Read(input).facts.facts) {
    if (!Names(fact, secrets)) continue;
    core::BlackOut(text, fact.place.start, fact.place.end);
    ++places;
  }
  return places;
}

// "nga.le7 @ gmail.com", "nga.le7 (at) gmail . com", "nga.le7 a còng gmail.com".
int BlackOutSpelledEmail(std::string& text, const std::string& email) {
  const std::size_t at = email.find('@');
  if (at == std::string::npos || email.size() > kMostEmailBytes) return 0;
  const auto spelled = [](std::string_view part) {
    std::string pattern;
    for (const char c : part)
      pattern += c == '.' ? std::string{R"(\s*(?:\.|[(\[]\s*(?:dot|ch[ấa]m)\s*[)\]]|\s(?:dot|ch[ấa]m)\s)\s*)"}
                          : RE2::QuoteMeta(re2::StringPiece{&c, 1});
    return pattern;
  };
  const RE2 pattern{R"((?i)(?:^|[^\pL\pN._+-])()" + spelled(std::string_view{email}.substr(0, at)) +
                        R"(\s*(?:@|[(\[{]\s*(?:@|at|a|a\s*c[òo]ng)\s*[)\]}]|\s(?:at|a\s*c[òo]ng)\s)\s*)" +
                        spelled(std::string_view{email}.substr(at + 1)) + R"()(?:$|[^\pL\pN_-]))",
                    RE2::Quiet};
  if (!pattern.ok()) return 0;
  int places = 0;
  re2::StringPiece rest{text};
  re2::StringPiece found;
  while (RE2::FindAndConsume(&rest, pattern, &found)) {
    const auto begin = static_cast<std::size_t>(found.data() - text.data());
    core::BlackOut(text, begin, begin + found.size());
    ++places;
  }
  return places;
}

// "**********@yahoo.com.vn": what is left of an address that holds the informant's number or handle is no domain of a suspect's.
void BlackOutRestOfEmails(std::string& text) {
  static const RE2 rest_of_email{R"((?i)([a-z0-9._+-]*\*{5,}[a-z0-9._+*-]*\s?@\s?[a-z0-9-]+(?:\.[a-z0-9-]+)+))"};
  re2::StringPiece rest{text};
  re2::StringPiece found;
  while (RE2::FindAndConsume(&rest, rest_of_email, &found)) {
    const auto begin = static_cast<std::size_t>(found.data() - text.data());
    core::BlackOut(text, begin, begin + found.size());
  }
}

}  // namespace

int KeepOut(const DeclaredInformant& informant, const std::vector<std::string*>& texts, const rules::RuleSet& rules) {
  Secrets secrets;
  AddContact(informant.contact, rules, secrets);
  std::erase_if(secrets.words, [](const std::string& words) { return words.size() < kLeastBytes; });
  const auto name = FullName(informant.name);
  const auto short_name = ShortNameOf(informant.name);
  if (secrets.numbers.empty() && secrets.words.empty() && secrets.emails.empty() && name.empty() && short_name.word.empty()) return 0;
  int places = 0;
  for (std::string* text : texts) {
    const int before = places;
    for (const auto& email : secrets.emails) places += BlackOutSpelledEmail(*text, email);
    places += BlackOutNames(*text, name);
    places += BlackOutShortName(*text, short_name);
    for (const auto& number : secrets.numbers) places += core::BlackOutNumber(*text, number);
    for (const auto& words : secrets.words) places += core::BlackOutWords(*text, words);
    places += BlackOutFacts(*text, secrets, rules);
    if (places > before) BlackOutRestOfEmails(*text);
  }
  return places;
}

int NamesLeft(const std::string& name, const std::vector<const std::string*>& texts) {
  const auto short_name = ShortNameOf(name);
  int left = 0;
  for (const auto* text : texts) {
    std::string copy = *text;
    if (!short_name.word.empty()) left += core::BlackOutWords(copy, short_name.word);
  }
  return left;
}

int KeepNameOut(const std::string& name, std::string& line) {
  int places = core::BlackOutWords(line, name);
  // By the last word a Vietnamese is called: "nhà chị Nga".
  const std::string folded = core::FoldPlain(name);
  const std::string called = folded.substr(folded.find_last_of(' ') + 1);
  if (!called.empty()) places += core::BlackOutWords(line, called);
  return places;
}

}  // namespace agencywatch::alerts
