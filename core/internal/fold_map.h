// Where the bytes of folded text came from. Sparse: in plain text the map has one run for each letter with a mark.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace agencywatch::core::internal {

// Written from left to right: `at` is always the place behind what was mapped so far.
class FoldMap {
 public:
  void Reserve(std::size_t runs) { runs_.reserve(runs); }
  [[nodiscard]] bool empty() const { return runs_.empty(); }

  // The folded bytes from `at` on are each one byte of the original's [start, start + size). Also for none.
  void AddBytes(std::size_t at, std::size_t start, std::size_t size) {
    if (start != next_) {
      if (size == 0) return;
      AddRun(at, start, start, 0);
    }
    next_ = start + size;
  }
  // The folded byte at `at` is all of [start, end) of the original.
  void AddWhole(std::size_t at, std::size_t start, std::size_t end);
  // The same where the byte before does not come from there.
  void AddNewWhole(std::size_t at, std::size_t start, std::size_t end) {
    AddRun(at, start, end, 1);
    next_ = end;
  }
  // What `from` has for [first, end), to stand at `at`.
  void AddPart(const FoldMap& from, std::size_t first, std::size_t end, std::size_t at);
  // What the last of `size` bytes came from takes in what follows it in the original, up to `end`. Returns the first
  // of the bytes that came from there.
  std::size_t ExtendLast(std::size_t size, std::size_t end);
  // Only `size` bytes are left, one less.
  void DropLast(std::size_t size);

  // Makes Start() and End() quick for a text of `size` bytes, which nothing is added to any more.
  void Index(std::size_t size);
  // Where the original bytes of folded byte `at` begin, and end.
  [[nodiscard]] std::size_t Start(std::size_t at) const {
    const Run& run = RunOf(at);
    const std::size_t offset = at - run.folded;
    return offset < run.whole ? run.start : run.end + (offset - run.whole);
  }
  [[nodiscard]] std::size_t End(std::size_t at) const {
    const Run& run = RunOf(at);
    const std::size_t offset = at - run.folded;
    return offset < run.whole ? run.end : run.end + (offset - run.whole) + 1;
  }

 private:
  // The first `whole` bytes each come from all of [start, end), what follows, up to the next run, byte for byte from
  // `end` on.
  struct Run {
    std::uint32_t folded = 0;  // where it begins
    std::uint32_t start = 0;
    std::uint32_t end = 0;
    std::uint32_t whole = 0;
  };
  void AddRun(std::size_t at, std::size_t start, std::size_t end, std::size_t whole) {
    runs_.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(start),
                     static_cast<std::uint32_t>(end), static_cast<std::uint32_t>(whole)});
  }
  [[nodiscard]] const Run& RunOf(std::size_t at) const;

  static constexpr std::size_t kNowhere = ~std::size_t{0};
  std::vector<Run> runs_;
  std::size_t next_ = kNowhere;  // the byte of the original that a byte would come from which lengthens the last run
  // The run of every kStride-th byte: readers of facts ask for the origin of nearly every word.
  static constexpr std::size_t kStride = 16;
  std::vector<std::uint32_t> run_at_;
};

}  // namespace agencywatch::core::internal
