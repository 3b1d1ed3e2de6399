#include "core/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "core/utf8.h"
#include "core/vietnamese_syllable.h"

namespace agencywatch::core {
namespace {

constexpr char kSymbol = '\x01';

// What is known about a folded byte beyond the byte itself.
enum Flag : std::uint8_t {
  kUpper = 1,        // written as a capital
  kMarked = 2,       // had Vietnamese marks, or was a đ
  kForeign = 4,      // a letter of a script other than Latin
  kStyled = 8,       // full-width, mathematical, circled, small capital …
  kEmojiDigit = 16,  // keycap, circled, superscript
  kWide = 32,        // a blank written as two or more
  kNewline = 64      // a blank with a line break in it
};

struct Cell {
  std::uint32_t start = 0;  // the original bytes that this folded byte stands for
  std::uint32_t end = 0;
  char c = 0;
  std::uint8_t flags = 0;
};

// How one code point folds.
struct Entry {
  enum class Kind : std::uint8_t { kSymbolKind, kText, kBlank, kMark, kInvisible, kSelector };
  Kind kind = Kind::kSymbolKind;
  std::uint8_t size = 0;
  std::uint8_t flags = 0;
  std::array<char, 5> text{};

  void Set(std::string_view bytes) {
    kind = Kind::kText;
    size = static_cast<std::uint8_t>(bytes.size());
    std::copy(bytes.begin(), bytes.end(), text.begin());
  }
};

constexpr bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsWord(char c) { return IsLetter(c) || IsDigit(c); }
constexpr bool IsVowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

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

// Where code points have something to fold to; everything outside is a symbol (Han, emoji …).
struct Block {
  char32_t first;
  char32_t last;
};
constexpr std::array kBlocks = {Block{0x00, 0x33FF},     Block{0xA720, 0xA7FF},
                                Block{0xFB00, 0xFB06},   Block{0xFE00, 0xFE0F},
                                Block{0xFEFF, 0xFFEF},   Block{0x1D400, 0x1D7FF},
                                Block{0x1F100, 0x1F1AD}, Block{0xE0000, 0xE01EF}};

// Fold of every code point in the blocks, made from ICU once.
class Table {
 public:
  static const Table& Get() {
    static const Table table;
    return table;
  }
  [[nodiscard]] const Entry& Of(char32_t code_point) const {
    if (code_point < kFirstBlockEnd) return entries_[code_point];
    std::size_t offset = 0;
    for (const Block& block : kBlocks) {
      if (code_point < block.first) break;
      if (code_point <= block.last) return entries_[offset + (code_point - block.first)];
      offset += block.last - block.first + 1;
    }
    return code_point == 0x1F51F ? ten_ : other_;
  }

 private:
  static constexpr char32_t kFirstBlockEnd = 0x3400;

  Table() {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfkd = icu::Normalizer2::getNFKDInstance(status);
    for (const Block& block : kBlocks) {
      for (char32_t at = block.first; at <= block.last; ++at) entries_.push_back(Make(at, nfkd));
    }
    for (const Spelling& spelling : kSpellings) {
      Entry& entry = At(spelling.code_point);
      entry = Entry{};
      entry.Set(spelling.text);
      const auto upper = u_isUUppercase(static_cast<UChar32>(spelling.code_point)) != 0;
      entry.flags =
          static_cast<std::uint8_t>((upper ? kUpper : 0) | (spelling.text == "d" ? kMarked : 0));
    }
    for (const Lookalike& look : kForeignLookalikes) SetLookalike(look, kForeign);
    for (const Lookalike& look : kStyledLookalikes) SetLookalike(look, kStyled);
    // Negative circled and squared letters have no decomposition.
    for (char32_t first : {char32_t{0x1F150}, char32_t{0x1F170}}) {
      for (char32_t n = 0; n < 26; ++n) {
        SetLookalike({first + n, static_cast<char>('a' + n)}, kStyled | kUpper);
      }
    }
    ten_.Set("10");
    ten_.flags = kEmojiDigit;
  }

  Entry& At(char32_t code_point) { return const_cast<Entry&>(std::as_const(*this).Of(code_point)); }

  void SetLookalike(const Lookalike& look, int flags) {
    Entry& entry = At(look.code_point);
    entry = Entry{};
    entry.Set(std::string_view(&look.latin, 1));
    entry.flags = static_cast<std::uint8_t>(
        flags | (u_isUUppercase(static_cast<UChar32>(look.code_point)) != 0 ? kUpper : 0));
  }

  static bool IsEmojiDigit(char32_t at) {
    return at == 0xB2 || at == 0xB3 || at == 0xB9 || (at >= 0x2070 && at <= 0x2089) ||
           (at >= 0x2460 && at <= 0x249B) || (at >= 0x24EA && at <= 0x24FF) ||
           (at >= 0x2776 && at <= 0x2793) || (at >= 0x1F100 && at <= 0x1F10A);
  }
  static bool IsStyled(char32_t at) {
    return (at >= 0x249C && at <= 0x24E9) || (at >= 0xFF10 && at <= 0xFF5A) ||
           (at >= 0x1D400 && at <= 0x1D7FF) || (at >= 0x1F110 && at <= 0x1F189);
  }

