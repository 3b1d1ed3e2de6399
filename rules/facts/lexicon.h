// Words and phrases that a reader knows, found at the start of a word in folded text.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "rules/facts/field_text.h"

namespace agencywatch::rules {

// Entry has a `phrase`: folded words joined by one blank. The entries must outlive the lexicon.
template <class Entry>
class Lexicon {
 public:
  template <class Entries>
  explicit Lexicon(const Entries& entries) {
    for (const Entry& entry : entries) buckets_[Key(entry.phrase, 0)].push_back(&entry);
    for (Bucket& bucket : buckets_) {
      std::stable_sort(bucket.begin(), bucket.end(), [](const Entry* a, const Entry* b) {
        return a->phrase.size() > b->phrase.size();
      });
    }
  }

  // The longest entry that begins at `at`, ends at the end of a word and that `fits(entry, span)`;
  // nullptr when there is none.
  template <class Fits>
  [[nodiscard]] const Entry* Longest(const FieldText& field, std::size_t at, Fits&& fits) const {
    const std::string_view text = field.text();
    for (const Entry* entry : buckets_[Key(text, at)]) {
      const std::size_t end = at + entry->phrase.size();
      if (text.substr(at, entry->phrase.size()) != entry->phrase) continue;
      if (field.WordAt(end) && field.WordAt(end - 1)) continue;
      if (fits(*entry, Span{at, end})) return entry;
    }
    return nullptr;
  }

 private:
  using Bucket = std::vector<const Entry*>;
  static constexpr std::size_t kBuckets = 1024;
  static std::size_t Key(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) -> std::size_t {
      return i < text.size() ? static_cast<unsigned char>(text[i]) : ' ';
    };
    // A phrase of one letter lies in the bucket of that letter and what may follow it: a border.
    const std::size_t second = byte(at + 1);
    const bool letter = second >= 'a' && second <= 'z';
    return (byte(at) * 32 + (letter ? second - 'a' + 1 : 0)) % kBuckets;
  }

  std::array<Bucket, kBuckets> buckets_;
};

}  // namespace agencywatch::rules
