#include "rules/internal/literal_rates.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <vector>

#include "letter_trigrams.h"

namespace agencywatch::rules::internal {
namespace {

// a-z, then any digit, then anything between words.
constexpr std::size_t kDigit = 26;
constexpr std::size_t kBetween = 27;
constexpr std::size_t kSymbols = 28;
constexpr double kSignRate = 0.1;    // of the bytes between words, those that are a certain sign and no blank
constexpr double kSmoothing = 4;     // occurrences that the shorter context is worth
constexpr double kCertainDigit = 0.2;

std::size_t SymbolOf(char c) {
  if (c >= 'a' && c <= 'z') return static_cast<std::size_t>(c - 'a');
  return c >= '0' && c <= '9' ? kDigit : kBetween;
}

// Of all bytes that a symbol stands for, the share of this one.
double ShareOf(char c) {
  if (c >= '0' && c <= '9') return kCertainDigit;
  return c == ' ' || SymbolOf(c) != kBetween ? 1 : kSignRate;
}

class Trigrams {
 public:
  static const Trigrams& Get() {
    static const Trigrams trigrams;
    return trigrams;
  }

  // P(c), P(c after b), P(c after a and b)
  [[nodiscard]] double Of(std::size_t c) const { return (one_[c] + 1) / (all_ + kSymbols); }
  [[nodiscard]] double After(std::size_t b, std::size_t c) const {
    return (two_[b][c] + kSmoothing * Of(c)) / (one_[b] + kSmoothing);
  }
  [[nodiscard]] double After(std::size_t a, std::size_t b, std::size_t c) const {
    return (three_[a][b][c] + kSmoothing * After(b, c)) / (two_[a][b] + kSmoothing);
  }

 private:
  // A line a trigram: three letters (0 for a digit, _ for what is between words), a blank, its count.
  Trigrams() {
    for (const core::EmbeddedFile& file : embedded::letter_trigrams()) {
      std::string_view rest = file.bytes;
      while (rest.size() > 4) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string line{rest.substr(0, end)};
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.size() < 5) continue;
        const double count = std::strtod(line.c_str() + 4, nullptr);
        const std::size_t a = SymbolOf(line[0]);
        const std::size_t b = SymbolOf(line[1]);
        const std::size_t c = SymbolOf(line[2]);
        three_[a][b][c] += count;
        two_[a][b] += count;
        one_[a] += count;
        all_ += count;
      }
    }
  }

  double all_ = 0;
  std::array<double, kSymbols> one_{};
  std::array<std::array<double, kSymbols>, kSymbols> two_{};
  std::array<std::array<std::array<double, kSymbols>, kSymbols>, kSymbols> three_{};
};

}  // namespace

double LiteralRate(std::string_view literal, bool border_before, bool border_after) {
  const Trigrams& trigrams = Trigrams::Get();
  std::vector<std::size_t> symbols;
  double rate = 1;
  if (border_before && !literal.empty() && SymbolOf(literal.front()) != kBetween) symbols.push_back(kBetween);
  for (const char c : literal) {
    symbols.push_back(SymbolOf(c));
    rate *= ShareOf(c);
  }
  if (border_after && !literal.empty() && SymbolOf(literal.back()) != kBetween) symbols.push_back(kBetween);
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    rate *= i == 0   ? trigrams.Of(symbols[i])
            : i == 1 ? trigrams.After(symbols[0], symbols[1])
                     : trigrams.After(symbols[i - 2], symbols[i - 1], symbols[i]);
  }
  return rate;
}

}  // namespace agencywatch::rules::internal
