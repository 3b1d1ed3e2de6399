// Finds which of many literals occur in a text, in one pass (Aho and Corasick 1975): a dense
// automaton over the bytes that occur in the literals.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace agencywatch::rules::internal {

// Immutable after construction; safe to use from several threads.
class AhoCorasick {
 public:
  AhoCorasick() : AhoCorasick(std::vector<std::string>{}) {}
  // No literal may be empty. The index of a literal is its place in the list.
  explicit AhoCorasick(const std::vector<std::string>& literals);

  // Calls visit(literal index, end of the occurrence) for every occurrence, in the order of their
  // ends.
  template <class Visit>
  void Scan(std::string_view text, Visit&& visit) const {
    std::uint32_t state = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
      const std::uint32_t next = next_[state + classes_[static_cast<unsigned char>(text[at])]];
      state = next & kState;
      if ((next & kHasOutput) == 0) continue;
      const std::uint32_t row = state / class_count_;
      for (std::uint32_t i = output_begin_[row]; i < output_begin_[row + 1]; ++i)
        visit(outputs_[i], at + 1);
    }
  }

 private:
  static constexpr std::uint32_t kHasOutput = 1u << 31;
  static constexpr std::uint32_t kState = kHasOutput - 1;

  std::array<std::uint8_t, 256> classes_{};  // 0: a byte of no literal
  std::uint32_t class_count_ = 1;
  std::vector<std::uint32_t>
      next_;  // [row * class_count_ + class] = next row * class_count_, with flag
  std::vector<std::uint32_t> output_begin_;  // per row, into outputs_; one more than there are rows
  std::vector<std::uint32_t> outputs_;
};

}  // namespace agencywatch::rules::internal
