// Finds which of many literals occur in a folded text, and where, in one pass.
//
// The pass goes from word to word instead of from byte to byte. A literal is looked up by the rarest thing in it that
// can be told at the edge of a word: two words side by side, a word, or some bytes behind the begin of a word or
// before the end of one. Most of what a text has is in no literal, which one bit tells. The few literals that lie
// wholly inside a word go through an Aho-Corasick automaton.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/word_mask.h"
#include "rules/internal/aho_corasick.h"
#include "rules/internal/literal_chain.h"

namespace agencywatch::rules::internal {

// Immutable after construction; safe to use from several threads.
class LiteralScanner {
 public:
  LiteralScanner() = default;
  // No literal may be empty. The index of a literal is its place in the list.
  explicit LiteralScanner(const std::vector<Literal>& literals);

  // Calls visit(literal index, begin, end) for every occurrence whose borders hold, in no certain order.
  template <class Visit>
  void Scan(std::string_view text, Visit&& visit) const {
    if (!slots_.empty()) {
      std::uint64_t before = 0;  // the hash of the word before, and where it ends
      std::size_t before_end = 0;
      core::ForEachWord<core::WordBytes::kUnderscoreToo>(text, [&](std::size_t begin, std::size_t end) {
        const std::uint64_t word = HashOfWord(text, begin, end);
        Look(word, text, begin, visit);
        if (begin == before_end + 1) Look(HashOfPair(before, word), text, begin, visit);
        if (begins_ && begin + 4 <= text.size()) Look(HashOfBytes<4, kBegin>(text, begin), text, begin, visit);
        if (begins_ && begin + 2 <= text.size()) Look(HashOfBytes<2, kBegin>(text, begin), text, begin, visit);
        if (ends_ && end >= 4) Look(HashOfBytes<4, kEnd>(text, end - 4), text, end, visit);
        if (ends_ && end >= 2) Look(HashOfBytes<2, kEnd>(text, end - 2), text, end, visit);
        before = word;
        before_end = end;
      });
    }
    if (rest_.empty()) return;
    automaton_.Scan(text, [&](std::uint32_t literal, std::size_t end, std::size_t size) {
      Report(rest_[literal], text, end - size, visit);
    });
  }

  template <class Archive, class Self>
  static void Parts(Archive& archive, Self& self) {
    archive(self.bytes_, self.entries_, self.slots_, self.filter_, self.begins_, self.ends_, self.rest_,
            self.automaton_);
  }

 private:
  struct Entry {
    std::uint32_t literal = 0;
    std::uint32_t bytes = 0;  // where they begin in bytes_
    std::uint16_t size = 0;
    std::uint16_t before = 0;  // of these bytes, those before the place at which it is looked up
    std::uint8_t border_before = 0;  // 1 when there must be one
    std::uint8_t border_after = 0;
    char first = 0;  // its first and its last byte: of the literals with one hash they tell most apart
    char last = 0;
  };
  // The entries [first, last) of one hash; empty where first == last.
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t first = 0;
    std::uint32_t last = 0;
  };
  enum class Edge { kNone, kBegin, kEnd };
  // What a literal is looked up by.
  struct Key {
    std::uint64_t hash = 0;
    std::size_t at = 0;  // the edge of the word, in the literal
    double rate = 0;     // how often it is to be expected
    Edge edge = Edge::kNone;
  };

  // Two things may share a hash: the literal itself is compared in the end.
  [[nodiscard]] static std::uint64_t Mix(std::uint64_t a, std::uint64_t b) {
    const std::uint64_t mixed = (a * 0x9E3779B97F4A7C15U) ^ (b * 0xC2B2AE3D27D4EB4FU);
    return mixed ^ (mixed >> 32);
  }
  // Of the first and the last eight bytes of the word, or of all and their number.
  [[nodiscard]] static std::uint64_t HashOfWord(std::string_view text, std::size_t begin, std::size_t end) {
    const std::size_t size = end - begin;
    std::uint64_t head = 0;
    std::uint64_t tail = size;
    if (size >= 8) {
      std::memcpy(&head, text.data() + begin, 8);
      std::memcpy(&tail, text.data() + end - 8, 8);
    } else if (begin + 8 <= text.size()) {
      std::memcpy(&head, text.data() + begin, 8);
      head &= (std::uint64_t{1} << (8 * size)) - 1;
    } else {
      std::memcpy(&head, text.data() + begin, size);
    }
    return Mix(head, tail);
  }
  [[nodiscard]] static std::uint64_t HashOfPair(std::uint64_t first, std::uint64_t second) {
    return Mix(first, second);
  }
  // Which no number of letters is, so that bytes and words do not meet.
  static constexpr std::uint64_t kBegin = 16;
  static constexpr std::uint64_t kEnd = 32;
  template <std::size_t kSize, std::uint64_t kEdge>
  [[nodiscard]] static std::uint64_t HashOfBytes(std::string_view text, std::size_t at) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + at, kSize);
    return Mix(bytes, kEdge + kSize);
  }
  [[nodiscard]] static std::optional<Key> RarestKey(const Literal& literal);

  // Reports the literals that have this hash at text[at].
  template <class Visit>
  void Look(std::uint64_t hash, std::string_view text, std::size_t at, Visit& visit) const {
    if ((filter_[(hash >> 6) & (filter_.size() - 1)] >> (hash % 64) & 1) == 0) return;
    const Slot* slot = Find(hash);
    if (slot == nullptr) return;
    for (std::uint32_t i = slot->first; i < slot->last; ++i) {
      const Entry& entry = entries_[i];
      if (at < entry.before) continue;
      const std::size_t from = at - entry.before;
      if (entry.size > text.size() - from) continue;
      const char* const found = text.data() + from;
      if (found[0] != entry.first || found[entry.size - 1] != entry.last ||
          std::memcmp(found, bytes_.data() + entry.bytes, entry.size) != 0) {
        continue;
      }
      Report(entry, text, from, visit);
    }
  }
  [[nodiscard]] const Slot* Find(std::uint64_t hash) const {
    for (std::size_t at = hash >> 20;; ++at) {
      const Slot& slot = slots_[at & (slots_.size() - 1)];
      if (slot.first == slot.last) return nullptr;
      if (slot.hash == hash) return &slot;
    }
  }
  template <class Visit>
  static void Report(const Entry& entry, std::string_view text, std::size_t begin, Visit& visit) {
    const std::size_t end = begin + entry.size;
    if (entry.border_before != 0 && !core::BorderAt(text, begin)) return;
    if (entry.border_after != 0 && !core::BorderAt(text, end)) return;
    visit(entry.literal, begin, end);
  }

  std::string bytes_;                  // of all literals
  std::vector<Entry> entries_;         // by what they are looked up by
  std::vector<Slot> slots_;            // a hash table, half empty at least; its size is a power of two
  std::vector<std::uint64_t> filter_;  // a bit is set where something has that hash; its size is a power of two
  bool begins_ = false;                // something is looked up by the first bytes of a word,
  bool ends_ = false;                  // by the last ones
  std::vector<Entry> rest_;            // the literals of the automaton, by their index there
  AhoCorasick automaton_;
};

}  // namespace agencywatch::rules::internal
