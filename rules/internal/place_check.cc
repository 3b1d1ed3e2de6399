#include "rules/internal/place_check.h"

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <utility>

#include "core/word_mask.h"

namespace agencywatch::rules::internal {
namespace {

using NodeKind = PatternNode::Kind;

constexpr std::size_t kMaxOps = 20000;
constexpr int kFewPairs = 300;  // of 64 times 64
constexpr std::size_t kMaxOpen = 128;  // places to come back to; with more of them the answer is perhaps

bool IsWord(char c) { return core::IsWordByte<core::WordBytes::kUnderscoreToo>(c); }

bool IsOneByte(const PatternNode& node) { return node.kind == NodeKind::kBytes && node.bytes.count() == 1; }

// Parts of a pattern, one behind the other.
using Sequence = std::vector<const PatternNode*>;

void Append(const PatternNode& node, Sequence& sequence) {
  if (node.kind == NodeKind::kConcat) {
    for (const PatternNode& child : node.children) Append(child, sequence);
  } else if (node.kind != NodeKind::kEmpty) {
    sequence.push_back(&node);
  }
}

// All ways to go on, alternatives of alternatives among them.
void Expand(const PatternNode& node, std::vector<Sequence>& ways) {
  if (node.kind == NodeKind::kAlternate) {
    for (const PatternNode& child : node.children) Expand(child, ways);
    return;
  }
  Append(node, ways.emplace_back());
}

// Whether no match begins inside a word.
bool BeginsAtBorder(const PatternNode& node) {
  switch (node.kind) {
    case NodeKind::kBorder:
      return node.border == "\\b" || node.border == "~";
    case NodeKind::kConcat:
      return !node.children.empty() && BeginsAtBorder(node.children.front());
    case NodeKind::kAlternate:
      return std::all_of(node.children.begin(), node.children.end(), BeginsAtBorder);
    case NodeKind::kRepeat:
      return node.min > 0 && BeginsAtBorder(node.children.front());
    case NodeKind::kEmpty:
    case NodeKind::kBytes:
      return false;
  }
  return false;
}

}  // namespace

// Writes the program from its end to its start: each part knows where to go on.
class PlaceCheck::Compiler {
 public:
  explicit Compiler(PlaceCheck& check) : check_(check) {}

  // False when it got too large.
  bool Compile(const PatternNode& tree) {
    check_.start_ = Part(tree, Emit({}));
    return !failed_;
  }

  static Set SetOf(const ByteSet& bytes) {
    Set set;
    for (std::size_t byte = 0; byte < bytes.size(); ++byte) {
      if (bytes.test(byte)) set.bits[byte / 64] |= std::uint64_t{1} << (byte % 64);
    }
    return set;
  }

 private:
  std::uint32_t Emit(Op op) {
    failed_ = failed_ || check_.ops_.size() >= kMaxOps;
    if (!failed_) check_.ops_.push_back(op);
    return static_cast<std::uint32_t>(check_.ops_.size() - 1);
  }

  std::uint32_t IdOf(const Set& set) {
    const auto known = std::find(check_.sets_.begin(), check_.sets_.end(), set);
    if (known != check_.sets_.end()) return static_cast<std::uint32_t>(known - check_.sets_.begin());
    check_.sets_.push_back(set);
    return static_cast<std::uint32_t>(check_.sets_.size() - 1);
  }

  std::uint32_t Part(const PatternNode& node, std::uint32_t next) {
    switch (node.kind) {
      case NodeKind::kEmpty:
        return next;
      case NodeKind::kBytes:
        return Emit({Kind::kBytes, IdOf(SetOf(node.bytes)), 0, 0, next});
      case NodeKind::kBorder:
        return Emit({Kind::kBorder, static_cast<std::uint32_t>(BorderOf(node)), 0, 0, next});
      case NodeKind::kConcat: {
        Sequence sequence;
        Append(node, sequence);
        return Behind(sequence, 0, next);
      }
      case NodeKind::kAlternate: {
        std::vector<Sequence> ways;
        Expand(node, ways);
        return AnyOf(ways, 0, next);
      }
      case NodeKind::kRepeat:
        return Repeat(node, next);
    }
    return next;
  }

