// Finds which of many literals occur in a text, in one pass (Aho and Corasick 1975): a dense
// automaton over the bytes that occur in the literals.
#pragma once

#include <array>
#include <cstddef>
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

  // Calls visit(literal index, end of the occurrence, its size) for every occurrence, in no certain order.
  template <class Visit>
  void Scan(std::string_view text, Visit&& visit) const {
    // A step waits for the table, so several stretches of the text are scanned in turns. Each begins so much
    // earlier that it sees whole what ends in it.
    const std::size_t stretch = text.size() / kLanes;
    std::size_t done = 0;
    std::array<std::uint32_t, kLanes> states{};
    std::array<std::size_t, kLanes> places{};
    if (stretch >= 3 * longest_) {
      for (std::size_t lane = 1; lane < kLanes; ++lane) {
        places[lane] = lane * stretch;
        for (std::size_t at = places[lane] - longest_; at < places[lane]; ++at) {
          states[lane] = Next(states[lane], text[at]) & kState;
        }
      }
      for (std::size_t i = 0; i < stretch; ++i) {
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
          const std::size_t at = places[lane] + i;
          const std::uint32_t next = Next(states[lane], text[at]);
          states[lane] = next & kState;
          if ((next & kHasOutput) != 0) Report(states[lane], at + 1, visit);
        }
      }
      done = stretch * kLanes;
    }
    std::uint32_t state = states[kLanes - 1];
    for (std::size_t at = done; at < text.size(); ++at) {
      const std::uint32_t next = Next(state, text[at]);
      state = next & kState;
      if ((next & kHasOutput) != 0) Report(state, at + 1, visit);
    }
  }

  template <class Archive, class Self>
  static void Parts(Archive& archive, Self& self) {
    archive(self.classes_, self.class_count_, self.longest_, self.next_, self.output_begin_, self.outputs_,
            self.sizes_);
  }

 private:
  static constexpr std::uint32_t kHasOutput = 1u << 31;
  static constexpr std::uint32_t kState = kHasOutput - 1;
  static constexpr std::size_t kLanes = 4;

  [[nodiscard]] std::uint32_t Next(std::uint32_t state, char c) const {
    return next_[state + classes_[static_cast<unsigned char>(c)]];
  }
  template <class Visit>
  void Report(std::uint32_t state, std::size_t end, Visit&& visit) const {
    const std::uint32_t row = state / class_count_;
    for (std::uint32_t i = output_begin_[row]; i < output_begin_[row + 1]; ++i)
      visit(outputs_[i], end, sizes_[outputs_[i]]);
  }

  std::array<std::uint8_t, 256> classes_{};  // 0: a byte of no literal
  std::uint32_t class_count_ = 1;
  std::size_t longest_ = 1;  // literal, in bytes
  std::vector<std::uint32_t>
      next_;  // [row * class_count_ + class] = next row * class_count_, with flag
  std::vector<std::uint32_t> output_begin_;  // per row, into outputs_; one more than there are rows
  std::vector<std::uint32_t> outputs_;
  std::vector<std::uint32_t> sizes_;  // of the literals
};

}  // namespace agencywatch::rules::internal
