#include "core/vietnamese_syllable.h"

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_set>

namespace agencywatch::core {
namespace {

constexpr std::array<std::string_view, 29> kOnsets = {
    "",    "b",  "c", "ch", "d",  "g", "gh", "gi", "h",  "k",  "kh", "l", "m",  "n", "ng",
    "ngh", "nh", "p", "ph", "qu", "r", "s",  "t",  "th", "tr", "v",  "x", "dr", "kr"};
constexpr std::array<std::string_view, 9> kCodas = {"", "c", "ch", "m", "n", "ng", "nh", "p", "t"};
// Nuclei that may stand open, and those that may take a coda.
constexpr std::array<std::string_view, 36> kOpen = {
    "a",   "e",   "i",   "o",   "u",   "y",   "ai",  "ao",  "au",  "ay",  "eo",  "eu",
    "ia",  "iu",  "oa",  "oe",  "oi",  "ua",  "ue",  "ui",  "uo",  "uu",  "uy",  "ieu",
    "yeu", "oai", "oay", "oao", "oeo", "uoi", "uou", "uay", "uya", "uyu", "uau", "oo"};
constexpr std::array<std::string_view, 16> kClosed = {
    "a", "e", "i", "o", "u", "y", "ie", "ye", "oa", "oe", "oo", "uo", "ua", "ue", "uy", "uye"};

template <std::size_t N>
bool Has(const std::array<std::string_view, N>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

}  // namespace

bool IsVietnameseSyllable(std::string_view letters) {
  if (letters.empty() || letters.size() > 7) return false;
  for (const std::string_view onset : kOnsets) {
    if (letters.substr(0, onset.size()) != onset) continue;
    const std::string_view rime = letters.substr(onset.size());
    for (const std::string_view coda : kCodas) {
      if (rime.size() <= coda.size() || rime.substr(rime.size() - coda.size()) != coda) continue;
      const std::string_view nucleus = rime.substr(0, rime.size() - coda.size());
      if (coda.empty() ? Has(kOpen, nucleus) : Has(kClosed, nucleus)) return true;
    }
  }
  return false;
}

bool IsKnownForeignWord(std::string_view letters) {
  static const std::unordered_set<std::string_view> words = {
      "visa",      "malaysia",  "shopee",        "lazada",   "tiktok",   "massage",   "casino",
      "singapore", "campuchia", "cambodia",      "telegram", "zalo",     "facebook",  "dubai",
      "korea",     "japan",     "canada",        "online",   "deposit",  "money",     "work",
      "job",       "order",     "free",          "passport", "new",      "zealand",   "taiwan",
      "bavet",     "poipet",    "sihanoukville", "vip",      "bank",     "spa",       "karaoke",
      "game",      "chat",      "sale",          "myanmar",  "macau",    "australia", "germany",
      "poland",    "hungary",   "romania",       "serbia",   "whatsapp", "tele",      "usdt",
      "bitcoin",   "crypto",    "telesales"};
  return words.count(letters) != 0;
}

std::vector<std::size_t> SyllableCuts(std::string_view letters) {
  if (letters.size() > 40 || IsVietnameseSyllable(letters) || IsKnownForeignWord(letters))
    return {};
  constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
  std::vector<std::size_t> pieces(letters.size() + 1, kNone);
  std::vector<std::size_t> from(letters.size() + 1, 0);
  pieces[0] = 0;
  for (std::size_t end = 1; end <= letters.size(); ++end) {
    // From the longest piece to the shortest, so that on a tie the first word is the shorter one.
    for (std::size_t start = end > 13 ? end - 13 : 0; start + 2 <= end; ++start) {
      if (pieces[start] == kNone || pieces[start] + 1 >= pieces[end]) continue;
      const std::string_view piece = letters.substr(start, end - start);
      if (!IsVietnameseSyllable(piece) && !IsKnownForeignWord(piece)) continue;
      pieces[end] = pieces[start] + 1;
      from[end] = start;
    }
  }
  if (pieces[letters.size()] == kNone) return {};
  std::vector<std::size_t> cuts;
  for (std::size_t at = from[letters.size()]; at > 0; at = from[at]) cuts.push_back(at);
  std::reverse(cuts.begin(), cuts.end());
  return cuts;
}

}  // namespace agencywatch::core
