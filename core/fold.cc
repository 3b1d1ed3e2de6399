#include "core/fold.h"

#include <unicode/normalizer2.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <optional>
#include <unordered_set>

#include "core/internal/fold_draft.h"
#include "core/internal/fold_reader.h"
#include "core/internal/fold_signs.h"
#include "core/internal/fold_table.h"
#include "core/internal/fold_words.h"
#include "core/vietnamese_syllable.h"
#include "core/word_mask.h"

namespace agencywatch::core {
namespace {

using namespace internal;

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

constexpr std::size_t kLeastDigitWords = 9;  // in a row, to be read as digits

}  // namespace

// Folds one text: undoes one kind of disguise after the other in a draft of it.
class Folder {
 public:
  Folder(std::string_view utf8, Field field) : in_(utf8), field_(field), draft_(ReadFolded(utf8)) {}

  Folding Run() {
    if (draft_.hidden()) See(kZeroWidth, draft_.hidden()->start, draft_.hidden()->end);
    if ((draft_.all_flags() & (kForeign | kStyled | kEmojiDigit)) != 0) ResolveScripts();
    WordSigns signs = LookAtWords(text_, flags_);
    if (signs.atoms_together && JoinSeparated(signs)) signs = LookAtWords(text_, flags_);
    if (signs.digits) {
      ReadLettersAsDigits(signs);
      if (changed_) signs = LookAtWords(text_, flags_);
      UndoLeet(signs);
    }
    if (signs.repeats) ShrinkRepeats();
    if (changed_) signs = LookAtWords(text_, flags_);
    if (ExpandTeencode(signs)) signs = LookAtWords(text_, flags_);
    const bool few_marks = changed_ || FewMarks(signs);
    if (signs.most_number_words >= kLeastDigitWords && ReadDigitWords()) signs = LookAtWords(text_, flags_);
    if (few_marks && FewMarks(signs)) JudgeMarks(signs.letters_only);
    Folding folding;
    folding.folded = draft_.Take();
    for (std::size_t kind = 0; kind < kEvasionKinds; ++kind) {
      if (seen_[kind]) folding.evasions.push_back({std::string(kEvasionNames[kind]), *seen_[kind]});
    }
    return folding;
  }

 private:
  void See(EvasionKind kind, std::size_t start, std::size_t end) {
    if (seen_[kind]) return;
    seen_[kind] = Place{field_, start, end, std::string(in_.substr(start, end - start))};
  }
  void SeeCells(EvasionKind kind, std::size_t first, std::size_t last) {
    See(kind, draft_.Start(first), draft_.End(last));
  }
  [[nodiscard]] char At(std::size_t i) const { return i < text_.size() ? text_[i] : ' '; }
  [[nodiscard]] bool WordAt(std::size_t i) const {
    return i < text_.size() && IsWord(text_[i]);
  }
  [[nodiscard]] std::size_t WordEnd(std::size_t i) const {
    while (WordAt(i)) ++i;
    return i;
  }
  // PackWord of [first, end).
  [[nodiscard]] std::uint64_t Packed(std::size_t first, std::size_t end) const {
    if (!Whole(first, end - first)) return PackWord(std::string_view(text_).substr(first, end - first));
    return Eight(text_.data() + first, end - first);
  }
  [[nodiscard]] std::string Letters(std::size_t first, std::size_t end) const {
    return first < end ? text_.substr(first, end - first) : std::string();
  }