  static Entry Make(char32_t at, const icu::Normalizer2* nfkd) {
    using Kind = Entry::Kind;
    Entry entry;
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

  std::vector<Entry> entries_;
  Entry other_;
  Entry ten_;
};

enum EvasionKind {
  kNoDiacritics,
  kSpacedLetters,
  kDottedLetters,
  kZeroWidth,
  kHomoglyph,
  kEmojiDigits,
  kLeet,
  kDigitWords,
  kTeencode,
  kMixedScript,
  kEvasionKinds
};
constexpr std::array<std::string_view, kEvasionKinds> kEvasionNames = {
    "no_diacritics", "spaced_letters", "dotted_letters", "zero_width", "homoglyph",
    "emoji_digits",  "leet",           "digit_words",    "teencode",   "mixed_script"};

// Teencode that means the same wherever it stands as a word; what depends on neighbours is in
// Teen().
const std::unordered_map<std::string_view, std::string_view>& Teencode() {
  static const std::unordered_map<std::string_view, std::string_view> words = {
      {"ko", "khong"},
      {"khg", "khong"},
      {"hok", "khong"},
      {"khum", "khong"},

      {"hk", "khong"},
      {"dc", "duoc"},
      {"dx", "duoc"},
      {"xkld", "xuat khau lao dong"},
      {"ldpt", "lao dong pho thong"},
      {"nld", "nguoi lao dong"},
      {"ld", "lao dong"},
      {"ck", "chuyen khoan"},
      {"sdt", "so dien thoai"},
      {"tts", "thuc tap sinh"},
      {"ttskn", "thuc tap sinh ky nang"},
      {"hdld", "hop dong lao dong"},
      {"lg", "luong"},
      {"ng", "nguoi"},
      {"kn", "kinh nghiem"},
      {"sk", "suc khoe"},
      {"trc", "truoc"},

      {"dky", "dang ky"},
      {"luog", "luong"},

  };
  return words;
}

// Abbreviations of careful writing too (ĐT in a footer, XKLĐ in a heading): written out, but no disguise.
bool IsAbbreviation(std::string_view word) {
  static const std::unordered_set<std::string_view> words = {
      "dt", "hd", "sdt", "hdld", "xkld", "tts", "ttskn", "nld", "ld", "ldpt", "ck", "kn", "sk"};
  return words.count(word) != 0;
}

// Words that tell Vietnamese without marks from English.
const std::unordered_set<std::string_view>& VietnameseWords() {
  static const std::unordered_set<std::string_view> words = {
      "khong", "duoc",  "luong", "viec",   "lam",   "nguoi", "cong",  "ty",   "phi",  "coc",
      "ngay",  "thang", "tuyen", "dong",   "lao",   "nuoc",  "ngoai", "nhan", "ban",  "voi",
      "trong", "nam",   "nu",    "tuoi",   "di",    "bay",   "chieu", "hop",  "lien", "he",
      "dien",  "thoai", "qua",   "chi",    "va",    "la",    "ai",    "nhat", "han",  "duc",
      "dai",   "loan",  "xuat",  "khau",   "co",    "can",   "cho",   "cac",  "mot",  "hai",
      "ba",    "anh",   "em",    "minh",   "gi",    "bao",   "an",    "tra",  "tien", "trieu",
      "truoc", "sau",   "nay",   "thi",    "den",   "tu",    "moi",   "gia",  "dinh", "giay",
      "to",    "bang",  "cap",   "tieng",  "hoc",   "phong", "van",   "ho",   "so",   "goi",
      "gap",   "xuong", "may",   "tho",    "nha",   "hang",  "khach", "san",  "xay",  "dung",
      "sang",  "gioi",  "hoan",  "chuyen", "khoan", "giu",   "suat",  "don",  "chac", "dau",
      "do",    "tim",   "biet",  "que",    "tang",  "ca",    "nhe",   "giup", "mat",  "chu",
      "lo",    "vay",   "no",    "theo",   "pham",  "duong", "rung",  "kiem", "ngoi", "nhe",
      "cao",   "muon",  "hay",   "neu",    "chua",  "cung",  "da",    "se",   "roi",  "con",
      "o",     "lan",   "dau",   "rut",    "ve",    "len",   "vu",    "nap",  "khoa", "nhiem"};
  return words;
}

const std::unordered_map<std::string_view, int>& NumberWords() {
  static const std::unordered_map<std::string_view, int> words = {
      {"khong", 0}, {"mot", 1},  {"hai", 2},   {"ba", 3},   {"bon", 4},  {"tu", 4},   {"nam", 5},
      {"lam", 5},   {"sau", 6},  {"bay", 7},   {"tam", 8},  {"chin", 9}, {"zero", 0}, {"oh", 0},
      {"one", 1},   {"two", 2},  {"three", 3}, {"four", 4}, {"five", 5}, {"six", 6},  {"seven", 7},
      {"eight", 8}, {"nine", 9}, {"linh", -2}, {"le", -2},  {"muoi", -1}};
  return words;
}

// Short words as numbers, eight letters in one: most words are in none of the lists above, and this tells so at once.
constexpr std::size_t kPackedLetters = 8;
constexpr std::size_t kLeastDigitWords = 9;  // in a row, to be read as digits

class PackedWords {
 public:
  template <class Words>
  void Add(const Words& words) {
    for (const std::string_view word : words) {
      std::uint64_t packed = 0;
      for (const char c : word) packed = packed << 8 | static_cast<unsigned char>(c);
      std::uint64_t& slot = slots_[FindSlot(packed)];
      slot = packed;
    }
  }
  template <class Map>
  void AddKeys(const Map& map) {
    for (const auto& entry : map) Add(std::array{entry.first});
  }
  [[nodiscard]] bool Contains(std::uint64_t packed) const { return packed != 0 && slots_[FindSlot(packed)] == packed;
  }

