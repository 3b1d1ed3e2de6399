#include "rules/internal/pattern_program.h"

#include <algorithm>
#include <array>
#include <bit>
#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "core/word_mask.h"

namespace agencywatch::rules::internal {
namespace {

using NodeKind = PatternNode::Kind;

constexpr std::size_t kMaxOps = 20000;
constexpr std::size_t kMaxOpen = 128;   // places to come back to; with more of them nothing is settled
constexpr std::size_t kMaxTrail = 128;  // groups that were set on the way to one of them, likewise

// RE2's word letters; upper case only stands in toned text (internal/tones.h).
constexpr std::array<bool, 256> kIsWord = [] {
  std::array<bool, 256> word{};
  for (std::size_t byte = 0; byte < word.size(); ++byte) {
    const char c = static_cast<char>(byte);
    word[byte] = core::IsWordByte<core::WordBytes::kUnderscoreToo>(c) || (c >= 'A' && c <= 'Z');
  }
  return word;
}();
bool IsWord(char c) { return kIsWord[static_cast<unsigned char>(c)]; }

bool IsOneByte(const PatternNode& node) {
  return node.kind == NodeKind::kBytes && node.group == 0 && node.bytes.count() == 1;
}

// Parts of a pattern, one behind the other.
using Sequence = std::vector<const PatternNode*>;

void Append(const PatternNode& node, Sequence& sequence) {
  if (node.kind == NodeKind::kConcat && node.group == 0) {
    for (const PatternNode& child : node.children) Append(child, sequence);
  } else if (node.kind != NodeKind::kEmpty || node.group != 0) {
    sequence.push_back(&node);
  }
}

// All ways to go on, alternatives of alternatives among them, in their order.
void Expand(const PatternNode& node, std::vector<Sequence>& ways) {
  if (node.kind == NodeKind::kAlternate && node.group == 0) {
    for (const PatternNode& child : node.children) Expand(child, ways);
    return;
  }
  Append(node, ways.emplace_back());
}

// Whether every match begins with one of these borders.
bool BeginsWith(const PatternNode& node, std::initializer_list<std::string_view> borders) {
  const auto begins = [&](const PatternNode& child) { return BeginsWith(child, borders); };
  switch (node.kind) {
    case NodeKind::kBorder:
      return std::find(borders.begin(), borders.end(), node.border) != borders.end();
    case NodeKind::kConcat:
      return !node.children.empty() && begins(node.children.front());
    case NodeKind::kAlternate:
      return std::all_of(node.children.begin(), node.children.end(), begins);
    case NodeKind::kRepeat:
      return node.min > 0 && begins(node.children.front());
    case NodeKind::kEmpty:
    case NodeKind::kBytes:
      return false;
  }
  return false;
}

}  // namespace

// Writes the program from its end to its start: each part knows where to go on.
class PatternProgram::Compiler {
 public:
  explicit Compiler(PatternProgram& program) : program_(program) {}

  // False when it got too large.
  bool Compile(const PatternNode& tree) {
    program_.start_ = Part(tree, Emit({}));
    if (failed_) return false;
    for (Op& op : program_.ops_) {
      if (op.kind != Kind::kEither && op.kind != Kind::kRepeat) continue;
      op.look = static_cast<std::uint32_t>(program_.looks_.size());
      program_.looks_.push_back(FirstCodes(op.next));
      if (op.kind == Kind::kEither) program_.looks_.push_back(FirstCodes(op.arg));
    }
    program_.after_.resize((kBeginLetters - 1) * kLetterCodes);
    if (CanBeEmpty(tree)) {
      program_.firsts_ = kAnyCode;
      std::fill(program_.after_.begin(), program_.after_.end(), kAnyCode);
    } else {
      program_.firsts_ = FirstCodes(program_.start_);
      FindAfter();
    }
    return true;
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
    failed_ = failed_ || program_.ops_.size() >= kMaxOps;
    if (!failed_) program_.ops_.push_back(op);
    return static_cast<std::uint32_t>(program_.ops_.size() - 1);
  }