  // Look-alike letters count only where they hide a Latin word: a token that is wholly Cyrillic and
  // has letters which look like nothing Latin is simply Russian.
  void ResolveScripts() {
    std::size_t emoji_digits = 0;
    std::size_t emoji_start = 0;
    for (std::size_t i = 0; i < text_.size(); ++i) {
      if ((flags_[i] & kEmojiDigit) != 0 && IsDigit(text_[i])) {
        if (emoji_digits++ == 0) emoji_start = i;
        if (emoji_digits == 4) SeeCells(kEmojiDigits, emoji_start, i);
      } else if (IsWord(text_[i]) || text_[i] == kSymbol || (flags_[i] & kNewline) != 0) {
        emoji_digits = 0;
      }
    }
    const auto in_token = [this](std::size_t i) {
      return i < text_.size() && (IsWord(text_[i]) || (flags_[i] & kForeign) != 0);
    };
    for (std::size_t i = 0; i < text_.size();) {
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
        if ((flags_[i] & kForeign) != 0) {
          ++foreign;
          // к м т н в resemble capitals only: they deceive beside Latin letters, not by themselves.
          const bool weak = (flags_[i] & kUpper) == 0 &&
                            std::string_view("kmthb").find(text_[i]) != std::string_view::npos;
          if (text_[i] == kSymbol || weak) ++unlike;
        } else if (IsLetter(text_[i])) {
          ++latin;
        }
        if ((flags_[i] & kStyled) != 0) ++styled;
      }
      if (styled >= 2 || (styled == 1 && latin >= 2)) SeeCells(kHomoglyph, first, i - 1);
      if (foreign == 0) continue;
      if (latin > 0) {
        SeeCells(kHomoglyph, first, i - 1);
        SeeCells(kMixedScript, first, i - 1);
      } else if (unlike > 0) {
        for (std::size_t k = first; k < i; ++k) {
          if ((flags_[k] & kForeign) != 0) text_[k] = kSymbol;
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
    return WordAt(i) && (i == 0 || !IsWord(text_[i - 1])) && !WordAt(i + 1);
  }

  // Eight bytes of the text, or of the flags, from `at` on, those behind `size` zero; only where Whole() holds.
  [[nodiscard]] bool Whole(std::size_t at, std::size_t size) const {
    return size <= kPackedLetters && at + kPackedLetters <= text_.size();
  }
  [[nodiscard]] static std::uint64_t Eight(const void* bytes, std::size_t size) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, bytes, sizeof eight);
    return eight & (~std::uint64_t{0} >> (8 * (kPackedLetters - size)));
  }
  static_assert(std::endian::native == std::endian::little, "the first byte of a word is the lowest of its eight");
  static constexpr std::uint64_t kEach = 0x0101010101010101U;

  // Of a word: letters have a bit that digits have not.
  [[nodiscard]] bool HasDigit(std::size_t begin, std::size_t end) const {
    if (Whole(begin, end - begin)) {
      const std::uint64_t bits = 0x40 * kEach;
      const std::uint64_t word = Eight(text_.data() + begin, end - begin);
      return ((word ^ bits) & bits & (~std::uint64_t{0} >> (8 * (kPackedLetters - (end - begin))))) != 0;
    }
    return std::any_of(text_.data() + begin, text_.data() + end, [](char c) { return IsDigit(c); });
  }
  [[nodiscard]] bool Marked(std::size_t begin, std::size_t end) const {
    if (Whole(begin, end - begin)) return (Eight(flags_.data() + begin, end - begin) & (kMarked * kEach)) != 0;
    unsigned flags = 0;
    for (std::size_t i = begin; i < end; ++i) flags |= flags_[i];
    return (flags & kMarked) != 0;
  }

  // c ọ c, c.ọ.c, t-h-ậ-n, 0 9 1 2 . 0 0 0 …
  bool JoinSeparated(const WordSigns& signs) {
    bool joined_before = false;  // the word before was joined: a chain of two ("d.u") may follow
    std::size_t done = 0;        // of the text
    for (std::size_t n = 0; n < signs.windows.size(); ++n) {
      for (std::uint64_t left = signs.windows[n].starts; left != 0; left &= left - 1) {
        const std::size_t i = n * WordSigns::kWindow + static_cast<std::size_t>(std::countr_zero(left));
        if (i < done) continue;
        done = i;
        if (Atom(i)) {
          done = JoinDigits(i);
          if (done == i) done = JoinLetters(i, joined_before);
        }
        joined_before = done != i;
      }
    }
    return draft_.Splice();
  }

