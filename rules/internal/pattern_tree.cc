#include "rules/internal/pattern_tree.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <set>

#include "core/fold.h"
#include "core/utf8.h"

namespace agencywatch::rules::internal {
namespace {

using Kind = PatternNode::Kind;

constexpr int kMaxRepeat = 1000;       // RE2's own limit
constexpr int kMaxDepth = 200;         // of parentheses
constexpr std::size_t kMaxExact = 48;  // literals in a set; beyond it the set is given up
constexpr std::size_t kMaxClass = 4;   // letters of a class that are worth trying one by one
constexpr std::size_t kMaxLiteral = 24;
constexpr char kOtherSymbol = '\x01';

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
    const std::string folded = core::FoldPlain(CodePoint());
    if (folded.size() == 1) return SetOf(folded);
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
    PatternNode node;
    node.kind = Kind::kConcat;
    for (const char byte : folded) node.children.push_back(Literal(byte));
    if (node.children.empty()) return {};
    if (node.children.size() == 1) return std::move(node.children.front());
    return node;
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
        const std::size_t from = Lowest(*low);
        const std::size_t to = Lowest(*high);
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
    if (negated) set = FoldedBytes() & ~set;
    set &= FoldedBytes();
    if (set.none()) Fail("a class that no letter of folded text is in");
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
    if (folded.size() == 1) return SetOf(folded);
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

void PrintByte(std::string& out, unsigned byte) {
  static constexpr std::string_view kSpecial = "\\.+*?()|[]{}^$-";
  const char c = static_cast<char>(byte);
  if (byte < 0x20 || byte >= 0x7f) {
    static constexpr std::string_view kHex = "0123456789abcdef";
    out += "\\x";
    out += kHex[byte / 16];
    out += kHex[byte % 16];
    return;
  }
  if (kSpecial.find(c) != std::string_view::npos) out += '\\';
  out += c;
}

void Print(const PatternNode& node, std::string& out) {
  switch (node.kind) {
    case Kind::kEmpty:
      return;
    case Kind::kBorder:
      out += node.border;
      return;
    case Kind::kBytes: {
      if (node.bytes == FoldedBytes()) {
        out += '.';
        return;
      }
      if (node.bytes.count() == 1) {
        PrintByte(out, static_cast<unsigned>(node.bytes._Find_first()));
        return;
      }
      out += '[';
      for (unsigned byte = 0; byte < 256; ++byte) {
        if (!node.bytes.test(byte)) continue;
        unsigned last = byte;
        while (last + 1 < 256 && node.bytes.test(last + 1)) ++last;
        PrintByte(out, byte);
        if (last > byte + 1) out += '-';
        if (last > byte) PrintByte(out, last);
        byte = last;
      }
      out += ']';
      return;
    }
    case Kind::kConcat:
      for (const PatternNode& child : node.children) {
        const bool wrap = child.kind == Kind::kAlternate;
        if (wrap) out += "(?:";
        Print(child, out);
        if (wrap) out += ')';
      }
      return;
    case Kind::kAlternate:
      for (std::size_t i = 0; i < node.children.size(); ++i) {
        if (i > 0) out += '|';
        Print(node.children[i], out);
      }
      return;
    case Kind::kRepeat: {
      const bool wrap = node.children.front().kind != Kind::kBytes;
      if (wrap) out += "(?:";
      Print(node.children.front(), out);
      if (wrap) out += ')';
      if (node.min == 0 && node.max == PatternNode::kNoLimit) {
        out += '*';
      } else if (node.min == 1 && node.max == PatternNode::kNoLimit) {
        out += '+';
      } else if (node.min == 0 && node.max == 1) {
        out += '?';
      } else {
        out += '{' + std::to_string(node.min);
        if (node.max != node.min) out += ',';
        if (node.max != node.min && node.max != PatternNode::kNoLimit)
          out += std::to_string(node.max);
        out += '}';
      }
      if (node.lazy) out += '?';
      return;
    }
  }
}

using Literals = std::set<std::string>;

// Either every match is one of `exact`, or one of `required` occurs in every match (empty: not
// known).
struct Needs {
  bool is_exact = false;
  Literals exact;
  Literals required;
};

double ExpectedRate(const Literals& set) {
  if (set.empty()) return 2;  // worse than any set
  double rate = 0;
  for (const std::string& literal : set) rate += std::pow(2.0, -RarityBits(literal));
  return rate;
}

const Literals& Better(const Literals& a, const Literals& b) {
  return ExpectedRate(b) < ExpectedRate(a) ? b : a;
}

const Literals& RequiredOf(const Needs& needs) {
  return needs.is_exact ? needs.exact : needs.required;
}

std::optional<Literals> Product(const Literals& a, const Literals& b) {
  if (a.size() * b.size() > kMaxExact) return std::nullopt;
  Literals result;
  for (const std::string& left : a) {
    for (const std::string& right : b) {
      if (left.size() + right.size() > 4 * kMaxLiteral) return std::nullopt;
      result.insert(left + right);
    }
  }
  return result;
}

Needs NeedsOf(const PatternNode& node) {
  Needs needs;
  switch (node.kind) {
    case Kind::kEmpty:
    case Kind::kBorder:
      needs.is_exact = true;
      needs.exact = {""};
      return needs;
    case Kind::kBytes:
      if (node.bytes.count() > kMaxClass) return needs;
      needs.is_exact = true;
      for (std::size_t byte = 0; byte < 256; ++byte) {
        if (node.bytes.test(byte)) needs.exact.insert(std::string(1, static_cast<char>(byte)));
      }
      return needs;
    case Kind::kConcat: {
      Literals run = {""};  // what must stand just before here
      bool whole = true;
      for (const PatternNode& child : node.children) {
        const Needs next = NeedsOf(child);
        if (next.is_exact) {
          if (auto product = Product(run, next.exact)) {
            run = std::move(*product);
            continue;
          }
          needs.required = Better(needs.required, run);
          run = next.exact;
        } else {
          needs.required = Better(Better(needs.required, run), next.required);
          run = {""};
        }
        whole = false;
      }
      if (whole) {
        needs.is_exact = true;
        needs.exact = std::move(run);
      } else {
        needs.required = Better(needs.required, run);
      }
      return needs;
    }
    case Kind::kAlternate: {
      bool all_exact = true;
      bool all_known = true;
      Literals exact;
      Literals required;
      for (const PatternNode& child : node.children) {
        const Needs next = NeedsOf(child);
        all_exact = all_exact && next.is_exact;
        const Literals& of_child = RequiredOf(next);
        if (of_child.empty() || of_child.contains("")) all_known = false;
        if (next.is_exact) exact.insert(next.exact.begin(), next.exact.end());
        required.insert(of_child.begin(), of_child.end());
      }
      if (all_exact && exact.size() <= kMaxExact) {
        needs.is_exact = true;
        needs.exact = std::move(exact);
      } else if (all_known) {
        needs.required = std::move(required);
      }
      return needs;
    }
    case Kind::kRepeat: {
      Needs inside = NeedsOf(node.children.front());
      if (node.min == 0) {
        if (node.max == 1 && inside.is_exact) {
          inside.exact.insert("");
          return inside;
        }
        return needs;
      }
      if (inside.is_exact && node.min == node.max) {
        std::optional<Literals> product = Literals{""};
        for (int i = 0; i < node.min && product; ++i) product = Product(*product, inside.exact);
        if (product) {
          needs.is_exact = true;
          needs.exact = std::move(*product);
          return needs;
        }
      }
      needs.required = RequiredOf(inside);
      if (needs.required.contains("")) needs.required.clear();
      return needs;
    }
  }
  return needs;
}

}  // namespace

const ByteSet& FoldedBytes() {
  static const ByteSet set = [] {
    ByteSet bytes;
    for (std::size_t byte = 0x20; byte < 0x7f; ++byte) {
      if (byte < 'A' || byte > 'Z') bytes.set(byte);
    }
    bytes.set(static_cast<unsigned char>(kOtherSymbol));
    return bytes;
  }();
  return set;
}

const ByteSet& WordBytes() {
  static const ByteSet set = SetOf("abcdefghijklmnopqrstuvwxyz0123456789_");
  return set;
}

PatternNode ParsePattern(std::string_view source, std::vector<std::string>& problems) {
  return Parser(source, problems).Parse();
}

std::string PrintPattern(const PatternNode& node) {
  std::string out;
  Print(node, out);
  return out;
}

bool CanBeEmpty(const PatternNode& node) {
  switch (node.kind) {
    case Kind::kEmpty:
    case Kind::kBorder:
      return true;
    case Kind::kBytes:
      return false;
    case Kind::kConcat:
      return std::all_of(node.children.begin(), node.children.end(), CanBeEmpty);
    case Kind::kAlternate:
      return std::any_of(node.children.begin(), node.children.end(), CanBeEmpty);
    case Kind::kRepeat:
      return node.min == 0 || CanBeEmpty(node.children.front());
  }
  return true;
}

ByteSet EdgeBytes(const PatternNode& node, bool at_end) {
  ByteSet set;
  switch (node.kind) {
    case Kind::kEmpty:
    case Kind::kBorder:
      return set;
    case Kind::kBytes:
      return node.bytes;
    case Kind::kRepeat:
      return node.max == 0 ? set : EdgeBytes(node.children.front(), at_end);
    case Kind::kAlternate:
      for (const PatternNode& child : node.children) set |= EdgeBytes(child, at_end);
      return set;
    case Kind::kConcat:
      for (std::size_t i = 0; i < node.children.size(); ++i) {
        const PatternNode& child = node.children[at_end ? node.children.size() - 1 - i : i];
        set |= EdgeBytes(child, at_end);
        if (!CanBeEmpty(child)) break;
      }
      return set;
  }
  return set;
}

std::vector<std::string> RequiredLiterals(const PatternNode& node) {
  Literals set = RequiredOf(NeedsOf(node));
  // A single letter is in every text: such a set would only cost time.
  if (std::any_of(set.begin(), set.end(),
                  [](const std::string& literal) { return literal.size() < 2; }))
    return {};
  Literals cut;
  for (const std::string& literal : set) cut.insert(literal.substr(0, kMaxLiteral));
  // A literal that contains another one of the set adds nothing.
  std::vector<std::string> result;
  for (const std::string& literal : cut) {
    const bool covered = std::any_of(cut.begin(), cut.end(), [&](const std::string& other) {
      return other != literal && literal.find(other) != std::string::npos;
    });
    if (!covered) result.push_back(literal);
  }
  return result;
}

double RarityBits(std::string_view literal) {
  // -log2 of the share of each letter in Vietnamese text without marks; rare letters are worth
  // more.
  static constexpr std::array<double, 26> kLetters = {
      // a   b    c    d    e    f    g    h    i    j    k    l    m    n    o    p    q    r    s    t    u
      3.6, 5.7, 4.0, 4.8, 4.8, 9.0, 4.1, 3.5, 3.6, 9.0, 5.6, 5.0, 4.8, 3.2, 3.9, 5.7, 7.0, 5.5, 5.8,
      4.0, 4.3,
      // v   w    x    y    z
      5.5, 8.5, 7.0, 5.4, 8.5};
  double bits = 0;
  for (const char c : literal) {
    if (c >= 'a' && c <= 'z') {
      bits += kLetters[static_cast<std::size_t>(c - 'a')];
    } else {
      bits += c == ' ' ? 2.3 : 6.0;
    }
  }
  return bits;
}

}  // namespace agencywatch::rules::internal
