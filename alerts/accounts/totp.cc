#include "alerts/accounts/totp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <array>
#include <stdexcept>
#include <vector>

namespace agencywatch::alerts {
namespace {

constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr int kSteps = 1;  // to either side

std::vector<unsigned char> FromBase32(std::string_view text) {
  std::vector<unsigned char> bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const auto value = kBase32.find(c);
    if (value == std::string_view::npos) throw std::invalid_argument("a secret that is no base32");
    bits = (bits << 5) | static_cast<std::uint32_t>(value);
    count += 5;
    if (count >= 8) {
      count -= 8;
      bytes.push_back(static_cast<unsigned char>(bits >> count));
      bits &= (1U << count) - 1;
    }
  }
  return bytes;
}

}  // namespace

std::string NewTotpSecret() {
  std::string secret;
  for (int i = 0; i < 32; ++i) secret += kBase32[randombytes_uniform(32)];
  return secret;
}

std::string TotpUri(std::string_view account, std::string_view secret) {
  return "otpauth://totp/agencywatch:" + std::string{account} + "?secret=" + std::string{secret} +
         "&issuer=agencywatch&algorithm=SHA1&digits=6&period=30";
}

std::string TotpCode(std::string_view secret, std::int64_t step) {
  const auto key = FromBase32(secret);
  std::array<unsigned char, 8> counter{};
  for (std::size_t i = 0; i < counter.size(); ++i)
    counter[7 - i] = static_cast<unsigned char>(static_cast<std::uint64_t>(step) >> (8 * i));
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned int size = 0;
  if (HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), counter.data(), counter.size(),
           mac.data(), &size) == nullptr ||
      size != 20) {
    throw std::runtime_error("HMAC-SHA-1 cannot be computed");
  }
  const std::size_t offset = mac[19] & 0x0F;
  const std::uint32_t number = (static_cast<std::uint32_t>(mac[offset] & 0x7F) << 24) |
                               (static_cast<std::uint32_t>(mac[offset + 1]) << 16) |
                               (static_cast<std::uint32_t>(mac[offset + 2]) << 8) |
                               static_cast<std::uint32_t>(mac[offset + 3]);
  std::string digits = std::to_string(number % 1'000'000);
  return std::string(6 - digits.size(), '0') + digits;
}

std::optional<std::int64_t> FindTotpStep(std::string_view secret, std::string_view code,
                                         core::Instant now) {
  std::string digits;
  for (const char c : code) {
    if (c != ' ') digits += c;
  }
  digits.resize(6, '\0');
  const std::int64_t present = now.time_since_epoch().count() / kTotpSeconds;
  std::optional<std::int64_t> found;
  for (std::int64_t step = present - kSteps; step <= present + kSteps; ++step) {
    const std::string right = TotpCode(secret, step);
    if (sodium_memcmp(right.data(), digits.data(), right.size()) == 0) found = step;
  }
  return found;
}

}  // namespace agencywatch::alerts