  static Border BorderOf(const PatternNode& node) {
    if (node.border == "\\b") return Border::kWord;
    if (node.border == "\\B") return Border::kNoWord;
    if (node.border == "^") return Border::kTextStart;
    return node.border == "$" ? Border::kTextEnd : Border::kNotInside;
  }

  // The parts of the sequence from `from` on.
  std::uint32_t Behind(const Sequence& sequence, std::size_t from, std::uint32_t next) {
    for (std::size_t end = sequence.size(); end > from && !failed_;) {
      std::size_t begin = end;
      while (begin > from && IsOneByte(*sequence[begin - 1])) --begin;
      if (begin == end) {
        next = Part(*sequence[--end], next);
        continue;
      }
      const auto at = static_cast<std::uint32_t>(check_.texts_.size());
      for (std::size_t i = begin; i < end; ++i) {
        check_.texts_ += static_cast<char>(sequence[i]->bytes._Find_first());
      }
      next = Emit({Kind::kText, at, 0, static_cast<std::uint32_t>(end - begin), next});
      end = begin;
    }
    return next;
  }

  // Sequences that share their first `depth` parts. Those that go on with the same border or letter stay together, so
  // that a list of a hundred words is left at its first wrong letter.
  std::uint32_t AnyOf(const std::vector<Sequence>& ways, std::size_t depth, std::uint32_t next) {
    std::map<Border, std::vector<Sequence>> by_border;
    std::map<std::size_t, std::vector<Sequence>> by_byte;
    std::vector<std::uint32_t> starts;
    bool ends = false;
    for (const Sequence& way : ways) {
      if (failed_) return next;
      if (way.size() == depth) {
        ends = true;
      } else if (way[depth]->kind == NodeKind::kBorder) {
        by_border[BorderOf(*way[depth])].push_back(way);
      } else if (IsOneByte(*way[depth])) {
        by_byte[way[depth]->bytes._Find_first()].push_back(way);
      } else {
        starts.push_back(Behind(way, depth, next));
      }
    }
    for (const auto& [border, same] : by_border) {
      starts.push_back(Emit({Kind::kBorder, static_cast<std::uint32_t>(border), 0, 0, AnyOf(same, depth + 1, next)}));
    }
    if (by_byte.size() == 1 && by_byte.begin()->second.size() == 1) {
      starts.push_back(Behind(by_byte.begin()->second.front(), depth, next));
    } else if (!by_byte.empty()) {
      Set set;
      const std::size_t least = by_byte.begin()->first;
      std::vector<std::uint32_t> branches(by_byte.rbegin()->first - least + 1);
      for (const auto& [byte, same] : by_byte) {
        set.bits[byte / 64] |= std::uint64_t{1} << (byte % 64);
        branches[byte - least] =
            same.size() == 1 ? Behind(same.front(), depth + 1, next) : AnyOf(same, depth + 1, next);
      }
      const auto first = static_cast<std::uint32_t>(check_.branches_.size());
      check_.branches_.insert(check_.branches_.end(), branches.begin(), branches.end());
      starts.push_back(Emit({Kind::kBranch, IdOf(set), static_cast<std::uint32_t>(least), first, 0}));
    }
    if (ends) starts.push_back(next);
    std::uint32_t start = starts.back();
    for (std::size_t i = starts.size() - 1; i > 0; --i) start = Emit({Kind::kEither, start, 0, 0, starts[i - 1]});
    return start;
  }

  std::uint32_t Repeat(const PatternNode& node, std::uint32_t next) {
    const PatternNode& inside = node.children.front();
    const bool open = node.max == PatternNode::kNoLimit;
    const auto min = static_cast<std::uint32_t>(node.min);
    const std::uint32_t max = open ? LengthRange::kNoLimit : static_cast<std::uint32_t>(node.max);
    if (inside.kind == NodeKind::kBytes) {
      return Emit({Kind::kRepeat, IdOf(SetOf(inside.bytes)), min, max, next});
    }
    std::uint32_t start = next;
    if (open) {
      // Round in a circle; a part that may be empty would never leave it.
      failed_ = failed_ || CanBeEmpty(inside);
      start = Emit({Kind::kEither, next, 0, 0, 0});
      const std::uint32_t again = Part(inside, start);
      if (!failed_) check_.ops_[start].next = again;
    } else {
      for (std::uint32_t n = min; n < max && !failed_; ++n) {
        start = Emit({Kind::kEither, next, 0, 0, Part(inside, start)});
      }
    }
    for (std::uint32_t n = 0; n < min && !failed_; ++n) start = Part(inside, start);
    return start;
  }

