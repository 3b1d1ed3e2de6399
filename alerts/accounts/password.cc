#include "alerts/accounts/password.h"

#include <sodium.h>

#include <array>
#include <new>

#include "core/errors.h"
#include "core/utf8.h"

namespace agencywatch::alerts {
namespace {

std::string Hash(std::string_view password) {
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(),
                            crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::bad_alloc();
  }
  return out.data();
}

}  // namespace

std::string HashPassword(std::string_view password) {
  std::size_t letters = 0;
  for (std::size_t at = 0; at < password.size(); ++letters)
    static_cast<void>(core::NextCodePoint(password, at));
  if (letters < kMinPasswordLetters || password.size() > kMaxPasswordBytes) {
    throw core::InputError({"", 0, 0, "the password is too short or too long",
                            "use 12 letters or more, at most 512 bytes"});
  }
  return Hash(password);
}

bool VerifyPassword(const std::string& hash, std::string_view password) {
  static const std::string kNobody = Hash("nobody has this password");
  const std::string& against = hash.empty() ? kNobody : hash;
  const bool right =
      crypto_pwhash_str_verify(against.c_str(), password.data(), password.size()) == 0;
  return right && !hash.empty();
}

std::string NewPassword() {
  static constexpr std::string_view kLetters = "abcdefghjkmnpqrstuvwxyz23456789";
  std::string password;
  for (int i = 0; i < 20; ++i) {
    if (i > 0 && i % 5 == 0) password += '-';
    password += kLetters[randombytes_uniform(static_cast<std::uint32_t>(kLetters.size()))];
  }
  return password;
}

}  // namespace agencywatch::alerts
