#include "rules/matcher.h"

#include <algorithm>
#include <bit>
#include <optional>

#include "rules/internal/small_letters.h"

namespace agencywatch::rules {
namespace {

using Answer = internal::PatternProgram::Answer;

constexpr std::uint32_t kNoLimit = internal::LengthRange::kNoLimit;

bool CanStand(const internal::Gap& gap, char c) {
  return gap.bytes.test(static_cast<unsigned char>(c));
}

template <class Visit>
void EachBit(std::uint64_t bits, Visit&& visit) {
  for (; bits != 0; bits &= bits - 1) visit(static_cast<std::uint32_t>(std::countr_zero(bits)));
}

void Insert(std::vector<std::uint64_t>& set, std::uint32_t id) {
  set[id / 64] |= std::uint64_t{1} << (id % 64);
}

std::uint32_t Sum(std::uint32_t a, std::uint32_t b) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(std::uint64_t{a} + b, kNoLimit));
}

}  // namespace

std::optional<PatternId> Matcher::Add(std::string_view expanded, Pattern::Form form,
                                      std::vector<std::string>& problems) {
  const auto key = std::pair{form, std::string{expanded}};
  if (const auto known = ids_.find(key); known != ids_.end()) return known->second;
  auto pattern = Pattern::Compile(expanded, form, problems);
  if (!pattern) return std::nullopt;
  const auto id = static_cast<PatternId>(patterns_.size());
  patterns_.push_back(std::move(*pattern));
  ids_.emplace(key, id);
  return id;
}

void Matcher::Build() {
  using Literals = std::vector<internal::Literal>;
  // Sets get their numbers in the order of use, and literals in the order of the sets, so that a set's literals
  // lie in few words. Those of folded patterns come first, and no set is of both.
  std::map<Literals, std::uint32_t> set_ids;
  std::map<internal::Literal, std::uint32_t> literal_ids;
  Literals literals;
  std::vector<double> rates;
  std::vector<std::vector<std::uint32_t>> chains_of_literal;
  std::vector<std::vector<Chain>> chains(patterns_.size());
  const auto set_of = [&](const Literals& of_link) {
    const auto [known, fresh] = set_ids.emplace(of_link, static_cast<std::uint32_t>(sets_.size()));
    if (!fresh) return known->second;
    rates.push_back(internal::ExpectedRate(of_link));
    std::map<std::uint32_t, std::uint64_t> masks;
    for (const internal::Literal& literal : of_link) {
      const auto [id, unknown] =
          literal_ids.emplace(literal, static_cast<std::uint32_t>(literals.size()));
      if (unknown) literals.push_back(literal);
      masks[id->second / 64] |= std::uint64_t{1} << (id->second % 64);
    }
    const auto first = static_cast<std::uint32_t>(masks_.size());
    for (const auto& [word, bits] : masks) masks_.push_back({word, bits});
    sets_.push_back({first, static_cast<std::uint32_t>(masks_.size())});
    return known->second;
  };
  for (const Pattern::Form form : {Pattern::Form::kFolded, Pattern::Form::kExact}) {
    for (PatternId id = 0; id < patterns_.size(); ++id) {
      if (patterns_[id].form() != form) continue;
      for (const internal::LiteralChain& of_pattern : patterns_[id].chains()) {
        Chain chain;
        chain.pattern = id;
        chain.exact = of_pattern.exact;
        for (const internal::ChainLink& link : of_pattern.links) {
          chain.links.push_back({set_of(link.literals), link.before});
        }
        chains[id].push_back(std::move(chain));
      }
    }
    if (form == Pattern::Form::kFolded)
      first_exact_literal_ = static_cast<std::uint32_t>(literals.size());
    set_ids.clear();
    literal_ids.clear();
  }
  chains_of_literal.resize(literals.size());
  for (PatternId id = 0; id < patterns_.size(); ++id) {
    const Pattern& pattern = patterns_[id];
    if (pattern.chains().empty()) {
      always_.push_back(id);
    } else if (pattern.form() == Pattern::Form::kExact) {
      exact_.push_back(id);
    }
    chains_of_.push_back(static_cast<std::uint32_t>(chains_.size()));
    for (Chain& chain : chains[id]) {
      std::vector<std::uint32_t> by_rate;
      for (const Link& link : chain.links) by_rate.push_back(link.set);
      std::stable_sort(by_rate.begin(), by_rate.end(),
                       [&](std::uint32_t a, std::uint32_t b) { return rates[a] < rates[b]; });
      const LiteralSet& rarest = sets_[by_rate.front()];
      for (std::uint32_t mask = rarest.first; mask < rarest.last; ++mask) {
        EachBit(masks_[mask].bits, [&](std::uint32_t bit) {
          chains_of_literal[masks_[mask].word * 64 + bit].push_back(
              static_cast<std::uint32_t>(chains_.size()));
        });
      }
      chain.first_other = static_cast<std::uint32_t>(others_.size());
      others_.insert(others_.end(), by_rate.begin() + 1, by_rate.end());
      chain.last_other = static_cast<std::uint32_t>(others_.size());
      chains_.push_back(std::move(chain));
    }
  }
  chains_of_.push_back(static_cast<std::uint32_t>(chains_.size()));
  for (const std::vector<std::uint32_t>& ids : chains_of_literal) {
    chains_of_literal_.push_back(static_cast<std::uint32_t>(chain_ids_.size()));
    chain_ids_.insert(chain_ids_.end(), ids.begin(), ids.end());
  }
  chains_of_literal_.push_back(static_cast<std::uint32_t>(chain_ids_.size()));
  const auto first_exact = literals.begin() + first_exact_literal_;
  scanner_ = internal::LiteralScanner({literals.begin(), first_exact});
  std::vector<std::string> exact;
  for (auto literal = first_exact; literal != literals.end(); ++literal)
    exact.push_back(literal->bytes);
  exact_scanner_ = internal::AhoCorasick(exact);
  ids_.clear();
}

