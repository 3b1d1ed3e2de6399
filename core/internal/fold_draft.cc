#include "core/internal/fold_draft.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include "core/utf8.h"

namespace agencywatch::core::internal {
namespace {

constexpr std::size_t kBlock = 16;  // bytes of plain text that are read together

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

bool IsLineBreak(char32_t c) { return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029; }

}  // namespace

FoldDraft::FoldDraft(std::string_view utf8) {
  text.reserve(utf8.size() + kBlock);
  flags.reserve(utf8.size() + kBlock);
  runs_.reserve(utf8.size() / 4 + 4);
  Read(utf8);
}

void FoldDraft::Read(std::string_view utf8) {
  const FoldTable& table = FoldTable::Get();
  bool pending = false;  // invisible characters directly behind a letter
  Stretch invisible;
  for (std::size_t at = 0; at < utf8.size();) {
    if (!pending) {
      at += ReadAscii(utf8, at);
      if (at >= utf8.size()) break;
    }
    const auto start = static_cast<std::uint32_t>(at);
    const char32_t point = NextCodePoint(utf8, at);
    const auto end = static_cast<std::uint32_t>(at);
    const FoldEntry& entry = table.Of(point);
    switch (entry.kind) {
      case FoldEntry::Kind::kText:
        if (pending && !hidden_ && IsWord(entry.text[0])) hidden_ = invisible;
        all_flags_ |= entry.flags;
        for (std::size_t i = 0; i < entry.size; ++i) Push({start, end, entry.text[i], entry.flags});
        break;
      case FoldEntry::Kind::kBlank: {
        const int line = IsLineBreak(point) ? kNewline : 0;
        if (text.empty()) break;
        if (text.back() == ' ') {
          ExtendLast(end, kWide | line);
        } else {
          Push({start, end, ' ', static_cast<std::uint8_t>(line)});
        }
        break;
      }
      case FoldEntry::Kind::kMark:
        if (!text.empty() && text.back() != ' ') ExtendLast(end, kMarked);
        break;
      case FoldEntry::Kind::kSelector:
        if (!text.empty() && text.back() != ' ') ExtendLast(end, point == 0x20E3 ? kEmojiDigit : 0);
        break;
      case FoldEntry::Kind::kInvisible:
        if (!pending) invisible.start = start;
        invisible.end = end;
        pending = !text.empty() && IsWord(text.back());
        continue;
      case FoldEntry::Kind::kSymbolKind:
        all_flags_ |= entry.flags;
        Push({start, end, kSymbol, entry.flags});
        break;
    }
    pending = false;
  }
  if (!text.empty() && text.back() == ' ') DropLast();
}

// Takes plain bytes from `at` on; returns how many.
std::size_t FoldDraft::ReadAscii(std::string_view utf8, std::size_t at) {
  const std::size_t first = text.size();
  const std::size_t begin = at;
  std::size_t taken = kBlock;
  while (taken == kBlock && at < utf8.size()) {
    std::array<char, kBlock> last{};
    const char* block = utf8.data() + at;
    if (utf8.size() - at < kBlock) {
      std::memcpy(last.data(), block, utf8.size() - at);
      block = last.data();
    }
    const std::size_t size = text.size();
    std::array<char, kBlock> letters;
    std::array<std::uint8_t, kBlock> kinds;
    taken = LowerPlainBytes(block, size == 0 || text[size - 1] == ' ', letters.data(), kinds.data());
    text.append(letters.data(), taken);
    flags.insert(flags.end(), kinds.data(), kinds.data() + taken);
    at += taken;
  }
  if (at > begin) MapBytes(first, begin, at - begin);
  return at - begin;
}

FoldDraft::Cell FoldDraft::Get(std::size_t i) const {
  const auto after = std::upper_bound(runs_.begin(), runs_.end(), i,
                                      [](std::size_t place, const Run& run) { return place < run.folded; });
  const Run& run = *std::prev(after);
  const auto offset = static_cast<std::uint32_t>(run.step == 1 ? i - run.folded : 0);
  return {run.original + offset, run.step == 1 ? run.original + offset + 1 : run.end, text[i], flags[i]};
}

// The folded bytes from `at` on are each one byte of the original.
void FoldDraft::MapBytes(std::size_t at, std::size_t original, std::size_t size) {
  const auto end = static_cast<std::uint32_t>(original + size);
  if (!runs_.empty() && runs_.back().step == 1 && runs_.back().end == original) {
    runs_.back().end = end;
  } else {
    runs_.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(original), 1, end});
  }
}

