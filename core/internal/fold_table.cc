#include "core/internal/fold_table.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <string>
#include <utility>

namespace agencywatch::core::internal {
namespace {

struct Lookalike {
  char32_t code_point;
  char latin;
};
// Unicode TR39 confusables that occur in practice: Cyrillic, Greek, Armenian.
constexpr std::array kForeignLookalikes = {
    Lookalike{U'а', 'a'}, Lookalike{U'е', 'e'}, Lookalike{U'о', 'o'}, Lookalike{U'р', 'p'},
    Lookalike{U'с', 'c'}, Lookalike{U'у', 'y'}, Lookalike{U'х', 'x'}, Lookalike{U'і', 'i'},
    Lookalike{U'ј', 'j'}, Lookalike{U'ѕ', 's'}, Lookalike{U'һ', 'h'}, Lookalike{U'ԁ', 'd'},
    Lookalike{U'ԛ', 'q'}, Lookalike{U'ԝ', 'w'}, Lookalike{U'к', 'k'}, Lookalike{U'м', 'm'},
    Lookalike{U'т', 't'}, Lookalike{U'н', 'h'}, Lookalike{U'в', 'b'}, Lookalike{U'ӏ', 'l'},
    Lookalike{U'А', 'a'}, Lookalike{U'В', 'b'}, Lookalike{U'Е', 'e'}, Lookalike{U'К', 'k'},
    Lookalike{U'М', 'm'}, Lookalike{U'Н', 'h'}, Lookalike{U'О', 'o'}, Lookalike{U'Р', 'p'},
    Lookalike{U'С', 'c'}, Lookalike{U'Т', 't'}, Lookalike{U'У', 'y'}, Lookalike{U'Х', 'x'},
    Lookalike{U'І', 'i'}, Lookalike{U'Ј', 'j'}, Lookalike{U'Ѕ', 's'}, Lookalike{U'Ԍ', 'g'},
    Lookalike{U'α', 'a'}, Lookalike{U'ο', 'o'}, Lookalike{U'ν', 'v'}, Lookalike{U'ρ', 'p'},
    Lookalike{U'ι', 'i'}, Lookalike{U'κ', 'k'}, Lookalike{U'υ', 'u'}, Lookalike{U'τ', 't'},
    Lookalike{U'χ', 'x'}, Lookalike{U'ε', 'e'}, Lookalike{U'η', 'n'}, Lookalike{U'γ', 'y'},
    Lookalike{U'ω', 'w'}, Lookalike{U'β', 'b'}, Lookalike{U'Α', 'a'}, Lookalike{U'Β', 'b'},
    Lookalike{U'Ε', 'e'}, Lookalike{U'Ζ', 'z'}, Lookalike{U'Η', 'h'}, Lookalike{U'Ι', 'i'},
    Lookalike{U'Κ', 'k'}, Lookalike{U'Μ', 'm'}, Lookalike{U'Ν', 'n'}, Lookalike{U'Ο', 'o'},
    Lookalike{U'Ρ', 'p'}, Lookalike{U'Τ', 't'}, Lookalike{U'Υ', 'y'}, Lookalike{U'Χ', 'x'},
    Lookalike{U'օ', 'o'}, Lookalike{U'ո', 'n'}, Lookalike{U'ս', 'u'}, Lookalike{U'հ', 'h'},
};
// Latin letters that Unicode does not decompose: small capitals and letters used for their looks.
constexpr std::array kStyledLookalikes = {
    Lookalike{U'ᴀ', 'a'}, Lookalike{U'ʙ', 'b'}, Lookalike{U'ᴄ', 'c'}, Lookalike{U'ᴅ', 'd'},
    Lookalike{U'ᴇ', 'e'}, Lookalike{U'ꜰ', 'f'}, Lookalike{U'ɢ', 'g'}, Lookalike{U'ʜ', 'h'},
    Lookalike{U'ɪ', 'i'}, Lookalike{U'ᴊ', 'j'}, Lookalike{U'ᴋ', 'k'}, Lookalike{U'ʟ', 'l'},
    Lookalike{U'ᴍ', 'm'}, Lookalike{U'ɴ', 'n'}, Lookalike{U'ᴏ', 'o'}, Lookalike{U'ᴘ', 'p'},
    Lookalike{U'ʀ', 'r'}, Lookalike{U'ꜱ', 's'}, Lookalike{U'ᴛ', 't'}, Lookalike{U'ᴜ', 'u'},
    Lookalike{U'ᴠ', 'v'}, Lookalike{U'ᴡ', 'w'}, Lookalike{U'ʏ', 'y'}, Lookalike{U'ᴢ', 'z'},
    Lookalike{U'ɑ', 'a'}, Lookalike{U'ɡ', 'g'}, Lookalike{U'ı', 'i'}, Lookalike{U'ⅼ', 'l'},
};

struct Spelling {
  char32_t code_point;
  std::string_view text;
};
constexpr std::array kSpellings = {
    Spelling{U'‘', "'"},   Spelling{U'’', "'"},     Spelling{U'‚', "'"},   Spelling{U'‛', "'"},
    Spelling{U'′', "'"},   Spelling{U'ʼ', "'"},     Spelling{U'´', "'"},   Spelling{U'“', "\""},
    Spelling{U'”', "\""},  Spelling{U'„', "\""},    Spelling{U'‟', "\""},  Spelling{U'″', "\""},
    Spelling{U'«', "\""},  Spelling{U'»', "\""},    Spelling{U'‹', "'"},   Spelling{U'›', "'"},
    Spelling{U'「', "\""}, Spelling{U'」', "\""},   Spelling{U'–', "-"},   Spelling{U'—', "-"},
    Spelling{U'―', "-"},   Spelling{U'‐', "-"},     Spelling{U'‑', "-"},   Spelling{U'‒', "-"},
    Spelling{U'−', "-"},   Spelling{U'·', "."},     Spelling{U'‧', "."},   Spelling{U'∙', "."},
    Spelling{U'・', "."},  Spelling{U'×', "x"},     Spelling{U'÷', "/"},   Spelling{U'⁄', "/"},
    Spelling{U'∕', "/"},   Spelling{U'→', "->"},    Spelling{U'➡', "->"},  Spelling{U'➔', "->"},
    Spelling{U'➜', "->"},  Spelling{U'≥', ">="},    Spelling{U'≤', "<="},  Spelling{U'₫', "d"},
    Spelling{U'€', "eur"}, Spelling{U'£', "gbp"},   Spelling{U'¥', "jpy"}, Spelling{U'₩', "krw"},
    Spelling{U'฿', "thb"}, Spelling{U'₽', "rub"}, Spelling{U'đ', "d"},   Spelling{U'Đ', "d"},
    Spelling{U'ð', "d"},   Spelling{U'Ð', "d"},     Spelling{U'ɖ', "d"},   Spelling{U'Ɖ', "d"},
    Spelling{U'ħ', "h"},   Spelling{U'Ħ', "h"},     Spelling{U'ł', "l"},   Spelling{U'Ł', "l"},
    Spelling{U'ø', "o"},   Spelling{U'Ø', "o"},     Spelling{U'æ', "ae"},  Spelling{U'Æ', "ae"},
    Spelling{U'œ', "oe"},  Spelling{U'Œ', "oe"},    Spelling{U'ß', "ss"},  Spelling{U'ŧ', "t"},
    Spelling{U'Ŧ', "t"},   Spelling{U'、', ","},    Spelling{U'。', "."},  Spelling{U'～', "~"},
    Spelling{U'♂', "nam"}, Spelling{U'♀', "nu"},
};

// Where code points have something to fold to; see Of().
struct Block {
  char32_t first;
  char32_t last;
};
constexpr std::array kBlocks = {Block{0x00, 0x33FF},     Block{0xA720, 0xA7FF},
                                Block{0xFB00, 0xFB06},   Block{0xFE00, 0xFE0F},
                                Block{0xFEFF, 0xFFEF},   Block{0x1D400, 0x1D7FF},
                                Block{0x1F100, 0x1F1AD}, Block{0xE0000, 0xE01EF}};

bool IsEmojiDigit(char32_t at) {
  return at == 0xB2 || at == 0xB3 || at == 0xB9 || (at >= 0x2070 && at <= 0x2089) ||
         (at >= 0x2460 && at <= 0x249B) || (at >= 0x24EA && at <= 0x24FF) ||
         (at >= 0x2776 && at <= 0x2793) || (at >= 0x1F100 && at <= 0x1F10A);
}
bool IsStyled(char32_t at) {
  return (at >= 0x249C && at <= 0x24E9) || (at >= 0xFF10 && at <= 0xFF5A) ||
         (at >= 0x1D400 && at <= 0x1D7FF) || (at >= 0x1F110 && at <= 0x1F189);
}

FoldEntry Make(char32_t at, const icu::Normalizer2* nfkd) {
  using Kind = FoldEntry::Kind;
  FoldEntry entry;
  const auto point = static_cast<UChar32>(at);
  if (at < 0x80) {
    if (u_isUWhiteSpace(point)) {
      entry.kind = Kind::kBlank;
      return entry;
    }
    if (at < 0x20 || at == 0x7F) return entry;
    const char c = static_cast<char>(at);
    const char lower = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    entry.Set(std::string_view(&lower, 1));
    entry.flags = static_cast<std::uint8_t>(lower != c ? kUpper : 0);
    return entry;
  }
  if (u_isUWhiteSpace(point)) {
    entry.kind = Kind::kBlank;
    return entry;
  }
  const int type = u_charType(point);
  if ((at >= 0xFE00 && at <= 0xFE0F) || at >= 0xE0000 || at == 0x20E3) {
    entry.kind = Kind::kSelector;
    return entry;
  }
  if (at == 0xAD || at == 0x115F || at == 0x1160 || at == 0x3164 || at == 0xFFA0 ||
      at == 0x034F || type == U_FORMAT_CHAR) {
    entry.kind = Kind::kInvisible;
    return entry;
  }
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK) {
    entry.kind = Kind::kMark;
    return entry;
  }
  if (at == 0x2122 || at == 0x2120)
    return entry;  // trade marks would grow into the word before them
  icu::UnicodeString parts;
  if (nfkd == nullptr || !nfkd->getDecomposition(point, parts)) parts = icu::UnicodeString(point);
  std::string text;
  bool marked = false;
  bool upper = false;
  for (int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) {
    const UChar32 part = parts.char32At(i);
    const int part_type = u_charType(part);
    if (part_type == U_NON_SPACING_MARK) {
      marked = true;
    } else if (u_charDigitValue(part) >= 0 && part_type == U_DECIMAL_DIGIT_NUMBER) {
      text += static_cast<char>('0' + u_charDigitValue(part));
      if (part > 0x7F) entry.flags |= kStyled;
    } else if (part < 0x80 && part > 0x20) {
      const char c = static_cast<char>(part);
      upper = upper || (c >= 'A' && c <= 'Z');
      text += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    } else if (part == 0x2044) {
      text += '/';
    } else if (part != 0x20) {
      // A letter of another script; its marks (й, ё) come off with it.
      if (u_isUAlphabetic(part) != 0) entry.flags |= kForeign;
      for (const Lookalike& look : kForeignLookalikes) {
        if (look.code_point == static_cast<char32_t>(part) && marked == false &&
            parts.length() > 1) {
          text += look.latin;
        }
      }
      if (text.empty()) return entry;
    }
  }
  if (text.empty() || text.size() > entry.text.size()) return entry;
  entry.Set(text);
  entry.flags = static_cast<std::uint8_t>(
      entry.flags | (upper ? kUpper : 0) | (marked ? kMarked : 0) |
      (IsEmojiDigit(at) ? kEmojiDigit : 0) | (IsStyled(at) ? kStyled : 0));
  return entry;
}

}  // namespace

