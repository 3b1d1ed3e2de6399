#include "core/internal/fold_reader.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include "core/internal/fold_table.h"
#include "core/utf8.h"

namespace agencywatch::core::internal {
namespace {

constexpr std::size_t kBlock = 16;   // bytes that are written together
constexpr std::size_t kWindow = 64;  // bytes that are looked at together

// Writes the small letters of 16 bytes of plain text and what they were.
void LowerBlock(const char* block, char* text, std::uint8_t* flags) {
#ifdef __SSE2__
  const __m128i c = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block));
  const __m128i offset = _mm_sub_epi8(c, _mm_set1_epi8('A'));
  const __m128i upper = _mm_cmpeq_epi8(_mm_min_epu8(offset, _mm_set1_epi8(25)), offset);
  const __m128i lower = _mm_add_epi8(c, _mm_and_si128(upper, _mm_set1_epi8('a' - 'A')));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(text), lower);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(flags), _mm_and_si128(upper, _mm_set1_epi8(kUpper)));
#else
  for (std::size_t i = 0; i < kBlock; ++i) {
    const bool upper = block[i] >= 'A' && block[i] <= 'Z';
    text[i] = static_cast<char>(upper ? block[i] + 32 : block[i]);
    flags[i] = upper ? kUpper : 0;
  }
#endif
}

// Bit i: whether at byte i of the window something begins that is more than printable ASCII, or a blank behind a blank.
// Right up to the first that is not a letter of two or three bytes.
std::uint64_t NotPlain(const char* window) {
  std::uint64_t other = 0;
  std::uint64_t blanks = 0;
  std::uint64_t leads = 0;       // of two bytes or more
  std::uint64_t long_leads = 0;  // of three or more
#ifdef __SSE2__
  const auto bits = [](__m128i bytes, int block) {
    return std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(bytes))} << (16 * block);
  };
  const auto at_least = [](__m128i c, int least) {
    return _mm_cmpeq_epi8(_mm_max_epu8(c, _mm_set1_epi8(static_cast<char>(least))), c);
  };
  for (int block = 0; block < 4; ++block) {
    const __m128i c = _mm_loadu_si128(reinterpret_cast<const __m128i*>(window + 16 * block));
    const __m128i control = _mm_cmplt_epi8(c, _mm_set1_epi8(' '));  // with every byte of 0x80 and above
    other |= bits(_mm_or_si128(control, _mm_cmpeq_epi8(c, _mm_set1_epi8(0x7F))), block);
    blanks |= bits(_mm_cmpeq_epi8(c, _mm_set1_epi8(' ')), block);
    leads |= bits(at_least(c, 0xC0), block);
    long_leads |= bits(at_least(c, 0xE0), block);
  }
#else
  for (std::size_t i = 0; i < kWindow; ++i) {
    const auto c = static_cast<unsigned char>(window[i]);
    other |= std::uint64_t{c < ' ' || c >= 0x7F} << i;
    blanks |= std::uint64_t{c == ' '} << i;
    leads |= std::uint64_t{c >= 0xC0} << i;
    long_leads |= std::uint64_t{c >= 0xE0} << i;
  }
#endif
  return (other & ~(leads << 1 | long_leads << 2)) | (blanks & (blanks << 1));
}

bool IsLineBreak(char32_t c) { return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029; }

// Writes the small letters of the block's first bytes to `text` and what they were to `flags`, 16 bytes in any case.
// Returns how many can be taken as they are: printable ASCII, each blank alone.
std::size_t LowerPlainBytes(const char* block, bool after_blank, char* text, std::uint8_t* flags) {
#ifdef __SSE2__
  const __m128i c = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block));
  const __m128i control = _mm_cmplt_epi8(c, _mm_set1_epi8(' '));  // with every byte of 0x80 and above
  const __m128i other = _mm_or_si128(control, _mm_cmpeq_epi8(c, _mm_set1_epi8(0x7F)));
  const auto blanks = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(c, _mm_set1_epi8(' '))));
  const __m128i offset = _mm_sub_epi8(c, _mm_set1_epi8('A'));
  const __m128i upper = _mm_cmpeq_epi8(_mm_min_epu8(offset, _mm_set1_epi8(25)), offset);
  const __m128i lower = _mm_add_epi8(c, _mm_and_si128(upper, _mm_set1_epi8('a' - 'A')));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(text), lower);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(flags), _mm_and_si128(upper, _mm_set1_epi8(kUpper)));
  const std::uint32_t stop = static_cast<std::uint32_t>(_mm_movemask_epi8(other)) |
                             (blanks & (blanks << 1 | static_cast<std::uint32_t>(after_blank))) | 1U << kBlock;
  return static_cast<std::size_t>(std::countr_zero(stop));