// The folded bytes from `at` on are each all of [start, end) of the original.
void FoldDraft::MapWhole(std::size_t at, std::size_t start, std::size_t end) {
  if (!runs_.empty() && runs_.back().step == 0 && runs_.back().original == start && runs_.back().end == end) return;
  runs_.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(start), 0,
                   static_cast<std::uint32_t>(end)});
}

void FoldDraft::Push(const Cell& cell) {
  if (cell.end - cell.start == 1) {
    MapBytes(text.size(), cell.start, 1);
  } else {
    MapWhole(text.size(), cell.start, cell.end);
  }
  text += cell.c;
  flags.push_back(cell.flags);
}

// The last code point read takes in what follows it, up to `end`.
void FoldDraft::ExtendLast(std::size_t end, int with_flags) {
  all_flags_ |= static_cast<std::uint8_t>(with_flags);
  const std::size_t last = text.size() - 1;
  Run& run = runs_.back();
  std::size_t first = last;  // of the bytes that it folded to
  if (run.step == 0) {
    first = run.folded;
    run.end = static_cast<std::uint32_t>(end);
  } else if (run.folded == last) {
    run.step = 0;
    run.end = static_cast<std::uint32_t>(end);
  } else {
    --run.end;
    const std::uint32_t start = run.end;
    runs_.push_back({static_cast<std::uint32_t>(last), start, 0, static_cast<std::uint32_t>(end)});
  }
  for (std::size_t i = first; i <= last; ++i) flags[i] |= static_cast<std::uint8_t>(with_flags);
}

void FoldDraft::DropLast() {
  text.pop_back();
  flags.pop_back();
  if (runs_.back().folded == text.size()) {
    runs_.pop_back();
  } else {
    --runs_.back().end;
  }
}

// What `from` has at [first, end).
void FoldDraft::Append(const FoldDraft& from, std::size_t first, std::size_t end) {
  if (first >= end) return;
  auto run = std::prev(std::upper_bound(from.runs_.begin(), from.runs_.end(), first,
                                        [](std::size_t place, const Run& one) { return place < one.folded; }));
  for (std::size_t at = first; at < end; ++run) {
    const auto next = std::next(run);
    const std::size_t stop = next == from.runs_.end() ? end : std::min<std::size_t>(next->folded, end);
    const std::size_t to = text.size() + (at - first);
    if (run->step == 1) {
      MapBytes(to, run->original + (at - run->folded), stop - at);
    } else {
      MapWhole(to, run->original, run->end);
    }
    at = stop;
  }
  text.append(from.text, first, end - first);
  flags.insert(flags.end(), from.flags.begin() + static_cast<std::ptrdiff_t>(first),
               from.flags.begin() + static_cast<std::ptrdiff_t>(end));
}

void FoldDraft::Splice() {
  if (edits_.empty()) return;
  FoldDraft result;
  result.text.reserve(text.size() + added_.size());
  result.flags.reserve(text.size() + added_.size());
  result.runs_.reserve(runs_.size() + 2 * edits_.size());
  std::size_t at = 0;
  for (std::size_t n = 0; n < edits_.size(); ++n) {
    const Edit& edit = edits_[n];
    result.Append(*this, at, edit.first);
    const std::size_t added_end = n + 1 < edits_.size() ? edits_[n + 1].added : added_.size();
    for (std::size_t i = edit.added; i < added_end; ++i) result.Push(added_[i]);
    at = edit.end;
  }
  result.Append(*this, at, text.size());
  text = std::move(result.text);
  flags = std::move(result.flags);
  runs_ = std::move(result.runs_);
  edits_.clear();
  added_.clear();
}

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

FoldedText FoldDraft::Take() {
  FoldedText folded;
  folded.text_ = std::move(text);
  folded.runs_ = std::move(runs_);
  folded.run_at_.reserve(folded.text_.size() / FoldedText::kStride + 1);
  std::uint32_t run = 0;
  for (std::size_t at = 0; at < folded.text_.size(); at += FoldedText::kStride) {
    while (run + 1 < folded.runs_.size() && folded.runs_[run + 1].folded <= at) ++run;
    folded.run_at_.push_back(run);
  }
  return folded;
}

}  // namespace agencywatch::core::internal
