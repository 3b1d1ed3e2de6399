// Finds which of many literals occur in a folded text, and where, in one pass.
//
// Nearly every literal of a pattern has a whole word in it. Such a literal is looked up by the rarest of its words:
// the pass goes from word to word instead of from byte to byte, and most words are in no literal, which one bit
// tells. Literals without a whole word ("\d+tr") go through an Aho-Corasick automaton.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "rules/internal/aho_corasick.h"
#include "rules/internal/literal_chain.h"
#include "rules/internal/word_mask.h"

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
      ForEachWord(text, [&](std::size_t begin, std::size_t end) {
        const std::uint64_t hash = HashOf(text, begin, end);
        if ((filter_[(hash >> 6) & (filter_.size() - 1)] >> (hash % 64) & 1) == 0) return;
        const Slot* slot = Find(hash);
        if (slot == nullptr) return;
        for (std::uint32_t i = slot->first; i < slot->last; ++i) {
          const Entry& entry = entries_[i];
          if (begin < entry.before) continue;
          const std::size_t from = begin - entry.before;
          if (entry.size > text.size() - from ||
              std::memcmp(text.data() + from, bytes_.data() + entry.bytes, entry.size) != 0) {
            continue;
          }
          Report(entry, text, from, visit);
        }
      });
    }
    if (rest_.empty()) return;
    automaton_.Scan(text, [&](std::uint32_t literal, std::size_t end, std::size_t size) {
      Report(rest_[literal], text, end - size, visit);
    });
  }

  template <class Archive, class Self>
  static void Parts(Archive& archive, Self& self) {
    archive(self.bytes_, self.entries_, self.slots_, self.filter_, self.rest_, self.automaton_);
  }

 private:
  struct Entry {
    std::uint32_t literal = 0;
    std::uint32_t bytes = 0;   // where they begin in bytes_
    std::uint16_t size = 0;
    std::uint16_t before = 0;  // of these bytes, those before the word that it is looked up by
    std::uint16_t border_before = 0;  // 1 when there must be one
    std::uint16_t border_after = 0;
  };
  // The entries [first, last) of one word; empty where first == last.
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t first = 0;
    std::uint32_t last = 0;
  };

  // Of the first and the last eight bytes of the word and its length. Two words may share one: the literal itself is
  // compared in the end.
  [[nodiscard]] static std::uint64_t HashOf(std::string_view text, std::size_t begin, std::size_t end) {
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
    const std::uint64_t mixed = (head * 0x9E3779B97F4A7C15U) ^ (tail * 0xC2B2AE3D27D4EB4FU);
    return mixed ^ (mixed >> 32);
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
    if (entry.border_before != 0 && !BorderAt(text, begin)) return;
    if (entry.border_after != 0 && !BorderAt(text, end)) return;
    visit(entry.literal, begin, end);
  }

  std::string bytes_;  // of all literals
  std::vector<Entry> entries_;         // by the word they are looked up by
  std::vector<Slot> slots_;            // a hash table, half empty at least; its size is a power of two
  std::vector<std::uint64_t> filter_;  // a bit is set where a word has that hash; its size is a power of two
  std::vector<Entry> rest_;            // literals without a whole word, by their index in the automaton
  AhoCorasick automaton_;
};

}  // namespace agencywatch::rules::internal