#else
  std::size_t size = 0;
  for (; size < kBlock; ++size) {
    const char c = block[size];
    if (static_cast<signed char>(c) < ' ' || c == 0x7F || (c == ' ' && after_blank)) break;
    const bool upper = c >= 'A' && c <= 'Z';
    text[size] = static_cast<char>(upper ? c + 32 : c);
    flags[size] = upper ? kUpper : 0;
    after_blank = c == ' ';
  }
  return size;
#endif
}


class Reader {
 public:
  explicit Reader(std::string_view utf8) : in_(utf8) {
    text_.resize(utf8.size() + kSlack);
    flags_.resize(utf8.size() + kSlack);
    result_.map.Reserve(utf8.size() / 6 + 4);
  }

  FoldReading Read() && {
    std::size_t at = 0;
    while (at < in_.size()) at = NeedsCare(at) ? ReadWithCare(at) : ReadWindow(at);
    if (size_ > 0 && text_[size_ - 1] == ' ') result_.map.DropLast(--size_);
    text_.resize(size_);
    flags_.resize(size_);
    result_.text = std::move(text_);
    result_.flags = std::move(flags_);
    return std::move(result_);
  }

 private:
  static constexpr std::size_t kSlack = kWindow + kBlock;

  [[nodiscard]] bool AfterBlank() const { return size_ == 0 || text_[size_ - 1] == ' '; }
  // What follows depends on what was read: invisible characters, blanks behind a blank.
  [[nodiscard]] bool NeedsCare(std::size_t at) const { return pending_ || (in_[at] == ' ' && AfterBlank()); }

  // Reads some 64 bytes; returns where to go on.
  std::size_t ReadWindow(std::size_t begin) {
    const std::size_t rest = in_.size() - begin;
    std::array<char, kWindow + kBlock> last{};
    const char* window = in_.data() + begin;
    if (rest < last.size()) {
      std::memcpy(last.data(), window, rest);
      window = last.data();
    }
    const std::size_t end = std::min(rest, kWindow);
    std::size_t at = 0;
    for (std::uint64_t left = NotPlain(window) & (~std::uint64_t{0} >> (kWindow - end)); left != 0; left &= left - 1) {
      const auto stop = static_cast<std::size_t>(std::countr_zero(left));
      CopyPlain(window + at, begin + at, stop - at);
      const std::size_t size = ReadLetter(window + stop, begin + stop);
      if (size == 0) return ReadWithCare(begin + stop);
      at = stop + size;
    }
    if (at < end) CopyPlain(window + at, begin + at, end - at);
    return begin + std::max(at, end);
  }

  void CopyPlain(const char* bytes, std::size_t start, std::size_t size) {
    result_.map.AddBytes(size_, start, size);
    char* text = text_.data() + size_;
    std::uint8_t* flags = flags_.data() + size_;
    size_ += size;
    LowerBlock(bytes, text, flags);
    for (std::size_t done = kBlock; done < size; done += kBlock) LowerBlock(bytes + done, text + done, flags + done);
  }

  // A letter with its marks, or a sign, that folds to one byte: returns its size in the original, which is two or three,
  // or 0 and does nothing.
  std::size_t ReadLetter(const char* bytes, std::size_t start) {
    const auto byte = [bytes](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const auto follows = [&byte](std::size_t i) { return (byte(i) & 0xC0U) == 0x80; };
    // Letters of two bytes and of three are mixed: no branch tells them apart.
    const bool three = byte(0) >= 0xE0;
    const bool two_well = (byte(0) >= 0xC3) & !three & follows(1);
    const bool three_well = ((byte(0) == 0xE1) | (byte(0) == 0xE2)) & follows(1) & follows(2);
    if (!(two_well | three_well)) return 0;
    const std::size_t size = three ? 3 : 2;
    const char32_t of_two = (byte(0) & 0x1FU) << 6 | (byte(1) & 0x3FU);
    const char32_t of_three = (byte(0) & 0x0FU) << 12 | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU);
    const char32_t point = three ? of_three : of_two;
    const FoldEntry& entry = table_.Of(point);
    if (entry.kind > FoldEntry::Kind::kText || entry.size != 1) return 0;
    text_[size_] = entry.text[0];
    flags_[size_] = entry.flags;
    result_.all_flags |= entry.flags;
    result_.map.AddNewWhole(size_, start, start + size);
    ++size_;
    return size;
  }