  // At least eight single digits with blanks or separators between them; returns the end, or
  // `first`.
  std::size_t JoinDigits(std::size_t first) {
    constexpr std::size_t kLeast = 8;  // no list of days or sizes is as long
    constexpr std::size_t kMost = 64;  // keeps a hostile text linear
    std::vector<std::size_t> atoms;
    std::size_t digits = 0;
    bool dotted = false;
    bool spaced = false;
    for (std::size_t i = first; atoms.size() < kMost && Atom(i) &&
                                (IsDigit(text_[i]) || DigitLookalike(text_[i]) != 0);) {
      atoms.push_back(i);
      digits += IsDigit(text_[i]) ? 1 : 0;
      std::size_t next = i + 1;
      std::size_t gap = 0;
      bool gap_dotted = false;
      bool gap_spaced = false;
      while (gap < 3 && next < text_.size() &&
             (text_[next] == ' ' || IsSeparator(text_[next]))) {
        (text_[next] == ' ' ? gap_spaced : gap_dotted) = true;
        ++next;
        ++gap;
      }
      if (gap == 0 || !Atom(next)) break;
      if (!IsDigit(text_[next]) && DigitLookalike(text_[next]) == 0) break;
      dotted = dotted || gap_dotted;
      spaced = spaced || gap_spaced;
      i = next;
    }
    if (atoms.size() < kLeast || digits * 2 < atoms.size()) return first;
    if (spaced) SeeCells(kSpacedLetters, first, atoms.back());
    if (dotted) SeeCells(kDottedLetters, first, atoms.back());
    draft_.Replace(first, atoms.back() + 1);
    for (const std::size_t atom : atoms) draft_.With(draft_.Get(atom));
    return atoms.back() + 1;
  }

  // How many single letters stand from `first` on with `separator` between them.
  [[nodiscard]] std::size_t ChainLength(std::size_t first, char separator) const {
    std::size_t length = 0;
    for (std::size_t i = first; i < text_.size() && Atom(i) && IsLetter(text_[i]); i += 2) {
      ++length;
      if (length >= 3 || At(i + 1) != separator) break;
    }
    return length;
  }

  std::size_t JoinLetters(std::size_t first, bool joined_before) {
    constexpr std::size_t kMostJoined = 64;  // keeps a hostile text linear
    std::vector<std::size_t> atoms;
    const char separator = At(first + 1);
    if (!IsLetter(text_[first]) || (separator != ' ' && !IsSeparator(separator))) return first;
    bool upper = true;
    bool marked = false;
    bool ascending = true;
    bool vowel = false;
    bool consonant = false;
    for (std::size_t i = first;;) {
      if (!atoms.empty() && text_[i] != text_[atoms.back()] + 1) ascending = false;
      atoms.push_back(i);
      upper = upper && (flags_[i] & kUpper) != 0;
      marked = marked || (flags_[i] & kMarked) != 0;
      (IsVowel(text_[i]) ? vowel : consonant) = true;
      if (atoms.size() >= kMostJoined || At(i + 1) != separator || i + 2 >= text_.size() ||
          (flags_[i + 1] & kNewline) != 0)
        break;
      if (!Atom(i + 2) || !IsLetter(text_[i + 2])) break;
      i += 2;
    }
    const bool spaced = separator == ' ';
    // A chain of two ("d.u") counts beside a longer one.
    const bool beside = !spaced && (joined_before || ChainLength(atoms.back() + 2, separator) >= 3);
    if (atoms.size() < (beside ? 2U : 3U) || ascending) return first;
    if (spaced && (!vowel || !consonant)) return first;
    const std::string letters = [&] {
      std::string text;
      for (const std::size_t atom : atoms) text += text_[atom];
      return text;
    }();
    if (spaced && letters == "ace") return first;  // anh chị em
    // N.V.T., U.S.A.: initials are no disguise.
    const bool initials = !spaced && upper && !marked && atoms.size() <= 3;
    if (!initials) SeeCells(spaced ? kSpacedLetters : kDottedLetters, first, atoms.back());
    const std::vector<std::size_t> cuts =
        initials ? std::vector<std::size_t>{} : SyllableCuts(letters);
    draft_.Replace(first, atoms.back() + 1);
    for (std::size_t n = 0; n < atoms.size(); ++n) {
      const bool wide = n > 0 && (flags_[atoms[n] - 1] & kWide) != 0;
      if (n > 0 && (wide || std::find(cuts.begin(), cuts.end(), n) != cuts.end())) {
        FoldDraft::Cell gap = draft_.Get(atoms[n] - 1);
        gap.c = ' ';
        draft_.With(gap);
      }
      draft_.With(draft_.Get(atoms[n]));
    }
    return atoms.back() + 1;
  }

