// Passwords, kept as Argon2id (RFC 9106) by libsodium.
#pragma once

#include <string>
#include <string_view>

namespace agencywatch::alerts {

inline constexpr std::size_t kMinPasswordLetters =
    12;  // NIST SP 800-63B-4 asks for 15 or a second factor
inline constexpr std::size_t kMaxPasswordBytes = 512;

// Throws core::InputError, which says what to do, for a password that is short or is guessed first: repeated or neighbouring
// letters, common words, the account's name or the program's. Source: NIST SP 800-63B section 5.1.1.2.
void RequireGoodPassword(std::string_view password, std::string_view account);

// "$argon2id$…" with a salt of its own; 64 MB and some 0.1 s.
[[nodiscard]] std::string HashPassword(std::string_view password);
// An empty `hash` (nobody of that name) takes as long as a real one, and is false.
[[nodiscard]] bool VerifyPassword(const std::string& hash, std::string_view password);

// Random, from an alphabet that is hard to misread: four groups of five.
[[nodiscard]] std::string NewPassword();

}  // namespace agencywatch::alerts