 private:
  // The place of the word, or where it would go; at most a quarter of the places is taken.
  [[nodiscard]] std::size_t FindSlot(std::uint64_t packed) const {
    std::size_t slot = (packed * 0x9E3779B97F4A7C15U) >> 54;
    while (slots_[slot] != 0 && slots_[slot] != packed) slot = (slot + 1) % slots_.size();
    return slot;
  }
  std::array<std::uint64_t, 1024> slots_{};
};

// Teencode whose meaning depends on its neighbours.
constexpr std::array<std::string_view, 9> kContextTeencode = {"k",  "kh", "kg", "hong", "hog",
                                                              "nc", "xk", "dt", "hd"};

const PackedWords& TeencodeWords() {
  static const PackedWords words = [] {
    PackedWords packed;
    packed.AddKeys(Teencode());
    packed.Add(kContextTeencode);
    return packed;
  }();
  return words;
}
const PackedWords& PackedNumberWords() {
  static const PackedWords words = [] {
    PackedWords packed;
    packed.AddKeys(NumberWords());
    return packed;
  }();
  return words;
}
const PackedWords& PackedVietnameseWords() {
  static const PackedWords words = [] {
    PackedWords packed;
    packed.Add(VietnameseWords());
    return packed;
  }();
  return words;
}

// The digit that a letter stands for inside a number; 0 when none.
constexpr char DigitLookalike(char c) {
  switch (c) {
    case 'o':
    case 'q':
    case 'd':
      return '0';
    case 'l':
    case 'i':
    case '|':
      return '1';
    case 's':
      return '5';
    case 'b':
      return '8';
    case 'z':
      return '2';
    default:
      return 0;
  }
}

// The letters that a digit stands for inside a word.
constexpr std::string_view LetterLookalikes(char c) {
  switch (c) {
    case '0':
      return "o";
    case '1':
      return "il";
    case '3':
      return "e";
    case '4':
      return "a";
    case '5':
      return "s";
    case '@':
      return "a";
    default:
      return "";
  }
}

}  // namespace

// Folds one text: reads it into cells, then undoes one kind of disguise after the other on the
// cells.
class Folder {
 public:
  Folder(std::string_view utf8, Field field) : in_(utf8), field_(field) {}

  Folding Run() {
    Read(true);
    if ((flags_seen_ & (kForeign | kStyled | kEmojiDigit)) != 0) ResolveScripts();
    if (HasAtomsTogether()) JoinSeparated();
    // Most texts have little of all this: one look at the words tells which of the passes have work.
    Words words = LookAtWords();
    if (words.numbers) {
      ReadLettersAsDigits();
      UndoLeet();
    }
    if (words.repeats) ShrinkRepeats();
    if (changed_) words = LookAtWords();
    if (words.teencode) ExpandTeencode();
    if (words.most_number_words >= kLeastDigitWords || changed_) ReadDigitWords();
    if (changed_ || words.marked * 20 <= words.letters_only) JudgeMarks();
    Folding folding;
    folding.folded = Build();
    for (std::size_t kind = 0; kind < kEvasionKinds; ++kind) {
      if (seen_[kind]) folding.evasions.push_back({std::string(kEvasionNames[kind]), *seen_[kind]});
    }
    return folding;
  }

  std::string Plain() {
    Read(false);
    std::string text;
    text.reserve(cells_.size());
    for (const Cell& cell : cells_) text += (cell.flags & kForeign) != 0 ? kSymbol : cell.c;
    return text;
  }

 private:
  void See(EvasionKind kind, std::size_t start, std::size_t end) {
    if (seen_[kind]) return;
    seen_[kind] = Place{field_, start, end, std::string(in_.substr(start, end - start))};
  }
  void SeeCells(EvasionKind kind, std::size_t first, std::size_t last) {
    See(kind, cells_[first].start, cells_[last].end);
  }
  [[nodiscard]] char At(std::size_t i) const { return i < cells_.size() ? cells_[i].c : ' '; }
  [[nodiscard]] bool WordAt(std::size_t i) const {
    return i < cells_.size() && IsWord(cells_[i].c);
  }
  [[nodiscard]] bool WordStart(std::size_t i) const {
    return WordAt(i) && (i == 0 || !IsWord(cells_[i - 1].c));
  }
  [[nodiscard]] std::size_t WordEnd(std::size_t i) const {
    while (WordAt(i)) ++i;
    return i;
  }
  // 0 for a longer word.
  [[nodiscard]] std::uint64_t Packed(std::size_t first, std::size_t end) const {
    if (end - first > kPackedLetters) return 0;
    std::uint64_t packed = 0;
    for (std::size_t i = first; i < end; ++i) packed = packed << 8 | static_cast<unsigned char>(cells_[i].c);
    return packed;
  }
  [[nodiscard]] std::string Letters(std::size_t first, std::size_t end) const {
    std::string text;
    for (std::size_t i = first; i < end; ++i) text += cells_[i].c;
    return text;
  }

  void Read(bool note) {
    const Table& table = Table::Get();
    cells_.reserve(in_.size());
    bool pending_invisible = false;  // invisible characters directly behind a letter
    std::size_t invisible_start = 0;
    std::size_t invisible_end = 0;
    for (std::size_t at = 0; at < in_.size();) {
      const auto start = static_cast<std::uint32_t>(at);
      const auto byte = static_cast<unsigned char>(in_[at]);
      const char32_t point = byte < 0x80 ? (++at, char32_t{byte}) : NextCodePoint(in_, at);
      const auto end = static_cast<std::uint32_t>(at);
      const Entry& entry = table.Of(point);
      switch (entry.kind) {
        case Entry::Kind::kText:
          if (pending_invisible && note && WordEntry(entry))
            See(kZeroWidth, invisible_start, invisible_end);
          flags_seen_ |= entry.flags;
          for (std::size_t i = 0; i < entry.size; ++i)
            cells_.push_back({start, end, entry.text[i], entry.flags});
          break;
        case Entry::Kind::kBlank: {
          const bool line = point == '\n' || point == '\r' || point == 0x2028 || point == 0x2029;
          const auto flags = static_cast<std::uint8_t>(line ? kNewline : 0);
          if (cells_.empty()) break;
          if (cells_.back().c == ' ') {
            cells_.back().end = end;
            cells_.back().flags |= static_cast<std::uint8_t>(kWide | flags);
          } else {
            cells_.push_back({start, end, ' ', flags});
          }
          break;
        }
        case Entry::Kind::kMark:
          if (!cells_.empty() && cells_.back().c != ' ') Extend(end, kMarked);
          break;
        case Entry::Kind::kSelector:
          if (!cells_.empty() && cells_.back().c != ' ')
            Extend(end, point == 0x20E3 ? kEmojiDigit : 0);
          break;
        case Entry::Kind::kInvisible:
          if (!pending_invisible) invisible_start = start;
          invisible_end = end;
          pending_invisible = !cells_.empty() && IsWord(cells_.back().c);
          continue;
        case Entry::Kind::kSymbolKind:
          flags_seen_ |= entry.flags;
          cells_.push_back({start, end, kSymbol, entry.flags});
          break;
      }
      pending_invisible = false;
    }
    while (!cells_.empty() && cells_.back().c == ' ') cells_.pop_back();
  }