  // O9l2.OOO.l23 and 5OO k: letters that stand for digits in a number.
  void ReadLettersAsDigits(const WordSigns& signs) {
    for (std::size_t n = 0; n < signs.windows.size(); ++n) {
      const std::uint64_t starts = signs.windows[n].starts;
      // Where letters were read as digits already, there are more digits than were seen.
      std::uint64_t left = changed_ ? starts : starts & signs.NearDigits(n);
      while (left != 0) {
        const int at = std::countr_zero(left);
        left &= left - 1;
        const bool changed_before = changed_;
        ReadNumberLetters(n * WordSigns::kWindow + static_cast<std::size_t>(at));
        if (changed_ && !changed_before) left = starts & (~std::uint64_t{1} << at);
      }
    }
  }

  void ReadNumberLetters(std::size_t begin) {
    const char first = text_[begin];
    if ((first == '0' || DigitLookalike(first) == '0') && ReadPhoneLetters(begin)) return;
    if (IsDigit(first)) ReadAmountLetters(begin);
  }

  bool ReadPhoneLetters(std::size_t first) {
    constexpr std::size_t kDigits = 10;
    std::array<std::size_t, kDigits> places{};
    std::size_t found = 0;
    std::size_t digits = 0;
    for (std::size_t i = first; i < text_.size();) {
      const char c = text_[i];
      if (IsDigit(c) || DigitLookalike(c) != 0) {
        if (found == kDigits) return false;
        digits += IsDigit(c) ? 1 : 0;
        places[found++] = i++;
      } else if ((c == ' ' || c == '.' || c == '-') && WordAt(i + 1) && found > 0 && found < kDigits) {
        ++i;
      } else if (IsLetter(c)) {
        return false;
      } else {
        break;
      }
    }
    if (found != kDigits || digits < 3 || digits == kDigits) return false;
    const auto digit = [&](std::size_t n) {
      const char c = text_[places[n]];
      return IsDigit(c) ? c : DigitLookalike(c);
    };
    if (digit(0) != '0' || std::string_view("35789").find(digit(1)) == std::string_view::npos)
      return false;
    SeeCells(kLeet, first, places.back());
    changed_ = true;
    for (std::size_t n = 0; n < kDigits; ++n) text_[places[n]] = digit(n);
    return true;
  }

  void ReadAmountLetters(std::size_t first) {
    std::size_t end = first;
    bool letter = false;
    while (end < text_.size() && (IsDigit(text_[end]) || text_[end] == 'o' ||
                                   (text_[end] == '.' && At(end + 1) == 'o'))) {
      letter = letter || text_[end] == 'o';
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
      if (text_[i] == 'o') text_[i] = '0';
    }
  }

  // sh0p3e, vi3c, nh3, b@n: digits inside a word. Not 1k5, E8, c3, TT5, 18m2.
  void UndoLeet(const WordSigns& signs) {
    std::size_t done = 0;  // of the text
    for (std::size_t n = 0; n < signs.windows.size(); ++n) {
      for (std::uint64_t left = signs.windows[n].digits | signs.windows[n].ats; left != 0; left &= left - 1) {
        const std::size_t at = n * WordSigns::kWindow + static_cast<std::size_t>(std::countr_zero(left));
        if (at < done) continue;
        std::size_t begin = at;  // of the word that has the digit, or ends at the '@'
        while (begin > done && IsWord(text_[begin - 1])) --begin;
        if (!WordAt(begin)) continue;
        const bool handle = begin > 0 && (text_[begin - 1] == '@' || text_[begin - 1] == '_');
        done = handle ? WordEnd(begin) : UndoLeetAt(begin);
      }
    }
  }

