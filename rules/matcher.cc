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

// Which of `before` have one of `after` behind them at the distance, and with nothing but the bytes, that `gap`
// allows. Both come and go by their begin.
void KeepFollowed(std::string_view text, const internal::Gap& gap, const std::vector<Match>& after,
                  std::vector<Match>& before) {
  std::sort(before.begin(), before.end(),
            [](const Match& a, const Match& b) { return a.end > b.end; });
  std::vector<Match> kept;
  // From right to left. The nearest one behind decides: what lies between is then shortest. [clean, nearest) is
  // known to hold allowed bytes only, so that no byte is looked at twice.
  std::size_t next = after.size();
  std::size_t clean = text.size() + 1;
  for (const Match& match : before) {
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
    if (clean <= match.end) kept.push_back(match);
  }
  std::sort(kept.begin(), kept.end(),
            [](const Match& a, const Match& b) { return a.begin < b.begin; });
  before = std::move(kept);
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
    LiteralSet set;
    for (const auto& [word, bits] : masks) set.masks.push_back({word, bits});
    sets_.push_back(std::move(set));
    return known->second;
  };
  for (const Pattern::Form form : {Pattern::Form::kFolded, Pattern::Form::kExact}) {
    for (PatternId id = 0; id < patterns_.size(); ++id) {
      if (patterns_[id].form() != form) continue;
      for (const internal::LiteralChain& of_pattern : patterns_[id].chains()) {
        Chain chain{id, {}, of_pattern.exact};
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
      const auto rarest = std::min_element(
          chain.links.begin(), chain.links.end(),
          [&](const Link& a, const Link& b) { return rates[a.set] < rates[b.set]; });
      for (const auto& [word, bits] : sets_[rarest->set].masks) {
        EachBit(bits, [&](std::uint32_t bit) {
          chains_of_literal[word * 64 + bit].push_back(static_cast<std::uint32_t>(chains_.size()));
        });
      }
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

bool Matcher::Occurs(const LiteralSet& set, const Scanned& scanned) {
  return std::any_of(set.masks.begin(), set.masks.end(), [&](const auto& mask) {
    return (scanned.literals_[mask.word] & mask.bits) != 0;
  });
}

// By their begin.
std::vector<Match> Matcher::OccurrencesOf(const LiteralSet& set, const Scanned& scanned) {
  std::vector<Match> matches;
  for (const auto& [word, bits] : set.masks) {
    EachBit(scanned.literals_[word] & bits, [&](std::uint32_t bit) {
      for (std::uint32_t at = scanned.last_[word * 64 + bit]; at != Scanned::kNone;
           at = scanned.occurrences_[at].before) {
        matches.push_back(scanned.occurrences_[at].match);
      }
    });
  }
  std::sort(matches.begin(), matches.end(),
            [](const Match& a, const Match& b) { return a.begin < b.begin; });
  return matches;
}

std::vector<PatternId> Matcher::Scanned::Candidates() const {
  std::vector<PatternId> ids;
  for (std::uint32_t word = 0; word < candidates_.size(); ++word) {
    EachBit(candidates_[word], [&](std::uint32_t bit) { ids.push_back(word * 64 + bit); });
  }
  return ids;
}

Matcher::Scanned Matcher::Scan(std::string_view folded) const {
  Scanned scanned = ScanFolded(folded);
  for (const PatternId id : exact_) Insert(scanned.candidates_, id);
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
    for (const PatternId id : exact_) Insert(scanned.candidates_, id);
  }
  FindCandidates(scanned);
  return scanned;
}

Matcher::Scanned Matcher::ScanFolded(std::string_view folded) const {
  const std::size_t literals = chains_of_literal_.size() - 1;
  Scanned scanned;
  scanned.candidates_.resize((patterns_.size() + 63) / 64);
  scanned.literals_.resize((literals + 63) / 64);
  scanned.last_ = std::make_unique_for_overwrite<std::uint32_t[]>(first_exact_literal_);
  scanned.occurrences_.reserve(folded.size() / 2);
  for (const PatternId id : always_) Insert(scanned.candidates_, id);
  scanner_.Scan(folded, [&](std::uint32_t literal, std::size_t begin, std::size_t end) {
    std::uint64_t& word = scanned.literals_[literal / 64];
    const std::uint64_t bit = std::uint64_t{1} << (literal % 64);
    std::uint32_t& last = scanned.last_[literal];
    scanned.occurrences_.push_back(
        {{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)},
         (word & bit) != 0 ? last : Scanned::kNone});
    last = static_cast<std::uint32_t>(scanned.occurrences_.size() - 1);
    word |= bit;
  });
  return scanned;
}

// A chain is worth looking at when one literal of each of its sets occurs; its rarest set decides whether it is looked
// up at all.
void Matcher::FindCandidates(Scanned& scanned) const {
  const auto occurs = [&](const Link& link) { return Occurs(sets_[link.set], scanned); };
  for (std::uint32_t word = 0; word < scanned.literals_.size(); ++word) {
    EachBit(scanned.literals_[word], [&](std::uint32_t bit) {
      const std::uint32_t literal = word * 64 + bit;
      for (std::uint32_t i = chains_of_literal_[literal]; i < chains_of_literal_[literal + 1];
           ++i) {
        const Chain& chain = chains_[chain_ids_[i]];
        if (!scanned.Contains(chain.pattern) &&
            std::all_of(chain.links.begin(), chain.links.end(), occurs)) {
          Insert(scanned.candidates_, chain.pattern);
        }
      }
    });
  }
}

void Matcher::FindPlaces(const Chain& chain, std::string_view text, const Scanned& scanned,
                         std::vector<Place>& places) const {
  // From the last link to the first: what is left of the first begins a whole chain.
  std::vector<Match> begins = OccurrencesOf(sets_[chain.links.back().set], scanned);
  for (std::size_t i = chain.links.size() - 1; i > 0 && !begins.empty(); --i) {
    std::vector<Match> before = OccurrencesOf(sets_[chain.links[i - 1].set], scanned);
    KeepFollowed(text, chain.links[i].before, begins, before);
    begins = std::move(before);
  }
  const internal::Gap& gap = chain.links.front().before;
  std::uint32_t last = 0;  // where the literal before begins, and the stretch before it
  std::uint32_t last_begin = 0;
  for (const Match& match : begins) {
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
    for (std::uint32_t chain = chains_of_[id]; chain < chains_of_[id + 1]; ++chain) {
      FindPlaces(chains_[chain], text, scanned, places);
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
