#include "rules/internal/literal_chain.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "rules/internal/literal_rates.h"

namespace agencywatch::rules::internal {
namespace {

using Kind = PatternNode::Kind;

constexpr std::size_t kMaxProduct = 64;  // beyond it the parts are links of their own
constexpr std::size_t kMaxExact = 1000;  // alternatives in a list
constexpr std::size_t kMaxClass = 4;   // letters of a class that are worth trying one by one
constexpr std::size_t kMaxSeparators = 4;  // ways of writing what stands between words
constexpr std::size_t kMaxLiteral = 48;
constexpr std::size_t kMaxRepeat = 4;  // copies of a repeat that are written out
// A link that occurs more often than once in so many bytes only costs time, unless there is no better one.
constexpr double kCommon = 1.0 / 400;
// One that every match begins with is worth more: it says where to look.
constexpr double kCommonAnchor = 1.0 / 40;

using Literals = std::vector<Literal>;

bool IsWord(char c) { return WordBytes().test(static_cast<unsigned char>(c)); }

void SortUnique(Literals& literals) {
  std::sort(literals.begin(), literals.end());
  literals.erase(std::unique(literals.begin(), literals.end()), literals.end());
}

// One literal behind the other; nullopt when a border between them can never hold.
std::optional<Literal> Joined(const Literal& a, const Literal& b) {
  if (a.bytes.empty()) {
    Literal joined = b;
    joined.border_before = b.border_before || a.border_before || a.border_after;
    return joined;
  }
  if (b.bytes.empty()) {
    Literal joined = a;
    joined.border_after = a.border_after || b.border_before || b.border_after;
    return joined;
  }
  const bool border = a.border_after || b.border_before;
  if (border && IsWord(a.bytes.back()) == IsWord(b.bytes.front())) return std::nullopt;
  return Literal{a.bytes + b.bytes, a.border_before, b.border_after};
}

std::optional<Literals> Product(const Literals& a, const Literals& b) {
  const std::size_t size = a.size() * b.size();
  if (size > kMaxExact || (size > kMaxProduct && a.size() > 1 && b.size() > 1)) return std::nullopt;
  Literals product;
  for (const Literal& left : a) {
    for (const Literal& right : b) {
      if (left.bytes.size() + right.bytes.size() > kMaxLiteral) return std::nullopt;
      if (auto joined = Joined(left, right)) product.push_back(std::move(*joined));
    }
  }
  if (product.empty()) return std::nullopt;
  SortUnique(product);
  return product;
}

// All that the node can match, where that is a short list and can match at all.
std::optional<Literals> ExactOf(const PatternNode& node) {
  switch (node.kind) {
    case Kind::kEmpty:
      return Literals{{}};
    case Kind::kBorder:
      if (node.border != "\\b") return std::nullopt;
      return Literals{{"", true, true}};
    case Kind::kBytes: {
      if (node.bytes.count() > kMaxClass) return std::nullopt;
      Literals letters;
      for (std::size_t byte = 0; byte < node.bytes.size(); ++byte) {
        if (node.bytes.test(byte)) letters.push_back({std::string(1, static_cast<char>(byte))});
      }
      return letters;
    }
    case Kind::kConcat: {
      std::optional<Literals> whole = Literals{{}};
      for (const PatternNode& child : node.children) {
        const auto next = ExactOf(child);
        if (next) whole = Product(*whole, *next);
        if (!next || !whole) return std::nullopt;
      }
      return whole;
    }
    case Kind::kAlternate: {
      Literals all;
      for (const PatternNode& child : node.children) {
        const auto one = ExactOf(child);
        if (!one || all.size() + one->size() > kMaxExact) return std::nullopt;
        all.insert(all.end(), one->begin(), one->end());
      }
      SortUnique(all);
      return all;
    }
    case Kind::kRepeat: {
      if (node.max == PatternNode::kNoLimit || node.max > static_cast<int>(kMaxRepeat)) return std::nullopt;
      const auto once = ExactOf(node.children.front());
      if (!once) return std::nullopt;
      Literals all;
      std::optional<Literals> copies = Literals{{}};
      for (int n = 0; n <= node.max; ++n) {
        if (n >= node.min) all.insert(all.end(), copies->begin(), copies->end());
        if (n < node.max) copies = Product(*copies, *once);
        if (!copies || all.size() > kMaxExact) return std::nullopt;
      }
      SortUnique(all);
      return all;
    }
  }
  return std::nullopt;
}

ByteSet BytesIn(const PatternNode& node) {
  ByteSet set = node.bytes;
  for (const PatternNode& child : node.children) set |= BytesIn(child);
  return set;
}

Gap operator+(const Gap& a, const Gap& b) { return {a.length + b.length, a.bytes | b.bytes}; }

Gap SpanOf(const Literals& literals) {
  Gap span{{LengthRange::kNoLimit, 0}, {}};
  for (const Literal& literal : literals) {
    const auto size = static_cast<std::uint32_t>(literal.bytes.size());
    span.length = {std::min(span.length.min, size), std::max(span.length.max, size)};
    for (const char c : literal.bytes) span.bytes.set(static_cast<unsigned char>(c));
  }
  return span;
}

// Worth a place in the automaton: no single letters, but for those that stand alone.
bool Useful(const Literals& literals) {
  return !literals.empty() &&
         std::all_of(literals.begin(), literals.end(), [](const Literal& literal) {
           return literal.bytes.size() >= 2 ||
                  (literal.bytes.size() == 1 && literal.border_before && literal.border_after);
         });
}

std::optional<Literals> BestOf(const PatternNode& node);

void Flatten(const PatternNode& node, std::vector<const PatternNode*>& parts) {
  if (node.kind != Kind::kConcat) {
    parts.push_back(&node);
    return;
  }
  for (const PatternNode& child : node.children) Flatten(child, parts);
}

// Many ways of writing what stands between words (" , ", "..."): to tell them apart is the pattern's affair.
bool IsSeparator(const Literals& literals) {
  return literals.size() > kMaxSeparators && std::all_of(literals.begin(), literals.end(), [](const Literal& literal) {
           return !literal.border_before && !literal.border_after &&
                  std::none_of(literal.bytes.begin(), literal.bytes.end(), IsWord);
         });
}

// Whether every match begins (or ends) with a byte that belongs to no word.
bool HasSignAt(const PatternNode& node, bool at_end) {
  return !CanBeEmpty(node) && (EdgeBytes(node, at_end) & WordBytes()).none();
}

class ChainBuilder {
 public:
  LiteralChain Build(const PatternNode& node) {
    std::vector<const PatternNode*> parts;
    Flatten(node, parts);
    for (const PatternNode* part : parts) Add(*part);
    EndRun(false);
    chain_.rest = gap_;
    DropCommonLinks();
    const auto none = [](const Gap& gap) { return gap.length.max == 0; };
    chain_.exact = chain_.links.size() == 1 && all_exact_ && none(chain_.rest) &&
                   none(chain_.links.front().before);
    return std::move(chain_);
  }

