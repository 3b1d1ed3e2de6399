// Folded text in the making: its bytes, what is known of each, and where in the original each came from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/fold.h"
#include "core/internal/fold_reader.h"

namespace agencywatch::core::internal {

class FoldDraft {
 public:
  // One folded byte.
  struct Cell {
    std::uint32_t start = 0;  // the original bytes that it stands for
    std::uint32_t end = 0;
    char c = 0;
    std::uint8_t flags = 0;
  };

  std::string text;                 // may be changed byte by byte
  std::vector<std::uint8_t> flags;  // of each byte: Flag

  explicit FoldDraft(FoldReading reading);

  // The first invisible characters that stand inside a word.
  [[nodiscard]] const std::optional<Stretch>& hidden() const { return hidden_; }
  [[nodiscard]] std::size_t size() const { return text.size(); }
  [[nodiscard]] std::size_t Start(std::size_t i) const { return map_.Start(i); }
  [[nodiscard]] std::size_t End(std::size_t i) const { return map_.End(i); }
  [[nodiscard]] Cell Get(std::size_t i) const;
  [[nodiscard]] std::uint8_t all_flags() const { return all_flags_; }  // of anything that was read

  // To be put in the place of [first, end) by Splice: one call for each stretch, from left to right.
  void Replace(std::size_t first, std::size_t end) { edits_.push_back({first, end, added_.size()}); }
  void With(const Cell& cell) { added_.push_back(cell); }
  // Returns whether there was anything.
  bool Splice();

  // The text and its map; the draft is then empty.
  [[nodiscard]] FoldedText Take();

 private:
  struct Edit {
    std::size_t first = 0;
    std::size_t end = 0;
    std::size_t added = 0;  // where its cells begin in added_
  };

  FoldDraft() = default;
  void Push(const Cell& cell);
  void Append(const FoldDraft& from, std::size_t first, std::size_t end);

  FoldMap map_;
  std::uint8_t all_flags_ = 0;
  std::optional<Stretch> hidden_;
  std::vector<Edit> edits_;
  std::vector<Cell> added_;
};

}  // namespace agencywatch::core::internal
