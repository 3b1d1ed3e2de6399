#include "crawler/vietnamese_fonts.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "core/fold.h"
#include "core/utf8.h"
#include "core/vietnamese_syllable.h"

namespace agencywatch::crawler {
namespace {

// TCVN 5712:1993 VN3, 0xA0 … 0xFF. 0: no letter.
constexpr std::array<char32_t, 96> kTcvn3 = {
    0,    U'Ă', U'Â', U'Ê', U'Ô', U'Ơ', U'Ư', U'Đ', U'ă', U'â', U'ê', U'ô', U'ơ', U'ư', U'đ', 0,
    0,    0,    0,    0,    0,    U'à', U'ả', U'ã', U'á', U'ạ', 0,    U'ằ', U'ẳ', U'ẵ', U'ắ', 0,
    0,    0,    0,    0,    0,    0,    U'ặ', U'ầ', U'ẩ', U'ẫ', U'ấ', U'ậ', U'è', 0,    U'ẻ', U'ẽ',
    U'é', U'ẹ', U'ề', U'ể', U'ễ', U'ế', U'ệ', U'ì', U'ỉ', 0,    0,    0,    U'ĩ', U'í', U'ị', U'ò',
    0,    U'ỏ', U'õ', U'ó', U'ọ', U'ồ', U'ổ', U'ỗ', U'ố', U'ộ', U'ờ', U'ở', U'ỡ', U'ớ', U'ợ', U'ù',
    0,    U'ủ', U'ũ', U'ú', U'ụ', U'ừ', U'ử', U'ữ', U'ứ', U'ự', U'ỳ', U'ỷ', U'ỹ', U'ý', U'ỵ', 0,
};

// VNI: a letter is a vowel, perhaps followed by a sign for its marks.
constexpr char32_t kAcute = 0x301;
constexpr char32_t kGrave = 0x300;
constexpr char32_t kHook = 0x309;
constexpr char32_t kTilde = 0x303;
constexpr char32_t kDot = 0x323;
constexpr char32_t kCircumflex = 0x302;
constexpr char32_t kBreve = 0x306;

struct VniSign {
  std::uint8_t code;   // of the small letter; that of the capital is 0x20 less
  char32_t shape = 0;  // circumflex or breve
  char32_t tone = 0;
};
constexpr std::array kVniSigns = std::to_array<VniSign>({
    {0xF9, 0, kAcute},
    {0xF8, 0, kGrave},
    {0xFB, 0, kHook},
    {0xF5, 0, kTilde},
    {0xEF, 0, kDot},
    {0xE2, kCircumflex, 0},
    {0xE1, kCircumflex, kAcute},
    {0xE0, kCircumflex, kGrave},
    {0xE5, kCircumflex, kHook},
    {0xE3, kCircumflex, kTilde},
    {0xE4, kCircumflex, kDot},
    {0xEA, kBreve, 0},
    {0xE9, kBreve, kAcute},
    {0xE8, kBreve, kGrave},
    {0xFA, kBreve, kHook},
    {0xFC, kBreve, kTilde},
    {0xEB, kBreve, kDot},
});
struct VniLetter {
  std::uint8_t code;  // of the small letter
  char32_t small;
  char32_t capital;
};
constexpr std::array kVniLetters = std::to_array<VniLetter>({
    {0xF4, U'ơ', U'Ơ'},
    {0xF6, U'ư', U'Ư'},
    {0xF1, U'đ', U'Đ'},
    {0xED, U'í', U'Í'},
    {0xEC, U'ì', U'Ì'},
    {0xE6, U'ỉ', U'Ỉ'},
    {0xF3, U'ĩ', U'Ĩ'},
    {0xF2, U'ị', U'Ị'},
    {0xEE, U'ỵ', U'Ỵ'},
});

bool IsCapital(char32_t c) { return c >= 0xC0 && c <= 0xDF; }

const VniSign* FindSign(char32_t c) {
  const char32_t small = IsCapital(c) ? c + 0x20 : c;
  for (const VniSign& sign : kVniSigns)
    if (sign.code == small) return &sign;
  return nullptr;
}

char32_t FindLetter(char32_t c) {
  const char32_t small = IsCapital(c) ? c + 0x20 : c;
  for (const VniLetter& letter : kVniLetters)
    if (letter.code == small) return IsCapital(c) ? letter.capital : letter.small;
  return 0;
}

// `vowel` may bear the sign: circumflex on a, e, o; breve on a; tones alone on these, u, y, ơ and ư.
bool Bears(char32_t vowel, const VniSign& sign) {
  constexpr std::u32string_view kTones = U"aeouyAEOUYơưƠƯ";
  constexpr std::u32string_view kCircumflexes = U"aeoAEO";
  constexpr std::u32string_view kBreves = U"aA";
  const std::u32string_view bearers = sign.shape == kCircumflex ? kCircumflexes
                                      : sign.shape == kBreve    ? kBreves
                                                                : kTones;
  return bearers.find(vowel) != std::u32string_view::npos;
}

// `unknown` counts the Latin-1 letters that are none of the table's.
std::string DecodeTcvn3(std::string_view utf8, std::size_t& unknown) {
  std::string out;
  out.reserve(utf8.size() + utf8.size() / 4);
  for (std::size_t at = 0; at < utf8.size();) {
    const char32_t c = core::NextCodePoint(utf8, at);
    const char32_t letter = c >= 0xA0 && c <= 0xFF ? kTcvn3[c - 0xA0] : 0;
    unknown += letter == 0 && c > 0xA0 && c <= 0xFF ? 1 : 0;
    core::AppendUtf8(out, letter != 0 ? letter : c);
  }
  return out;
}

std::string DecodeVni(std::string_view utf8, std::size_t& unknown) {
  std::string out;
  out.reserve(utf8.size() + utf8.size() / 4);
  char32_t vowel = 0;  // the letter last written, while it may still take a sign
  std::size_t vowel_at = 0;
  for (std::size_t at = 0; at < utf8.size();) {
    const char32_t c = core::NextCodePoint(utf8, at);
    const VniSign* sign = c >= 0xC0 && c <= 0xFF ? FindSign(c) : nullptr;
    if (sign != nullptr && vowel != 0 && Bears(vowel, *sign)) {
      std::string letter;
      core::AppendUtf8(letter, vowel);
      if (sign->shape != 0) core::AppendUtf8(letter, sign->shape);
      if (sign->tone != 0) core::AppendUtf8(letter, sign->tone);
      out.resize(vowel_at);
      out += core::Compose(letter);
      vowel = 0;
      continue;
    }
    const char32_t own = c >= 0xC0 && c <= 0xFF ? FindLetter(c) : 0;
    unknown += own == 0 && c > 0xA0 && c <= 0xFF ? 1 : 0;
    vowel = own != 0 ? own : c;
    vowel_at = out.size();
    core::AppendUtf8(out, vowel);
  }
  return out;
}

// Words with Latin-1 letters, and how many of them become Vietnamese syllables.
struct Count {
  std::size_t words = 0;
  std::size_t syllables = 0;
  std::size_t others = 0;  // words with letters beyond Latin-1: the text is in Unicode
};

bool IsAsciiLetter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string Decode(std::string_view utf8, VietnameseFont font, std::size_t& unknown) {
  return font == VietnameseFont::kTcvn3 ? DecodeTcvn3(utf8, unknown) : DecodeVni(utf8, unknown);
}

bool IsSyllable(std::string_view word, VietnameseFont font) {
  std::size_t unknown = 0;
  const std::string folded = core::FoldPlain(Decode(word, font, unknown));
  return unknown == 0 &&
         std::all_of(folded.begin(), folded.end(), [](char c) { return c >= 'a' && c <= 'z'; }) &&
         core::IsVietnameseSyllable(folded);
}

bool IsLatin1Letter(char32_t c) { return c > 0xA0 && c <= 0xFF; }
bool IsOtherLetter(char32_t c) {
  return (c > 0xFF && c < 0x2000) || (c >= 0x1E00 && c < 0x1F00);  // combining marks, too
}

// Stops early where the text is plainly in Unicode, or in another language.
template <class IsSyllable>
Count CountSyllables(std::string_view utf8, const IsSyllable& is_syllable) {
  constexpr std::size_t kEnoughWords = 400;
  Count count;
  const auto is_other_text = [&] {
    return (count.others >= 8 && count.others * 10 > count.words) ||
           (count.words >= 24 && count.syllables * 2 < count.words);
  };
  for (std::size_t at = 0; at < utf8.size() && count.words < kEnoughWords && !is_other_text();) {
    if (static_cast<unsigned char>(utf8[at]) < 0x80) {
      ++at;
      continue;
    }
    std::size_t begin = at;
    while (begin > 0 && IsAsciiLetter(static_cast<unsigned char>(utf8[begin - 1]))) --begin;
    bool latin = false;
    bool other = false;
    std::size_t end = at;
    for (std::size_t next = at; next < utf8.size();) {
      const char32_t c = core::NextCodePoint(utf8, next);
      if (!IsAsciiLetter(c) && !IsLatin1Letter(c) && !IsOtherLetter(c)) break;
      latin |= IsLatin1Letter(c);
      other |= IsOtherLetter(c);
      end = next;
    }
    if (end == at) {  // no letter: a dash, a bullet
      (void)core::NextCodePoint(utf8, at);
      continue;
    }
    if (other) {
      ++count.others;
    } else if (latin) {
      ++count.words;
      if (is_syllable(utf8.substr(begin, end - begin))) ++count.syllables;
    }
    at = end;
  }
  return count;
}

bool NamesFont(std::string_view utf8, VietnameseFont font) {
  if (font == VietnameseFont::kVni) return utf8.find("VNI-") != std::string_view::npos;
  return utf8.find(".Vn") != std::string_view::npos || utf8.find(".VN") != std::string_view::npos;
}

}  // namespace

std::string_view VietnameseFontName(VietnameseFont font) {
  return font == VietnameseFont::kTcvn3 ? "tcvn3" : "vni";
}

std::optional<VietnameseFont> FindVietnameseFont(std::string_view utf8) {
  // Nearly every page is in Unicode, which shows without decoding a word.
  const auto is_in_unicode = [](const Count& count) { return count.others * 10 > count.words; };
  if (is_in_unicode(CountSyllables(utf8, [](std::string_view) { return true; }))) return {};
  std::optional<VietnameseFont> best;
  std::size_t best_syllables = 0;
  for (const VietnameseFont font : {VietnameseFont::kTcvn3, VietnameseFont::kVni}) {
    const Count count =
        CountSyllables(utf8, [font](std::string_view word) { return IsSyllable(word, font); });
    const std::size_t enough = NamesFont(utf8, font) ? 4 : 12;
    if (count.words < enough || is_in_unicode(count)) continue;
    if (count.syllables * 10 < count.words * 8 || count.syllables <= best_syllables) continue;
    best = font;
    best_syllables = count.syllables;
  }
  return best;
}

std::string DecodeVietnameseFont(std::string_view utf8, VietnameseFont font) {
  std::size_t unknown = 0;
  return Decode(utf8, font, unknown);
}

}  // namespace agencywatch::crawler