  // Returns where the word ends, with the '@' inside it.
  std::size_t UndoLeetAt(std::size_t first) {
    std::size_t end = first;
    std::size_t letters = 0;
    std::size_t groups = 0;  // of digits
    bool possible = true;
    while (end < text_.size()) {
      const char c = text_[end];
      if (IsLetter(c)) {
        ++letters;
      } else if (IsDigit(c) || (c == '@' && end > first && IsLetter(At(end + 1)))) {
        possible = possible && !LetterLookalikes(c).empty();
        if (end == first || IsLetter(text_[end - 1])) ++groups;
      } else {
        break;
      }
      ++end;
    }
    if (!possible || groups == 0 || letters < 2 || end - first > 12) return end;
    if (At(end) == '_' || At(end) == '@' || (At(end) == '.' && WordAt(end + 1)))
      return end;  // a handle or an address
    if (!ReadLeet(first, end, letters, groups)) return end;
    changed_ = true;
    SeeCells(kLeet, first, end - 1);
    return end;
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
        for (std::size_t n = 0; n < plain.size(); ++n) text_[first + n] = plain[n];
        return true;
      }
    }
    return false;
  }

  // coccc, gấpppp. A token of one letter only (www, iii) is left alone, and CCCD, the identity card.
  void ShrinkRepeats() {
    for (std::size_t i = 0; i < text_.size();) {
      std::size_t same = i + 1;
      while (same < text_.size() && text_[same] == text_[i]) ++same;
      const bool whole = (i == 0 || !IsWord(text_[i - 1])) && !WordAt(same);
      const bool identity_card = text_[i] == 'c' && same - i == 3 && At(same) == 'd' &&
                                 (i == 0 || !IsWord(text_[i - 1])) && !WordAt(same + 1);
      if (same - i >= 3 && IsLetter(text_[i]) && !whole && !identity_card) {
        changed_ = true;
        FoldDraft::Cell cell = draft_.Get(i);
        cell.end = static_cast<std::uint32_t>(draft_.End(same - 1));
        draft_.Replace(i, same);
        draft_.With(cell);
      }
      i = same;
    }
    draft_.Splice();
  }

  [[nodiscard]] std::string WordBefore(std::size_t first) const {
    if (first < 2 || text_[first - 1] != ' ') return {};
    std::size_t start = first - 1;
    while (start > 0 && IsWord(text_[start - 1]) && first - start < 24) --start;
    return Letters(start, first - 1);
  }
  [[nodiscard]] std::string WordAfter(std::size_t end) const {
    if (At(end) != ' ') return {};
    return Letters(end + 1, std::min(WordEnd(end + 1), end + 24));
  }

  // What the word [first, end) means; nullopt when it stands for itself.
  [[nodiscard]] std::optional<std::string_view> Teen(const std::string& word, std::size_t first,
                                                     std::size_t end) const {
    const bool marked = Marked(first, end);
    const bool upper = (flags_[first] & kUpper) != 0;
    const std::string before = WordBefore(first);
    const std::string after = WordAfter(end);
    const bool after_number = !before.empty() && IsDigit(before.back());
    if (word == "k" || word == "kh" || word == "kg") {
      if (after_number || (first > 0 && (text_[first - 1] == '.' || text_[first - 1] == '/')))
        return {};
      static const std::unordered_set<std::string_view> kNegated = {
          "can",  "mat",  "thu",   "coc", "phai", "co",  "duoc", "dc",  "phi",
          "tra",  "lay",  "giu",   "dat", "cho",  "thi", "hoc",  "bat", "yeu",
          "biet", "bang", "tieng", "noi", "lo",   "so",  "lua"};
      if (word == "k") {
        static const std::unordered_set<std::string_view> kTo = {"sang", "qua", "ben", "tai", "ve",
                                                                 "di",   "o",   "xu",  "dat"};
        if (kTo.count(before) != 0 && kNegated.count(after) == 0) return "campuchia";
        if (upper && (end + 1 >= text_.size() || (flags_[end + 1] & kUpper) == 0) &&
            first > 0 && (flags_[first - 1] & kNewline) == 0)
          return {};
      }
      if (after.empty() || !IsLetter(after.front())) return {};
      return "khong";
    }
    if (word == "hong" || word == "hog") {  // hông, hổng: marked unlike hồng, Hồng
      const std::string_view original =
          in_.substr(draft_.Start(first), draft_.End(end - 1) - draft_.Start(first));
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
    return MeaningOfTeencode(word);
  }

  bool ExpandTeencode(const WordSigns& signs) {
    for (const std::size_t first : signs.teencode) {
      const std::size_t end = WordEnd(first);
      if (At(end) == '_' || (first > 0 && (text_[first - 1] == '@' || text_[first - 1] == '_'))) continue;
      const std::string word = Letters(first, end);
      const auto meaning = Teen(word, first, end);
      if (!meaning) continue;
      if (!IsAbbreviation(word)) SeeCells(kTeencode, first, end - 1);
      changed_ = true;
      FoldDraft::Cell cell = draft_.Get(first);
      cell.end = static_cast<std::uint32_t>(draft_.End(end - 1));
      draft_.Replace(first, end);
      for (const char letter : *meaning) {
        cell.c = letter;
        draft_.With(cell);
      }
    }
    return draft_.Splice();
  }

  // không chín một hai …: nine or more number words in a row are read as digits.
  bool ReadDigitWords() {
    struct Word {
      std::size_t first;
      std::size_t end;
      int value;  // 0 … 9; -1 mươi, -2 linh
    };
    std::vector<Word> run;
    const auto flush = [&] {
      std::size_t words = 0;
      for (const Word& word : run) words += IsLetter(text_[word.first]) ? 1 : 0;
      if (run.size() >= kLeastDigitWords && words * 3 >= run.size() * 2) {
        SeeCells(kDigitWords, run.front().first, run.back().end - 1);
        draft_.Replace(run.front().first, run.back().end);
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
          if (digit != 0) {
            draft_.With({static_cast<std::uint32_t>(draft_.Start(word.first)),
                         static_cast<std::uint32_t>(draft_.End(word.end - 1)), digit, 0});
          }
        }
      }
      run.clear();
    };
    for (std::size_t i = 0; i < text_.size();) {
      if (!WordAt(i)) {
        const char c = text_[i];
        if (c != ' ' && c != ',' && c != '.' && c != '-') flush();
        ++i;
        continue;
      }
      const std::size_t end = WordEnd(i);
      std::optional<int> value;
      if (end - i == 1 && IsDigit(text_[i])) {
        value = text_[i] - '0';
      } else if (end - i <= 5 && (ShortWords().KindsOf(Packed(i, end)) & kNumberWord) != 0) {
        value = ValueOfNumberWord(Letters(i, end));
      }
      if (value) {
        run.push_back({i, end, *value});
      } else {
        flush();
      }
      i = end;
    }
    flush();
    return draft_.Splice();
  }

  static bool FewMarks(const WordSigns& signs) { return signs.marked * 20 <= signs.letters_only; }

  // Vietnamese words without their marks, of so many.
  void JudgeMarks(std::size_t words) {
    constexpr std::size_t kLeast = 8;
    std::size_t vietnamese = 0;
    std::size_t first = 0;
    std::size_t last = 0;
    EachLetterWord([&](std::size_t begin, std::size_t end, bool marked) {
      if (marked || end - begin > 6 || VietnameseWords().KindsOf(Packed(begin, end)) == 0) return;
      if (vietnamese++ == 0) first = begin;
      last = end - 1;
    });
    if (vietnamese < kLeast || vietnamese * 5 < words * 2) return;
    SeeCells(kNoDiacritics, first, last);
  }

  // Calls visit(begin, end, has marks) for every word without digits.
  template <class Visit>
  void EachLetterWord(Visit&& visit) const {
    ForEachWord<WordBytes::kLettersAndDigits>(text_, [&](std::size_t begin, std::size_t end) {
      if (!HasDigit(begin, end)) visit(begin, end, Marked(begin, end));
    });
  }

  std::string_view in_;
  Field field_;
  FoldDraft draft_;
  std::string& text_ = draft_.text;
  std::vector<std::uint8_t>& flags_ = draft_.flags;
  bool changed_ = false;  // a pass over the words had work
  std::array<std::optional<Place>, kEvasionKinds> seen_;
};

std::pair<std::size_t, std::size_t> FoldedText::Original(std::size_t begin, std::size_t end) const {
  if (text_.empty()) return {0, 0};
  if (begin >= text_.size()) {
    const std::size_t last = map_.End(text_.size() - 1);
    return {last, last};
  }
  const std::size_t start = map_.Start(begin);
  return {start, begin < end ? map_.End(end - 1) : start};
}

Place FoldedText::PlaceOf(Field field, const std::string& original, std::size_t begin,
                          std::size_t end) const {
  const auto [from, to] = Original(begin, end);
  return {field, from, to, original.substr(from, to - from)};
}

Folding Fold(std::string_view utf8, Field field) { return Folder(utf8, field).Run(); }

std::string FoldPlain(std::string_view utf8) { return internal::FoldLetters(utf8); }

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