  // Reads one code point of any kind; returns where the next begins.
  std::size_t ReadWithCare(std::size_t at) {
    const std::size_t start = at;
    const char32_t point = NextCodePoint(in_, at);
    const FoldEntry& entry = table_.Of(point);
    switch (entry.kind) {
      case FoldEntry::Kind::kText:
        if (pending_ && !result_.hidden && IsWord(entry.text[0])) result_.hidden = invisible_;
        for (std::size_t i = 0; i < entry.size; ++i) Push(start, at, entry.text[i], entry.flags);
        break;
      case FoldEntry::Kind::kBlank: {
        const int line = IsLineBreak(point) ? kNewline : 0;
        if (size_ == 0) break;
        if (AfterBlank()) {
          ExtendLast(at, kWide | line);
        } else {
          Push(start, at, ' ', static_cast<std::uint8_t>(line));
        }
        break;
      }
      case FoldEntry::Kind::kMark:
        if (!AfterBlank()) ExtendLast(at, kMarked);
        break;
      case FoldEntry::Kind::kSelector:
        if (!AfterBlank()) ExtendLast(at, point == 0x20E3 ? kEmojiDigit : 0);
        break;
      case FoldEntry::Kind::kInvisible:
        if (!pending_) invisible_.start = start;
        invisible_.end = at;
        pending_ = size_ > 0 && IsWord(text_[size_ - 1]);
        return at;
      case FoldEntry::Kind::kSymbolKind:
        Push(start, at, kSymbol, entry.flags);
        break;
    }
    pending_ = false;
    return at;
  }

  void Push(std::size_t start, std::size_t end, char c, std::uint8_t flags) {
    // What one code point folds to may be longer than itself.
    if (text_.size() < size_ + 1 + (in_.size() - end) + kSlack) {
      text_.resize(2 * text_.size());
      flags_.resize(text_.size());
    }
    if (end - start == 1) {
      result_.map.AddBytes(size_, start, 1);
    } else {
      result_.map.AddWhole(size_, start, end);
    }
    text_[size_] = c;
    flags_[size_] = flags;
    result_.all_flags |= flags;
    ++size_;
  }

  // The last code point read takes in what follows it, up to `end`.
  void ExtendLast(std::size_t end, int with_flags) {
    result_.all_flags |= static_cast<std::uint8_t>(with_flags);
    for (std::size_t i = result_.map.ExtendLast(size_, end); i < size_; ++i) {
      flags_[i] |= static_cast<std::uint8_t>(with_flags);
    }
  }

  const FoldTable& table_ = FoldTable::Get();
  std::string_view in_;
  FoldReading result_;
  std::string text_;  // longer than what is read, so that whole blocks can be written
  std::vector<std::uint8_t> flags_;
  std::size_t size_ = 0;
  bool pending_ = false;  // invisible characters directly behind a letter
  Stretch invisible_;
};

}  // namespace

FoldReading ReadFolded(std::string_view utf8) { return Reader(utf8).Read(); }

std::string FoldLetters(std::string_view utf8) {
  const FoldTable& table = FoldTable::Get();
  std::string text;
  text.reserve(utf8.size() + kBlock);
  for (std::size_t at = 0; at < utf8.size();) {
    std::array<char, kBlock> last{};
    const char* block = utf8.data() + at;
    if (utf8.size() - at < kBlock) {
      std::memcpy(last.data(), block, utf8.size() - at);
      block = last.data();
    }
    std::array<char, kBlock> letters;
    std::array<std::uint8_t, kBlock> kinds;
    const std::size_t taken = LowerPlainBytes(block, text.empty() || text.back() == ' ', letters.data(), kinds.data());
    text.append(letters.data(), taken);
    at += taken;
    if (taken == kBlock || at >= utf8.size()) continue;
    const FoldEntry& entry = table.Of(NextCodePoint(utf8, at));
    switch (entry.kind) {
      case FoldEntry::Kind::kText:
        if ((entry.flags & kForeign) != 0)
          text.append(entry.size, kSymbol);
        else
          text.append(entry.text.data(), entry.size);
        break;
      case FoldEntry::Kind::kBlank:
        if (!text.empty() && text.back() != ' ') text += ' ';
        break;
      case FoldEntry::Kind::kSymbolKind:
        text += kSymbol;
        break;
      case FoldEntry::Kind::kMark:
      case FoldEntry::Kind::kSelector:
      case FoldEntry::Kind::kInvisible:
        break;
    }
  }
  if (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

}  // namespace agencywatch::core::internal