  PlaceCheck& check_;
  bool failed_ = false;
};

PlaceCheck::PlaceCheck(const PatternNode& tree) {
  if (!Compiler(*this).Compile(tree)) {
    *this = {};
    return;
  }
  can_be_empty_ = CanBeEmpty(tree) ? 1 : 0;
  at_words_ = BeginsAtBorder(tree) && (EdgeBytes(tree, false) & ~WordBytes()).none() ? 1 : 0;
  pairs_.resize(kCodes);
  if (can_be_empty_ != 0) {
    std::fill(pairs_.begin(), pairs_.end(), ~std::uint64_t{0});
  } else {
    FindPairs(start_);
  }
  int count = 0;
  for (const std::uint64_t seconds : pairs_) count += std::popcount(seconds);
  selective_ = at_words_ != 0 && count <= kFewPairs ? 1 : 0;
}

std::uint64_t PlaceCheck::CodesOf(const Set& set) {
  std::uint64_t codes = 0;
  for (int byte = 0; byte < 256; ++byte) {
    if (set.Has(static_cast<char>(byte))) codes |= std::uint64_t{1} << CodeOf(static_cast<char>(byte));
  }
  return codes;
}

std::uint64_t PlaceCheck::FirstCodes(std::uint32_t at) const {
  const Op& op = ops_[at];
  switch (op.kind) {
    case Kind::kEnd:
      return ~std::uint64_t{0};
    case Kind::kText:
      return std::uint64_t{1} << CodeOf(texts_[op.arg]);
    case Kind::kBytes:
    case Kind::kBranch:
      return CodesOf(sets_[op.arg]);
    case Kind::kRepeat:
      return CodesOf(sets_[op.arg]) | (op.min == 0 ? FirstCodes(op.next) : 0);
    case Kind::kEither:
      return FirstCodes(op.next) | FirstCodes(op.arg);
    case Kind::kBorder:
      return FirstCodes(op.next);
  }
  return 0;
}

void PlaceCheck::FindPairs(std::uint32_t at) {
  const Op& op = ops_[at];
  const auto add = [&](std::uint64_t firsts, std::uint64_t seconds) {
    for (; firsts != 0; firsts &= firsts - 1) pairs_[static_cast<std::size_t>(std::countr_zero(firsts))] |= seconds;
  };
  switch (op.kind) {
    case Kind::kEnd:
      return;
    case Kind::kText:
      add(std::uint64_t{1} << CodeOf(texts_[op.arg]),
          op.size > 1 ? std::uint64_t{1} << CodeOf(texts_[op.arg + 1]) : FirstCodes(op.next));
      return;
    case Kind::kBytes:
      add(CodesOf(sets_[op.arg]), FirstCodes(op.next));
      return;
    case Kind::kBranch: {
      const Set& set = sets_[op.arg];
      for (std::uint32_t byte = op.min; byte < 256; ++byte) {
        const char c = static_cast<char>(byte);
        if (set.Has(c)) add(std::uint64_t{1} << CodeOf(c), FirstCodes(branches_[op.size + byte - op.min]));
      }
      return;
    }
    case Kind::kRepeat: {
      const std::uint64_t again = op.size > 1 ? CodesOf(sets_[op.arg]) : 0;
      add(CodesOf(sets_[op.arg]), again | (op.min <= 1 ? FirstCodes(op.next) : 0));
      if (op.min == 0) FindPairs(op.next);
      return;
    }
    case Kind::kEither:
      FindPairs(op.next);
      FindPairs(op.arg);
      return;
    case Kind::kBorder:
      FindPairs(op.next);
      return;
  }
}

bool PlaceCheck::Holds(Border border, std::string_view text, std::size_t at) {
  const bool before = at > 0 && IsWord(text[at - 1]);
  const bool behind = at < text.size() && IsWord(text[at]);
  switch (border) {
    case Border::kWord:
      return before != behind;
    case Border::kNoWord:
      return before == behind;
    case Border::kTextStart:
      return at == 0;
    case Border::kTextEnd:
      return at == text.size();
    case Border::kNotInside:
      return !before || !behind;
  }
  return true;
}

bool PlaceCheck::CanMatchAt(std::string_view text, std::size_t at, std::size_t& steps) const {
  if (ops_.empty()) return true;
  if (can_be_empty_ == 0 && (at >= text.size() || !MayBegin(text, at))) return false;
  struct Open {
    std::uint32_t op;
    std::uint32_t at;    // to go on here,
    std::uint32_t least;  // and when that fails one byte earlier, down to this
  };
  std::array<Open, kMaxOpen> open;  // NOLINT(cppcoreguidelines-pro-type-member-init): most of it is never read
  std::size_t opened = 0;
  std::size_t left = steps;
  const Op* op = &ops_[start_];
  const auto answer = [&](bool perhaps) {
    steps = left;
    return perhaps;
  };
  while (true) {
    if (left == 0) return answer(true);
    --left;
    bool holds = false;
    switch (op->kind) {
      case Kind::kEnd:
        return answer(true);
      case Kind::kText: {
        // Nearly always another letter at once: not worth a call of memcmp.
        holds = text.size() - at >= op->size;
        for (std::uint32_t i = 0; holds && i < op->size; ++i) holds = text[at + i] == texts_[op->arg + i];
        at += holds ? op->size : 0;
        break;
      }
      case Kind::kBytes:
        holds = at < text.size() && sets_[op->arg].Has(text[at]);
        at += holds ? 1 : 0;
        break;
      case Kind::kRepeat: {
        const Set& set = sets_[op->arg];
        const std::size_t most = op->size < text.size() - at ? at + op->size : text.size();
        std::size_t end = at;
        while (end < most && set.Has(text[end])) ++end;
        left -= std::min(left, (end - at) / 4);
        holds = end - at >= op->min;
        if (holds && end - at > op->min) {
          if (opened == kMaxOpen) return answer(true);
          open[opened++] = {op->next, static_cast<std::uint32_t>(end - 1), static_cast<std::uint32_t>(at + op->min)};
        }
        at = end;
        break;
      }
      case Kind::kBranch: {
        holds = at < text.size() && sets_[op->arg].Has(text[at]);
        if (!holds) break;
        op = &ops_[branches_[op->size + static_cast<unsigned char>(text[at]) - op->min]];
        ++at;
        continue;
      }
      case Kind::kEither:
        if (opened == kMaxOpen) return answer(true);
        open[opened++] = {op->arg, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at)};
        holds = true;
        break;
      case Kind::kBorder:
        holds = Holds(static_cast<Border>(op->arg), text, at);
        break;
    }
    if (holds) {
      op = &ops_[op->next];
      continue;
    }
    if (opened == 0) return answer(false);
    Open& last = open[opened - 1];
    op = &ops_[last.op];
    at = last.at;
    if (last.at > last.least) {
      --last.at;
    } else {
      --opened;
    }
  }
}

