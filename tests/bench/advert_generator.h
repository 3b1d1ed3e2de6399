// Adverts and rules for benchmarks, made from words by a seed: Vietnamese and English, about 1 KB each, three in a
// hundred with a phrase that rules look for.
#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <vector>

namespace agencywatch::bench {

class AdvertGenerator {
 public:
  explicit AdvertGenerator(unsigned seed) : random_(seed) {}

  // As it was written: capitals, marks, punctuation, digits, emoji; one in ten without marks.
  [[nodiscard]] std::string Advert();
  // RE2 syntax on folded text: alternatives, gaps, counts, borders; no groups with names, no back references.
  [[nodiscard]] std::string Pattern();
  // A whole rule of a pack on such a pattern.
  [[nodiscard]] std::string RuleYaml(std::size_t number);

 private:
  [[nodiscard]] const std::string& Pick(const std::vector<std::string>& words) {
    return words[random_() % words.size()];
  }
  [[nodiscard]] std::string AnyOf(const std::vector<std::string>& words, std::size_t count);
  [[nodiscard]] std::string Name();
  [[nodiscard]] std::string Phone();
  [[nodiscard]] std::string Phrase();

  std::mt19937 random_;
};

}  // namespace agencywatch::bench
