#include "core/internal/fold_signs.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include "core/internal/fold_table.h"
#include "core/internal/fold_words.h"

namespace agencywatch::core::internal {
namespace {

constexpr std::size_t kWindow = WordSigns::kWindow;
constexpr std::size_t kLongestKnownWord = 5;  // of teencode and numbers
// Of a word that begins with the lowest byte; nothing of one that is too long to be known.
constexpr std::array<std::uint64_t, kLongestKnownWord + 2> kFirstBytes = {
    0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFF, 0};
static_assert(std::endian::native == std::endian::little);

// Bit i stands for byte i of the window.
struct Window {
  std::uint64_t letters = 0;
  std::uint64_t digits = 0;
  std::uint64_t ats = 0;
  std::uint64_t same = 0;  // as the byte behind it
  std::uint64_t marked = 0;
  std::uint64_t behind = 0;  // the bytes of words among the next kBehind
};
constexpr std::size_t kBehind = 16;

// Reads kBehind bytes more of the text.
Window LookAt(const char* text, const std::uint8_t* flags) {
  Window window;
#ifdef __SSE2__
  const auto within = [](__m128i c, char first, char count) {
    const __m128i offset = _mm_sub_epi8(c, _mm_set1_epi8(first));
    return _mm_cmpeq_epi8(_mm_min_epu8(offset, _mm_set1_epi8(static_cast<char>(count - 1))), offset);
  };
  const auto bits = [](__m128i bytes, int block) {
    return std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(bytes))} << (16 * block);
  };
  const auto load = [](const void* bytes) { return _mm_loadu_si128(static_cast<const __m128i*>(bytes)); };
  for (int block = 0; block < 4; ++block) {
    const __m128i c = load(text + 16 * block);
    const __m128i marks = _mm_and_si128(load(flags + 16 * block), _mm_set1_epi8(kMarked));
    window.letters |= bits(within(c, 'a', 26), block);
    window.digits |= bits(within(c, '0', 10), block);
    window.ats |= bits(_mm_cmpeq_epi8(c, _mm_set1_epi8('@')), block);
    window.same |= bits(_mm_cmpeq_epi8(c, load(text + 16 * block + 1)), block);
    window.marked |= bits(_mm_cmpeq_epi8(marks, _mm_set1_epi8(kMarked)), block);
  }
  const __m128i behind = load(text + kWindow);
  window.behind = bits(_mm_or_si128(within(behind, 'a', 26), within(behind, '0', 10)), 0);
#else
  for (std::size_t i = 0; i < kWindow; ++i) {
    window.letters |= std::uint64_t{IsLetter(text[i])} << i;
    window.digits |= std::uint64_t{IsDigit(text[i])} << i;
    window.ats |= std::uint64_t{text[i] == '@'} << i;
    window.same |= std::uint64_t{text[i] == text[i + 1]} << i;
    window.marked |= std::uint64_t{(flags[i] & kMarked) != 0} << i;
  }
  for (std::size_t i = 0; i < kBehind; ++i) window.behind |= std::uint64_t{IsWord(text[kWindow + i])} << i;
#endif
  return window;
}

// Tells of every word, one behind its last byte, whether one of its bytes is picked.
class WordsWith {
 public:
  // `words` are the bytes of words, `picked` some of them. Adding a picked bit to a word's row of ones carries into the
  // place behind the row, also into the next window.
  std::uint64_t Ends(std::uint64_t words, std::uint64_t picked) {
    const std::uint64_t sum = words + picked;
    const std::uint64_t with_carry = sum + carry_;
    carry_ = static_cast<std::uint64_t>(sum < words || with_carry < sum);
    return with_carry & ~words;
  }

 private:
  std::uint64_t carry_ = 0;
};

}  // namespace

std::uint64_t WordSigns::NearDigits(std::size_t n) const {
  std::uint64_t near = windows[n].digits;
  std::uint64_t behind = n + 1 < windows.size() ? windows[n + 1].digits : 0;
  for (const int step : {1, 2, 4, 8, 16}) {
    near |= near >> step | behind << (64 - step);
    behind |= behind >> step;
  }
  return near;
}

