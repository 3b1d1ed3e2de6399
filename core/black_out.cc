#include "core/black_out.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "core/fold.h"

namespace agencywatch::core {
namespace {

using Range = std::pair<std::size_t, std::size_t>;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool InWord(std::string_view text, std::size_t at) {
  return at < text.size() && ((text[at] >= 'a' && text[at] <= 'z') || IsDigit(text[at]));
}
bool IsBetween(char c) { return !IsDigit(c) && !(c >= 'a' && c <= 'z'); }

constexpr std::size_t kMostBetween = 3;

// Behind `digits`, which begin at `at`; nullopt when something else stands there.
std::optional<std::size_t> BehindDigits(std::string_view text, std::size_t at, std::string_view digits) {
  std::size_t found = 0;
  std::size_t between = 0;
  for (; at < text.size(); ++at) {
    if (text[at] == digits[found]) {
      between = 0;
      if (++found == digits.size()) return at + 1;
    } else if (found == 0 || !IsBetween(text[at]) || ++between > kMostBetween) {
      return {};
    }
  }
  return {};
}

// The same of words, as BlackOutName has it.
std::optional<std::size_t> BehindName(std::string_view text, std::size_t at, const std::vector<std::string>& words, bool loose) {
  for (std::size_t word = 0; word < words.size(); ++word) {
    for (std::size_t letter = 0; letter < words[word].size(); ++letter) {
      std::size_t between = 0;
      const bool may_stand_apart = letter == 0 ? word > 0 : loose;
      while (may_stand_apart && between < kMostBetween && at < text.size() && IsBetween(text[at])) ++at, ++between;
      if (letter == 0 && word > 0 && between == 0 && !loose) return {};
      if (at >= text.size() || text[at] != words[word][letter]) return {};
      ++at;
    }
  }
  while (loose && at < text.size() && IsDigit(text[at])) ++at;
  return at;
}

// Where a prefix begins that ends before `at`; `at` when there is none.
std::size_t BeginOfPrefix(std::string_view text, std::size_t at, std::string_view prefix) {
  std::size_t begin = at;
  std::size_t between = 0;
  std::size_t left = prefix.size();
  while (left > 0 && begin > 0) {
    const char c = text[--begin];
    if (c == prefix[left - 1]) {
      --left;
      between = 0;
    } else if (!IsBetween(c) || ++between > kMostBetween) {
      return at;
    }
  }
  return left == 0 ? begin : at;
}

int BlackOutAll(std::string& text, const FoldedText& folded, const std::vector<Range>& ranges) {
  for (const auto& [from, to] : ranges) {
    const auto [begin, end] = folded.Original(from, to);
    BlackOut(text, begin, end);
  }
  return static_cast<int>(ranges.size());
}

}  // namespace

void BlackOut(std::string& text, std::size_t begin, std::size_t end) {
  end = std::min(end, text.size());
  if (begin < end)
    std::fill(text.begin() + static_cast<std::ptrdiff_t>(begin), text.begin() + static_cast<std::ptrdiff_t>(end), '*');
}

int BlackOutWords(std::string& text, std::string_view words) {
  const std::string wanted = Fold(words, Field::kBody).folded.text();
  if (wanted.empty()) return 0;
  const FoldedText folded = Fold(text, Field::kBody).folded;
  std::vector<Range> ranges;
  for (std::size_t at = folded.text().find(wanted); at != std::string::npos; at = folded.text().find(wanted, at + 1)) {
    if ((at > 0 && InWord(folded.text(), at - 1)) || InWord(folded.text(), at + wanted.size())) continue;
    ranges.emplace_back(at, at + wanted.size());
  }
  return BlackOutAll(text, folded, ranges);
}

int BlackOutName(std::string& text, const std::vector<std::string>& words, bool loose) {
  const FoldedText folded = Fold(text, Field::kBody).folded;
  const std::string_view all = folded.text();
  std::vector<Range> ranges;
  for (std::size_t at = all.find(words.front().front()); at != std::string_view::npos; at = all.find(words.front().front(), at + 1)) {
    if (at > 0 && InWord(all, at - 1)) continue;
    const auto end = BehindName(all, at, words, loose);
    if (end && !InWord(all, *end)) ranges.emplace_back(at, *end);
  }
  return BlackOutAll(text, folded, ranges);
}

int BlackOutNumber(std::string& text, std::string_view national) {
  const FoldedText folded = Fold(text, Field::kBody).folded;
  const std::string_view all = folded.text();
  std::vector<Range> ranges;
  for (std::size_t at = all.find(national.front()); at != std::string_view::npos; at = all.find(national.front(), at + 1)) {
    const auto end = BehindDigits(all, at, national);
    if (!end || (*end < all.size() && IsDigit(all[*end]))) continue;
    std::size_t begin = BeginOfPrefix(all, at, "0");
    begin = BeginOfPrefix(all, begin, "84");
    if (begin > 0 && IsDigit(all[begin - 1])) {  // digits of a longer number, unless it is 0084
      if (begin < 2 || all.substr(begin - 2, 2) != "00") continue;
      begin -= 2;
    }
    if (begin > 0 && all[begin - 1] == '+') --begin;
    ranges.emplace_back(begin, *end);
  }
  return BlackOutAll(text, folded, ranges);
}

}  // namespace agencywatch::core
