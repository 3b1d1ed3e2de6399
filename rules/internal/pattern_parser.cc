#include "rules/internal/pattern_parser.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "core/fold.h"
#include "core/utf8.h"
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

bool IsBlank(const PatternNode& node) {
  return node.kind == Kind::kBytes && node.bytes.count() == 1 && node.bytes.test(' ');
}

class Parser {
 public:
  Parser(std::string_view source, std::vector<std::string>& problems)
      : source_(source), problems_(problems) {}

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
      if (IsBlank(atom) && !node.children.empty() && IsBlank(node.children.back())) continue;
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
      if (IsBlank(atom)) {  // folded text never has two
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
      return OneOf(FoldedBytes());
    }
    if (c == '^' || c == '$') {
      ++at_;
      return Border(std::string(1, c));
    }
    if (c == '*' || c == '+' || c == '?') {
      Fail(std::string("a '") + c + "' with nothing before it to repeat");
      return {};
    }
    return Folded();
  }

  static PatternNode Border(std::string text) {
    PatternNode node;
    node.kind = Kind::kBorder;
    node.border = std::move(text);
    return node;
  }

  PatternNode Group(int depth) {
    ++at_;
    if (Take("?")) {
      if (Take("P<")) {
        const auto end = source_.find('>', at_);
        if (end == std::string_view::npos) {
          Fail("a group name without its '>'");
          return {};
        }
        at_ = end + 1;
      } else {
        // Flags say nothing on folded text, which has one case and one line; look-around is not in
        // RE2.
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
    return inside;
  }

  PatternNode Escape() {
    ++at_;
    if (!More()) {
      Fail("a '\\' at the end");
      return {};
    }
    const char c = source_[at_];
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
      while (at_ < stop) node.children.push_back(Folded());
      at_ = end == std::string_view::npos ? stop : stop + 2;
      return node;
    }
    if (const auto set = ClassEscape()) return OneOf(*set);
    return {};
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
        return FoldedBytes() & ~Digits();
      case 'w':
        ++at_;
        return WordBytes();
      case 'W':
        ++at_;
        return FoldedBytes() & ~WordBytes();
      case 's':
      case 'n':
      case 't':
      case 'r':
      case 'f':
        ++at_;
        return SetOf(" ");
      case 'S':
        ++at_;
        return FoldedBytes() & ~SetOf(" ");
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
    if (folded.size() == 1) return OneLetter(letter, folded.front());
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
      if (c >= 'A' && c <= 'Z') return Literal(static_cast<char>(c + 32));
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v')
        return Literal(' ');
      return Literal(c);
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
        const std::size_t from = Lowest(WithoutTones(*low));
        const std::size_t to = Lowest(WithoutTones(*high));
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
    if (negated) set = FoldedBytes() & ~WithoutTones(set);
    if ((WithoutTones(set) & FoldedBytes()).none()) Fail("a class that no letter of folded text is in");
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
      const bool blank = c == '\t' || c == '\n' || c == '\r';
      return SetOf(std::string_view(blank ? " " : &folded, 1));
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
  std::vector<std::string>& problems_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace

PatternNode ParsePattern(std::string_view source, std::vector<std::string>& problems) {
  return Parser(source, problems).Parse();
}

}  // namespace agencywatch::rules::internal
