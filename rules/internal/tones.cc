#include "rules/internal/tones.h"

#include <algorithm>
#include <array>

#include "core/utf8.h"
#include "core/word_mask.h"

namespace agencywatch::rules::internal {
namespace {

// A text is written with marks when one word in so many has them; in Vietnamese prose it is two in three.
constexpr std::size_t kMarkedPart = 4;

enum Mark {
  kAcute,
  kGrave,
  kHookOrTilde,
  kDot,
  kShape,
  kMarks
};  // kShape: a hat or horn without a tone

struct Vowel {
  char base;
  std::string_view toned;  // by Mark; shorter: the last one stands for the rest
};
constexpr std::array kVowels = {Vowel{'a', "ABCDE"}, Vowel{'e', "FGHIJ"}, Vowel{'i', "KLMN"},
                                Vowel{'o', "OPQRS"}, Vowel{'u', "TUVWX"}, Vowel{'y', "Y"},
                                Vowel{'d', "Z"}};

char TonedLetter(char base, Mark mark) {
  for (const Vowel& vowel : kVowels) {
    if (vowel.base == base) return vowel.toned[std::min<std::size_t>(mark, vowel.toned.size() - 1)];
  }
  return 0;
}

// The letters of NFC, each tone in a row of its own; base letters in the order of kShapes.
constexpr std::u32string_view kShapes = U"aăâeêioôơuưy";
constexpr std::string_view kBases = "aaaeeiooouuy";
constexpr std::array<std::u32string_view, 5> kTones = {
    U"áắấéếíóốớúứý", U"àằầèềìòồờùừỳ", U"ảẳẩẻểỉỏổởủửỷ", U"ãẵẫẽễĩõỗỡũữỹ", U"ạặậẹệịọộợụựỵ"};

char ToneOfLetter(char32_t letter) {
  if (letter == U'đ' || letter == U'Đ') return TonedLetter('d', kShape);
  constexpr std::array kMark = {kAcute, kGrave, kHookOrTilde, kHookOrTilde, kDot};
  for (std::size_t tone = 0; tone < kTones.size(); ++tone) {
    const std::size_t at = kTones[tone].find(letter);
    if (at != std::u32string_view::npos) return TonedLetter(kBases[at], kMark[tone]);
  }
  const std::size_t at = kShapes.find(letter);
  const bool shaped = at != std::u32string_view::npos && letter > 0x7F;
  return shaped ? TonedLetter(kBases[at], kShape) : '\0';
}

// đ and the vowels of the Latin blocks: all that can have a tone letter. Upper case is below lower case there.
char32_t Lower(char32_t letter) {
  if ((letter >= 0xC0 && letter <= 0xDD)) return letter + 0x20;
  if (((letter >= 0x100 && letter <= 0x1AF) && letter != 0x1AF) ||
      (letter >= 0x1EA0 && letter <= 0x1EF9)) {
    return letter | 1;  // pairs of upper and lower case
  }
  return letter == 0x1A0 ? 0x1A1 : letter == 0x1AF ? 0x1B0 : letter;
}

// Of any letter, in upper or lower case: 0 for those without a tone letter.
char ToneOfCodePoint(char32_t letter) {
  constexpr std::size_t kLetters = 0x1F00;  // all that can have one are before it
  static const std::array<char, kLetters> kTable = [] {
    std::array<char, kLetters> table{};
    for (char32_t c = 0x80; c < kLetters; ++c) table[c] = ToneOfLetter(Lower(c));
    return table;
  }();
  return letter < kLetters ? kTable[letter] : '\0';
}

bool CanHaveTone(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y' || c == 'd';
}

// The letter that a tone letter, 'A' to 'Z', stands for.
char BaseOf(char tone) {
  static constexpr std::array<char, 26> kBaseOf = [] {
    std::array<char, 26> base{};
    for (const Vowel& vowel : kVowels) {
      for (const char letter : vowel.toned)
        base[static_cast<std::size_t>(letter - 'A')] = vowel.base;
    }
    return base;
  }();
  return kBaseOf[static_cast<std::size_t>(tone - 'A')];
}

bool IsToned(const ByteSet& set) {
  for (unsigned byte = 'A'; byte <= 'Z'; ++byte) {
    if (set.test(byte)) return true;
  }
  return false;
}

}  // namespace

char ToneOf(std::string_view letter) {
  const std::string composed = core::Compose(letter);
  if (composed.empty()) return 0;
  std::size_t at = 0;
  return ToneOfCodePoint(core::NextCodePoint(composed, at));
}

namespace {

// The tone letter of folded byte `at`, which is `base` there; 0 when it was written without a mark.
char ToneAt(std::string_view original, const core::FoldedText& folded, std::size_t at, char base) {
  const auto is_ascii = [&](std::size_t byte) {
    return byte >= original.size() || static_cast<unsigned char>(original[byte]) < 0x80;
  };
  const std::size_t begin = folded.Original(at, at + 1).first;
  if (is_ascii(begin) && is_ascii(begin + 1)) return 0;
  std::size_t behind = begin;
  const char32_t letter = core::NextCodePoint(original, behind);
  char tone = ToneOfCodePoint(letter);
  // U+0300 … U+036F, marks apart from their letter, need to be put together with it. In NFD they follow, and belong to
  // no letter of the folded text.
  const bool may_follow =
      behind < original.size() && (original[behind] == '\xCC' || original[behind] == '\xCD');
  if (may_follow || is_ascii(begin)) {
    const std::size_t end = folded.Original(at, at + 1).second;
    const std::size_t next =
        at + 1 < folded.text().size() ? folded.Original(at + 1, at + 2).first : original.size();
    const std::size_t stop = std::min(std::max(end, next), begin + 8);
    if (is_ascii(begin) && begin + 1 >= stop) return 0;
    if (may_follow && behind < stop)
      tone = ToneOf(core::Utf8Prefix(original.substr(begin, stop - begin), 8));
  }
  return tone != 0 && BaseOf(tone) == base ? tone : '\0';
}

}  // namespace

std::optional<std::string> TonedText(std::string_view original, const core::FoldedText& folded) {
  std::string toned = folded.text();
  for (std::size_t at = 0; at < toned.size(); ++at) {
    if (!CanHaveTone(toned[at])) continue;
    if (const char tone = ToneAt(original, folded, at, toned[at]); tone != 0) toned[at] = tone;
  }
  std::size_t words = 0;
  std::size_t marked = 0;
  core::ForEachWord<core::WordBytes::kUnderscoreToo>(
      folded.text(), [&](std::size_t begin, std::size_t end) {
        bool letters = false;
        bool marks = false;
        for (std::size_t at = begin; at < end; ++at) {
          letters = letters || (toned[at] >= 'a' && toned[at] <= 'z');
          marks = marks || (toned[at] >= 'A' && toned[at] <= 'Z');
        }
        words += letters || marks ? 1 : 0;
        marked += marks ? 1 : 0;
      });
  if (marked * kMarkedPart < words) return std::nullopt;
  return toned;
}

void WidenTones(PatternNode& node) {
  // A word that has marks somewhere is meant as it is written; only words without any stand for all their spellings.
  std::vector<PatternNode>& parts = node.children;
  const auto is_letter = [](const PatternNode& part) {
    return part.kind == PatternNode::Kind::kBytes && part.bytes.count() == 1 &&
           (WithoutTones(part.bytes) & WordBytes()).any();
  };
  for (auto at = parts.begin(); at != parts.end();) {
    const auto end =
        node.kind == PatternNode::Kind::kConcat ? std::find_if_not(at, parts.end(), is_letter) : at;
    if (std::none_of(at, end, HasTones)) std::for_each(at, end, WidenTones);
    at = end;
    if (at != parts.end()) WidenTones(*at++);
  }
  if (node.kind != PatternNode::Kind::kBytes || IsToned(node.bytes)) return;
  for (const Vowel& vowel : kVowels) {
    if (!node.bytes.test(static_cast<unsigned char>(vowel.base))) continue;
    for (const char tone : vowel.toned) node.bytes.set(static_cast<unsigned char>(tone));
  }
}

ByteSet WithoutTones(ByteSet set) {
  for (unsigned byte = 'A'; byte <= 'Z'; ++byte) {
    if (!set.test(byte)) continue;
    set.reset(byte);
    set.set(static_cast<unsigned char>(BaseOf(static_cast<char>(byte))));
  }
  return set;
}

void DropTones(PatternNode& node) {
  for (PatternNode& child : node.children) DropTones(child);
  if (node.kind == PatternNode::Kind::kBytes) node.bytes = WithoutTones(node.bytes);
}

bool HasTones(const PatternNode& node) {
  return (node.kind == PatternNode::Kind::kBytes && IsToned(node.bytes)) ||
         std::any_of(node.children.begin(), node.children.end(), HasTones);
}

}  // namespace agencywatch::rules::internal
