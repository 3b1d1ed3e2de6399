#include "rules/internal/pattern_parser.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "core/fold.h"
#include "core/utf8.h"
#include "rules/internal/small_letters.h"
#include "rules/internal/tones.h"

namespace agencywatch::rules::internal {
namespace {

using Kind = PatternNode::Kind;

constexpr int kMaxRepeat = 1000;  // RE2's own limit
constexpr int kMaxDepth = 200;    // of parentheses

ByteSet SetOf(std::string_view bytes) {
  ByteSet set;
  for (const char c : bytes) set.set(static_cast<unsigned char>(c));
  return set;
}

ByteSet Digits() { return SetOf("0123456789"); }

PatternNode OneOf(ByteSet set) {
  PatternNode node;
  node.kind = Kind::kBytes;
  node.bytes = set;
  return node;
}

PatternNode Literal(char c) { return OneOf(SetOf(std::string_view(&c, 1))); }

// Any character of UTF-8.
PatternNode AnyCharacter() {
  PatternNode node;
  node.kind = Kind::kRepeat;
  node.min = 1;
  node.max = 4;
  node.children.push_back(OneOf(ByteSet{}.set()));
  return node;
}

bool IsBlank(const PatternNode& node) {
  return node.kind == Kind::kBytes && node.bytes.count() == 1 && node.bytes.test(' ');
}

// How a pattern is read: folded, or as one of the two other functions of the header says.
enum class Reading { kFolded, kAsWritten, kExactLoosely };

class Parser {
 public:
  Parser(std::string_view source, Reading reading, std::vector<std::string>& problems)
      : source_(source),
        folds_(reading == Reading::kFolded),
        loose_(reading == Reading::kExactLoosely),
        problems_(problems) {}

  PatternNode Parse() {
    PatternNode node = Alternation(0);
    if (!failed_ && at_ < source_.size()) Fail("a ')' without its '('");
    return node;
  }

 private:
  void Fail(std::string what) {
    if (!failed_) problems_.push_back(std::move(what));
    failed_ = true;
    at_ = source_.size();
  }
  // Folded text has one kind of it.
  ByteSet White() const { return SetOf(folds_ ? " " : " \t\n\r\f"); }
  // What a class that is told by what is not in it can have.
  ByteSet Universe() const { return folds_ ? FoldedBytes() : ByteSet{}.set(); }
  // Without the upper-case letters that stand for marked ones in a pattern that is folded.
  ByteSet Plain(const ByteSet& set) const { return folds_ ? WithoutTones(set) : set; }
  bool More() const { return at_ < source_.size(); }
  char Peek() const { return source_[at_]; }
  bool Take(std::string_view text) {
    if (source_.substr(at_, text.size()) != text) return false;
    at_ += text.size();
    return true;
  }

  PatternNode Alternation(int depth) {
    if (depth > kMaxDepth) {
      Fail("parentheses nested more than 200 deep");
      return {};
    }
    PatternNode node;
    node.kind = Kind::kAlternate;
    node.children.push_back(Sequence(depth));
    while (More() && Take("|")) node.children.push_back(Sequence(depth));
    if (node.children.size() == 1) return std::move(node.children.front());
    return node;
  }

  PatternNode Sequence(int depth) {
    PatternNode node;
    node.kind = Kind::kConcat;
    while (More() && Peek() != '|' && Peek() != ')') {
      PatternNode atom = Atom(depth);
      if (failed_) return {};
      atom = Repeated(std::move(atom));
      if (atom.kind == Kind::kEmpty) continue;
      // White space in a pattern, however wide, is the one blank of folded text.
      if (folds_ && IsBlank(atom) && !node.children.empty() && IsBlank(node.children.back())) continue;
      node.children.push_back(std::move(atom));
    }
    if (node.children.empty()) return {};
    if (node.children.size() == 1) return std::move(node.children.front());
    return node;
  }

