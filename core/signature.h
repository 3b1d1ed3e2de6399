// Ed25519 signatures (RFC 8032, through libsodium) and the files that keep keys and signatures.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace agencywatch::core {

class SigningKey {
 public:
  [[nodiscard]] static SigningKey Make();  // random
  // What FileText wrote. Throws core::InputError, which calls the file `name`; no message holds the key.
  [[nodiscard]] static SigningKey FromFileText(std::string_view text, const std::string& name);

  SigningKey(const SigningKey&) = delete;
  SigningKey(SigningKey&& other) noexcept;
  SigningKey& operator=(const SigningKey&) = delete;
  SigningKey& operator=(SigningKey&&) = delete;
  ~SigningKey();  // wipes the secret

  [[nodiscard]] std::string FileText() const;  // secret: for a file that its owner alone may read
  [[nodiscard]] std::string Fingerprint() const;
  // The whole text of a signature file: public key and signature of `message`, in hexadecimal.
  [[nodiscard]] std::string Sign(std::string_view message) const;

 private:
  SigningKey() = default;
  std::array<unsigned char, 64> secret_{};
  std::array<unsigned char, 32> public_{};
};

// A signature file that is well formed and fits the message: the fingerprint of the key that made it, 64 lower-case
// hexadecimal digits (SHA-256 of the public key). nullopt otherwise, also when one byte of the file is not as Sign
// writes it.
[[nodiscard]] std::optional<std::string> CheckSignature(std::string_view signature_file,
                                                        std::string_view message);

// The signature in hexadecimal, of a file that Sign wrote.
[[nodiscard]] std::string SignatureHex(std::string_view signature_file);

// A fingerprint as people type it: capitals, blanks, colons and dashes between the digits. nullopt for anything else.
[[nodiscard]] std::optional<std::string> ReadFingerprint(std::string_view typed);
// In groups of four, to be read aloud or compared on paper.
[[nodiscard]] std::string GroupedFingerprint(std::string_view fingerprint);

}  // namespace agencywatch::core