  static bool WordEntry(const Entry& entry) { return IsWord(entry.text[0]); }

  // The last code point read takes in what follows it, up to `end`.
  void Extend(std::uint32_t end, int flags) {
    flags_seen_ |= static_cast<std::uint8_t>(flags);
    const std::uint32_t start = cells_.back().start;
    for (std::size_t i = cells_.size(); i > 0 && cells_[i - 1].start == start; --i) {
      cells_[i - 1].end = end;
      cells_[i - 1].flags |= static_cast<std::uint8_t>(flags);
    }
  }

  // Look-alike letters count only where they hide a Latin word: a token that is wholly Cyrillic and
  // has letters which look like nothing Latin is simply Russian.
  void ResolveScripts() {
    std::size_t emoji_digits = 0;
    std::size_t emoji_start = 0;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      const Cell& cell = cells_[i];
      if ((cell.flags & kEmojiDigit) != 0 && IsDigit(cell.c)) {
        if (emoji_digits++ == 0) emoji_start = i;
        if (emoji_digits == 4) SeeCells(kEmojiDigits, emoji_start, i);
      } else if (IsWord(cell.c) || cell.c == kSymbol || (cell.flags & kNewline) != 0) {
        emoji_digits = 0;
      }
    }
    const auto in_token = [this](std::size_t i) {
      return i < cells_.size() && (IsWord(cells_[i].c) || (cells_[i].flags & kForeign) != 0);
    };
    for (std::size_t i = 0; i < cells_.size();) {
      if (!in_token(i)) {
        ++i;
        continue;
      }
      const std::size_t first = i;
      std::size_t latin = 0;
      std::size_t foreign = 0;
      std::size_t unlike = 0;
      std::size_t styled = 0;
      for (; in_token(i); ++i) {
        if ((cells_[i].flags & kForeign) != 0) {
          ++foreign;
          // к м т н в resemble capitals only: they deceive beside Latin letters, not by themselves.
          const bool weak = (cells_[i].flags & kUpper) == 0 &&
                            std::string_view("kmthb").find(cells_[i].c) != std::string_view::npos;
          if (cells_[i].c == kSymbol || weak) ++unlike;
        } else if (IsLetter(cells_[i].c)) {
          ++latin;
        }
        if ((cells_[i].flags & kStyled) != 0) ++styled;
      }
      if (styled >= 2 || (styled == 1 && latin >= 2)) SeeCells(kHomoglyph, first, i - 1);
      if (foreign == 0) continue;
      if (latin > 0) {
        SeeCells(kHomoglyph, first, i - 1);
        SeeCells(kMixedScript, first, i - 1);
      } else if (unlike > 0) {
        for (std::size_t k = first; k < i; ++k) {
          if ((cells_[k].flags & kForeign) != 0) cells_[k].c = kSymbol;
        }
      } else if (foreign >= 2) {
        SeeCells(kHomoglyph, first, i - 1);
      }
    }
  }

  static constexpr bool IsSeparator(char c) {
    return c == '.' || c == '-' || c == '/' || c == '_' || c == '*' || c == '|' || c == '~' ||
           c == ',' || c == '\\';
  }
  // A letter or digit that stands alone.
  [[nodiscard]] bool Atom(std::size_t i) const {
    return WordAt(i) && (i == 0 || !IsWord(cells_[i - 1].c)) && !WordAt(i + 1);
  }

  // Whether two letters or digits that stand alone are close enough to be joined.
  [[nodiscard]] bool HasAtomsTogether() const {
    constexpr std::size_t kReach = 4;
    std::size_t last = 0;
    bool any = false;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      if (!Atom(i)) continue;
      if (any && i - last <= kReach) return true;
      any = true;
      last = i;
    }
    return false;
  }

  struct Words {
    bool numbers = false;  // some word has a digit
    bool repeats = false;  // some letter stands three times in a row
    bool teencode = false;
    std::size_t most_number_words = 0;  // and single digits, in a row
    std::size_t letters_only = 0;
    std::size_t marked = 0;  // of those
  };

  [[nodiscard]] Words LookAtWords() const {
    Words words;
    std::size_t number_words = 0;
    for (std::size_t i = 0; i < cells_.size();) {
      if (!WordAt(i)) {
        ++i;
        continue;
      }
      const std::size_t begin = i;
      std::uint64_t packed = 0;
      unsigned flags = 0;
      bool digits = false;
      for (; WordAt(i); ++i) {
        const char c = cells_[i].c;
        packed = packed << 8 | static_cast<unsigned char>(c);
        flags |= cells_[i].flags;
        digits = digits || IsDigit(c);
        if (i >= begin + 2 && c == cells_[i - 1].c && c == cells_[i - 2].c && IsLetter(c)) words.repeats = true;
      }
      const bool is_short = i - begin <= 5;
      words.numbers = words.numbers || digits;
      words.teencode = words.teencode || (is_short && TeencodeWords().Contains(packed));
      const bool number = is_short && (PackedNumberWords().Contains(packed) || (digits && i - begin == 1));
      number_words = number ? number_words + 1 : 0;
      words.most_number_words = std::max(words.most_number_words, number_words);
      if (!digits) {
        ++words.letters_only;
        if ((flags & kMarked) != 0) ++words.marked;
      }
    }
    return words;
  }