  PatternNode Repeated(PatternNode atom) {
    while (More()) {
      int min = 0;
      int max = 0;
      if (Take("*")) {
        max = PatternNode::kNoLimit;
      } else if (Take("+")) {
        min = 1;
        max = PatternNode::kNoLimit;
      } else if (Take("?")) {
        max = 1;
      } else if (Peek() == '{') {
        const auto counts = Counts();
        if (!counts) return atom;  // a plain brace: the next atom
        min = counts->first;
        max = counts->second;
        if (min > kMaxRepeat || max > kMaxRepeat) {
          Fail("a repeat of more than 1000");
          return {};
        }
        if (max != PatternNode::kNoLimit && max < min) {
          Fail("a repeat whose upper bound is below its lower one");
          return {};
        }
      } else {
        break;
      }
      const bool lazy = Take("?");
      if (atom.kind == Kind::kEmpty) continue;
      if (folds_ && IsBlank(atom)) {  // folded text never has two
        if (min >= 1) continue;
        max = 1;
      }
      PatternNode repeat;
      repeat.kind = Kind::kRepeat;
      repeat.min = min;
      repeat.max = max;
      repeat.lazy = lazy;
      repeat.children.push_back(std::move(atom));
      atom = std::move(repeat);
    }
    return atom;
  }

  // {n}, {n,} or {n,m}; nullopt and nothing taken when it is no repeat.
  std::optional<std::pair<int, int>> Counts() {
    std::size_t at = at_ + 1;
    const auto number = [&]() -> std::optional<int> {
      const std::size_t begin = at;
      int value = 0;
      while (at < source_.size() && source_[at] >= '0' && source_[at] <= '9') {
        value = std::min(value * 10 + (source_[at] - '0'), 100000);
        ++at;
      }
      if (at == begin) return std::nullopt;
      return value;
    };
    const auto min = number();
    if (!min) return std::nullopt;
    int max = *min;
    if (at < source_.size() && source_[at] == ',') {
      ++at;
      max = number().value_or(PatternNode::kNoLimit);
    }
    if (at >= source_.size() || source_[at] != '}') return std::nullopt;
    at_ = at + 1;
    return std::pair{*min, max};
  }

  PatternNode Atom(int depth) {
    const char c = Peek();
    if (c == '(') return Group(depth);
    if (c == '[') return Class();
    if (c == '\\') return Escape();
    if (c == '.') {
      ++at_;
      return loose_ ? AnyCharacter() : OneOf(Universe());
    }
    if (c == '^' || c == '$') {
      ++at_;
      return loose_ ? PatternNode{} : Border(std::string(1, c));
    }
    if (c == '*' || c == '+' || c == '?') {
      Fail(std::string("a '") + c + "' with nothing before it to repeat");
      return {};
    }
    return loose_ ? Small() : Folded();
  }

  static PatternNode Border(std::string text) {
    PatternNode node;
    node.kind = Kind::kBorder;
    node.border = std::move(text);
    return node;
  }

  PatternNode Group(int depth) {
    ++at_;
    const int group = ++groups_;
    bool captures = true;
    if (Take("?")) {
      if (Take("P<")) {
        const auto end = source_.find('>', at_);
        if (end == std::string_view::npos) {
          Fail("a group name without its '>'");
          return {};
        }
        at_ = end + 1;
      } else {
        captures = false;
        --groups_;
        // Flags say nothing on folded text, which has one case and one line; look-around is not in
        // RE2.
        if (!folds_ && !loose_ && More() && Peek() != ':') Fail("a flag");
        while (More() && std::string_view("imsU-").find(Peek()) != std::string_view::npos) ++at_;
        if (More() && Take(")")) return {};
        if (!More() || !Take(":")) {
          Fail("'(?' that is no group: RE2 has no look-ahead, look-behind or back reference");
          return {};
        }
      }
    }
    PatternNode inside = Alternation(depth + 1);
    if (failed_) return {};
    if (!More() || !Take(")")) {
      Fail("a '(' without its ')'");
      return {};
    }
    if (folds_ || loose_ || !captures) return inside;
    PatternNode captured;
    captured.kind = Kind::kConcat;
    captured.group = group;
    captured.children.push_back(std::move(inside));
    return captured;
  }

