#include "core/fold.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "core/internal/fold_reader.h"
#include "core/internal/fold_signs.h"
#include "core/internal/fold_table.h"
#include "core/internal/fold_words.h"
#include "core/utf8.h"

namespace agencywatch::core {
namespace {

std::string Folded(const std::string& text) { return Fold(text, Field::kBody).folded.text(); }

std::vector<std::string> Kinds(const std::string& text) {
  std::vector<std::string> kinds;
  for (const Evasion& evasion : Fold(text, Field::kBody).evasions) kinds.push_back(evasion.kind);
  return kinds;
}
bool Sees(const std::string& text, const std::string& kind) {
  const auto kinds = Kinds(text);
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

struct Case {
  std::string name;
  std::string text;
  std::string folded;
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

class Folds : public testing::TestWithParam<Case> {};
TEST_P(Folds, To) { EXPECT_EQ(Folded(GetParam().text), GetParam().folded); }

INSTANTIATE_TEST_SUITE_P(
    Spellings, Folds,
    testing::Values(Case{"MarksCaseAndBlanks", "  ĐẶT  CỌC\n\tgiữ chỗ ", "dat coc giu cho"},
                    Case{"DecomposedMarks", "Vie\u0302\u0323t Nam", "viet nam"},
                    Case{"BothTonePlacements", "hòa hoà", "hoa hoa"},
                    Case{"TypographicPunctuation", "“hỏi” – đáp…", "\"hoi\" - dap..."},
                    Case{"ZeroWidth", "h\u200Bộ chi\u200Bếu, th\u00ADận", "ho chieu, than"},
                    Case{"CyrillicLetters", "đặt соc, viѕa", "dat coc, visa"},
                    Case{"RussianIsNotLatin", "Москва жёлтый x", "\1\1\1\1\1\1 \1\1\1\1\1\1 x"},
                    Case{"FullWidthAndMathematical", "Ｖｉｓａ 𝐜𝐨𝐜", "visa coc"},
                    Case{"KeycapDigits", "0️⃣8️⃣5️⃣6️⃣", "0856"},
                    Case{"CircledDigits", "⓪⑨①②", "0912"},
                    Case{"FlagsAreSymbols", "đi 🇰🇷 Hàn", "di \1\1 han"},
                    Case{"SpacedLetters", "p h í 18tr", "phi 18tr"},
                    Case{"SpacedForeignWord", "M a l a y s i a cần", "malaysia can"},
                    Case{"SpacedSyllables", "đ ặ t c ọ c", "dat coc"},
                    Case{"SpacedDigits", "inb 0 5 9 2 . 0 0 0 . 3 1 7", "inb 0592000317"},
                    Case{"DottedLetters", "G.i.ú.p v.i.ệ.c", "giup viec"},
                    Case{"DottedPairBesideAChain", "d.u l.ị.c.h", "du lich"},
                    Case{"DashedAndSlashed", "t-h-ậ-n b/a/o đ/ậ/u", "than bao dau"},
                    Case{"DottedDigits", "0.7.0.5.0.0.0.6.6.1", "0705000661"},
                    Case{"GroupedNumbersStay", "1.500.000đ TP.HCM 18/6/2025",
                         "1.500.000d tp.hcm 18/6/2025"},
                    Case{"RepeatedLetters", "coccc gấpppp www iii", "coc gap www iii"},
                    Case{"Leet", "sh0p3e vi3c nh3 đ0n", "shopee viec nhe don"},
                    Case{"CodesAreNotLeet", "1k5 E8 D4-1 3tr5 c3 2k8 TT5 N4 E7-3 18m2",
                         "1k5 e8 d4-1 3tr5 c3 2k8 tt5 n4 e7-3 18m2"},
                    Case{"LettersInAPhone", "O977 OOO 8l5", "0977 000 815"},
                    Case{"LetterInAnAmount", "5OO k", "500 k"},
                    Case{"Teencode", "ko cọc, k cần tiếng, đc đi XKLĐ",
                         "khong coc, khong can tieng, duoc di xuat khau lao dong"},
                    Case{"KAsNumberAndCountry", "500 k sang K làm", "500 k sang campuchia lam"},
                    Case{"KilogramStays", "5 kg", "5 kg"},
                    Case{"DigitWords", "gọi không chín một hai không không không ba bốn năm nhé",
                         "goi 0912000345 nhe"},
                    Case{"GroupedDigitWords",
                         "không chín một hai không không không tám chín mươi mốt", "0912000891"}),
    [](const testing::TestParamInfo<Case>& row) { return row.param.name; });

TEST(Fold, NamesEachKindOfDisguise) {
  EXPECT_TRUE(Sees("Nhi\u200Bệm vụ", "zero_width"));
  EXPECT_TRUE(Sees("tіền ảo", "homoglyph"));
  EXPECT_TRUE(Sees("tіền ảo", "mixed_script"));
  EXPECT_TRUE(Sees("📞 0️⃣8️⃣5️⃣6️⃣", "emoji_digits"));
  EXPECT_TRUE(Sees("c ọ c", "spaced_letters"));
  EXPECT_TRUE(Sees("c.ọ.c", "dotted_letters"));
  EXPECT_TRUE(Sees("ch0t d0n", "leet"));
  EXPECT_TRUE(Sees("ko cọc", "teencode"));
  EXPECT_TRUE(
      Sees("khong can tieng, khong can bang cap, luong cao, bay sau 2 thang", "no_diacritics"));
  EXPECT_TRUE(Sees("không chín một hai không không không ba bốn năm", "digit_words"));
}

TEST(Fold, LeavesInnocentSpellingsUnaccused) {
  EXPECT_EQ(Kinds("Bạn đọc N.V.T. ở U.S.A hỏi: phòng 18m², lớp A, B, C; 1️⃣ hồ sơ "
                  "2️⃣ "
                  "ảnh; "
                  "v.v."),
            std::vector<std::string>{});
  EXPECT_EQ(Kinds("Welders for Poland, age 22-48, trade test on 26 February 2026 at our workshop "
                  "in Ha Noi"),
            std::vector<std::string>{});
  EXPECT_EQ(Kinds("👨\u200D👩\u200D👧 gia đình"), std::vector<std::string>{});
}

TEST(Fold, QuotesTheOriginalOfADisguisedWord) {
  const std::string text = "phải đ.ặ.t c ọ c\u200B trước";
  const Folding folding = Fold(text, Field::kTitle);
  const auto at = folding.folded.text().find("dat");
  const Place place = folding.folded.PlaceOf(Field::kTitle, text, at, at + 3);
  EXPECT_EQ(place.quote, "đ.ặ.t");
  EXPECT_EQ(place.field, Field::kTitle);
  EXPECT_EQ(text.substr(place.start, place.end - place.start), place.quote);
}

TEST(Fold, AnEmptyRangeGivesAnEmptyRange) {
  const Folding folding = Fold("ăâ", Field::kBody);
  EXPECT_EQ(folding.folded.Original(1, 1), (std::pair<std::size_t, std::size_t>{2, 2}));
  EXPECT_EQ(folding.folded.Original(2, 2), (std::pair<std::size_t, std::size_t>{4, 4}));
  EXPECT_EQ(Fold("", Field::kBody).folded.Original(0, 0),
            (std::pair<std::size_t, std::size_t>{0, 0}));
}

// Forty pieces of what disguises and plain texts are made of.
std::string AnyText(std::mt19937& random) {
  static const std::vector<std::string> parts = {
      "a", "c", "o", "k", "0", "9", "3", "Đ", "ọ", "e\u0302\u0323", "\u200B", "\u00AD", " ", "  ",
      "\n", ".", "-", "/", "а", "с", "Ж", "😀", "🇰🇷", "0️⃣", "⑨", "²", "Ｖ", "𝐜", "漢", "ﬁ", "½", "…",
      "ko", "sh0p3e", "không", "chín ", "một ", "hai ", "@", "\u0301", "\uFE0F", "\u200D", "\uFEFF",
      "đc", "ooo", "l", "a b c", "Ọ", "tuyển ", "lao động ", "công nhân làm việc tại xưởng; "};
  std::uniform_int_distribution<std::size_t> pick(0, parts.size() - 1);
  std::string text;
  for (int n = 0; n < 40; ++n) text += parts[pick(random)];
  return text;
}

// Every range of the folded text maps to whole code points of the original, in order.
TEST(Fold, MapsBackOnCodePointBordersForAnyText) {
  std::mt19937 random(4);
  for (int round = 0; round < 3000; ++round) {
    const std::string text = AnyText(random);
    const Folding folding = Fold(text, Field::kBody);
    const std::string& folded = folding.folded.text();
    std::size_t before = 0;
    for (std::size_t at = 0; at < folded.size(); ++at) {
      const auto c = static_cast<unsigned char>(folded[at]);
      ASSERT_TRUE(c == 1 || (c >= 0x20 && c < 0x7F && !(c >= 'A' && c <= 'Z'))) << text;
      ASSERT_FALSE(c == ' ' && (at == 0 || at + 1 == folded.size() || folded[at + 1] == ' '))
          << text;
      const auto [start, end] = folding.folded.Original(at, at + 1);
      ASSERT_LT(start, end) << text;
      ASSERT_LE(end, text.size());
      ASSERT_GE(start, before) << text;
      ASSERT_TRUE(IsValidUtf8(text.substr(start, end - start))) << text;
      before = start;
    }
    for (const Evasion& evasion : folding.evasions) {
      ASSERT_EQ(text.substr(evasion.place.start, evasion.place.end - evasion.place.start),
                evasion.place.quote);
      ASSERT_TRUE(IsValidUtf8(evasion.place.quote));
    }
  }
}

// Texts are read 64 bytes at a time: where they stand among them changes nothing.
TEST(Fold, DoesNotDependOnWhereATextStands) {
  std::mt19937 random(5);
  for (int round = 0; round < 300; ++round) {
    const std::string text = "x" + AnyText(random);
    const Folding folding = Fold(";" + text, Field::kBody);
    for (const std::size_t shift : {7U, 38U, 62U, 63U, 64U, 100U}) {
      const Folding shifted = Fold(std::string(shift, ';') + ";" + text, Field::kBody);
      ASSERT_EQ(shifted.folded.text(), std::string(shift, ';') + folding.folded.text());
      for (std::size_t at = 0; at < folding.folded.text().size(); ++at) {
        const auto [begin, end] = folding.folded.Original(at, at + 1);
        ASSERT_EQ(shifted.folded.Original(shift + at, shift + at + 1), std::pair(shift + begin, shift + end)) << text;
      }
      ASSERT_EQ(shifted.evasions.size(), folding.evasions.size()) << text;
      for (std::size_t n = 0; n < folding.evasions.size(); ++n) {
        ASSERT_EQ(shifted.evasions[n].kind, folding.evasions[n].kind) << text;
        ASSERT_EQ(shifted.evasions[n].place.start, shift + folding.evasions[n].place.start) << text;
      }
    }
  }
}

// The table pass writes what folding letter by letter gives.
TEST(Fold, ReadsTheLettersThatPlainFoldingReads) {
  std::mt19937 random(6);
  for (int round = 0; round < 3000; ++round) {
    const std::string text = AnyText(random);
    internal::FoldReading reading = internal::ReadFolded(text);
    for (std::size_t i = 0; i < reading.text.size(); ++i) {
      if ((reading.flags[i] & internal::kForeign) != 0) reading.text[i] = internal::kSymbol;
    }
    ASSERT_EQ(reading.text, FoldPlain(text));
  }
}

// What tells that a pass has nothing to do is told byte by byte here.
TEST(Fold, SeesTheSignsOfEveryDisguise) {
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    const internal::FoldReading reading = internal::ReadFolded(AnyText(random));
    const std::string& text = reading.text;
    const internal::WordSigns signs = internal::LookAtWords(text, reading.flags);
    internal::WordSigns seen;
    std::size_t number_words = 0;
    std::size_t last_atom = text.size();
    for (std::size_t at = 0; at < text.size(); ++at) {
      using internal::IsDigit, internal::IsLetter, internal::IsWord;
      seen.digits = seen.digits || IsDigit(text[at]);
      seen.repeats = seen.repeats || (at >= 2 && IsLetter(text[at]) && text[at] == text[at - 1] && text[at] == text[at - 2]);
      if (!IsWord(text[at]) || (at > 0 && IsWord(text[at - 1]))) continue;
      std::size_t end = at;
      bool digit = false;
      bool mark = false;
      for (; end < text.size() && IsWord(text[end]); ++end) {
        digit = digit || IsDigit(text[end]);
        mark = mark || (reading.flags[end] & internal::kMarked) != 0;
      }
      const std::string word = text.substr(at, end - at);
      if (word.size() == 1) {
        seen.atoms_together = seen.atoms_together || (last_atom < at && at - last_atom <= 4);
        last_atom = at;
      }
      const bool number = internal::ValueOfNumberWord(word).has_value() || (digit && word.size() == 1);
      number_words = number ? number_words + 1 : 0;
      seen.most_number_words = std::max(seen.most_number_words, number_words);
      seen.letters_only += digit ? 0 : 1;
      seen.marked += mark && !digit ? 1 : 0;
      if (internal::MeaningOfTeencode(word) || word == "k") seen.teencode.push_back(at);
    }
    ASSERT_EQ(signs.digits, seen.digits) << text;
    ASSERT_EQ(signs.repeats, seen.repeats) << text;
    ASSERT_EQ(signs.atoms_together, seen.atoms_together) << text;
    ASSERT_EQ(signs.most_number_words, seen.most_number_words) << text;
    ASSERT_EQ(signs.letters_only, seen.letters_only) << text;
    ASSERT_EQ(signs.marked, seen.marked) << text;
    ASSERT_EQ(signs.teencode, seen.teencode) << text;
  }
}

TEST(FoldPlain, UndoesNothing) {
  EXPECT_EQ(FoldPlain("CÔNG TY  Cổ phần\tĐẠI Á ko c.ọ.c"), "cong ty co phan dai a ko c.o.c");
}

}  // namespace
}  // namespace agencywatch::core
