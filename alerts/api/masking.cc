#include "alerts/api/masking.h"

#include <algorithm>

#include "core/utf8.h"

namespace agencywatch::alerts {
namespace {

constexpr std::size_t kLeastBytes = 5;  // a shorter value would mask words by chance
constexpr std::size_t kKeepFirst = 4;
constexpr std::size_t kKeepLast = 2;

constexpr std::size_t kNumberDigits = 8;  // as many behind a 0, and it may be a phone

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// "+84…", "zalo:…", "a@b.vn": one word that is a contact.
bool IsContact(std::string_view word) {
  if (word.empty() || word.find(' ') != std::string_view::npos) return false;
  return word.front() == '+' || IsDigit(word.front()) ||
         word.find_first_of("@:") != std::string_view::npos;
}

std::string WithoutNumbers(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    std::size_t digits = 0;
    for (std::size_t at = i;
         at < text.size() &&
         (IsDigit(text[at]) ||
          (at > i && std::string_view{" .-"}.find(text[at]) != std::string_view::npos));
         ++at) {
      if (!IsDigit(text[at])) continue;
      ++digits;
      end = at + 1;
    }
    if (digits >= kNumberDigits && text[i] == '0') {  // not 30.000.000
      out += MaskedValue(text.substr(i, end - i));
      i = end;
    } else {
      const std::size_t next = std::max(end, i + 1);
      out += text.substr(i, next - i);
      i = next;
    }
  }
  return out;
}

}  // namespace

std::string MaskedLabel(std::string_view label) {
  static constexpr std::string_view kBetween = " · ";
  std::string masked;
  for (;;) {
    const auto end = std::min(label.find(kBetween), label.size());
    const auto part = label.substr(0, end);
    masked += IsContact(part) ? MaskedValue(part) : WithoutNumbers(part);
    if (end == label.size()) return masked;
    masked += kBetween;
    label.remove_prefix(end + kBetween.size());
  }
}

bool IsPersonal(core::FactKind kind) {
  return kind == core::FactKind::kPhone || kind == core::FactKind::kAccount ||
         kind == core::FactKind::kSocial || kind == core::FactKind::kEmail;
}

bool IsPersonal(std::string_view identifier_kind) {
  return identifier_kind == "phone" || identifier_kind == "account" ||
         identifier_kind == "social" || identifier_kind == "email";
}

std::string MaskedValue(std::string_view value) {
  std::vector<std::string_view> letters;
  for (std::size_t at = 0; at < value.size();) {
    const std::size_t begin = at;
    static_cast<void>(core::NextCodePoint(value, at));
    letters.push_back(value.substr(begin, at - begin));
  }
  // "zalo:", "VCB:" stay as they are.
  const auto colon = std::find(letters.begin(), letters.end(), ":");
  const std::size_t prefix = colon != letters.end() && colon - letters.begin() < 12
                                 ? static_cast<std::size_t>(colon - letters.begin()) + 1
                                 : 0;
  const bool keeps = letters.size() >= prefix + kKeepFirst + kKeepLast + 3;
  std::string masked;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const bool kept =
        i < prefix || (keeps && (i < prefix + kKeepFirst || i + kKeepLast >= letters.size()));
    masked += kept ? letters[i] : std::string_view{"•"};
  }
  return masked;
}

void Masker::AddValue(std::string_view value) {
  if (value.size() < kLeastBytes) return;
  const auto place = std::find_if(values_.begin(), values_.end(), [&](const std::string& known) {
    return known.size() <= value.size();
  });
  values_.emplace(place, value);
}

void Masker::Add(const core::Facts& facts) {
  for (const auto& fact : facts.facts) {
    if (!IsPersonal(fact.kind)) continue;
    AddValue(fact.value);
    AddValue(fact.place.quote);
    for (const char* name : {"number", "handle", "holder"}) AddValue(fact.Attr(name));
    // "+84912000345" is often written 0912000345.
    if (fact.kind == core::FactKind::kPhone && fact.value.starts_with("+84"))
      AddValue("0" + fact.value.substr(3));
  }
}

void Masker::Add(const db::IdentifierValue& identifier) {
  if (!IsPersonal(identifier.kind)) return;
  AddValue(identifier.norm);
  const auto colon = identifier.norm.find(':');
  if (colon != std::string::npos) AddValue(std::string_view{identifier.norm}.substr(colon + 1));
}

std::string Masker::operator()(std::string_view text) const {
  std::string masked{text};
  for (const auto& value : values_) {
    for (auto at = masked.find(value); at != std::string::npos; at = masked.find(value, at)) {
      const std::string hidden = MaskedValue(value);
      masked.replace(at, value.size(), hidden);
      at += hidden.size();
    }
  }
  return masked;
}

}  // namespace agencywatch::alerts