WordSigns LookAtWords(std::string_view text, const std::vector<std::uint8_t>& flags) {
  const auto& known = ShortWords();
  WordSigns signs;
  WordsWith with_digit;
  WordsWith with_mark;
  Window before;
  std::uint64_t atoms_before = 0;
  std::size_t words = 0;
  std::size_t marked = 0;
  std::vector<std::size_t> teencode;
  std::size_t words_with_digit = 0;
  std::size_t number_words = 0;
  std::size_t most_number_words = 0;
  std::uint64_t any_digit = 0;
  std::uint64_t any_repeat = 0;
  std::uint64_t any_atoms = 0;
  signs.windows.reserve(text.size() / kWindow + 1);
  std::array<char, kWindow + kBehind> last;  // with zeros behind the text
  std::array<std::uint8_t, kWindow> last_flags;
  // One byte is looked at behind the last, so that each word has an end.
  for (std::size_t base = 0; base <= text.size(); base += kWindow) {
    const std::size_t rest = text.size() - base;
    const bool whole = rest >= last.size();
    if (!whole) {
      last.fill(0);
      last_flags.fill(0);
      std::copy_n(text.data() + base, rest, last.data());
      std::copy_n(flags.data() + base, std::min(rest, kWindow), last_flags.data());
    }
    const char* bytes = whole ? text.data() + base : last.data();
    const Window now = LookAt(bytes, whole ? flags.data() + base : last_flags.data());
    const std::uint64_t word = now.letters | now.digits;
    const std::uint64_t word_before = before.letters | before.digits;

    const std::uint64_t starts = word & ~(word << 1 | word_before >> 63);
    const std::uint64_t atoms = starts & ~(word >> 1 | now.behind << 63);
    for (const int reach : {2, 3, 4}) any_atoms |= atoms & (atoms << reach | atoms_before >> (64 - reach));
    any_repeat |= now.same & (now.same << 1 | before.same >> 63) & now.letters;
    any_digit |= now.digits;

    const std::uint64_t digit_ends = with_digit.Ends(word, now.digits);
    const std::uint64_t mark_ends = with_mark.Ends(word, now.marked & word);
    words += static_cast<std::size_t>(std::popcount(starts));
    words_with_digit += static_cast<std::size_t>(std::popcount(digit_ends));
    marked += static_cast<std::size_t>(std::popcount(mark_ends & ~digit_ends));

    for (std::uint64_t left = starts; left != 0; left &= left - 1) {
      const int at = std::countr_zero(left);
      const std::uint64_t from_here = word >> at | now.behind << 1 << (63 - at);
      const std::size_t size = std::min<std::size_t>(static_cast<std::size_t>(std::countr_one(from_here)), kLongestKnownWord + 1);
      std::uint64_t packed = 0;
      std::memcpy(&packed, bytes + at, sizeof packed);
      const unsigned kinds = known.KindsOf(packed & kFirstBytes[size]);
      if ((kinds & kTeencodeWord) != 0) teencode.push_back(base + static_cast<std::size_t>(at));
      const bool single_digit = size == 1 && (now.digits >> at & 1) != 0;
      number_words = (kinds & kNumberWord) != 0 || single_digit ? number_words + 1 : 0;
      most_number_words = std::max(most_number_words, number_words);
    }
    signs.windows.push_back({starts, now.digits, now.ats});
    before = now;
    atoms_before = atoms;
  }
  signs.atoms_together = any_atoms != 0;
  signs.digits = any_digit != 0;
  signs.repeats = any_repeat != 0;
  signs.most_number_words = most_number_words;
  signs.marked = marked;
  signs.teencode = std::move(teencode);
  signs.letters_only = words - words_with_digit;
  return signs;
}

}  // namespace agencywatch::core::internal