  PatternNode Escape() {
    ++at_;
    if (!More()) {
      Fail("a '\\' at the end");
      return {};
    }
    const char c = source_[at_];
    if (loose_ && std::string_view("bBAzDWSpPxsntrfva").find(c) != std::string_view::npos) return LooseEscape();
    if (c == 'b' || c == 'B') {
      ++at_;
      return Border(std::string("\\") + c);
    }
    if (c == 'A' || c == 'z') {
      ++at_;
      return Border(c == 'A' ? "^" : "$");
    }
    if (c == 'Q') {
      ++at_;
      const auto end = source_.find("\\E", at_);
      PatternNode node;
      node.kind = Kind::kConcat;
      const std::size_t stop = end == std::string_view::npos ? source_.size() : end;
      while (at_ < stop) node.children.push_back(loose_ ? Small() : Folded());
      at_ = end == std::string_view::npos ? stop : stop + 2;
      return node;
    }
    if (const auto set = ClassEscape()) return OneOf(*set);
    return {};
  }

  // What has no one byte: with at_ behind the backslash.
  PatternNode LooseEscape() {
    const char c = source_[at_++];
    const bool braces = (c == 'p' || c == 'P' || c == 'x') && More() && Peek() == '{';
    const std::size_t end = braces                ? source_.find('}', at_)
                            : c == 'p' || c == 'P' ? at_
                            : c == 'x'             ? at_ + 1
                                                   : at_ - 1;
    at_ = std::min(end, source_.size() - 1) + 1;
    return std::string_view("bBAz").find(c) != std::string_view::npos ? PatternNode{} : AnyCharacter();
  }

  // One letter of an exact pattern as a small one, byte for byte.
  PatternNode Small() {
    const std::size_t begin = at_;
    const char32_t c = core::NextCodePoint(source_, at_);
    const auto small = SmallLetters(source_.substr(begin, at_ - begin));
    if (!small || !KnowsCaseOf(c)) {
      Fail("a letter whose other forms are not known");
      return {};
    }
    PatternNode node;
    node.kind = Kind::kConcat;
    for (const char byte : *small) node.children.push_back(Literal(byte));
    if (node.children.size() == 1) return std::move(node.children.front());
    return node;
  }

  // A class of plain letters and signs, or else any character: with at_ behind the '['.
  PatternNode LooseClass() {
    ByteSet set;
    bool plain = !Take("^");
    for (bool first = true; More() && (first || Peek() != ']'); first = false) {
      const std::size_t named_end = source_.substr(at_, 2) == "[:" ? source_.find(":]", at_) : std::string_view::npos;
      if (named_end != std::string_view::npos) {
        plain = false;
        at_ = named_end + 2;
        continue;
      }
      const char c = Peek();
      plain = plain && static_cast<unsigned char>(c) < 0x80 && c != '\\' && c != '[';
      at_ += c == '\\' ? 2 : 1;
      const bool range = plain && at_ + 1 < source_.size() && Peek() == '-' && source_[at_ + 1] != ']';
      const char last = range ? source_[at_ + 1] : c;
      plain = plain && static_cast<unsigned char>(last) < 0x80 && last != '\\';
      if (range) at_ += 2;
      for (int byte = c; plain && byte <= last; ++byte) {
        set.set(static_cast<std::size_t>(byte >= 'A' && byte <= 'Z' ? byte + 0x20 : byte));
      }
    }
    if (!Take("]")) {
      Fail("a '[' without its ']'");
      return {};
    }
    return plain && set.any() ? OneOf(set) : AnyCharacter();
  }

