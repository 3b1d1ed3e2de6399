#include "rules/facts/money_number.h"

#include <array>
#include <vector>

#include "rules/facts/lexicon.h"

namespace agencywatch::rules {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

enum class Word { kDigit, kTens, kHundreds, kJoint, kScale, kAndAHalf, kHalf };
struct NumberWord {
  std::string_view phrase;
  Word kind;
  std::int64_t value;
  std::string_view written;
};
constexpr std::array kWords = {
    NumberWord{"mot", Word::kDigit, 1, "một|mốt"},
    NumberWord{"hai", Word::kDigit, 2, "hai"},
    NumberWord{"ba", Word::kDigit, 3, "ba"},
    NumberWord{"bon", Word::kDigit, 4, "bốn"},
    NumberWord{"tu", Word::kDigit, 4, "tư"},
    NumberWord{"nam", Word::kDigit, 5, "năm"},
    NumberWord{"lam", Word::kDigit, 5, "lăm"},
    NumberWord{"sau", Word::kDigit, 6, "sáu"},
    NumberWord{"bay", Word::kDigit, 7, "bảy|bẩy"},
    NumberWord{"tam", Word::kDigit, 8, "tám"},
    NumberWord{"chin", Word::kDigit, 9, "chín"},
    NumberWord{"muoi", Word::kTens, 10, "mười|mươi"},
    NumberWord{"chuc", Word::kTens, 10, "chục"},
    NumberWord{"tram", Word::kHundreds, 100, "trăm"},
    NumberWord{"linh", Word::kJoint, 0, "linh"},
    NumberWord{"le", Word::kJoint, 0, "lẻ"},
    NumberWord{"nghin", Word::kScale, 1'000, "nghìn"},
    NumberWord{"ngan", Word::kScale, 1'000, "ngàn"},
    NumberWord{"trieu", Word::kScale, 1'000'000, "triệu"},
    NumberWord{"ty", Word::kScale, 1'000'000'000, "tỷ"},
    NumberWord{"ti", Word::kScale, 1'000'000'000, "tỉ"},
    NumberWord{"ruoi", Word::kAndAHalf, 0, "rưỡi"},
    NumberWord{"nua", Word::kHalf, 0, "nửa"},
};

const NumberWord* FindWord(const FieldText& field, std::size_t at) {
  static const Lexicon<NumberWord> lexicon(kWords);
  return lexicon.Longest(field, at, [&](const NumberWord& word, Span span) {
    return field.Spelt(span, word.written);
  });
}

}  // namespace

std::int64_t Power10(int exponent) {
  std::int64_t power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

std::optional<Number> ReadDigits(std::string_view text, std::size_t at) {
  std::vector<Span> groups;
  std::vector<char> separators;
  std::size_t i = at;
  for (;;) {
    const std::size_t begin = i;
    while (i < text.size() && IsDigit(text[i])) ++i;
    groups.push_back({begin, i});
    if (i + 1 < text.size() && (text[i] == '.' || text[i] == ',') && IsDigit(text[i + 1])) {
      separators.push_back(text[i++]);
      continue;
    }
    break;
  }
  std::size_t digits = 0;
  for (const Span& group : groups) digits += group.end - group.begin;
  if (digits > 13) return {};
  Number number;
  number.end = i;
  const auto size = [&](std::size_t n) { return groups[n].end - groups[n].begin; };
  const std::size_t last = groups.size() - 1;
  std::size_t whole = groups.size();
  if (last > 0) {
    const bool thousands = size(last) == 3 && !(last == 1 && text[at] == '0');
    if (!thousands) {
      if (size(last) > 2 || (last > 1 && separators[last - 1] == separators[0])) return {};
      whole = last;
      number.decimals = static_cast<int>(size(last));
    }
    for (std::size_t n = 1; n < whole; ++n) {
      if (size(n) != 3 || separators[n - 1] != separators[0]) return {};
    }
    if (whole > 1) {
      if (size(0) > 3) return {};
      number.grouped = true;
    }
  }
  for (const Span& group : groups) {
    for (std::size_t k = group.begin; k < group.end; ++k)
      number.mantissa = number.mantissa * 10 + (text[k] - '0');
  }
  return number;
}

std::optional<Number> ReadSpacedDigits(std::string_view text, std::size_t at) {
  Number number;
  std::size_t i = at;
  while (i < text.size() && IsDigit(text[i]) && i - at < 4)
    number.mantissa = number.mantissa * 10 + (text[i++] - '0');
  if (i - at > 3) return {};
  int groups = 0;
  while (i + 3 < text.size() && text[i] == ' ' && IsDigit(text[i + 1]) && IsDigit(text[i + 2]) &&
         IsDigit(text[i + 3]) && (i + 4 >= text.size() || !IsDigit(text[i + 4])) && groups < 4) {
    for (std::size_t k = i + 1; k <= i + 3; ++k)
      number.mantissa = number.mantissa * 10 + (text[k] - '0');
    i += 4;
    ++groups;
  }
  if (groups == 0 || (i < text.size() && (text[i] == '.' || text[i] == ',') &&
                      i + 1 < text.size() && IsDigit(text[i + 1])))
    return {};
  number.grouped = true;
  number.end = i;
  return number;
}

std::optional<Number> ReadNumberWords(const FieldText& field, std::size_t at) {
  constexpr int kMostWords = 14;
  constexpr std::int64_t kMost = 1'000'000'000'000;
  const std::string_view text = field.text();
  Number number;
  std::int64_t total = 0;   // what the scales have closed
  std::int64_t group = 0;   // hundreds and tens of the group being read
  std::int64_t digit = -1;  // its last digit, not yet added
  std::int64_t scale = 0;   // of the group before
  std::size_t i = at;
  for (int words = 0; words < kMostWords; ++words) {
    const NumberWord* word = FindWord(field, i);
    if (word == nullptr) break;
    const bool first = words == 0;
    if (word->kind == Word::kHalf) {
      if (!first) break;
      number.mantissa = 5;
      number.decimals = 1;
      number.end = i + word->phrase.size();
      return number;
    }
    if (first && word->kind != Word::kDigit && word->written != "mười|mươi") return {};
    if (word->kind == Word::kDigit) {
      if (digit >= 0) return {};  // "năm sáu triệu" is a guess, not a number
      digit = word->value;
    } else if (word->kind == Word::kTens || word->kind == Word::kHundreds) {
      group += (digit < 0 ? 1 : digit) * word->value;
      digit = -1;
    } else if (word->kind == Word::kScale) {
      group += digit < 0 ? 0 : digit;
      if (group == 0 || (scale != 0 && word->value >= scale)) break;
      total += group * word->value;
      if (total > kMost) return {};
      group = 0;
      digit = -1;
      scale = word->value;
      number.scaled = true;
    } else if (word->kind == Word::kAndAHalf) {
      if (scale == 0 || group != 0 || digit >= 0) break;
      total += scale / 2;
      number.end = i + word->phrase.size();
      break;
    }
    number.end = i + word->phrase.size();
    if (number.end >= text.size() || text[number.end] != ' ' || field.LineBreak(number.end)) break;
    i = number.end + 1;
  }
  if (number.end == 0) return {};
  if (scale != 0 && group == 0 && digit > 0) {
    total += digit * (scale / 10);  // một triệu hai
  } else {
    total += group + (digit < 0 ? 0 : digit);
  }
  number.mantissa = number.decimals == 0 ? total : number.mantissa;
  if (number.mantissa <= 0) return {};
  return number;
}

}  // namespace agencywatch::rules
