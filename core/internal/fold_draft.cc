#include "core/internal/fold_draft.h"

#include <utility>

namespace agencywatch::core::internal {

FoldDraft::FoldDraft(FoldReading reading)
    : text(std::move(reading.text)),
      flags(std::move(reading.flags)),
      map_(std::move(reading.map)),
      all_flags_(reading.all_flags),
      hidden_(reading.hidden) {}

FoldDraft::Cell FoldDraft::Get(std::size_t i) const {
  return {static_cast<std::uint32_t>(Start(i)), static_cast<std::uint32_t>(End(i)), text[i], flags[i]};
}

void FoldDraft::Push(const Cell& cell) {
  if (cell.end - cell.start == 1) {
    map_.AddBytes(text.size(), cell.start, 1);
  } else {
    map_.AddWhole(text.size(), cell.start, cell.end);
  }
  text += cell.c;
  flags.push_back(cell.flags);
}

// What `from` has at [first, end).
void FoldDraft::Append(const FoldDraft& from, std::size_t first, std::size_t end) {
  if (first >= end) return;
  map_.AddPart(from.map_, first, end, text.size());
  text.append(from.text, first, end - first);
  flags.insert(flags.end(), from.flags.begin() + static_cast<std::ptrdiff_t>(first),
               from.flags.begin() + static_cast<std::ptrdiff_t>(end));
}

bool FoldDraft::Splice() {
  if (edits_.empty()) return false;
  FoldDraft result;
  result.text.reserve(text.size() + added_.size());
  result.flags.reserve(text.size() + added_.size());
  std::size_t at = 0;
  for (std::size_t n = 0; n < edits_.size(); ++n) {
    const Edit& edit = edits_[n];
    result.Append(*this, at, edit.first);
    const std::size_t added_end = n + 1 < edits_.size() ? edits_[n + 1].added : added_.size();
    for (std::size_t i = edit.added; i < added_end; ++i) result.Push(added_[i]);
    at = edit.end;
  }
  result.Append(*this, at, text.size());
  text = std::move(result.text);
  flags = std::move(result.flags);
  map_ = std::move(result.map_);
  edits_.clear();
  added_.clear();
  return true;
}

FoldedText FoldDraft::Take() {
  FoldedText folded;
  map_.Index(text.size());
  folded.text_ = std::move(text);
  folded.map_ = std::move(map_);
  return folded;
}

}  // namespace agencywatch::core::internal
