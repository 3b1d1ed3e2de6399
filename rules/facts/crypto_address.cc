#include "rules/facts/crypto_address.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/sha256.h"

namespace agencywatch::rules {
namespace {

constexpr std::string_view kBase58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::string_view kBech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

bool MadeOf(std::string_view text, std::string_view letters) {
  return text.find_first_not_of(letters) == std::string_view::npos;
}

std::string FromHex(std::string_view hex) {
  const auto value = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(value(hex[i]) * 16 + value(hex[i + 1]));
  return bytes;
}

// 25 bytes: a version, a hash of 20, and the first four of the SHA-256 of the SHA-256 of both.
bool Base58CheckHolds(std::string_view address) {
  std::array<unsigned, 25> bytes{};
  for (const char c : address) {
    unsigned carry = static_cast<unsigned>(kBase58.find(c));
    for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte) {
      carry += *byte * 58;
      *byte = carry % 256;
      carry /= 256;
    }
    if (carry != 0) return false;
  }
  std::string whole;
  for (const unsigned byte : bytes) whole += static_cast<char>(byte);
  const std::string once = FromHex(core::Sha256Hex(std::string_view(whole).substr(0, 21)));
  return FromHex(core::Sha256Hex(once)).compare(0, 4, whole, 21, 4) == 0;
}

}  // namespace

std::optional<CryptoAddress> KindOfCryptoAddress(std::string_view address) {
  if (address.size() == 42 && (address.starts_with("0x") || address.starts_with("0X")) &&
      MadeOf(address.substr(2), "0123456789abcdefABCDEF"))
    return CryptoAddress{"USDT-ERC20"};
  if (address.size() == 34 && address[0] == 'T' && MadeOf(address, kBase58))
    return CryptoAddress{"USDT-TRC20", true, Base58CheckHolds(address)};
  if (address.starts_with("bc1") && address.size() >= 42 && address.size() <= 62 &&
      MadeOf(address.substr(3), kBech32))
    return CryptoAddress{"BTC"};
  if (address.size() >= 26 && address.size() <= 35 && (address[0] == '1' || address[0] == '3') &&
      MadeOf(address, kBase58) && Base58CheckHolds(address))
    return CryptoAddress{"BTC", true, true};
  return {};
}

}  // namespace agencywatch::rules
