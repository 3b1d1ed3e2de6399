// SHA-256 (FIPS 180-4), through OpenSSL's libcrypto, which takes the processor's own instructions for it where there are
// some: every page is digested several times.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace agencywatch::core {

[[nodiscard]] std::string Sha256Hex(std::string_view bytes);  // 64 lower-case hexadecimal digits
[[nodiscard]] std::string Sha256Base32(
    std::string_view bytes);  // RFC 4648, upper case, no padding: WARC digests

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  void Add(std::string_view bytes);
  [[nodiscard]] std::string Hex();  // ends the computation; call once

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace agencywatch::core