  // c ọ c, c.ọ.c, t-h-ậ-n, 0 9 1 2 . 0 0 0 …
  void JoinSeparated() {
    std::vector<Cell> out;
    out.reserve(cells_.size());
    bool joined_before = false;  // the word before was joined: a chain of two ("d.u") may follow
    for (std::size_t i = 0; i < cells_.size();) {
      if (!Atom(i)) {
        if (WordAt(i) && WordStart(i)) joined_before = false;
        out.push_back(cells_[i++]);
        continue;
      }
      std::size_t end = JoinDigits(i, out);
      if (end == i) end = JoinLetters(i, joined_before, out);
      if (end == i) {
        joined_before = false;
        out.push_back(cells_[i++]);
      } else {
        joined_before = true;
        i = end;
      }
    }
    cells_ = std::move(out);
  }

  // At least eight single digits with blanks or separators between them; returns the end, or
  // `first`.
  std::size_t JoinDigits(std::size_t first, std::vector<Cell>& out) {
    constexpr std::size_t kLeast = 8;  // no list of days or sizes is as long
    constexpr std::size_t kMost = 64;  // keeps a hostile text linear
    std::vector<std::size_t> atoms;
    std::size_t digits = 0;
    bool dotted = false;
    bool spaced = false;
    for (std::size_t i = first; atoms.size() < kMost && Atom(i) &&
                                (IsDigit(cells_[i].c) || DigitLookalike(cells_[i].c) != 0);) {
      atoms.push_back(i);
      digits += IsDigit(cells_[i].c) ? 1 : 0;
      std::size_t next = i + 1;
      std::size_t gap = 0;
      bool gap_dotted = false;
      bool gap_spaced = false;
      while (gap < 3 && next < cells_.size() &&
             (cells_[next].c == ' ' || IsSeparator(cells_[next].c))) {
        (cells_[next].c == ' ' ? gap_spaced : gap_dotted) = true;
        ++next;
        ++gap;
      }
      if (gap == 0 || !Atom(next)) break;
      if (!IsDigit(cells_[next].c) && DigitLookalike(cells_[next].c) == 0) break;
      dotted = dotted || gap_dotted;
      spaced = spaced || gap_spaced;
      i = next;
    }
    if (atoms.size() < kLeast || digits * 2 < atoms.size()) return first;
    if (spaced) SeeCells(kSpacedLetters, first, atoms.back());
    if (dotted) SeeCells(kDottedLetters, first, atoms.back());
    for (const std::size_t atom : atoms) out.push_back(cells_[atom]);
    return atoms.back() + 1;
  }

  // How many single letters stand from `first` on with `separator` between them.
  [[nodiscard]] std::size_t ChainLength(std::size_t first, char separator) const {
    std::size_t length = 0;
    for (std::size_t i = first; i < cells_.size() && Atom(i) && IsLetter(cells_[i].c); i += 2) {
      ++length;
      if (length >= 3 || At(i + 1) != separator) break;
    }
    return length;
  }

  std::size_t JoinLetters(std::size_t first, bool joined_before, std::vector<Cell>& out) {
    constexpr std::size_t kMostJoined = 64;  // keeps a hostile text linear
    std::vector<std::size_t> atoms;
    const char separator = At(first + 1);
    if (!IsLetter(cells_[first].c) || (separator != ' ' && !IsSeparator(separator))) return first;
    bool upper = true;
    bool marked = false;
    bool ascending = true;
    bool vowel = false;
    bool consonant = false;
    for (std::size_t i = first;;) {
      const Cell& cell = cells_[i];
      if (!atoms.empty() && cell.c != cells_[atoms.back()].c + 1) ascending = false;
      atoms.push_back(i);
      upper = upper && (cell.flags & kUpper) != 0;
      marked = marked || (cell.flags & kMarked) != 0;
      (IsVowel(cell.c) ? vowel : consonant) = true;
      if (atoms.size() >= kMostJoined || At(i + 1) != separator || i + 2 >= cells_.size() ||
          (cells_[i + 1].flags & kNewline) != 0)
        break;
      if (!Atom(i + 2) || !IsLetter(cells_[i + 2].c)) break;
      i += 2;
    }
    const bool spaced = separator == ' ';
    // A chain of two ("d.u") counts beside a longer one.
    const bool beside = !spaced && (joined_before || ChainLength(atoms.back() + 2, separator) >= 3);
    if (atoms.size() < (beside ? 2U : 3U) || ascending) return first;
    if (spaced && (!vowel || !consonant)) return first;
    const std::string letters = [&] {
      std::string text;
      for (const std::size_t atom : atoms) text += cells_[atom].c;
      return text;
    }();
    if (spaced && letters == "ace") return first;  // anh chị em
    // N.V.T., U.S.A.: initials are no disguise.
    const bool initials = !spaced && upper && !marked && atoms.size() <= 3;
    if (!initials) SeeCells(spaced ? kSpacedLetters : kDottedLetters, first, atoms.back());
    const std::vector<std::size_t> cuts =
        initials ? std::vector<std::size_t>{} : SyllableCuts(letters);
    for (std::size_t n = 0; n < atoms.size(); ++n) {
      const bool wide = n > 0 && (cells_[atoms[n] - 1].flags & kWide) != 0;
      if (n > 0 && (wide || std::find(cuts.begin(), cuts.end(), n) != cuts.end())) {
        const Cell& gap = cells_[atoms[n] - 1];
        out.push_back({gap.start, gap.end, ' ', gap.flags});
      }
      out.push_back(cells_[atoms[n]]);
    }
    return atoms.back() + 1;
  }