bool Matcher::Occurs(const LiteralSet& set, const Scanned& scanned) const {
  return std::any_of(masks_.begin() + set.first, masks_.begin() + set.last, [&](const Mask& mask) {
    return (scanned.literals_[mask.word] & mask.bits) != 0;
  });
}

// By their begin.
void Matcher::FindOccurrences(const LiteralSet& set, const Scanned& scanned,
                              std::vector<Match>& matches) const {
  matches.clear();
  for (std::uint32_t i = set.first; i < set.last; ++i) {
    const std::uint64_t word = masks_[i].word;
    EachBit(scanned.literals_[word] & masks_[i].bits, [&](std::uint32_t bit) {
      const std::uint32_t number = scanned.NumberOf(static_cast<std::uint32_t>(word * 64 + bit));
      matches.insert(matches.end(), scanned.occurrences_.begin() + scanned.first_[number],
                     scanned.occurrences_.begin() + scanned.first_[number + 1]);
    });
  }
  std::sort(matches.begin(), matches.end(),
            [](const Match& a, const Match& b) { return a.begin < b.begin; });
}

std::vector<PatternId> Matcher::Scanned::Candidates() const {
  std::vector<PatternId> ids;
  candidates_.ForEach([&](PatternId id) { ids.push_back(id); });
  return ids;
}

Matcher::Scanned Matcher::Scan(std::string_view folded) const {
  Scanned scanned = ScanFolded(folded);
  for (const PatternId id : exact_) scanned.candidates_.Insert(id);
  FindCandidates(scanned);
  return scanned;
}

