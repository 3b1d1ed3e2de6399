// SHA-256 (FIPS 180-4), through libsodium.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace agencywatch::core {

[[nodiscard]] std::string Sha256Hex(std::string_view bytes);  // 64 lower-case hexadecimal digits
[[nodiscard]] std::string Sha256Base32(
    std::string_view bytes);  // RFC 4648, upper case, no padding: WARC digests

class Sha256 {
 public:
  Sha256();
  void Add(std::string_view bytes);
  [[nodiscard]] std::string Hex();  // ends the computation; call once

 private:
  alignas(16) std::array<unsigned char, 128> state_{};
};

}  // namespace agencywatch::core