const FoldTable& FoldTable::Get() {
  static const FoldTable table;
  return table;
}

FoldTable::FoldTable() {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkd = icu::Normalizer2::getNFKDInstance(status);
  for (const Block& block : kBlocks) {
    for (char32_t at = block.first; at <= block.last; ++at) entries_.push_back(Make(at, nfkd));
  }
  for (const Spelling& spelling : kSpellings) {
    FoldEntry& entry = At(spelling.code_point);
    entry = FoldEntry{};
    entry.Set(spelling.text);
    const auto upper = u_isUUppercase(static_cast<UChar32>(spelling.code_point)) != 0;
    entry.flags =
        static_cast<std::uint8_t>((upper ? kUpper : 0) | (spelling.text == "d" ? kMarked : 0));
  }
  for (const Lookalike& look : kForeignLookalikes) SetLookalike(look.code_point, look.latin, kForeign);
  for (const Lookalike& look : kStyledLookalikes) SetLookalike(look.code_point, look.latin, kStyled);
  // Negative circled and squared letters have no decomposition.
  for (char32_t first : {char32_t{0x1F150}, char32_t{0x1F170}}) {
    for (char32_t n = 0; n < 26; ++n) {
      SetLookalike(first + n, static_cast<char>('a' + n), kStyled | kUpper);
    }
  }
  ten_.Set("10");
  ten_.flags = kEmojiDigit;
}

const FoldEntry& FoldTable::OfLater(char32_t code_point) const {
  std::size_t offset = 0;
  for (const Block& block : kBlocks) {
    if (code_point < block.first) break;
    if (code_point <= block.last) return entries_[offset + (code_point - block.first)];
    offset += block.last - block.first + 1;
  }
  return code_point == 0x1F51F ? ten_ : other_;
}

FoldEntry& FoldTable::At(char32_t code_point) {
  return const_cast<FoldEntry&>(std::as_const(*this).Of(code_point));
}

void FoldTable::SetLookalike(char32_t code_point, char latin, int flags) {
  FoldEntry& entry = At(code_point);
  entry = FoldEntry{};
  entry.Set(std::string_view(&latin, 1));
  entry.flags = static_cast<std::uint8_t>(
      flags | (u_isUUppercase(static_cast<UChar32>(code_point)) != 0 ? kUpper : 0));
}

}  // namespace agencywatch::core::internal