  // \d, \W, \x41, \.: with at_ behind the backslash.
  std::optional<ByteSet> ClassEscape() {
    const char c = source_[at_];
    switch (c) {
      case 'd':
        ++at_;
        return Digits();
      case 'D':
        ++at_;
        return Universe() & ~Digits();
      case 'w':
        ++at_;
        return WordBytes();
      case 'W':
        ++at_;
        return Universe() & ~WordBytes();
      case 's':
        ++at_;
        return White();
      case 'n':
      case 't':
      case 'r':
      case 'f':
        ++at_;
        if (folds_) return White();
        return SetOf(c == 'n' ? "\n" : c == 't' ? "\t" : c == 'r' ? "\r" : "\f");
      case 'S':
        ++at_;
        return Universe() & ~White();
      case 'x':
        return HexEscape();
      default:
        break;
    }
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
      Fail(std::string("'\\") + c +
           "', which means nothing on folded text; write letters as a-z or \\w");
      return std::nullopt;
    }
    if (static_cast<unsigned char>(c) < 0x80) {
      ++at_;
      return SetOf(std::string_view(&c, 1));
    }
    const std::string_view letter = CodePoint();
    const std::string folded = core::FoldPlain(letter);
    if (folded.size() == 1 && folds_) return OneLetter(letter, folded.front());
    Fail("a '\\' before a letter that folds to '" + folded + "'");
    return std::nullopt;
  }

  std::optional<ByteSet> HexEscape() {
    ++at_;
    const bool braces = Take("{");
    std::uint32_t value = 0;
    int digits = 0;
    while (More() && digits < (braces ? 6 : 2)) {
      const char c = Peek();
      const int digit = c >= '0' && c <= '9'   ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0) break;
      value = value * 16 + static_cast<std::uint32_t>(digit);
      ++digits;
      ++at_;
    }
    if (digits == 0 || (braces && !Take("}"))) {
      Fail("'\\x' without its hexadecimal digits");
      return std::nullopt;
    }
    std::string utf8;
    if (value == 1) return SetOf("\x01");
    if (!folds_) {
      Fail("a letter by its number");
      return std::nullopt;
    }
    if (value > 0x10FFFF || value == 0 || (value >= 0xD800 && value < 0xE000)) {
      Fail("'\\x' that is no character");
      return std::nullopt;
    }
    if (value < 0x80) {
      const char c = static_cast<char>(value >= 'A' && value <= 'Z' ? value + 32 : value);
      return SetOf(std::string_view(&c, 1));
    }
    core::AppendUtf8(utf8, value);
    const std::string folded = core::FoldPlain(utf8);
    if (folded.size() == 1) return SetOf(folded);
    Fail("'\\x' of a letter that folds to '" + folded + "'");
    return std::nullopt;
  }

  std::string_view CodePoint() {
    const std::size_t begin = at_;
    static_cast<void>(core::NextCodePoint(source_, at_));
    return source_.substr(begin, at_ - begin);
  }

  // One letter of the pattern, folded; a letter that folds to several is a group of them.
  PatternNode Folded() {
    const char c = Peek();
    if (static_cast<unsigned char>(c) < 0x80) {
      ++at_;
      if (!folds_) return Literal(c);
      if (c >= 'A' && c <= 'Z') return Literal(static_cast<char>(c + 32));
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v')
        return Literal(' ');
      return Literal(c);
    }
    if (!folds_) {
      Fail("a letter that is not ASCII");
      return {};
    }
    const std::string_view letter = CodePoint();
    if (core::Trim(letter).empty()) return Literal(' ');
    const std::string folded = core::FoldPlain(letter);
    if (folded.size() == 1) return OneOf(OneLetter(letter, folded.front()));
    PatternNode node;
    node.kind = Kind::kConcat;
    for (const char byte : folded) node.children.push_back(Literal(byte));
    if (node.children.empty()) return {};
    return node;
  }

  static ByteSet OneLetter(std::string_view letter, char folded) {
    const char tone = ToneOf(letter);
    return SetOf(std::string_view(tone == 0 ? &folded : &tone, 1));
  }