  std::uint32_t IdOf(const Set& set) {
    const auto known = std::find(program_.sets_.begin(), program_.sets_.end(), set);
    if (known != program_.sets_.end()) return static_cast<std::uint32_t>(known - program_.sets_.begin());
    program_.sets_.push_back(set);
    return static_cast<std::uint32_t>(program_.sets_.size() - 1);
  }

  // At `next`, and when that fails at `otherwise`.
  std::uint32_t Either(std::uint32_t next, std::uint32_t otherwise) {
    return Emit({Kind::kEither, otherwise, 0, 0, next});
  }

  std::uint32_t Part(const PatternNode& node, std::uint32_t next) {
    const auto mark = static_cast<std::uint32_t>(2 * (node.group - 1));
    if (node.group == 0 || mark >= std::tuple_size_v<Groups>) return Inside(node, next);
    return Emit({Kind::kMark, mark, 0, 0, Inside(node, Emit({Kind::kMark, mark + 1, 0, 0, next}))});
  }

  // A part without the group that it may be.
  std::uint32_t Inside(const PatternNode& node, std::uint32_t next) {
    switch (node.kind) {
      case NodeKind::kEmpty:
        return next;
      case NodeKind::kBytes:
        return Emit({Kind::kBytes, IdOf(SetOf(node.bytes)), 0, 0, next});
      case NodeKind::kBorder:
        return Emit({Kind::kBorder, static_cast<std::uint32_t>(BorderOf(node)), 0, 0, next});
      case NodeKind::kConcat: {
        Sequence sequence;
        for (const PatternNode& child : node.children) Append(child, sequence);
        return Behind(sequence, 0, next);
      }
      case NodeKind::kAlternate: {
        std::vector<Sequence> ways;
        for (const PatternNode& child : node.children) Expand(child, ways);
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
      const auto at = static_cast<std::uint32_t>(program_.texts_.size());
      for (std::size_t i = begin; i < end; ++i) {
        program_.texts_ += static_cast<char>(sequence[i]->bytes._Find_first());
      }
      next = Emit({Kind::kText, at, 0, static_cast<std::uint32_t>(end - begin), next});
      end = begin;
    }
    return next;
  }

  // Sequences that share their first `depth` parts, the preferred one first. Neighbours that go on with the same border
  // or with one letter each stay together, so that a list of a hundred words is left at its first wrong letter.
  std::uint32_t AnyOf(const std::vector<Sequence>& ways, std::size_t depth, std::uint32_t next) {
    enum class Begin { kEnd, kBorder, kOneByte, kOther };
    const auto begin_of = [&](const Sequence& way) {
      if (way.size() == depth) return Begin::kEnd;
      if (IsOneByte(*way[depth])) return Begin::kOneByte;
      return way[depth]->kind == NodeKind::kBorder && way[depth]->group == 0 ? Begin::kBorder : Begin::kOther;
    };
    std::vector<std::uint32_t> starts;
    for (auto way = ways.begin(); way != ways.end() && !failed_;) {
      const Begin begin = begin_of(*way);
      const auto together = [&](const Sequence& other) {
        return begin_of(other) == begin && (begin == Begin::kOneByte || other[depth]->border == (*way)[depth]->border);
      };
      if (begin == Begin::kEnd || begin == Begin::kOther) {
        starts.push_back(Behind(*way++, depth, next));
        continue;
      }
      const auto end = std::find_if_not(way, ways.end(), together);
      const std::vector<Sequence> run(way, end);
      starts.push_back(begin == Begin::kOneByte ? Branch(run, depth, next)
                                                : Emit({Kind::kBorder, static_cast<std::uint32_t>(BorderOf(*(*way)[depth])), 0,
                                                        0, AnyOf(run, depth + 1, next)}));
      way = end;
    }
    if (failed_) return next;
    std::uint32_t start = starts.back();
    for (std::size_t i = starts.size() - 1; i > 0; --i) start = Either(starts[i - 1], start);
    return start;
  }

  // Ways that go on with one letter each.
  std::uint32_t Branch(const std::vector<Sequence>& ways, std::size_t depth, std::uint32_t next) {
    if (ways.size() == 1) return Behind(ways.front(), depth, next);
    std::map<std::size_t, std::vector<Sequence>> by_byte;
    for (const Sequence& way : ways) by_byte[way[depth]->bytes._Find_first()].push_back(way);
    Set set;
    const std::size_t least = by_byte.begin()->first;
    std::vector<std::uint32_t> branches(by_byte.rbegin()->first - least + 1);
    for (const auto& [byte, same] : by_byte) {
      set.bits[byte / 64] |= std::uint64_t{1} << (byte % 64);
      branches[byte - least] =
          same.size() == 1 ? Behind(same.front(), depth + 1, next) : AnyOf(same, depth + 1, next);
    }
    const auto first = static_cast<std::uint32_t>(program_.branches_.size());
    program_.branches_.insert(program_.branches_.end(), branches.begin(), branches.end());
    return Emit({Kind::kBranch, IdOf(set), static_cast<std::uint32_t>(least), first, 0});
  }

  std::uint32_t Repeat(const PatternNode& node, std::uint32_t next) {
    const PatternNode& inside = node.children.front();
    const bool open = node.max == PatternNode::kNoLimit;
    const auto min = static_cast<std::uint32_t>(node.min);
    const std::uint32_t max = open ? LengthRange::kNoLimit : static_cast<std::uint32_t>(node.max);
    if (inside.kind == NodeKind::kBytes && inside.group == 0 && !node.lazy) {
      return Emit({Kind::kRepeat, IdOf(SetOf(inside.bytes)), min, max, next});
    }
    const auto once_more = [&](std::uint32_t more) {
      return node.lazy ? Either(next, more) : Either(more, next);
    };
    std::uint32_t start = next;
    if (open) {
      // Round in a circle; a part that may be empty would never leave it.
      failed_ = failed_ || CanBeEmpty(inside);
      start = once_more(next);
      const std::uint32_t again = Part(inside, start);
      if (!failed_) (node.lazy ? program_.ops_[start].arg : program_.ops_[start].next) = again;
    } else {
      for (std::uint32_t n = min; n < max && !failed_; ++n) start = once_more(Part(inside, start));
    }
    for (std::uint32_t n = 0; n < min && !failed_; ++n) start = Part(inside, start);
    return start;
  }

  // The codes of the bytes that the program can begin with from an op on.
  std::uint64_t FirstCodes(std::uint32_t at) {
    if (at >= first_codes_.size()) first_codes_.resize(program_.ops_.size());
    std::optional<std::uint64_t>& known = first_codes_[at];
    if (!known) known = FindFirstCodes(at);
    return *known;
  }

  std::uint64_t FindFirstCodes(std::uint32_t at) {
    const Op& op = program_.ops_[at];
    switch (op.kind) {
      case Kind::kEnd:
        return kAnyCode;
      case Kind::kText:
        return std::uint64_t{1} << LetterCode(program_.texts_[op.arg]);
      case Kind::kBytes:
      case Kind::kBranch:
        return CodesOf(program_.sets_[op.arg]);
      case Kind::kRepeat:
        return CodesOf(program_.sets_[op.arg]) | (op.min == 0 ? FirstCodes(op.next) : 0);
      case Kind::kEither:
        return FirstCodes(op.next) | FirstCodes(op.arg);
      case Kind::kBorder:
      case Kind::kMark:
        return FirstCodes(op.next);
    }
    return 0;
  }

  // A place in the program: an op, and how many bytes of it are taken.
  using State = std::pair<std::uint32_t, std::uint32_t>;

  // The codes of what can be taken there; kAnyCode where the match may end, for then anything can stand there.
  std::uint64_t CodesAt(const State& state) {
    const auto& [at, taken] = state;
    const Op& op = program_.ops_[at];
    if (op.kind == Kind::kText) return std::uint64_t{1} << LetterCode(program_.texts_[op.arg + taken]);
    if (op.kind != Kind::kRepeat) return FirstCodes(at);
    return (taken < op.size ? CodesOf(program_.sets_[op.arg]) : 0) | (taken < op.min ? 0 : FirstCodes(op.next));
  }

  // Calls step(codes, behind) for every byte that can be taken in one of `states`.
  template <class Step>
  void EachStep(const std::set<State>& states, Step&& step) const {
    std::set<State> seen = states;
    std::vector<State> open(states.begin(), states.end());
    const auto go_on = [&](std::uint32_t at) {
      if (seen.emplace(at, 0).second) open.emplace_back(at, 0);
    };
    while (!open.empty()) {
      const auto [at, taken] = open.back();
      open.pop_back();
      const Op& op = program_.ops_[at];
      switch (op.kind) {
        case Kind::kEnd:
          break;
        case Kind::kText:
          step(std::uint64_t{1} << LetterCode(program_.texts_[op.arg + taken]),
               taken + 1 < op.size ? State{at, taken + 1} : State{op.next, 0});
          break;
        case Kind::kBytes:
          step(CodesOf(program_.sets_[op.arg]), State{op.next, 0});
          break;
        case Kind::kBranch: {
          const Set& set = program_.sets_[op.arg];
          for (std::uint32_t byte = op.min; byte < 256; ++byte) {
            const char c = static_cast<char>(byte);
            if (set.Has(c)) step(std::uint64_t{1} << LetterCode(c), State{program_.branches_[op.size + byte - op.min], 0});
          }
          break;
        }
        case Kind::kRepeat:
          if (taken < op.size) step(CodesOf(program_.sets_[op.arg]), State{at, taken + 1});
          if (taken >= op.min) go_on(op.next);
          break;
        case Kind::kEither:
          go_on(op.next);
          go_on(op.arg);
          break;
        case Kind::kBorder:
        case Kind::kMark:
          go_on(op.next);
          break;
      }
    }
  }

  // What can stand behind the first byte, the second, …
  void FindAfter() {
    std::set<State> states = {{program_.start_, 0}};
    for (std::size_t n = 0; n + 1 < kBeginLetters; ++n) {
      const auto after = program_.after_.begin() + static_cast<std::ptrdiff_t>(n * kLetterCodes);
      std::set<State> next;
      bool ends = false;
      EachStep(states, [&](std::uint64_t codes, const State& behind) {
        next.insert(behind);
        const std::uint64_t follow = CodesAt(behind);
        ends = ends || follow == kAnyCode;
        for (; codes != 0; codes &= codes - 1) after[std::countr_zero(codes)] |= follow;
      });
      if (ends) {
        std::fill(after + kLetterCodes, program_.after_.end(), kAnyCode);
        return;
      }
      states = std::move(next);
    }
  }

  PatternProgram& program_;
  std::vector<std::optional<std::uint64_t>> first_codes_;  // by op, once asked for
  bool failed_ = false;
};

PatternProgram::PatternProgram(const PatternNode& tree) {
  if (!Compiler(*this).Compile(tree)) {
    *this = {};
    return;
  }
  can_be_empty_ = CanBeEmpty(tree) ? 1 : 0;
  if (BeginsWith(tree, {"^"})) {
    begins_ = Begins::kAtTextStart;
  } else if (can_be_empty_ == 0 && BeginsWith(tree, {"\\b", "~"}) && (EdgeBytes(tree, false) & ~WordBytes()).none()) {
    begins_ = Begins::kAtWords;
  }
}

std::uint64_t PatternProgram::CodesOf(const Set& set) {
  std::uint64_t codes = 0;
  for (int byte = 0; byte < 256; ++byte) {
    if (set.Has(static_cast<char>(byte))) codes |= std::uint64_t{1} << LetterCode(static_cast<char>(byte));
  }
  return codes;
}

inline bool PatternProgram::Holds(Border border, std::string_view text, std::size_t at) {
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

template <bool kGroups>
PatternProgram::Answer PatternProgram::Run(std::string_view text, std::size_t begin, std::size_t limit,
                                           std::size_t& steps, Found& found, Groups* groups) const {
  struct Open {
    std::uint32_t op;
    std::uint32_t at;     // to go on here,
    std::uint32_t least;  // and when that fails one byte earlier, down to this
    std::uint32_t trail;  // with the groups as they were when the trail was so long
  };
  struct Before {  // what a group held
    std::uint32_t mark;
    std::uint32_t at;
  };
  // NOLINTBEGIN(cppcoreguidelines-pro-type-member-init): most of them is never read
  std::array<Open, kMaxOpen> open;
  std::array<Before, kGroups ? kMaxTrail : 1> trail;
  // NOLINTEND(cppcoreguidelines-pro-type-member-init)
  std::size_t opened = 0;
  std::size_t trailed = 0;
  std::size_t at = begin;
  std::size_t left = steps;
  const Op* op = &ops_[start_];
  const auto answer = [&](Answer what) {
    steps = left;
    return what;
  };
  const auto unsettled = [&] {
    found = {begin, begin};
    return answer(Answer::kUnsettled);
  };
  while (true) {
    bool holds = false;
    switch (op->kind) {
      case Kind::kEnd:
        found = {begin, at};
        return answer(Answer::kYes);
      case Kind::kText: {
        // Nearly always another letter at once: not worth a call of memcmp.
        holds = limit - at >= op->size;
        for (std::uint32_t i = 0; holds && i < op->size; ++i) holds = text[at + i] == texts_[op->arg + i];
        at += holds ? op->size : 0;
        break;
      }
      case Kind::kBytes:
        holds = at < limit && sets_[op->arg].Has(text[at]);
        at += holds ? 1 : 0;
        break;
      case Kind::kRepeat: {
        const Set& set = sets_[op->arg];
        const std::size_t most = op->size < limit - at ? at + op->size : limit;
        std::size_t end = at;
        while (end < most && set.Has(text[end])) ++end;
        left -= std::min(left, (end - at) / 4);
        holds = end - at >= op->min;
        if (!holds) break;
        // Back to the last place where the rest can go on.
        const std::size_t least = at + op->min;
        const std::uint64_t look = looks_[op->look];
        for (at = end; at > least && !CanGoOn(look, text, at, limit); --at) {
        }
        left -= std::min(left, (end - at) / 4);
        if (at > least) {
          if (opened == kMaxOpen) return unsettled();
          open[opened++] = {op->next, static_cast<std::uint32_t>(at - 1), static_cast<std::uint32_t>(least),
                            static_cast<std::uint32_t>(trailed)};
        }
        break;
      }
      case Kind::kBranch: {
        holds = at < limit && sets_[op->arg].Has(text[at]);
        if (!holds) break;
        op = &ops_[branches_[op->size + static_cast<unsigned char>(text[at]) - op->min]];
        ++at;
        continue;
      }
      case Kind::kEither:
        if (!CanGoOn(looks_[op->look], text, at, limit)) {
          op = &ops_[op->arg];
          continue;
        }
        holds = true;
        if (!CanGoOn(looks_[op->look + 1], text, at, limit)) break;
        if (opened == kMaxOpen) return unsettled();
        open[opened++] = {op->arg, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at),
                          static_cast<std::uint32_t>(trailed)};
        break;
      case Kind::kBorder:
        holds = Holds(static_cast<Border>(op->arg), text, at);
        break;
      case Kind::kMark:
        holds = true;
        if constexpr (kGroups) {
          if (trailed == kMaxTrail) return unsettled();
          std::size_t& mark = (*groups)[op->arg];
          trail[trailed++] = {op->arg, static_cast<std::uint32_t>(mark)};
          mark = at;
        }
        break;
    }
    if (holds) {
      op = &ops_[op->next];
      continue;
    }
    if (opened == 0) {
      if constexpr (kGroups) {
        if (trailed > 0) groups->fill(0);
      }
      return answer(Answer::kNo);
    }
    if (left == 0) return unsettled();
    --left;
    Open& last = open[opened - 1];
    op = &ops_[last.op];
    at = last.at;
    if constexpr (kGroups) {
      for (; trailed > last.trail; --trailed) (*groups)[trail[trailed - 1].mark] = trail[trailed - 1].at;
    }
    if (last.at > last.least) {
      --last.at;
    } else {
      --opened;
    }
  }
}

template <bool kGroups>
PatternProgram::Answer PatternProgram::FindFrom(std::string_view text, const WordIndex* words, std::size_t first,
                                                std::size_t last, std::size_t& steps, Found& found,
                                                Groups* groups) const {
  if (ops_.empty()) {
    found = {first, first};
    return Answer::kUnsettled;
  }
  if constexpr (kGroups) groups->fill(0);
  Answer answer = Answer::kNo;
  const auto ends_at = [&](std::size_t at) {
    if (!MayBegin(text, at)) return false;
    answer = Run<kGroups>(text, at, text.size(), steps, found, groups);
    if (!kGroups && answer == Answer::kYes && found.begin == found.end) answer = Answer::kNo;
    return answer != Answer::kNo;
  };
  switch (begins_) {
    case Begins::kAtTextStart:
      return first == 0 && ends_at(0) ? answer : Answer::kNo;
    case Begins::kAnywhere:
      last = std::min(last, text.size());
      for (std::size_t at = first; at <= last; ++at) {
        if (ends_at(at)) return answer;
      }
      return Answer::kNo;
    case Begins::kAtWords:
      break;
  }
  if (words != nullptr) {
    words->FindFrom(first, firsts_, ends_at);
    return answer;
  }
  const std::size_t end = last < text.size() ? last + 1 : text.size();
  bool in_word = first > 0 && first < end && IsWord(text[first - 1]);
  for (std::size_t base = first; base < end; base += 64) {
    const std::uint64_t mask = core::WordMaskAt<core::WordBytes::kUnderscoreToo>(text, base);
    std::uint64_t begins = mask & ~(mask << 1 | static_cast<std::uint64_t>(in_word));
    if (end - base < 64) begins &= (std::uint64_t{1} << (end - base)) - 1;
    for (; begins != 0; begins &= begins - 1) {
      if (ends_at(base + static_cast<std::size_t>(std::countr_zero(begins)))) return answer;
    }
    in_word = mask >> 63 != 0;
  }
  return Answer::kNo;
}

PatternProgram::Answer PatternProgram::MatchAt(std::string_view text, std::size_t at, std::size_t limit,
                                               std::size_t& steps, Found& found) const {
  if (ops_.empty()) {
    found = {at, at};
    return Answer::kUnsettled;
  }
  if (at >= limit || !MayBegin(text, at)) return Answer::kNo;
  const Answer answer = Run<false>(text, at, limit, steps, found, nullptr);
  return answer == Answer::kYes && found.begin == found.end ? Answer::kNo : answer;
}

PatternProgram::Answer PatternProgram::Find(std::string_view text, std::size_t first, std::size_t last,
                                            std::size_t& steps, Found& found) const {
  return first == last ? MatchAt(text, first, text.size(), steps, found)
                       : FindFrom<false>(text, nullptr, first, last, steps, found, nullptr);
}

PatternProgram::Answer PatternProgram::Find(std::string_view text, const WordIndex* words, std::size_t from,
                                            std::size_t& steps, Found& found, Groups& groups) const {
  return FindFrom<true>(text, words, from, text.size(), steps, found, &groups);
}

}  // namespace agencywatch::rules::internal
