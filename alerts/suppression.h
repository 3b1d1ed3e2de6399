// Which counts of a publication must be left out so that no small one can be read or worked out. Pure.
//
// Counts from 1 to 4 say something about few persons and are left out (primary suppression). A reader who knows the sums
// could still compute them, so further counts go (secondary suppression) until there is, for everything that was left out,
// a second set of figures that agrees with all that is printed. A reader is taken to know that a count left out is not
// zero (zeros are printed: they say nothing about anybody). Both kinds look alike in print.
// Source: Hundepohl et al., "Statistical Disclosure Control" (2012), chapter 4.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace agencywatch::alerts {

inline constexpr std::int64_t kSmallestPublished = 5;

// What a reader knows of some counts, by their places in the list.
struct KnownSum {
  std::size_t total = 0;
  std::vector<std::size_t> parts;
  // False: what is counted may be in several parts, so the total is at most their sum and at least the greatest of them …
  bool exact = true;
  // … but for further parts that share nothing with any other ("not known"): the total less these is all that the others hold.
  std::vector<std::size_t> apart = {};
};

// For each count: is it left out? `values` are not negative; a count may stand in any number of sums, of any number of
// tables: give all that will be published together.
[[nodiscard]] std::vector<bool> Suppress(const std::vector<std::int64_t>& values,
                                         const std::vector<KnownSum>& sums);

}  // namespace agencywatch::alerts
