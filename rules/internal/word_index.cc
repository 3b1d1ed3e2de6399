#include "rules/internal/word_index.h"

#include "core/word_mask.h"

namespace agencywatch::rules::internal {

WordIndex::WordIndex(std::string_view folded) {
  begins_.reserve(folded.size() / 4);
  core::ForEachWord<core::WordBytes::kUnderscoreToo>(
      folded, [&](std::size_t begin, std::size_t /*end*/) { begins_.push_back(static_cast<std::uint32_t>(begin)); });
  blocks_ = (begins_.size() + 63) / 64;
  by_code_.resize(blocks_ * kLetterCodes);
  for (std::size_t word = 0; word < begins_.size(); ++word) {
    by_code_[LetterCode(folded[begins_[word]]) * blocks_ + word / 64] |= std::uint64_t{1} << (word % 64);
  }
}

}  // namespace agencywatch::rules::internal
