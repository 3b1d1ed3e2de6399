#include "rules/likeness.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/word_mask.h"

namespace agencywatch::rules {
namespace {

using internal::TermPlace;

constexpr std::uint32_t kFree = UINT32_MAX;
constexpr std::size_t kFirstSlots = 1024;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::uint32_t HashOfWord(std::string_view word) {
  return static_cast<std::uint32_t>(std::hash<std::string_view>{}(word));
}
std::uint32_t HashOfPair(std::uint32_t first, std::uint32_t second) {
  const std::uint64_t mixed = (std::uint64_t{first} << 32 | second) * 0x9E3779B97F4A7C15U;
  return static_cast<std::uint32_t>(mixed >> 32);
}
// What ReadTerms() gives a term of this text.
std::uint32_t HashOfTerm(std::string_view text) {
  const std::size_t blank = text.find(' ');
  if (blank == std::string_view::npos) return HashOfWord(text);
  return HashOfPair(HashOfWord(text.substr(0, blank)), HashOfWord(text.substr(blank + 1)));
}

// Calls visit(place) for every term. Their texts are put behind `texts`: the words with one blank between them, so that
// every pair stands there too.
template <class Visit>
void ReadTerms(std::string_view folded, std::string& texts, Visit&& visit) {
  TermPlace before;
  core::ForEachWord<core::WordBytes::kLettersAndDigits>(
      folded, [&](std::size_t begin, std::size_t end) {
        texts += ' ';
        TermPlace word{0, texts.size(), 0, begin, end};
        for (std::size_t at = begin; at < end;) {
          if (IsDigit(folded[at])) {
            texts += '0';
            while (at < end && IsDigit(folded[at])) ++at;
          } else {
            const std::size_t letters = at;
            while (at < end && !IsDigit(folded[at])) ++at;
            texts.append(folded, letters, at - letters);
          }
        }
        word.size = texts.size() - word.text;
        word.hash = HashOfWord(std::string_view(texts).substr(word.text));
        visit(word);
        if (before.size > 0)
          visit(TermPlace{HashOfPair(before.hash, word.hash), before.text,
                          texts.size() - before.text, before.begin, end});
        before = word;
      });
}

// Where `hash` has its slot, or would have: matches(index) tells whether what stands there is it.
template <class Matches>
std::size_t SlotOf(const std::vector<std::uint32_t>& slots, std::uint32_t hash, Matches&& matches) {
  std::size_t slot = hash & (slots.size() - 1);
  while (slots[slot] != kFree && !matches(slots[slot])) slot = (slot + 1) & (slots.size() - 1);
  return slot;
}

template <class HashOf>
void Rehash(std::vector<std::uint32_t>& slots, std::size_t size, std::size_t count,
            HashOf&& hash_of) {
  slots.assign(size, kFree);
  for (std::uint32_t i = 0; i < count; ++i)
    slots[SlotOf(slots, hash_of(i), [](std::uint32_t) { return false; })] = i;
}

}  // namespace

void ForEachTerm(std::string_view folded, const std::function<void(const Term&)>& visit) {
  std::string texts;
  ReadTerms(folded, texts, [&](const TermPlace& place) {
    visit({texts.substr(place.text, place.size), place.begin, place.end});
  });
}

bool LikenessTable::Add(std::string indicator, std::int32_t bias,
                        const std::vector<std::pair<std::string, std::int32_t>>& weights) {
  if (Find(indicator)) return false;
  const auto sign = static_cast<std::uint32_t>(signs_.size());
  signs_.push_back(std::move(indicator));
  biases_.push_back(bias);
  for (const auto& [term, weight] : weights) {
    Row& row = TermFor(term);
    weights_.push_back({sign, weight, row.first});
    row.first = static_cast<std::uint32_t>(weights_.size() - 1);
  }
  return true;
}

const LikenessTable::Row* LikenessTable::FindTerm(std::uint32_t hash, std::string_view text) const {
  if (slots_.empty()) return nullptr;
  const std::uint32_t index = slots_[SlotOf(slots_, hash, [&](std::uint32_t row) {
    return terms_[row].hash == hash && TextOf(terms_[row]) == text;
  })];
  return index == kFree ? nullptr : &terms_[index];
}

LikenessTable::Row& LikenessTable::TermFor(std::string_view text) {
  const std::uint32_t hash = HashOfTerm(text);
  if (const Row* known = FindTerm(hash, text))
    return terms_[static_cast<std::size_t>(known - terms_.data())];
  terms_.push_back(
      {hash, static_cast<std::uint32_t>(texts_.size()), static_cast<std::uint32_t>(text.size())});
  texts_ += text;
  if (4 * terms_.size() > slots_.size()) {
    Rehash(slots_, std::max(kFirstSlots, 2 * slots_.size()), terms_.size(),
           [&](std::uint32_t row) { return terms_[row].hash; });
  } else {
    slots_[SlotOf(slots_, hash, [](std::uint32_t) { return false; })] =
        static_cast<std::uint32_t>(terms_.size() - 1);
  }
  return terms_.back();
}

std::optional<std::size_t> LikenessTable::Find(std::string_view indicator) const {
  const auto found = std::find(signs_.begin(), signs_.end(), indicator);
  if (found == signs_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - signs_.begin());
}

std::vector<std::string> LikenessTable::Strongest(std::string_view indicator,
                                                  std::size_t most) const {
  std::vector<std::pair<std::int32_t, std::string>> found;
  if (const auto sign = Find(indicator)) {
    for (const Row& row : terms_) {
      for (std::uint32_t i = row.first; i != kNone; i = weights_[i].next) {
        const Weight& weight = weights_[i];
        if (weight.sign == *sign && weight.weight > 0)
          found.emplace_back(-weight.weight, TextOf(row));
      }
    }
  }
  std::sort(found.begin(), found.end());
  if (found.size() > most) found.resize(most);
  std::vector<std::string> terms;
  for (auto& [weight, term] : found) terms.push_back(std::move(term));
  return terms;
}

Likeness::Likeness(const LikenessTable& table)
    : table_(&table), sums_(table.signs_.size()), slots_(kFirstSlots, kFree) {}

void Likeness::Read(std::size_t part, std::string_view folded) {
  ReadTerms(folded, texts_, [&](const TermPlace& place) { Take(part, place); });
}

void Likeness::Take(std::size_t part, const TermPlace& place) {
  const std::string_view text = std::string_view(texts_).substr(place.text, place.size);
  const std::size_t slot = SlotOf(slots_, place.hash, [&](std::uint32_t index) {
    const TermPlace& other = seen_[index].place;
    return other.hash == place.hash &&
           std::string_view(texts_).substr(other.text, other.size) == text;
  });
  if (slots_[slot] != kFree) return;
  slots_[slot] = static_cast<std::uint32_t>(seen_.size());
  seen_.push_back({place, part, table_->FindTerm(place.hash, text)});
  if (2 * seen_.size() > slots_.size())
    Rehash(slots_, 2 * slots_.size(), seen_.size(),
           [&](std::uint32_t index) { return seen_[index].place.hash; });
  if (seen_.back().known == nullptr) return;
  for (std::uint32_t i = seen_.back().known->first; i != LikenessTable::kNone;
       i = table_->weights_[i].next)
    sums_[table_->weights_[i].sign] += table_->weights_[i].weight;
}

double Likeness::Odds(std::size_t sign) const {
  const double length = std::sqrt(static_cast<double>(std::max<std::size_t>(seen_.size(), 1)));
  return (static_cast<double>(table_->biases_[sign]) + static_cast<double>(sums_[sign]) / length) /
         LikenessTable::kOne;
}

std::vector<Likeness::Spoken> Likeness::SpokenFor(std::size_t sign) const {
  std::vector<Spoken> found;
  for (const Seen& seen : seen_) {
    if (seen.known == nullptr) continue;
    const TermPlace& place = seen.place;
    for (std::uint32_t i = seen.known->first; i != LikenessTable::kNone;
         i = table_->weights_[i].next) {
      const LikenessTable::Weight& weight = table_->weights_[i];
      if (weight.sign == sign && weight.weight > 0)
        found.push_back({seen.part,
                         {texts_.substr(place.text, place.size), place.begin, place.end},
                         weight.weight});
    }
  }
  std::sort(found.begin(), found.end(), [](const Spoken& a, const Spoken& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.term.text < b.term.text;
  });
  return found;
}

}  // namespace agencywatch::rules
