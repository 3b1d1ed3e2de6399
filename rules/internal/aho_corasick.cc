#include "rules/internal/aho_corasick.h"

#include <algorithm>
#include <cstddef>
#include <limits>

namespace agencywatch::rules::internal {

AhoCorasick::AhoCorasick(const std::vector<std::string>& literals) {
  for (const std::string& literal : literals) {
    longest_ = std::max(longest_, literal.size());
    sizes_.push_back(static_cast<std::uint32_t>(literal.size()));
    for (const char c : literal) {
      auto& of_byte = classes_[static_cast<unsigned char>(c)];
      if (of_byte == 0) of_byte = static_cast<std::uint8_t>(class_count_++);
    }
  }
  // The trie; kNone where it has no branch.
  constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  std::vector<std::uint32_t> trie(class_count_, kNone);
  std::vector<std::vector<std::uint32_t>> outputs(1);
  for (std::size_t index = 0; index < literals.size(); ++index) {
    std::uint32_t row = 0;
    for (const char c : literals[index]) {
      const std::size_t slot =
          static_cast<std::size_t>(row) * class_count_ + classes_[static_cast<unsigned char>(c)];
      if (trie[slot] == kNone) {
        trie[slot] = static_cast<std::uint32_t>(outputs.size());
        outputs.emplace_back();
        trie.resize(trie.size() + class_count_, kNone);
      }
      row = trie[slot];
    }
    outputs[row].push_back(static_cast<std::uint32_t>(index));
  }
  // Breadth first: a missing branch goes where the longest proper suffix goes.
  std::vector<std::uint32_t> fallback(outputs.size(), 0);
  std::vector<std::uint32_t> queue;
  for (std::uint32_t c = 0; c < class_count_; ++c) {
    if (trie[c] == kNone) {
      trie[c] = 0;
    } else {
      queue.push_back(trie[c]);
    }
  }
  for (std::size_t head = 0; head < queue.size(); ++head) {
    const std::uint32_t row = queue[head];
    const auto& inherited = outputs[fallback[row]];
    outputs[row].insert(outputs[row].end(), inherited.begin(), inherited.end());
    for (std::uint32_t c = 0; c < class_count_; ++c) {
      const std::size_t slot = static_cast<std::size_t>(row) * class_count_ + c;
      const std::uint32_t elsewhere =
          trie[static_cast<std::size_t>(fallback[row]) * class_count_ + c];
      if (trie[slot] == kNone) {
        trie[slot] = elsewhere;
      } else {
        fallback[trie[slot]] = elsewhere;
        queue.push_back(trie[slot]);
      }
    }
  }
  next_.resize(trie.size());
  for (std::size_t slot = 0; slot < trie.size(); ++slot) {
    next_[slot] = trie[slot] * class_count_ | (outputs[trie[slot]].empty() ? 0 : kHasOutput);
  }
  output_begin_.reserve(outputs.size() + 1);
  for (const auto& of_row : outputs) {
    output_begin_.push_back(static_cast<std::uint32_t>(outputs_.size()));
    outputs_.insert(outputs_.end(), of_row.begin(), of_row.end());
  }
  output_begin_.push_back(static_cast<std::uint32_t>(outputs_.size()));
}

}  // namespace agencywatch::rules::internal
