#include "rules/scanned_text.h"

#include <algorithm>

#include "rules/internal/tones.h"

namespace agencywatch::rules {
namespace {

constexpr std::size_t kLongestMatch = 400;  // folded bytes; longer ones are cut
constexpr std::size_t kNegationReach =
    45;  // folded bytes from the negation to what it denies: some 8 words
constexpr std::size_t kListReach = 110;  // the same for a denial of a whole list
constexpr std::size_t kQuoteLength =
    400;  // bytes of the original; a longer quotation is a text of its own
constexpr std::size_t kSentenceReach =
    240;  // bytes of the original; a longer sentence is cut at a blank this far from the place
constexpr std::size_t kAttributionReach =
    110;  // bytes of the original between a quotation and who it is laid to

// The matches of a pattern that was written with marks. Each of them matches on folded text too, so that all begin in
// one of `folded`.
std::vector<Match> WithTheirMarks(const Pattern& pattern, const std::string& toned,
                                  const std::vector<Match>& folded) {
  std::vector<Match> matches;
  std::size_t from = 0;
  const std::size_t end = std::min(toned.size(), folded.back().end + kLongestMatch);
  std::size_t steps = internal::PatternProgram::StepsFor(toned.size());
  for (const Match& place : folded) {
    from = std::max<std::size_t>(from, place.begin);
    while (matches.size() < Matcher::kMaxMatches) {
      const auto match = pattern.FindToned(toned, from, place.end, end, steps);
      if (!match) break;
      matches.push_back(*match);
      from = match->end;
    }
  }
  return matches;
}

bool Overlaps(const Match& a, const Match& b) { return a.begin < b.end && b.begin < a.end; }

}  // namespace

ScannedText::ScannedText(const Pack& pack, core::Field field, const std::string& original,
                         const core::FoldedText& folded)
    : pack_(pack),
      field_(field),
      original_(original),
      folded_(folded),
      scanned_(pack.matcher.Scan(folded.text(), original)),
      candidates_(scanned_.Candidates()),
      found_(candidates_.size()) {}

const std::vector<Match>& ScannedText::Matches(PatternId id) {
  static const std::vector<Match> kNone;
  if (!MayMatch(id)) return kNone;
  const auto place = std::lower_bound(candidates_.begin(), candidates_.end(), id);
  auto& known = found_[static_cast<std::size_t>(place - candidates_.begin())];
  if (!known) {
    const Pattern& pattern = pack_.matcher.pattern(id);
    const bool exact = pattern.form() == Pattern::Form::kExact;
    known = pack_.matcher.FindAll(
        id, exact ? std::string_view(original_) : std::string_view(folded_.text()), scanned_);
    if (pattern.toned() && !known->empty()) {
      if (!toned_) toned_ = internal::TonedText(original_, folded_);
      if (*toned_) known = WithTheirMarks(pattern, **toned_, *known);
    }
  }
  return *known;
}

std::vector<Match> ScannedText::Matches(PatternId id, const TextOptions& options) {
  std::vector<Match> result;
  if (!MayMatch(id) || (options.in & FieldBit(field_)) == 0) return result;
  const bool exact = pack_.matcher.pattern(id).form() == Pattern::Form::kExact;
  for (const Match& match : Matches(id)) {
    Match in_folded = match;
    if (exact) in_folded = FoldedRange(match.begin, match.end).value_or(Match{});
    if (options.negated != Inside::kAny && Negated(in_folded) != (options.negated == Inside::kOnly))
      continue;
    if (options.quoted != Inside::kAny && Quoted(in_folded) != (options.quoted == Inside::kOnly))
      continue;
    result.push_back(match);
  }
  return result;
}

std::vector<Match> ScannedText::AllOf(const std::vector<PatternId>& ids) {
  std::vector<Match> all;
  for (const PatternId id : ids) {
    const bool exact = pack_.matcher.pattern(id).form() == Pattern::Form::kExact;
    for (const Match& match : Matches(id)) {
      const auto folded = exact ? FoldedRange(match.begin, match.end) : match;
      if (folded) all.push_back(*folded);
    }
  }
  std::sort(all.begin(), all.end(), [](const Match& a, const Match& b) {
    return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
  });
  return all;
}

ScannedText::Range ScannedText::OriginalOf(const Match& match) const {
  return folded_.Original(match.begin, match.end);
}

// Does a clause end, or the sentence turn, in folded [begin, end)?
bool ScannedText::Breaks(std::size_t begin, std::size_t end, bool over_commas) {
  if (begin >= end) return false;
  const std::string_view between = std::string_view(folded_.text()).substr(begin, end - begin);
  for (std::size_t i = 0; i < between.size(); ++i) {
    const char c = between[i];
    if (c == ';' || c == '!' || c == '?' || c == '\x01') return true;
    if (c == '.' && (i + 1 == between.size() || between[i + 1] == ' ')) return true;
    if (c == ',' && !over_commas) return true;
  }
  for (const Match& word : negations_->breaks) {
    if (word.begin >= begin && word.end <= end) return true;
  }
  const Range range = folded_.Original(begin, end);
  return original_.find('\n', range.first) < range.second;
}

// "Is the visa guaranteed? No.", "Có giữ hộ chiếu không? Không.": `end` stands in the question.
bool ScannedText::AnsweredNo(std::size_t end) const {
  constexpr std::size_t kRestOfQuestion = 60;
  const std::string& text = folded_.text();
  const std::size_t last = std::min(text.size(), end + kRestOfQuestion + 1);
  std::size_t mark = end;
  while (mark < last && text[mark] != '.' && text[mark] != '!' && text[mark] != '?' && text[mark] != ';')
    ++mark;
  if (mark == last || text[mark] != '?') return false;
  const std::size_t answer = text.find_first_of("abcdefghijklmnopqrstuvwxyz0123456789", mark);
  return std::any_of(negations_->words.begin(), negations_->words.end(),
                     [&](const Match& word) { return word.begin == answer; });
}

bool ScannedText::Negated(const Match& match) {
  if (!negations_) {
    negations_.emplace();
    const std::vector<Match> threats = AllOf(pack_.conditional_negations);
    const auto sound = [&](std::vector<Match> words) {
      std::erase_if(words, [&](const Match& word) {
        return std::any_of(threats.begin(), threats.end(),
                           [&](const Match& threat) { return Overlaps(word, threat); });
      });
      return words;
    };
    negations_->words = sound(AllOf(pack_.negations));
    negations_->over_commas = sound(AllOf(pack_.negations_over_commas));
    negations_->breaks = AllOf(pack_.negation_breaks);
  }
  const auto before = [&](const std::vector<Match>& words, std::size_t reach, bool over_commas) {
    for (const Match& word : words) {
      if (word.end > match.begin) {
        // The negation is the beginning of the match itself ("không cần bằng") or comes later.
        if (word.begin >= match.begin) break;
        continue;
      }
      if (match.begin - word.end <= reach && !Breaks(word.end, match.begin, over_commas))
        return true;
    }
    return false;
  };
  if (before(negations_->words, kNegationReach, false)) return true;
  if (before(negations_->over_commas, kListReach, true)) return true;
  if (AnsweredNo(match.end)) return true;
  // "tiền cọc: không", "phí hồ sơ = 0đ"
  const std::string& text = folded_.text();
  std::size_t at = match.end;
  bool sign = false;
  while (at < text.size() &&
         (text[at] == ' ' || text[at] == ':' || text[at] == '=' || text[at] == '-')) {
    sign = sign || text[at] != ' ';
    ++at;
  }
  if (!sign) return false;
  for (const Match& word : negations_->words) {
    if (word.begin != at) continue;
    const std::size_t after = text.find_first_not_of(' ', word.end);
    return after == std::string::npos ||
           std::string_view(",.;!\x01-").find(text[after]) != std::string_view::npos ||
           Breaks(word.end, after, false);
  }
  return false;
}

bool ScannedText::Quoted(const Match& match) {
  if (!quotes_) FindQuotes();
  if (quotes_->empty()) return false;
  const Range range = OriginalOf(match);
  return std::any_of(quotes_->begin(), quotes_->end(), [&](const Range& quote) {
    return quote.first <= range.first && range.second <= quote.second;
  });
}

void ScannedText::FindQuotes() {
  quotes_.emplace();
  static constexpr std::pair<std::string_view, std::string_view> kMarks[] = {
      {"\xE2\x80\x9C", "\xE2\x80\x9D"},  // “ ”
      {"\xE2\x80\x9E", "\xE2\x80\x9C"},  // „ “
      {"\xC2\xAB", "\xC2\xBB"},          // « »
      {"\xE2\x80\x98", "\xE2\x80\x99"},  // ‘ ’
      {"\"", "\""},
      {"'", "'"}};
  std::vector<Range> quotes;
  for (const auto& [open, close] : kMarks) {
    std::size_t at = 0;
    while ((at = original_.find(open, at)) != std::string::npos) {
      const std::size_t begin = at + open.size();
      const std::size_t end = original_.find(close, begin);
      if (end == std::string::npos) break;
      if (end - begin > kQuoteLength || original_.find('\n', begin) < end) {
        at = begin;  // not a pair: the next mark may open one
        continue;
      }
      quotes.push_back({begin, end});
      at = end + close.size();
    }
  }
  if (quotes.empty()) return;
  const std::vector<Match> attributions = AllOf(pack_.attributions);
  for (const Range& quote : quotes) {
    for (const Match& word : attributions) {
      const Range range = OriginalOf(word);
      const bool before = range.second <= quote.first &&
                          quote.first - range.second <= kAttributionReach &&
                          original_.find('\n', range.second) >= quote.first;
      const bool after = range.first >= quote.second &&
                         range.first - quote.second <= kAttributionReach &&
                         original_.find('\n', quote.second) >= range.first;
      if (!before && !after) continue;
      quotes_->push_back(quote);
      break;
    }
  }
}

// From the end of the sentence before to the end of its own; a line ends a sentence.
ScannedText::Range ScannedText::SentenceAround(Range range) const {
  const auto ends_at = [&](std::size_t at) {  // is a sentence over before original_[at]?
    if (at == 0 || at >= original_.size() || original_[at] == '\n' || original_[at - 1] == '\n')
      return true;
    const char mark = original_[at - 1];
    return (mark == '.' || mark == '!' || mark == '?') && original_[at] == ' ';
  };
  std::size_t begin = range.first;
  while (!ends_at(begin) && range.first - begin < kSentenceReach) --begin;
  std::size_t end = range.second;
  while (end < original_.size() && !ends_at(end) && end - range.second < kSentenceReach) ++end;
  if (!ends_at(begin)) begin = std::min(original_.find(' ', begin), range.first);
  if (!ends_at(end)) end = std::max(original_.rfind(' ', end), range.second);
  while (begin < range.first && (original_[begin] == ' ' || original_[begin] == '\n')) ++begin;
  while (end > range.second && (original_[end - 1] == ' ' || original_[end - 1] == '\n')) --end;
  return {begin, end};
}

bool ScannedText::Reported(const core::Place& place) {
  const Range sentence = SentenceAround({place.start, place.end});
  for (const PatternId id : pack_.reportings) {
    for (const Match& match : Matches(id)) {
      const Range range = OriginalOf(match);
      if (sentence.first <= range.first && range.second <= sentence.second) return true;
    }
  }
  return false;
}

// How far the nearest of the words stands from the place, in its sentence, with no other number in between.
std::optional<std::size_t> ScannedText::Nearest(const std::vector<PatternId>& words,
                                                const core::Place& place) {
  constexpr std::size_t kBefore = 70;  // bytes of the original between the words and the contact
  constexpr std::size_t kBehind = 16;
  const Range sentence = SentenceAround({place.start, place.end});
  const auto number_between = [&](std::size_t from, std::size_t to) {
    constexpr std::ptrdiff_t kLeastDigits = 6;  // sums are shorter
    return std::count_if(original_.begin() + static_cast<std::ptrdiff_t>(from),
                         original_.begin() + static_cast<std::ptrdiff_t>(to),
                         [](char c) { return c >= '0' && c <= '9'; }) >= kLeastDigits;
  };
  std::optional<std::size_t> nearest;
  for (const Match& match : AllOf(words)) {
    const Range range = OriginalOf(match);
    if (range.first < sentence.first || range.second > sentence.second) continue;
    const bool before = range.second <= place.start;
    if (!before && range.first < place.end) continue;
    const std::size_t gap = before ? place.start - range.second : range.first - place.end;
    if (gap > (before ? kBefore : kBehind) || (before ? number_between(range.second, place.start)
                                                      : number_between(place.end, range.first)))
      continue;
    nearest = std::min(nearest.value_or(gap), gap);
  }
  return nearest;
}

bool ScannedText::OfTheTeller(const core::Place& place, bool telephone) {
  const auto teller = Nearest(pack_.tellers, place);
  const auto other = Nearest(pack_.others, place);
  if (teller) return !other || *teller <= *other;
  return !other && telephone && Says(pack_.tellings);
}

bool ScannedText::Says(const std::vector<PatternId>& words) { return !AllOf(words).empty(); }

core::Place ScannedText::SentenceOf(PatternId id, const Match& match) const {
  const core::Place place = PlaceOf(id, match);
  return PlaceFor(SentenceAround({place.start, place.end}));
}

core::Place ScannedText::SentenceAt(std::size_t folded_begin, std::size_t folded_end) const {
  return PlaceFor(SentenceAround(OriginalOf({static_cast<std::uint32_t>(folded_begin), static_cast<std::uint32_t>(folded_end)})));
}

core::Place ScannedText::PlaceFor(Range range) const {
  return {field_, range.first, range.second,
          original_.substr(range.first, range.second - range.first)};
}

void ScannedText::FindParagraphs() {
  paragraph_ends_.emplace();
  std::size_t at = 0;
  while ((at = original_.find('\n', at)) != std::string::npos) {
    std::size_t next = at + 1;
    while (next < original_.size() &&
           (original_[next] == ' ' || original_[next] == '\t' || original_[next] == '\r')) {
      ++next;
    }
    if (next < original_.size() && original_[next] == '\n') {
      paragraph_ends_->push_back(at);
      while (next < original_.size() && static_cast<unsigned char>(original_[next]) <= ' ') ++next;
    }
    at = next;
  }
}

std::size_t ScannedText::ParagraphOf(const Match& match) {
  if (!paragraph_ends_) FindParagraphs();
  const std::size_t begin = OriginalOf(match).first;
  const auto next = std::upper_bound(paragraph_ends_->begin(), paragraph_ends_->end(), begin);
  return static_cast<std::size_t>(next - paragraph_ends_->begin());
}

core::Place ScannedText::PlaceOf(PatternId id, const Match& match) const {
  if (pack_.matcher.pattern(id).form() == Pattern::Form::kExact) {
    return {field_, match.begin, match.end, original_.substr(match.begin, match.end - match.begin)};
  }
  return folded_.PlaceOf(field_, original_, match.begin, match.end);
}

std::optional<Match> ScannedText::FoldedRange(std::size_t original_begin,
                                              std::size_t original_end) const {
  // The map goes from folded to original, and is monotonous: search it.
  const std::size_t size = folded_.text().size();
  std::size_t low = 0;
  std::size_t high = size;
  while (low < high) {  // the first folded byte that ends behind original_begin
    const std::size_t middle = low + (high - low) / 2;
    if (folded_.Original(middle, middle + 1).second > original_begin) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  const std::size_t begin = low;
  high = size;
  while (low < high) {  // the first one that begins at or behind original_end
    const std::size_t middle = low + (high - low) / 2;
    if (folded_.Original(middle, middle + 1).first >= original_end) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  if (begin >= low) return std::nullopt;
  return Match{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(low)};
}

}  // namespace agencywatch::rules
