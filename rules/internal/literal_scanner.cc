#include "rules/internal/literal_scanner.h"

#include <bit>
#include <map>
#include <optional>
#include <utility>

#include "rules/internal/literal_rates.h"

namespace agencywatch::rules::internal {
namespace {

constexpr std::size_t kFilterBitsPerKey = 32;  // of which one is set: 3 % of what is in no literal passes

}  // namespace

std::optional<LiteralScanner::Key> LiteralScanner::RarestKey(const Literal& literal) {
  const std::string_view text = literal.bytes;
  std::optional<Key> rarest;
  const auto offer = [&](std::uint64_t hash, std::size_t at, std::size_t begin, std::size_t end, bool whole_begin,
                         bool whole_end, Edge edge) {
    const double rate = LiteralRate(text.substr(begin, end - begin), whole_begin, whole_end);
    if (!rarest || rate < rarest->rate) rarest = Key{hash, at, rate, edge};
  };
  std::uint64_t before = 0;  // the hash of the word before, and where it is
  std::size_t before_begin = 0;
  std::optional<std::size_t> before_end;
  core::ForEachWord<core::WordBytes::kUnderscoreToo>(text, [&](std::size_t begin, std::size_t end) {
    // Whether the word begins and ends here wherever the literal occurs.
    const bool begins = begin > 0 || literal.border_before;
    const bool ends = end < text.size() || literal.border_after;
    if (begins && ends) {
      const std::uint64_t hash = HashOfWord(text, begin, end);
      offer(hash, begin, begin, end, true, true, Edge::kNone);
      if (before_end && *before_end + 1 == begin) {
        offer(HashOfPair(before, hash), begin, before_begin, end, true, true, Edge::kNone);
      }
      before = hash;
      before_begin = begin;
      before_end = end;
      return;
    }
    if (begins && begin + 4 <= text.size()) {
      offer(HashOfBytes<4, kBegin>(text, begin), begin, begin, begin + 4, true, false, Edge::kBegin);
    } else if (begins && begin + 2 <= text.size()) {
      offer(HashOfBytes<2, kBegin>(text, begin), begin, begin, begin + 2, true, false, Edge::kBegin);
    }
    if (ends && end >= 4) {
      offer(HashOfBytes<4, kEnd>(text, end - 4), end, end - 4, end, false, true, Edge::kEnd);
    } else if (ends && end >= 2) {
      offer(HashOfBytes<2, kEnd>(text, end - 2), end, end - 2, end, false, true, Edge::kEnd);
    }
  });
  return rarest;
}

LiteralScanner::LiteralScanner(const std::vector<Literal>& literals) {
  std::map<std::uint64_t, std::vector<Entry>> by_hash;
  std::vector<std::string> inside;
  for (std::uint32_t index = 0; index < literals.size(); ++index) {
    const Literal& literal = literals[index];
    Entry entry;
    entry.literal = index;
    entry.bytes = static_cast<std::uint32_t>(bytes_.size());
    entry.size = static_cast<std::uint16_t>(literal.bytes.size());
    entry.border_before = literal.border_before ? 1 : 0;
    entry.border_after = literal.border_after ? 1 : 0;
    entry.first = literal.bytes.front();
    entry.last = literal.bytes.back();
    if (const auto key = RarestKey(literal)) {
      entry.before = static_cast<std::uint16_t>(key->at);
      begins_ = begins_ || key->edge == Edge::kBegin;
      ends_ = ends_ || key->edge == Edge::kEnd;
      by_hash[key->hash].push_back(entry);
      bytes_ += literal.bytes;
    } else {
      rest_.push_back(entry);
      inside.push_back(literal.bytes);
    }
  }
  automaton_ = AhoCorasick(inside);
  if (by_hash.empty()) return;
  slots_.resize(std::bit_ceil(2 * by_hash.size()));
  filter_.resize(std::bit_ceil(kFilterBitsPerKey * by_hash.size() / 64 + 1));
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
