#include "core/signature.h"

#include <sodium.h>

#include "core/errors.h"
#include "core/sha256.h"
#include "core/utf8.h"

namespace agencywatch::core {
namespace {

static_assert(crypto_sign_SECRETKEYBYTES == 64 && crypto_sign_PUBLICKEYBYTES == 32 &&
              crypto_sign_BYTES == 64);
constexpr std::string_view kKeyLabel = "agencywatch-dossier-key ed25519 ";
constexpr std::string_view kPublicLabel = "public-key ed25519 ";
constexpr std::string_view kSignatureLabel = "signature ";

std::string Hex(const unsigned char* bytes, std::size_t size) {
  std::string hex(size * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), bytes, size);
  hex.pop_back();
  return hex;
}

// Exactly as many bytes as fit.
template <std::size_t N>
bool FromHex(std::string_view hex, std::array<unsigned char, N>& bytes) {
  std::size_t read = 0;
  return hex.size() == 2 * N &&
         sodium_hex2bin(bytes.data(), N, hex.data(), hex.size(), nullptr, &read, nullptr) == 0 &&
         read == N;
}

std::string FingerprintOf(const std::array<unsigned char, 32>& public_key) {
  return Sha256Hex({reinterpret_cast<const char*>(public_key.data()), public_key.size()});
}

std::string SignatureFile(const std::array<unsigned char, 32>& public_key,
                          const std::array<unsigned char, 64>& signature) {
  return std::string{kPublicLabel} + Hex(public_key.data(), public_key.size()) + "\n" +
         std::string{kSignatureLabel} + Hex(signature.data(), signature.size()) + "\n";
}

const unsigned char* BytesOf(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

SigningKey SigningKey::Make() {
  SigningKey key;
  crypto_sign_keypair(key.public_.data(), key.secret_.data());
  return key;
}

SigningKey SigningKey::FromFileText(std::string_view text, const std::string& name) {
  SigningKey key;
  const std::string_view line = Trim(text);
  std::array<unsigned char, 32> seed{};
  const bool read =
      line.starts_with(kKeyLabel) && FromHex(line.substr(kKeyLabel.size()), seed);
  if (read) crypto_sign_seed_keypair(key.public_.data(), key.secret_.data(), seed.data());
  sodium_memzero(seed.data(), seed.size());
  if (!read) {
    throw InputError({name, 0, 0, "this is no key for dossiers",
                      "agencywatch dossier key makes one; give its file"});
  }
  return key;
}

SigningKey::SigningKey(SigningKey&& other) noexcept
    : secret_(other.secret_), public_(other.public_) {
  sodium_memzero(other.secret_.data(), other.secret_.size());
}

SigningKey::~SigningKey() { sodium_memzero(secret_.data(), secret_.size()); }

std::string SigningKey::FileText() const {
  std::array<unsigned char, 32> seed{};
  crypto_sign_ed25519_sk_to_seed(seed.data(), secret_.data());
  std::string text = std::string{kKeyLabel} + Hex(seed.data(), seed.size()) + "\n";
  sodium_memzero(seed.data(), seed.size());
  return text;
}

std::string SigningKey::Fingerprint() const { return FingerprintOf(public_); }

std::string SigningKey::Sign(std::string_view message) const {
  std::array<unsigned char, 64> signature{};
  crypto_sign_detached(signature.data(), nullptr, BytesOf(message), message.size(), secret_.data());
  return SignatureFile(public_, signature);
}

std::optional<std::string> CheckSignature(std::string_view signature_file,
                                          std::string_view message) {
  std::array<unsigned char, 32> public_key{};
  std::array<unsigned char, 64> signature{};
  const std::size_t line = signature_file.find('\n');
  if (line == signature_file.npos || !signature_file.starts_with(kPublicLabel)) return {};
  const std::string_view second = Trim(signature_file.substr(line + 1));
  if (!second.starts_with(kSignatureLabel) ||
      !FromHex(signature_file.substr(kPublicLabel.size(), line - kPublicLabel.size()), public_key) ||
      !FromHex(second.substr(kSignatureLabel.size()), signature) ||
      SignatureFile(public_key, signature) != signature_file)
    return {};
  if (crypto_sign_verify_detached(signature.data(), BytesOf(message), message.size(),
                                  public_key.data()) != 0)
    return {};
  return FingerprintOf(public_key);
}

std::string SignatureHex(std::string_view signature_file) {
  const std::size_t at = signature_file.find(kSignatureLabel);
  return at == signature_file.npos ? "" : std::string{Trim(signature_file.substr(at + kSignatureLabel.size()))};
}

std::optional<std::string> ReadFingerprint(std::string_view typed) {
  std::string digits;
  for (const char c : typed) {
    if (c == ' ' || c == ':' || c == '-' || c == '\t') continue;
    digits += c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
  }
  if (digits.size() != 64 || digits.find_first_not_of("0123456789abcdef") != digits.npos) return {};
  return digits;
}

std::string GroupedFingerprint(std::string_view fingerprint) {
  std::string grouped;
  for (std::size_t at = 0; at < fingerprint.size(); at += 4) {
    grouped += (at == 0 ? "" : " ");
    grouped += fingerprint.substr(at, 4);
  }
  return grouped;
}

}  // namespace agencywatch::core
