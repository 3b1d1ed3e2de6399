#include "alerts/accounts/password.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <new>
#include <set>
#include <vector>

#include "core/errors.h"
#include "core/fold.h"
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

constexpr std::string_view kProduct = "agencywatch";
constexpr std::size_t kLeastName = 4;  // a shorter one stands in many words by chance
// Of which the passwords that are tried first are made, once figures and signs are taken off. Vietnamese without marks.
constexpr auto kCommonWords = std::to_array<std::string_view>({
    "abc",     "abcd",    "access",  "admin",   "administrator", "anhyeuem", "baby",     "batman",   "changeme", "chungta",  "computer", "conchocon",
    "default", "demo",    "dragon",  "emyeuanh", "facebook",     "football", "freedom",  "google",   "guest",    "hanoi",    "hello",    "iloveyou",
    "khong",   "khongbiet", "khongco", "letmein", "login",       "love",     "master",   "mat",      "matkhau",  "khau",     "michael",  "monkey",
    "moi",     "my",      "new",     "nguyen",  "office",        "pass",     "passw",    "passwd",   "password", "princess", "qwerty",   "root",
    "saigon",  "secret",  "security", "server", "shadow",        "soccer",   "starwars", "summer",   "sunshine", "superman", "system",   "temp",
    "test",    "thanhtra", "toi",    "toiyeuem", "trustno",      "user",     "vietnam",  "welcome",  "whatever", "winter",   "word",     "yeuem",
    "the",     "is",      "cua",     "la",      "lao",           "dong",     "laodong",  "tran",     "pham",     "anh",      "em",       "yeu"});
constexpr std::array<std::string_view, 4> kRows = {"1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"};

// Without signs and blanks; without figures too, unless they are to be kept.
std::string Only(std::string_view text, bool figures) {
  std::string out;
  for (const char c : text) {
    if ((c >= 'a' && c <= 'z') || (figures && c >= '0' && c <= '9')) out += c;
  }
  return out;
}

// Up to four letters again and again, or hardly any different ones.
bool IsRepeated(std::string_view text) {
  for (std::size_t period = 1; period <= 4 && period < text.size(); ++period) {
    if (text.substr(period) == text.substr(0, text.size() - period)) return true;
  }
  return std::set<char>(text.begin(), text.end()).size() < 5;
}

bool AreNeighbours(char a, char b) {
  if (a == b || a + 1 == b || b + 1 == a) return true;
  return std::any_of(kRows.begin(), kRows.end(), [&](std::string_view row) {
    const auto at = row.find(a);
    return at != std::string_view::npos && ((at > 0 && row[at - 1] == b) || (at + 1 < row.size() && row[at + 1] == b));
  });
}

// 1234567890ab, qwertyuiop12: nearly every letter is the neighbour of the one before.
bool IsSequence(std::string_view text) {
  std::size_t steps = 0;
  for (std::size_t i = 1; i < text.size(); ++i) steps += AreNeighbours(text[i - 1], text[i]) ? 1 : 0;
  return steps * 4 >= (text.size() - 1) * 3;
}

// Nothing but common words, one behind the other; true of no letters at all (figures and signs only).
bool IsCommon(std::string_view letters) {
  std::vector<bool> reached(letters.size() + 1, false);
  reached[0] = true;
  for (std::size_t at = 0; at < letters.size(); ++at) {
    if (!reached[at]) continue;
    for (const auto word : kCommonWords) {
      if (letters.substr(at).starts_with(word)) reached[at + word.size()] = true;
    }
  }
  return reached.back();
}

}  // namespace

void RequireGoodPassword(std::string_view password, std::string_view account) {
  const auto refuse = [](const std::string& what) {
    throw core::InputError({"", 0, 0, what, "use 12 letters or more: four words that do not belong together are easy to keep"});
  };
  std::size_t letters = 0;
  for (std::size_t at = 0; at < password.size(); ++letters)
    static_cast<void>(core::NextCodePoint(password, at));
  if (letters < kMinPasswordLetters) refuse("the password is too short");
  if (password.size() > kMaxPasswordBytes) refuse("the password is longer than 512 bytes");
  const std::string plain = core::FoldPlain(password);
  if (IsRepeated(plain) || IsSequence(plain)) refuse("the password repeats a few letters, or follows the keyboard");
  const std::string words = Only(plain, true);
  const std::string name = Only(core::FoldPlain(account), true);
  if (words.find(kProduct) != std::string::npos || (name.size() >= kLeastName && words.find(name) != std::string::npos))
    refuse("the password contains the account's name or the program's");
  if (IsCommon(Only(plain, false))) refuse("the password is made of words that are tried first");
}

std::string HashPassword(std::string_view password) { return Hash(password); }

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
