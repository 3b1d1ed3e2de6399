// Words and phrases that a reader knows, found at the start of a word in folded text.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
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
    for (const Entry& entry : entries) {
      const std::string_view phrase = entry.phrase;
      const std::uint32_t mask = ~std::uint32_t{0} >> (8 * (kHead - std::min(phrase.size(), kHead)));
      buckets_[Key(phrase, 0)].push_back({Head(phrase, 0), mask, &entry});
    }
    for (Bucket& bucket : buckets_) {
      std::stable_sort(bucket.begin(), bucket.end(), [](const Known& a, const Known& b) {
        return a.entry->phrase.size() > b.entry->phrase.size();
      });
    }
  }

  // The longest entry that begins at `at`, ends at the end of a word and that `fits(entry, span)`;
  // nullptr when there is none.
  template <class Fits>
  [[nodiscard]] const Entry* Longest(const FieldText& field, std::size_t at, Fits&& fits) const {
    const std::string_view text = field.text();
    const Bucket& bucket = buckets_[Key(text, at)];
    if (bucket.empty()) return nullptr;
    const std::uint32_t head = Head(text, at);
    for (const Known& known : bucket) {
      if ((head & known.mask) != known.head) continue;
      const Entry* entry = known.entry;
      const std::size_t end = at + entry->phrase.size();
      if (text.substr(at, entry->phrase.size()) != entry->phrase) continue;
      if (field.WordAt(end) && field.WordAt(end - 1)) continue;
      if (fits(*entry, Span{at, end})) return entry;
    }
    return nullptr;
  }

 private:
  // The first letters, where a phrase has so many: most that share a bucket differ in them.
  static constexpr std::size_t kHead = 4;
  struct Known {
    std::uint32_t head = 0;
    std::uint32_t mask = 0;
    const Entry* entry = nullptr;
  };
  using Bucket = std::vector<Known>;
  static std::uint32_t Head(std::string_view text, std::size_t at) {
    std::uint32_t head = 0;
    const std::size_t size = std::min(kHead, text.size() - at);
    for (std::size_t i = 0; i < size; ++i) head |= std::uint32_t{static_cast<unsigned char>(text[at + i])} << (8 * i);
    return head;
  }
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
