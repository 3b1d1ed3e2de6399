#include "core/near_duplicate.h"

namespace agencywatch::core {
namespace {

constexpr std::uint32_t kEmpty = 0xFFFFFFFF;

// Stafford's mix 13, the finaliser of SplitMix64.
std::uint64_t Mix(std::uint64_t x) {
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31U);
}

bool IsWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

// Calls `use` with the hash of every three words that follow one another.
template <class Use>
void ForEachShingle(std::string_view text, const Use& use) {
  constexpr std::uint64_t kFnvBasis = 14695981039346656037U;
  constexpr std::uint64_t kFnvPrime = 1099511628211U;
  std::uint64_t before_last = 0;
  std::uint64_t last = 0;
  std::size_t words = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (!IsWordByte(text[at])) {
      ++at;
      continue;
    }
    std::uint64_t word = kFnvBasis;
    for (; at < text.size() && IsWordByte(text[at]); ++at)
      word = (word ^ static_cast<unsigned char>(text[at])) * kFnvPrime;
    if (++words >= 3) use(Mix(before_last * 3 + last * 5 + word));
    before_last = last;
    last = word;
  }
}

}  // namespace

std::optional<TextSignature> SignatureOf(std::string_view folded) {
  TextSignature signature;
  signature.fill(kEmpty);
  std::size_t shingles = 0;
  ForEachShingle(folded, [&](std::uint64_t hash) {
    ++shingles;
    std::uint32_t& place = signature[hash >> 58U];  // the upper six bits choose the place
    const auto value = static_cast<std::uint32_t>(hash);
    if (value < place && value != kEmpty) place = value;
  });
  if (shingles < kLeastShingles) return std::nullopt;
  // An empty place borrows from one that is not, the same one in all texts where both are so.
  const TextSignature found = signature;
  for (std::size_t i = 0; i < kSignatureSize; ++i) {
    for (std::uint64_t attempt = 1; signature[i] == kEmpty; ++attempt)
      signature[i] = found[Mix(i * 0x9E3779B97F4A7C15U + attempt) % kSignatureSize];
  }
  return signature;
}

BandHashes BandsOf(const TextSignature& signature) {
  constexpr std::size_t kRows = kSignatureSize / kSignatureBands;
  BandHashes bands{};
  for (std::size_t band = 0; band < kSignatureBands; ++band) {
    std::uint64_t hash = band + 1;
    for (std::size_t row = 0; row < kRows; ++row)
      hash = Mix(hash * 0x9E3779B97F4A7C15U ^ signature[band * kRows + row]);
    bands[band] = hash;
  }
  return bands;
}

double Similarity(const TextSignature& a, const TextSignature& b) {
  std::size_t equal = 0;
  for (std::size_t i = 0; i < kSignatureSize; ++i) equal += a[i] == b[i] ? 1 : 0;
  return static_cast<double>(equal) / kSignatureSize;
}

}  // namespace agencywatch::core
