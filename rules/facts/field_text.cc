#include "rules/facts/field_text.h"

#include <algorithm>

#include "core/utf8.h"

namespace agencywatch::rules {
namespace {

// Capitals of the scripts that adverts use; 0 when `c` is none, else its small letter.
char32_t SmallOf(char32_t c) {
  if (c >= U'A' && c <= U'Z') return c + 32;
  if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 32;
  if (c == 0x1AF) return 0x1B0;
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return c % 2 == 1 ? c + 1 : 0;
  if ((c >= 0x100 && c <= 0x17F) || (c >= 0x1A0 && c <= 0x1A5) || (c >= 0x1E00 && c <= 0x1EFF)) {
    return c % 2 == 0 ? c + 1 : 0;
  }
  if (c >= 0x391 && c <= 0x3A9) return c + 32;
  if (c >= 0x410 && c <= 0x42F) return c + 32;
  if (c >= 0xFF21 && c <= 0xFF3A) return c + 32;
  return 0;
}

bool IsWord(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace

FieldText::FieldText(core::Field field, const std::string& original, const core::FoldedText& folded)
    : field_(field), original_(&original), folded_(&folded), text_(folded.text()), words_(text_) {
  for (std::size_t at = text_.find(' '); at != std::string_view::npos;
       at = text_.find(' ', at + 1)) {
    const auto [from, to] = folded.Original(at, at + 1);
    if (std::string_view(original).substr(from, to - from).find_first_of("\r\n") !=
        std::string_view::npos) {
      breaks_.push_back(at);
    }
  }
  // Lead bytes of letters with marks (U+00C0 … U+01BF, U+1E00 … U+1EFF) and of combining marks; not those
  // of punctuation and emoji.
  const auto marks = std::count_if(original.begin(), original.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= 0xC3 && byte <= 0xC6) || byte == 0xE1 || byte == 0xCC;
  });
  unmarked_ = static_cast<std::size_t>(marks) * 25 < original.size();
}

std::string_view FieldText::Written(Span span) const {
  const auto [from, to] = folded_->Original(span.begin, span.end);
  return std::string_view(*original_).substr(from, to - from);
}

std::size_t FieldText::OriginalBegin(std::size_t at) const {
  return at >= text_.size() ? original_->size() : folded_->Original(at, at + 1).first;
}

std::size_t FieldText::OriginalEnd(std::size_t end) const {
  return end == 0 ? 0 : folded_->Original(end - 1, end).second;
}

std::size_t FieldText::FoldedAt(std::size_t original) const {
  std::size_t low = 0;
  std::size_t high = text_.size();
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (OriginalBegin(middle) < original)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

std::string FieldText::LowerWritten(Span span) const { return LowerVietnamese(Written(span)); }

std::string LowerVietnamese(std::string_view text) {
  // Decomposed spellings are put together first: there is one way to write "củ".
  const bool decomposed = text.find('\xCC') != std::string_view::npos;
  const std::string composed = decomposed ? core::Compose(text) : std::string();
  const std::string_view written = decomposed ? std::string_view(composed) : text;
  std::string lower;
  for (std::size_t at = 0; at < written.size();) {
    const char32_t c = core::NextCodePoint(written, at);
    const char32_t small = SmallOf(c);
    core::AppendUtf8(lower, small != 0 ? small : c);
  }
  return lower;
}

bool InDisguise(std::string_view written) {
  for (std::size_t at = 0; at < written.size();) {
    const char32_t c = core::NextCodePoint(written, at);
    const bool latin =
        (c >= 0xC0 && c <= 0x1B0) || (c >= 0x1E00 && c <= 0x1EFF) || (c >= 'a' && c <= 'z');
    if (!latin && c != ' ' && c != '-' && c != '\'' && c != '$') return true;
  }
  return false;
}

bool SpeltDifferently(std::string_view written, std::string_view name) {
  const bool marks = std::any_of(written.begin(), written.end(),
                                 [](char c) { return static_cast<unsigned char>(c) > 0x7F; });
  return marks && !InDisguise(written) && written != name;
}

bool FieldText::Spelt(Span span, std::string_view spellings) const {
  if (spellings.empty()) return true;
  const std::string lower = LowerWritten(span);
  if (InDisguise(lower)) return true;
  for (std::size_t at = 0; at <= spellings.size();) {
    const std::size_t end = std::min(spellings.find('|', at), spellings.size());
    if (spellings.substr(at, end - at) == lower) return true;
    at = end + 1;
  }
  const bool marks = std::any_of(lower.begin(), lower.end(),
                                 [](char c) { return static_cast<unsigned char>(c) > 0x7F; });
  // "lg" for "luong" was no spelling of something else.
  return !marks && (unmarked_ || lower != Text(span));
}

core::Place FieldText::PlaceOf(Span span) const {
  return folded_->PlaceOf(field_, *original_, span.begin, span.end);
}

core::Fact FieldText::MakeFact(core::FactKind kind, std::string value, Span span) const {
  core::Fact fact;
  fact.kind = kind;
  fact.value = std::move(value);
  fact.place = PlaceOf(span);
  return fact;
}

bool FieldText::Capital(std::size_t at) const {
  if (at >= text_.size()) return false;
  const std::string_view written = Written({at, at + 1});
  std::size_t next = 0;
  return !written.empty() && SmallOf(core::NextCodePoint(written, next)) != 0;
}

bool FieldText::LineBreak(std::size_t at) const {
  return std::binary_search(breaks_.begin(), breaks_.end(), at);
}

Span FieldText::LineOf(std::size_t at) const {
  const auto after = std::lower_bound(breaks_.begin(), breaks_.end(), at);
  return {after == breaks_.begin() ? 0 : *std::prev(after) + 1,
          after == breaks_.end() ? text_.size() : *after};
}

bool FieldText::WordAt(std::size_t at) const { return at < text_.size() && IsWord(text_[at]); }

bool FieldText::WordStart(std::size_t at) const {
  return WordAt(at) && (at == 0 || !IsWord(text_[at - 1]));
}

std::size_t FieldText::WordEnd(std::size_t at) const {
  while (WordAt(at)) ++at;
  return at;
}

Span FieldText::WordBefore(std::size_t at) const {
  while (at > 0 && text_[at - 1] == ' ' && !LineBreak(at - 1)) --at;
  std::size_t begin = at;
  while (begin > 0 && IsWord(text_[begin - 1])) --begin;
  return {begin, at};
}

Span FieldText::WordAfter(std::size_t at) const {
  while (at < text_.size() && text_[at] == ' ' && !LineBreak(at)) ++at;
  return {at, WordEnd(at)};
}

void Taken::Add(Span span) {
  if (span.empty()) return;
  auto next = spans_.upper_bound(span.begin);
  if (next != spans_.begin() && std::prev(next)->second > span.begin) {
    --next;
    span.begin = next->first;
  }
  while (next != spans_.end() && next->first < span.end) {
    span.end = std::max(span.end, next->second);
    next = spans_.erase(next);
  }
  spans_[span.begin] = span.end;
}

bool Taken::Overlaps(Span span) const {
  const auto next = spans_.lower_bound(span.end);  // the first that begins behind
  return next != spans_.begin() && std::prev(next)->second > span.begin;
}

}  // namespace agencywatch::rules
