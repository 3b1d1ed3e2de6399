#include "core/sha256.h"

#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <stdexcept>

namespace agencywatch::core {
namespace {

using Digest = std::array<unsigned char, 32>;

// Looked up once: a look-up takes longer than the digest of a short text.
const EVP_MD* Algorithm() {
  static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

void Require(int done) {
  if (done != 1) throw std::logic_error("libcrypto does not compute SHA-256");
}

Digest DigestOf(std::string_view bytes) {
  Digest digest;
  Require(EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, Algorithm(), nullptr));
  return digest;
}

std::string Hexadecimal(const Digest& digest) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  hex.reserve(2 * digest.size());
  for (const unsigned char byte : digest) {
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 15];
  }
  return hex;
}

}  // namespace

std::string Sha256Hex(std::string_view bytes) { return Hexadecimal(DigestOf(bytes)); }

std::string Sha256Base32(std::string_view bytes) {
  static constexpr char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  std::uint32_t bits = 0;
  int count = 0;
  for (const unsigned char byte : DigestOf(bytes)) {
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

struct Sha256::State {
  State() : context(EVP_MD_CTX_new()) {}
  ~State() { EVP_MD_CTX_free(context); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  EVP_MD_CTX* context;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  Require(EVP_DigestInit_ex2(state_->context, Algorithm(), nullptr));
}

Sha256::~Sha256() = default;

void Sha256::Add(std::string_view bytes) {
  Require(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()));
}

std::string Sha256::Hex() {
  Digest digest;
  Require(EVP_DigestFinal_ex(state_->context, digest.data(), nullptr));
  return Hexadecimal(digest);
}

}  // namespace agencywatch::core
