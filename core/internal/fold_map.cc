#include "core/internal/fold_map.h"

#include <algorithm>
#include <iterator>

namespace agencywatch::core::internal {

void FoldMap::AddWhole(std::size_t at, std::size_t start, std::size_t end) {
  if (!runs_.empty()) {
    Run& last = runs_.back();
    if (last.whole > 0 && last.folded + last.whole == at && last.start == start && last.end == end) {
      ++last.whole;
      return;
    }
  }
  AddNewWhole(at, start, end);
}

void FoldMap::AddPart(const FoldMap& from, std::size_t first, std::size_t end, std::size_t at) {
  if (first >= end) return;
  auto run = std::prev(std::upper_bound(from.runs_.begin(), from.runs_.end(), first,
                                        [](std::size_t place, const Run& one) { return place < one.folded; }));
  for (std::size_t i = first; i < end; ++run) {
    const auto next = std::next(run);
    const std::size_t stop = next == from.runs_.end() ? end : std::min<std::size_t>(next->folded, end);
    const std::size_t plain = run->folded + run->whole;  // where its bytes begin that come from one each
    for (; i < stop && i < plain; ++i) AddWhole(at + (i - first), run->start, run->end);
    if (i < stop) AddBytes(at + (i - first), run->end + (i - plain), stop - i);
    i = stop;
  }
}

std::size_t FoldMap::ExtendLast(std::size_t size, std::size_t end) {
  Run& last = runs_.back();
  const std::size_t at = size - 1;
  std::size_t first = at;
  if (last.folded + last.whole == size) {
    first = last.folded;
    last.end = static_cast<std::uint32_t>(end);
  } else if (last.folded == at) {
    last.whole = 1;
    last.end = static_cast<std::uint32_t>(end);
  } else {
    AddRun(at, next_ - 1, end, 1);
  }
  next_ = end;
  return first;
}

void FoldMap::DropLast(std::size_t size) {
  Run& last = runs_.back();
  if (last.folded == size) {
    runs_.pop_back();
  } else if (last.folded + last.whole > size) {
    --last.whole;
  }
  next_ = kNowhere;
}

void FoldMap::Index(std::size_t size) {
  run_at_.assign((size + kStride - 1) / kStride, 0);
  // The last run that begins at or before the byte wins.
  for (std::size_t run = 0; run < runs_.size(); ++run) {
    const std::size_t slot = (runs_[run].folded + kStride - 1) / kStride;
    if (slot < run_at_.size()) run_at_[slot] = static_cast<std::uint32_t>(run);
  }
  for (std::size_t slot = 1; slot < run_at_.size(); ++slot) {
    run_at_[slot] = std::max(run_at_[slot], run_at_[slot - 1]);
  }
}

const FoldMap::Run& FoldMap::RunOf(std::size_t at) const {
  if (run_at_.empty()) {
    const auto after = std::upper_bound(runs_.begin(), runs_.end(), at,
                                        [](std::size_t place, const Run& run) { return place < run.folded; });
    return *std::prev(after);
  }
  std::size_t run = run_at_[at / kStride];
  while (run + 1 < runs_.size() && runs_[run + 1].folded <= at) ++run;
  return runs_[run];
}

}  // namespace agencywatch::core::internal