  PatternNode Class() {
    ++at_;
    if (loose_) return LooseClass();
    const bool negated = Take("^");
    ByteSet set;
    bool first = true;
    while (true) {
      if (!More()) {
        Fail("a '[' without its ']'");
        return {};
      }
      if (Peek() == ']' && !first) break;
      first = false;
      if (source_.substr(at_, 2) == "[:") {
        const auto named = NamedClass();
        if (!named) return {};
        set |= *named;
        continue;
      }
      const auto low = ClassMember();
      if (!low) return {};
      if (More() && Peek() == '-' && at_ + 1 < source_.size() && source_[at_ + 1] != ']') {
        ++at_;
        const auto high = ClassMember();
        if (!high) return {};
        if (low->count() != 1 || high->count() != 1) {
          Fail("a range in a class whose ends are no single letters");
          return {};
        }
        const std::size_t from = Lowest(Plain(*low));
        const std::size_t to = Lowest(Plain(*high));
        if (from > to) {
          Fail("a range in a class that runs backwards after folding");
          return {};
        }
        for (std::size_t byte = from; byte <= to; ++byte) set.set(byte);
      } else {
        set |= *low;
      }
    }
    ++at_;
    if (negated) set = Universe() & ~Plain(set);
    if ((Plain(set) & Universe()).none()) Fail("a class that no letter of folded text is in");
    return OneOf(set);
  }

  static std::size_t Lowest(const ByteSet& set) { return set._Find_first(); }

  std::optional<ByteSet> ClassMember() {
    if (!More()) {
      Fail("a '[' without its ']'");
      return std::nullopt;
    }
    if (Peek() == '\\') {
      ++at_;
      if (!More()) {
        Fail("a '\\' at the end");
        return std::nullopt;
      }
      return ClassEscape();
    }
    const char c = Peek();
    if (static_cast<unsigned char>(c) < 0x80) {
      ++at_;
      const char folded = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
      if (!folds_) return SetOf(std::string_view(&c, 1));
      const bool blank = c == '\t' || c == '\n' || c == '\r';
      return SetOf(std::string_view(blank ? " " : &folded, 1));
    }
    if (!folds_) {
      Fail("a letter that is not ASCII");
      return std::nullopt;
    }
    const std::string_view letter = CodePoint();
    if (core::Trim(letter).empty()) return SetOf(" ");
    const std::string folded = core::FoldPlain(letter);
    if (folded.size() == 1) return OneLetter(letter, folded.front());
    if (folded.empty()) return ByteSet{};  // a mark alone
    Fail("'" + std::string(letter) + "' in a class, which folds to '" + folded + "'; write (?:…|" +
         folded + ")");
    return std::nullopt;
  }

  std::optional<ByteSet> NamedClass() {
    if (!folds_) {
      Fail("a named class");
      return std::nullopt;
    }
    static const std::array<std::pair<std::string_view, std::string_view>, 7> kNames = {{
        {"[:alpha:]", "abcdefghijklmnopqrstuvwxyz"},
        {"[:lower:]", "abcdefghijklmnopqrstuvwxyz"},
        {"[:alnum:]", "abcdefghijklmnopqrstuvwxyz0123456789"},
        {"[:digit:]", "0123456789"},
        {"[:space:]", " "},
        {"[:blank:]", " "},
        {"[:word:]", "abcdefghijklmnopqrstuvwxyz0123456789_"},
    }};
    for (const auto& [name, members] : kNames) {
      if (Take(name)) return SetOf(members);
    }
    if (Take("[:punct:]")) return SetOf("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");
    Fail(
        "a named class that is not known; [:alpha:], [:digit:], [:alnum:], [:punct:] and [:space:] "
        "are");
    return std::nullopt;
  }

  std::string_view source_;
  bool folds_;
  bool loose_;
  std::vector<std::string>& problems_;
  std::size_t at_ = 0;
  int groups_ = 0;  // capturing ones that were opened
  bool failed_ = false;
};

}  // namespace

PatternNode ParsePattern(std::string_view source, std::vector<std::string>& problems) {
  return Parser(source, Reading::kFolded, problems).Parse();
}

namespace {

std::optional<PatternNode> Parsed(std::string_view source, Reading reading) {
  std::vector<std::string> problems;
  PatternNode tree = Parser(source, reading, problems).Parse();
  if (!problems.empty()) return std::nullopt;
  return tree;
}

}  // namespace

std::optional<PatternNode> ParseAsWritten(std::string_view source) { return Parsed(source, Reading::kAsWritten); }

std::optional<PatternNode> ParseExactLoosely(std::string_view source) {
  return Parsed(source, Reading::kExactLoosely);
}

}  // namespace agencywatch::rules::internal