 private:
  void Add(const PatternNode& part) {
    const auto exact = ExactOf(part);
    const bool separator = exact && IsSeparator(*exact);
    if (exact && !separator) {
      auto longer = Product(run_, *exact);
      if (!longer) {
        EndRun(false);
        longer = *exact;
      }
      run_ = std::move(*longer);
      return;
    }
    EndRun(HasSignAt(part, false));
    sign_before_ = HasSignAt(part, true);
    const Gap inside{LengthOf(part), BytesIn(part)};
    all_exact_ = false;
    auto best = separator ? std::nullopt : BestOf(part);
    if (!best) {
      gap_ = gap_ + inside;
      return;
    }
    // The literal lies somewhere inside.
    const Gap around{{0, inside.length.max}, inside.bytes};
    chain_.links.push_back({gap_ + around, std::move(*best)});
    gap_ = around;
  }

  // `sign_behind`: what follows begins with a byte that belongs to no word, so that a word ends here.
  void EndRun(bool sign_behind) {
    for (Literal& literal : run_) {
      if (literal.bytes.empty()) continue;
      literal.border_before = literal.border_before || (sign_before_ && IsWord(literal.bytes.front()));
      literal.border_after = literal.border_after || (sign_behind && IsWord(literal.bytes.back()));
    }
    SortUnique(run_);
    sign_before_ = false;
    if (Useful(run_)) {
      chain_.links.push_back({gap_, std::move(run_)});
      gap_ = {};
    } else {
      gap_ = gap_ + SpanOf(run_);
      all_exact_ = all_exact_ && SpanOf(run_).length.max == 0 &&
                   std::none_of(run_.begin(), run_.end(), [](const Literal& literal) {
                     return literal.border_before || literal.border_after;
                   });
    }
    run_ = {{}};
  }

