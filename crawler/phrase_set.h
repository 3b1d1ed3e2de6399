// A fixed set of phrases that is looked for in folded text (core::FoldPlain) as whole words: no letter or digit stands
// directly before or behind one. The text is walked once, however many phrases there are.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace agencywatch::crawler {

class PhraseSet {
 public:
  // At most 64 literals, each beginning with a letter or digit; anything else is a std::logic_error.
  PhraseSet(std::initializer_list<std::string_view> phrases);

  [[nodiscard]] bool IsIn(std::string_view folded) const;    // at least one of them
  [[nodiscard]] int CountIn(std::string_view folded) const;  // how many different ones
  // Of those that occur, the one that was named first; empty when there is none.
  [[nodiscard]] std::string_view FirstIn(std::string_view folded) const;

 private:
  struct Phrase {
    std::string_view text;
    std::uint64_t begin = 0;  // its first eight bytes
    std::uint64_t mask = 0;   // those of them that it has
    std::size_t number = 0;   // in the order in which they were named
  };
  template <class Found>
  void Walk(std::string_view folded, const Found& found) const;
  [[nodiscard]] std::uint64_t AllIn(std::string_view folded) const;  // a bit for each, by number

  std::vector<Phrase> phrases_;               // by first byte
  std::array<std::uint8_t, 257> first_of_{};  // where those that begin with a byte start
  // By first byte, a bit for each second byte that occurs, modulo 32: most words are told apart by that.
  std::array<std::uint32_t, 256> second_of_{};
};

// One phrase, not known beforehand.
[[nodiscard]] bool HasPhrase(std::string_view folded, std::string_view phrase);

}  // namespace agencywatch::crawler
