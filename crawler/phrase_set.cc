#include "crawler/phrase_set.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <stdexcept>

namespace agencywatch::crawler {
namespace {

constexpr std::size_t kMaxPhrases = 64;
constexpr std::size_t kBegin = 8;

constexpr bool IsWordPart(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

std::uint32_t BitOf(char c) { return std::uint32_t{1} << (static_cast<unsigned char>(c) & 31U); }

std::uint64_t BeginOf(std::string_view text) {
  std::uint64_t begin = 0;
  std::memcpy(&begin, text.data(), std::min(text.size(), kBegin));
  return begin;
}

bool EndsWord(std::string_view folded, std::size_t end) {
  return end == folded.size() || !IsWordPart(folded[end]);
}

}  // namespace

PhraseSet::PhraseSet(std::initializer_list<std::string_view> phrases) {
  if (phrases.size() > kMaxPhrases) throw std::logic_error("too many phrases in one set");
  for (const std::string_view phrase : phrases) {
    if (phrase.empty() || !IsWordPart(phrase.front()))
      throw std::logic_error("a phrase begins with a letter or digit");
    constexpr std::string_view kAllOnes = "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF";
    phrases_.push_back(
        {phrase, BeginOf(phrase), BeginOf(kAllOnes.substr(0, phrase.size())), phrases_.size()});
  }
  const auto first_byte = [](const Phrase& phrase) {
    return static_cast<unsigned char>(phrase.text.front());
  };
  std::sort(phrases_.begin(), phrases_.end(),
            [&](const Phrase& a, const Phrase& b) { return first_byte(a) < first_byte(b); });
  for (const Phrase& phrase : phrases_) {
    ++first_of_.at(first_byte(phrase) + 1U);
    second_of_.at(first_byte(phrase)) |= phrase.text.size() == 1 ? ~0U : BitOf(phrase.text[1]);
  }
  for (std::size_t i = 1; i < first_of_.size(); ++i)
    first_of_.at(i) = static_cast<std::uint8_t>(first_of_.at(i) + first_of_.at(i - 1));
}

// Calls `found(phrase)` for every place of one, until that returns true.
template <class Found>
void PhraseSet::Walk(std::string_view folded, const Found& found) const {
  bool in_word = false;
  for (std::size_t at = 0; at < folded.size(); ++at) {
    const bool starts = !in_word;
    in_word = IsWordPart(folded[at]);
    if (!starts || !in_word) continue;
    const auto byte = static_cast<unsigned char>(folded[at]);
    const std::uint32_t wanted = second_of_[byte];
    if (wanted == 0 || (at + 1 < folded.size() && (wanted & BitOf(folded[at + 1])) == 0)) continue;
    const std::string_view rest = folded.substr(at);
    const std::uint64_t begin = BeginOf(rest);
    const std::size_t last = first_of_[byte + 1U];
    for (std::size_t i = first_of_[byte]; i < last; ++i) {
      const Phrase& phrase = phrases_[i];
      if ((begin & phrase.mask) == phrase.begin &&
          (phrase.text.size() <= kBegin || rest.starts_with(phrase.text)) &&
          EndsWord(rest, phrase.text.size()) && found(phrase))
        return;
    }
  }
}

bool PhraseSet::IsIn(std::string_view folded) const {
  bool is_in = false;
  Walk(folded, [&](const Phrase&) { return is_in = true; });
  return is_in;
}

std::uint64_t PhraseSet::AllIn(std::string_view folded) const {
  std::uint64_t all = 0;
  Walk(folded, [&](const Phrase& phrase) {
    all |= std::uint64_t{1} << phrase.number;
    return false;
  });
  return all;
}

int PhraseSet::CountIn(std::string_view folded) const { return std::popcount(AllIn(folded)); }

std::string_view PhraseSet::FirstIn(std::string_view folded) const {
  const std::uint64_t all = AllIn(folded);
  if (all == 0) return {};
  const auto number = static_cast<std::size_t>(std::countr_zero(all));
  return std::find_if(phrases_.begin(), phrases_.end(),
                      [&](const Phrase& phrase) { return phrase.number == number; })
      ->text;
}

bool HasPhrase(std::string_view folded, std::string_view phrase) {
  for (std::size_t at = folded.find(phrase); at != std::string_view::npos;
       at = folded.find(phrase, at + 1)) {
    if ((at == 0 || !IsWordPart(folded[at - 1])) && EndsWord(folded, at + phrase.size()))
      return true;
  }
  return false;
}

}  // namespace agencywatch::crawler