  // O9l2.OOO.l23 and 5OO k: letters that stand for digits in a number.
  void ReadLettersAsDigits() {
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      if (!WordStart(i)) continue;
      if (!ReadPhoneLetters(i)) ReadAmountLetters(i);
    }
  }

  bool ReadPhoneLetters(std::size_t first) {
    if (cells_[first].c != '0' && DigitLookalike(cells_[first].c) != '0') return false;
    std::vector<std::size_t> places;
    std::size_t digits = 0;
    for (std::size_t i = first; i < cells_.size();) {
      const char c = cells_[i].c;
      if (IsDigit(c) || DigitLookalike(c) != 0) {
        digits += IsDigit(c) ? 1 : 0;
        places.push_back(i++);
        if (places.size() > 11) return false;
      } else if ((c == ' ' || c == '.' || c == '-') && WordAt(i + 1) && !places.empty() &&
                 places.size() < 10) {
        ++i;
      } else if (IsLetter(c)) {
        return false;
      } else {
        break;
      }
    }
    if (places.size() != 10 || digits < 3 || digits == places.size()) return false;
    const auto digit = [&](std::size_t n) {
      const char c = cells_[places[n]].c;
      return IsDigit(c) ? c : DigitLookalike(c);
    };
    if (digit(0) != '0' || std::string_view("35789").find(digit(1)) == std::string_view::npos)
      return false;
    SeeCells(kLeet, first, places.back());
    changed_ = true;
    for (std::size_t n = 0; n < places.size(); ++n) cells_[places[n]].c = digit(n);
    return true;
  }

  void ReadAmountLetters(std::size_t first) {
    if (!IsDigit(cells_[first].c)) return;
    std::size_t end = first;
    bool letter = false;
    while (end < cells_.size() && (IsDigit(cells_[end].c) || cells_[end].c == 'o' ||
                                   (cells_[end].c == '.' && At(end + 1) == 'o'))) {
      letter = letter || cells_[end].c == 'o';
      ++end;
    }
    if (!letter) return;
    std::size_t unit = At(end) == ' ' ? end + 1 : end;
    const std::size_t unit_end = WordEnd(unit);
    const std::string word = Letters(unit, unit_end);
    static const std::unordered_set<std::string_view> kUnits = {
        "tr", "trieu", "cu", "k", "d", "vnd", "usd", "dong", "man", "yen"};
    if (kUnits.count(word) == 0 && At(unit) != '$') return;
    SeeCells(kLeet, first, end - 1);
    changed_ = true;
    for (std::size_t i = first; i < end; ++i) {
      if (cells_[i].c == 'o') cells_[i].c = '0';
    }
  }

  // sh0p3e, vi3c, nh3, b@n: digits inside a word. Not 1k5, E8, c3, TT5, 18m2.
  void UndoLeet() {
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      if (!WordStart(i) || (i > 0 && (cells_[i - 1].c == '@' || cells_[i - 1].c == '_'))) continue;
      std::size_t end = i;
      std::size_t letters = 0;
      std::size_t groups = 0;  // of digits
      bool possible = true;
      while (end < cells_.size()) {
        const char c = cells_[end].c;
        if (IsLetter(c)) {
          ++letters;
        } else if (IsDigit(c) || (c == '@' && end > i && IsLetter(At(end + 1)))) {
          possible = possible && !LetterLookalikes(c).empty();
          if (end == i || IsLetter(cells_[end - 1].c)) ++groups;
        } else {
          break;
        }
        ++end;
      }
      const std::size_t first = i;
      i = end - 1;
      if (!possible || groups == 0 || letters < 2 || end - first > 12) continue;
      if (At(end) == '_' || At(end) == '@' || (At(end) == '.' && WordAt(end + 1)))
        continue;  // a handle or an address
      if (!ReadLeet(first, end, letters, groups)) continue;
      changed_ = true;
      SeeCells(kLeet, first, end - 1);
    }
  }

  // Sets the letters and returns true when the word reads as leet.
  bool ReadLeet(std::size_t first, std::size_t end, std::size_t letters, std::size_t groups) {
    const std::string word = Letters(first, end);
    const bool starts = IsLetter(word.front());
    const bool ends = IsLetter(word.back());
    // A digit at the end hides a letter only where the rest has no vowel: nh3, not mie3 or tt5.
    const bool vowel = std::any_of(word.begin(), word.end(), [](char c) { return IsVowel(c); });
    const bool zero_first = word.front() == '0' && letters >= 3;
    if (!starts && !zero_first) return false;
    if (!ends && vowel && groups == 1) return false;
    for (const std::size_t choice : {std::size_t{0}, std::size_t{1}}) {
      std::string plain = word;
      for (char& c : plain) {
        const std::string_view options = LetterLookalikes(c);
        if (!options.empty()) c = options[std::min(choice, options.size() - 1)];
      }
      const bool hidden = IsVietnameseSyllable(plain) || IsKnownForeignWord(plain);
      if (hidden || (choice == 1 && groups >= 2 && starts && ends && letters >= 4)) {
        if (!hidden) {
          for (std::size_t n = 0; n < plain.size(); ++n) {
            const std::string_view options = LetterLookalikes(word[n]);
            if (!options.empty()) plain[n] = options[0];
          }
        }
        for (std::size_t n = 0; n < plain.size(); ++n) cells_[first + n].c = plain[n];
        return true;
      }
    }
    return false;
  }

  // coccc, gấpppp. A token of one letter only (www, iii) is left alone, and CCCD, the identity card.
  void ShrinkRepeats() {
    std::size_t out = 0;
    for (std::size_t i = 0; i < cells_.size();) {
      std::size_t same = i + 1;
      while (same < cells_.size() && cells_[same].c == cells_[i].c) ++same;
      const bool whole = (i == 0 || !IsWord(cells_[i - 1].c)) && !WordAt(same);
      const bool identity_card = cells_[i].c == 'c' && same - i == 3 && At(same) == 'd' &&
                                 (i == 0 || !IsWord(cells_[i - 1].c)) && !WordAt(same + 1);
      if (same - i >= 3 && IsLetter(cells_[i].c) && !whole && !identity_card) {
        changed_ = true;
        Cell cell = cells_[i];
        cell.end = cells_[same - 1].end;
        cells_[out++] = cell;
      } else {
        for (std::size_t k = i; k < same; ++k) cells_[out++] = cells_[k];
      }
      i = same;
    }
    cells_.resize(out);
  }

  [[nodiscard]] std::string WordBefore(std::size_t first) const {
    if (first < 2 || cells_[first - 1].c != ' ') return {};
    std::size_t start = first - 1;
    while (start > 0 && IsWord(cells_[start - 1].c) && first - start < 24) --start;
    return Letters(start, first - 1);
  }
  [[nodiscard]] std::string WordAfter(std::size_t end) const {
    if (At(end) != ' ') return {};
    return Letters(end + 1, std::min(WordEnd(end + 1), end + 24));
  }

  // What the word [first, end) means; nullopt when it stands for itself.
  [[nodiscard]] std::optional<std::string_view> Teen(const std::string& word, std::size_t first,
                                                     std::size_t end) const {
    const bool marked = std::any_of(cells_.begin() + static_cast<std::ptrdiff_t>(first),
                                    cells_.begin() + static_cast<std::ptrdiff_t>(end),
                                    [](const Cell& cell) { return (cell.flags & kMarked) != 0; });
    const bool upper = (cells_[first].flags & kUpper) != 0;
    const std::string before = WordBefore(first);
    const std::string after = WordAfter(end);
    const bool after_number = !before.empty() && IsDigit(before.back());
    if (word == "k" || word == "kh" || word == "kg") {
      if (after_number || (first > 0 && (cells_[first - 1].c == '.' || cells_[first - 1].c == '/')))
        return {};
      static const std::unordered_set<std::string_view> kNegated = {
          "can",  "mat",  "thu",   "coc", "phai", "co",  "duoc", "dc",  "phi",
          "tra",  "lay",  "giu",   "dat", "cho",  "thi", "hoc",  "bat", "yeu",
          "biet", "bang", "tieng", "noi", "lo",   "so",  "lua"};
      if (word == "k") {
        static const std::unordered_set<std::string_view> kTo = {"sang", "qua", "ben", "tai", "ve",
                                                                 "di",   "o",   "xu",  "dat"};
        if (kTo.count(before) != 0 && kNegated.count(after) == 0) return "campuchia";
        if (upper && (end + 1 >= cells_.size() || (cells_[end + 1].flags & kUpper) == 0) &&
            first > 0 && (cells_[first - 1].flags & kNewline) == 0)
          return {};
      }
      if (after.empty() || !IsLetter(after.front())) return {};
      return "khong";
    }
    if (word == "hong" || word == "hog") {  // hông, hổng: marked unlike hồng, Hồng
      const std::string_view original =
          in_.substr(cells_[first].start, cells_[end - 1].end - cells_[first].start);
      if (original == "hông" || original == "hổng" || original == "hong") {
        static const std::unordered_set<std::string_view> kNegated = {
            "can", "co", "mat", "thu", "phai", "lay", "duoc", "biet", "coc"};
        if (kNegated.count(after) != 0) return "khong";
      }
      return {};
    }
    if (word == "nc")
      return after == "ngoai" ? std::optional<std::string_view>("nuoc") : std::nullopt;
    if (word == "xk")
      return after == "lao" || after == "ld" ? std::optional<std::string_view>("xuat khau")
                                             : std::nullopt;
    if (word == "dt") return marked ? std::optional<std::string_view>("dien thoai") : std::nullopt;
    if (word == "hd") return marked ? std::optional<std::string_view>("hop dong") : std::nullopt;
    if (word == "dc" && (upper || At(end) == ':')) {  // Đ/c:, Washington DC
      return marked && At(end) == ':' ? std::optional<std::string_view>("dia chi") : std::nullopt;
    }
    if (word == "ng" && upper) return {};  // initials
    if (word == "ld" && ((!marked && upper) || At(end) == '-' || At(end) == '&')) return {};
    if (word == "kn" && !(before == "co" || before == "khong" || before == "ko" ||
                          before == "can" || before == "nam"))
      return {};
    if (word == "sk" && !(before == "kham" || before == "du")) return {};

    const auto found = Teencode().find(word);
    if (found == Teencode().end()) return {};
    return found->second;
  }

  void ExpandTeencode() {
    std::vector<Cell> out;
    out.reserve(cells_.size() + 64);
    for (std::size_t i = 0; i < cells_.size();) {
      if (!WordStart(i)) {
        out.push_back(cells_[i++]);
        continue;
      }
      const std::size_t end = WordEnd(i);
      if (end - i <= 5 && IsLetter(cells_[i].c) &&
          (i == 0 || (cells_[i - 1].c != '@' && cells_[i - 1].c != '_')) && At(end) != '_' &&
          TeencodeWords().Contains(Packed(i, end))) {
        const std::string word = Letters(i, end);
        if (const auto meaning = Teen(word, i, end)) {
          if (!IsAbbreviation(word)) SeeCells(kTeencode, i, end - 1);
          changed_ = true;
          for (const char c : *meaning)
            out.push_back({cells_[i].start, cells_[end - 1].end, c, cells_[i].flags});
          i = end;
          continue;
        }
      }
      for (; i < end; ++i) out.push_back(cells_[i]);
    }
    cells_ = std::move(out);
  }

  // không chín một hai …: nine or more number words in a row are read as digits.
  void ReadDigitWords() {
    struct Word {
      std::size_t first;
      std::size_t end;
      int value;  // 0 … 9; -1 mươi, -2 linh
    };
    std::vector<Word> run;
    std::vector<Cell> out;
    std::size_t copied = 0;
    const auto flush = [&] {
      std::size_t words = 0;
      for (const Word& word : run) words += IsLetter(cells_[word.first].c) ? 1 : 0;
      if (run.size() >= kLeastDigitWords && words * 3 >= run.size() * 2) {
        SeeCells(kDigitWords, run.front().first, run.back().end - 1);
        out.insert(out.end(), cells_.begin() + static_cast<std::ptrdiff_t>(copied),
                   cells_.begin() + static_cast<std::ptrdiff_t>(run.front().first));
        for (std::size_t n = 0; n < run.size(); ++n) {
          const Word& word = run[n];
          const bool digit_before = n > 0 && run[n - 1].value >= 0;
          const bool digit_after = n + 1 < run.size() && run[n + 1].value >= 0;
          char digit = 0;
          if (word.value >= 0) {
            digit = static_cast<char>('0' + word.value);
          } else if (word.value == -2) {  // "không linh năm": an empty ten
            digit = '0';
          } else if (!digit_before) {
            digit = '1';
          } else if (!digit_after) {
            digit = '0';
          }
          if (digit != 0)
            out.push_back({cells_[word.first].start, cells_[word.end - 1].end, digit, 0});
        }
        copied = run.back().end;
      }
      run.clear();
    };
    for (std::size_t i = 0; i < cells_.size();) {
      if (!WordAt(i)) {
        const char c = cells_[i].c;
        if (c != ' ' && c != ',' && c != '.' && c != '-') flush();
        ++i;
        continue;
      }
      const std::size_t end = WordEnd(i);
      std::optional<int> value;
      if (end - i == 1 && IsDigit(cells_[i].c)) {
        value = cells_[i].c - '0';
      } else if (end - i <= 5 && PackedNumberWords().Contains(Packed(i, end))) {
        const auto found = NumberWords().find(Letters(i, end));
        if (found != NumberWords().end()) value = found->second;
      }
      if (value) {
        run.push_back({i, end, *value});
      } else {
        flush();
      }
      i = end;
    }
    flush();
    if (copied == 0) return;
    out.insert(out.end(), cells_.begin() + static_cast<std::ptrdiff_t>(copied), cells_.end());
    cells_ = std::move(out);
  }

  // Vietnamese words without their marks.
  void JudgeMarks() {
    constexpr std::size_t kLeast = 8;
    std::size_t words = 0;
    std::size_t marked_words = 0;
    EachLetterWord([&](std::size_t, std::size_t, bool marked) {
      ++words;
      if (marked) ++marked_words;
    });
    if (marked_words * 20 > words) return;
    std::size_t vietnamese = 0;
    std::size_t first = 0;
    std::size_t last = 0;
    EachLetterWord([&](std::size_t begin, std::size_t end, bool marked) {
      if (marked || end - begin > 6 || !PackedVietnameseWords().Contains(Packed(begin, end))) return;
      if (vietnamese++ == 0) first = begin;
      last = end - 1;
    });
    if (vietnamese < kLeast || vietnamese * 5 < words * 2) return;
    SeeCells(kNoDiacritics, first, last);
  }

  // Calls visit(begin, end, has marks) for every word without digits.
  template <class Visit>
  void EachLetterWord(Visit&& visit) const {
    for (std::size_t i = 0; i < cells_.size();) {
      if (!WordAt(i)) {
        ++i;
        continue;
      }
      const std::size_t begin = i;
      bool letters = true;
      unsigned flags = 0;
      for (; WordAt(i); ++i) {
        letters = letters && IsLetter(cells_[i].c);
        flags |= cells_[i].flags;
      }
      if (letters) visit(begin, i, (flags & kMarked) != 0);
    }
  }

  FoldedText Build() {
    FoldedText folded;
    folded.text_.reserve(cells_.size());
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      const Cell& cell = cells_[i];
      const auto at = static_cast<std::uint32_t>(i);
      folded.text_ += cell.c;
      const bool single = cell.end - cell.start == 1;
      if (!folded.runs_.empty()) {
        FoldedText::Run& run = folded.runs_.back();
        if (single && run.step == 1 && run.end == cell.start) {
          run.end = cell.end;
          continue;
        }
        if (run.step == 0 && run.original == cell.start && run.end == cell.end) continue;
      }
      folded.runs_.push_back({at, cell.start, single ? 1U : 0U, cell.end});
    }
    return folded;
  }

  std::string_view in_;
  Field field_;
  std::vector<Cell> cells_;
  std::uint8_t flags_seen_ = 0;  // of all cells
  bool changed_ = false;         // a pass over the words had work
  std::array<std::optional<Place>, kEvasionKinds> seen_;
};