Matcher::Scanned Matcher::Scan(std::string_view folded, std::string_view original) const {
  Scanned scanned = ScanFolded(folded);
  const auto small = exact_.empty() ? std::nullopt : internal::SmallLetters(original);
  if (small) {
    exact_scanner_.Scan(*small,
                        [&](std::uint32_t literal, std::size_t /*end*/, std::size_t /*size*/) {
                          Insert(scanned.literals_, first_exact_literal_ + literal);
                        });
  } else {
    for (const PatternId id : exact_) scanned.candidates_.Insert(id);
  }
  FindCandidates(scanned);
  return scanned;
}

Matcher::Scanned Matcher::ScanFolded(std::string_view folded) const {
  const std::size_t literals = chains_of_literal_.size() - 1;
  Scanned scanned;
  scanned.candidates_ = PatternSet(patterns_.size());
  scanned.literals_.resize((literals + 63) / 64);
  for (const PatternId id : always_) scanned.candidates_.Insert(id);
  std::vector<Found> found;
  found.reserve(folded.size() / 2);
  scanner_.Scan(folded, [&](std::uint32_t literal, std::size_t begin, std::size_t end) {
    found.push_back(
        {literal, {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}});
    Insert(scanned.literals_, literal);
  });
  SortByLiteral(found, scanned);
  return scanned;
}

void Matcher::SortByLiteral(std::vector<Found>& found, Scanned& scanned) {
  if (found.empty()) return;
  scanned.before_.resize(scanned.literals_.size());
  std::uint32_t occur = 0;
  for (std::size_t word = 0; word < scanned.literals_.size(); ++word) {
    scanned.before_[word] = occur;
    if (scanned.literals_[word] != 0)
      occur += static_cast<std::uint32_t>(std::popcount(scanned.literals_[word]));
  }
  // Counted two places behind its own, each literal's number of occurrences becomes the begin of the next one's, and
  // one place behind its own the place of its next occurrence.
  scanned.first_.resize(occur + 2);
  for (Found& one : found) {
    one.literal = scanned.NumberOf(one.literal);
    ++scanned.first_[one.literal + 2];
  }
  for (std::size_t n = 2; n < scanned.first_.size(); ++n) scanned.first_[n] += scanned.first_[n - 1];
  scanned.occurrences_.resize(found.size());
  for (const Found& one : found) scanned.occurrences_[scanned.first_[one.literal + 1]++] = one.match;
}

// A chain is worth looking at when one literal of each of its sets occurs: it is looked up by those of its rarest one.
void Matcher::FindCandidates(Scanned& scanned) const {
  const auto occurs = [&](std::uint32_t set) { return Occurs(sets_[set], scanned); };
  for (std::uint32_t word = 0; word < scanned.literals_.size(); ++word) {
    EachBit(scanned.literals_[word], [&](std::uint32_t bit) {
      const std::uint32_t literal = word * 64 + bit;
      for (std::uint32_t i = chains_of_literal_[literal]; i < chains_of_literal_[literal + 1];
           ++i) {
        const Chain& chain = chains_[chain_ids_[i]];
        if (!scanned.Contains(chain.pattern) &&
            std::all_of(others_.begin() + chain.first_other, others_.begin() + chain.last_other, occurs)) {
          scanned.candidates_.Insert(chain.pattern);
        }
      }
    });
  }
}

// Which of `room.before` have one of `room.begins` behind them at the distance, and with nothing but the bytes, that
// `gap` allows: they become `room.begins`. All go by their begin.
void Matcher::KeepFollowed(std::string_view text, const internal::Gap& gap, Room& room) {
  const std::vector<Match>& after = room.begins;
  std::sort(room.before.begin(), room.before.end(),
            [](const Match& a, const Match& b) { return a.end > b.end; });
  room.kept.clear();
  // From right to left. The nearest one behind decides: what lies between is then shortest. [clean, nearest) is
  // known to hold allowed bytes only, so that no byte is looked at twice.
  std::size_t next = after.size();
  std::size_t clean = text.size() + 1;
  for (const Match& match : room.before) {
    const std::uint64_t least = std::uint64_t{match.end} + gap.length.min;
    bool moved = false;
    while (next > 0 && after[next - 1].begin >= least) {
      --next;
      moved = true;
    }
    if (next == after.size()) continue;
    const std::uint32_t begin = after[next].begin;
    if (moved) clean = begin;
    if (begin > Sum(match.end, gap.length.max)) continue;
    while (clean > match.end && CanStand(gap, text[clean - 1])) --clean;
    if (clean <= match.end) room.kept.push_back(match);
  }
  std::sort(room.kept.begin(), room.kept.end(),
            [](const Match& a, const Match& b) { return a.begin < b.begin; });
  room.begins.swap(room.kept);
}