  void DropCommonLinks() {
    auto& links = chain_.links;
    if (links.empty()) return;
    std::vector<double> rates;
    for (const ChainLink& link : links) rates.push_back(ExpectedRate(link.literals));
    const auto best = static_cast<std::size_t>(std::min_element(rates.begin(), rates.end()) - rates.begin());
    std::vector<ChainLink> kept;
    Gap before;
    for (std::size_t i = 0; i < links.size(); ++i) {
      before = before + links[i].before;
      const bool anchor = i == 0 && links[i].before.length.max == 0 && rates[i] <= kCommonAnchor;
      if (i == best || rates[i] <= kCommon || anchor) {
        kept.push_back({before, std::move(links[i].literals)});
        before = {};
      } else {
        before = before + SpanOf(links[i].literals);
        all_exact_ = false;
      }
    }
    chain_.rest = before + chain_.rest;
    links = std::move(kept);
  }

  LiteralChain chain_;
  Literals run_ = {{}};
  Gap gap_;  // since the last link
  bool sign_before_ = false;  // the byte before the run belongs to no word
  bool all_exact_ = true;
};

// The rarest set of literals of which one occurs in every match.
std::optional<Literals> BestOf(const PatternNode& node) {
  if (node.kind == Kind::kAlternate) {
    Literals all;
    for (const PatternNode& child : node.children) {
      const auto best = BestOf(child);
      if (!best) return std::nullopt;
      all.insert(all.end(), best->begin(), best->end());
    }
    SortUnique(all);
    return all;
  }
  if (node.kind == Kind::kRepeat) {
    if (node.min == 0) return std::nullopt;
    return BestOf(node.children.front());
  }
  if (node.children.empty()) {  // a single part
    auto exact = ExactOf(node);
    return exact && Useful(*exact) ? std::move(exact) : std::nullopt;
  }
  LiteralChain chain = ChainBuilder().Build(node);
  if (chain.links.empty()) return std::nullopt;
  auto best = std::min_element(chain.links.begin(), chain.links.end(),
                               [](const ChainLink& a, const ChainLink& b) {
                                 return ExpectedRate(a.literals) < ExpectedRate(b.literals);
                               });
  return std::move(best->literals);
}

void AddChains(const PatternNode& node, Literals& exact, std::vector<LiteralChain>& chains) {
  if (node.kind == Kind::kAlternate) {
    for (const PatternNode& child : node.children) AddChains(child, exact, chains);
    return;
  }
  LiteralChain chain = ChainBuilder().Build(node);
  if (chain.exact) {
    auto& literals = chain.links.front().literals;
    exact.insert(exact.end(), literals.begin(), literals.end());
  } else {
    chains.push_back(std::move(chain));
  }
}

}  // namespace

LengthRange LiteralChain::length() const {
  LengthRange sum = rest.length;
  for (const ChainLink& link : links) sum = sum + link.before.length + SpanOf(link.literals).length;
  return sum;
}

std::vector<LiteralChain> ChainsOf(const PatternNode& node) {
  std::vector<LiteralChain> chains;
  Literals exact;
  AddChains(node, exact, chains);
  if (!exact.empty()) {
    SortUnique(exact);
    LiteralChain whole;
    whole.links.push_back({{}, std::move(exact)});
    whole.exact = true;
    chains.push_back(std::move(whole));
  }
  const bool known = std::none_of(chains.begin(), chains.end(),
                                  [](const LiteralChain& chain) { return chain.links.empty(); });
  return known ? chains : std::vector<LiteralChain>{};
}

double ExpectedRate(const std::vector<Literal>& literals) {
  double rate = 0;
  for (const Literal& literal : literals) {
    rate += LiteralRate(literal.bytes, literal.border_before, literal.border_after);
  }
  return rate;
}

}  // namespace agencywatch::rules::internal