std::pair<std::size_t, std::size_t> FoldedText::Original(std::size_t begin, std::size_t end) const {
  if (runs_.empty()) return {0, 0};
  const auto run_of = [this](std::size_t at) -> const Run& {
    const auto after =
        std::upper_bound(runs_.begin(), runs_.end(), at,
                         [](std::size_t place, const Run& run) { return place < run.folded; });
    return *std::prev(after);
  };
  const auto start_of = [&](std::size_t at) -> std::size_t {
    if (at >= text_.size()) return runs_.back().end;
    const Run& run = run_of(at);
    return run.original + (run.step == 1 ? at - run.folded : 0);
  };
  const std::size_t start = start_of(begin);
  if (begin >= end) return {start, start};
  const Run& last = run_of(end - 1);
  return {start, last.step == 1 ? last.original + (end - last.folded) : last.end};
}

Place FoldedText::PlaceOf(Field field, const std::string& original, std::size_t begin,
                          std::size_t end) const {
  const auto [from, to] = Original(begin, end);
  return {field, from, to, original.substr(from, to - from)};
}

Folding Fold(std::string_view utf8, Field field) { return Folder(utf8, field).Run(); }

std::string FoldPlain(std::string_view utf8) { return Folder(utf8, Field::kBody).Plain(); }

std::string Compose(std::string_view utf8) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  std::string composed;
  if (nfc == nullptr || U_FAILURE(status)) return std::string(utf8);
  nfc->normalize(icu::UnicodeString::fromUTF8(
                     icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size()))),
                 status)
      .toUTF8String(composed);
  return U_SUCCESS(status) ? composed : std::string(utf8);
}

}  // namespace agencywatch::core