std::optional<std::size_t> PlaceCheck::NextPlace(std::string_view text, std::size_t from, std::size_t end,
                                                 std::size_t& steps) const {
  end = std::min(end, text.size());
  if (ops_.empty()) return from < end ? std::optional(from) : std::nullopt;
  if (at_words_ == 0) {
    for (std::size_t at = from; at < end; ++at) {
      if (MayBegin(text, at) && CanMatchAt(text, at, steps)) return at;
    }
    return std::nullopt;
  }
  bool in_word = from > 0 && from < end && IsWord(text[from - 1]);
  for (std::size_t base = from; base < end; base += 64) {
    const std::uint64_t words = core::WordMaskAt<core::WordBytes::kUnderscoreToo>(text, base);
    std::uint64_t begins = words & ~(words << 1 | static_cast<std::uint64_t>(in_word));
    if (end - base < 64) begins &= (std::uint64_t{1} << (end - base)) - 1;
    for (; begins != 0; begins &= begins - 1) {
      const std::size_t at = base + static_cast<std::size_t>(std::countr_zero(begins));
      if (MayBegin(text, at) && CanMatchAt(text, at, steps)) return at;
    }
    in_word = words >> 63 != 0;
  }
  return std::nullopt;
}

}  // namespace agencywatch::rules::internal
