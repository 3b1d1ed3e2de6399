#include "rules/internal/literal_scanner.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "rules/internal/literal_rates.h"

namespace agencywatch::rules::internal {
namespace {

constexpr std::size_t kFilterBitsPerWord = 32;  // of which one is set: a word of no literal passes 3 % of the time

struct Word {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// The rarest word that is whole wherever the literal occurs.
std::optional<Word> RarestWord(const Literal& literal) {
  std::optional<Word> rarest;
  double lowest = 0;
  const std::string_view text = literal.bytes;
  ForEachWord(text, [&](std::size_t begin, std::size_t end) {
    if ((begin == 0 && !literal.border_before) || (end == text.size() && !literal.border_after)) return;
    const double rate = LiteralRate(text.substr(begin, end - begin), true, true);
    if (rarest && rate >= lowest) return;
    rarest = Word{begin, end};
    lowest = rate;
  });
  return rarest;
}

}  // namespace

LiteralScanner::LiteralScanner(const std::vector<Literal>& literals) {
  std::map<std::uint64_t, std::vector<Entry>> by_hash;
  std::vector<std::string> without_word;
  for (std::uint32_t index = 0; index < literals.size(); ++index) {
    const Literal& literal = literals[index];
    Entry entry;
    entry.literal = index;
    entry.bytes = static_cast<std::uint32_t>(bytes_.size());
    entry.size = static_cast<std::uint16_t>(literal.bytes.size());
    entry.border_before = literal.border_before ? 1 : 0;
    entry.border_after = literal.border_after ? 1 : 0;
    if (const auto word = RarestWord(literal)) {
      entry.before = static_cast<std::uint16_t>(word->begin);
      by_hash[HashOf(literal.bytes, word->begin, word->end)].push_back(entry);
      bytes_ += literal.bytes;
    } else {
      rest_.push_back(entry);
      without_word.push_back(literal.bytes);
    }
  }
  automaton_ = AhoCorasick(without_word);
  if (by_hash.empty()) return;
  slots_.resize(std::bit_ceil(2 * by_hash.size()));
  filter_.resize(std::bit_ceil(kFilterBitsPerWord * by_hash.size() / 64 + 1));
  for (const auto& [hash, entries] : by_hash) {
    filter_[(hash >> 6) & (filter_.size() - 1)] |= std::uint64_t{1} << (hash % 64);
    std::size_t at = hash >> 20;
    const auto slot = [&]() -> Slot& { return slots_[at & (slots_.size() - 1)]; };
    while (slot().first != slot().last) ++at;
    const auto first = static_cast<std::uint32_t>(entries_.size());
    entries_.insert(entries_.end(), entries.begin(), entries.end());
    slot() = {hash, first, static_cast<std::uint32_t>(entries_.size())};
  }
}

}  // namespace agencywatch::rules::internal
