#include "core/sha256.h"

#include <sodium.h>

#include <cstdint>
#include <new>

namespace agencywatch::core {
namespace {
constexpr std::size_t kBytes = crypto_hash_sha256_BYTES;
static_assert(sizeof(crypto_hash_sha256_state) <= 128);

const unsigned char* Data(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

std::string Hexadecimal(const unsigned char* digest) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (std::size_t i = 0; i < kBytes; ++i) {
    hex += kDigits[digest[i] >> 4];
    hex += kDigits[digest[i] & 15];
  }
  return hex;
}
}  // namespace

std::string Sha256Hex(std::string_view bytes) {
  unsigned char digest[kBytes];
  crypto_hash_sha256(digest, Data(bytes), bytes.size());
  return Hexadecimal(digest);
}

std::string Sha256Base32(std::string_view bytes) {
  unsigned char digest[kBytes];
  crypto_hash_sha256(digest, Data(bytes), bytes.size());
  static constexpr char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  std::uint32_t bits = 0;
  int count = 0;
  for (const unsigned char byte : digest) {
    bits = (bits << 8) | byte;
    count += 8;
    while (count >= 5) {
      count -= 5;
      text += kLetters[(bits >> count) & 31];
    }
  }
  if (count > 0) text += kLetters[(bits << (5 - count)) & 31];
  return text;
}

Sha256::Sha256() { crypto_hash_sha256_init(new (state_.data()) crypto_hash_sha256_state); }

void Sha256::Add(std::string_view bytes) {
  crypto_hash_sha256_update(reinterpret_cast<crypto_hash_sha256_state*>(state_.data()), Data(bytes),
                            bytes.size());
}

std::string Sha256::Hex() {
  unsigned char digest[kBytes];
  crypto_hash_sha256_final(reinterpret_cast<crypto_hash_sha256_state*>(state_.data()), digest);
  return Hexadecimal(digest);
}

}  // namespace agencywatch::core