void Matcher::FindPlaces(const Chain& chain, std::string_view text, const Scanned& scanned,
                         Room& room, std::vector<Place>& places) const {
  // From the last link to the first: what is left of the first begins a whole chain.
  FindOccurrences(sets_[chain.links.back().set], scanned, room.begins);
  for (std::size_t i = chain.links.size() - 1; i > 0 && !room.begins.empty(); --i) {
    FindOccurrences(sets_[chain.links[i - 1].set], scanned, room.before);
    KeepFollowed(text, chain.links[i].before, room);
  }
  const internal::Gap& gap = chain.links.front().before;
  std::uint32_t last = 0;  // where the literal before begins, and the stretch before it
  std::uint32_t last_begin = 0;
  for (const Match& match : room.begins) {
    const std::uint32_t least = match.begin - std::min(match.begin, gap.length.max);
    const std::uint32_t stop = std::max(least, last);
    std::uint32_t begin = match.begin;
    while (begin > stop && CanStand(gap, text[begin - 1])) --begin;
    if (begin == last && last > least) begin = std::max(least, last_begin);
    last = match.begin;
    last_begin = begin;
    if (match.begin - begin < gap.length.min) continue;
    places.push_back({begin, match.begin - gap.length.min, chain.exact ? match.end : 0});
  }
}

std::vector<Match> Matcher::FindAll(PatternId id, std::string_view text,
                                    const Scanned& scanned) const {
  const Pattern& pattern = patterns_[id];
  std::vector<Place> places;
  if (pattern.chains().empty() || pattern.form() == Pattern::Form::kExact) {
    places.push_back({0, static_cast<std::uint32_t>(text.size()), 0});
  } else {
    Room room;
    for (std::uint32_t chain = chains_of_[id]; chain < chains_of_[id + 1]; ++chain) {
      FindPlaces(chains_[chain], text, scanned, room, places);
    }
    std::sort(places.begin(), places.end(),
              [](const Place& a, const Place& b) { return a.first < b.first; });
  }
  std::vector<Match> matches;
  std::size_t steps = internal::PatternProgram::StepsFor(text.size());
  std::uint32_t next = 0;  // no match that is still to be found begins before it
  for (std::size_t i = 0; i < places.size() && matches.size() < kMaxMatches; ++i) {
    const Place& place = places[i];
    if (place.last < next) continue;
    // Of several literals at one place the pattern says which it prefers.
    const bool alone = i + 1 == places.size() || places[i + 1].first > place.first;
    if (place.end != 0 && place.first >= next && alone) {
      matches.push_back({place.first, place.end});
      next = place.end;
      continue;
    }
    for (next = std::max(next, place.first); next <= place.last && matches.size() < kMaxMatches;) {
      Match found;
      switch (pattern.Find(text, next, place.last, steps, found)) {
        case Answer::kNo:
          next = place.last + 1;
          break;
        case Answer::kYes:
          matches.push_back(found);
          next = found.end;
          break;
        case Answer::kUnsettled:
          for (auto match = pattern.Settle(text, found.begin); match;
               match = pattern.Settle(text, match->end)) {
            matches.push_back(*match);
            if (matches.size() == kMaxMatches) break;
          }
          return matches;
      }
    }
  }
  return matches;
}

}  // namespace agencywatch::rules
