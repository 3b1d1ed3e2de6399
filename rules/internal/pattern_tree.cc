#include "rules/internal/pattern_tree.h"

#include <algorithm>

namespace agencywatch::rules::internal {
namespace {

using Kind = PatternNode::Kind;

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

ByteSet SetOf(std::string_view bytes) {
  ByteSet set;
  for (const char c : bytes) set.set(static_cast<unsigned char>(c));
  return set;
}

}  // namespace

const ByteSet& FoldedBytes() {
  static const ByteSet set = [] {
    ByteSet bytes;
    for (std::size_t byte = 0x20; byte < 0x7f; ++byte) {
      if (byte < 'A' || byte > 'Z') bytes.set(byte);
    }
    bytes.set(0x01);
    return bytes;
  }();
  return set;
}

const ByteSet& WordBytes() {
  static const ByteSet set = SetOf("abcdefghijklmnopqrstuvwxyz0123456789_");
  return set;
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

namespace {

std::uint32_t Limited(std::uint64_t value) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(value, LengthRange::kNoLimit));
}

PatternNode WordBorder() {
  PatternNode node;
  node.kind = Kind::kBorder;
  node.border = "\\b";
  return node;
}

PatternNode Both(Kind kind, PatternNode first, PatternNode second) {
  PatternNode node;
  node.kind = kind;
  node.children.push_back(std::move(first));
  node.children.push_back(std::move(second));
  return node;
}

// `edge` beside `rest`, in the order of the text.
PatternNode Beside(PatternNode edge, PatternNode rest, bool at_end) {
  return at_end ? Both(Kind::kConcat, std::move(rest), std::move(edge))
                : Both(Kind::kConcat, std::move(edge), std::move(rest));
}

// Word letters, and those of toned text (internal/tones.h).
const ByteSet& BorderedBytes() {
  static const ByteSet set = WordBytes() | SetOf("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  return set;
}

bool AddBorderTo(PatternNode& node, bool at_end);

// A part that may be empty: where it is, the border stands beside `next`, what its neighbour inside can be there.
bool AddBorderToOptional(PatternNode& node, const ByteSet& next, bool at_end) {
  PatternNode empty;
  if ((next & ~BorderedBytes()).none()) {
    empty = WordBorder();
  } else if ((next & BorderedBytes()).any()) {
    return false;
  }
  if (node.kind == Kind::kAlternate) {
    for (PatternNode& child : node.children) {
      if (child.kind == Kind::kEmpty) {
        child = empty;
      } else if (CanBeEmpty(child) || !AddBorderTo(child, at_end)) {
        return false;
      }
    }
    return true;
  }
  if (node.kind != Kind::kRepeat || node.min != 0 || CanBeEmpty(node.children.front())) return false;
  PatternNode some = node;
  some.min = 1;
  if (!AddBorderTo(some, at_end)) return false;
  node = node.lazy ? Both(Kind::kAlternate, std::move(empty), std::move(some))
                   : Both(Kind::kAlternate, std::move(some), std::move(empty));
  return true;
}

bool AddBorderTo(PatternNode& node, bool at_end) {
  switch (node.kind) {
    case Kind::kEmpty:
    case Kind::kBorder:
      return false;
    case Kind::kBytes: {
      PatternNode letter = node;
      letter.bytes &= BorderedBytes();
      if (letter.bytes.none()) return true;
      PatternNode sign = node;
      sign.bytes &= ~BorderedBytes();
      PatternNode bordered = Beside(WordBorder(), std::move(letter), at_end);
      node = sign.bytes.none() ? std::move(bordered)
                               : Both(Kind::kAlternate, std::move(bordered), std::move(sign));
      return true;
    }
    case Kind::kAlternate:
      return std::all_of(node.children.begin(), node.children.end(),
                         [&](PatternNode& child) { return AddBorderTo(child, at_end); });
    case Kind::kRepeat: {
      PatternNode& inside = node.children.front();
      if (node.min < 1 || CanBeEmpty(inside)) return false;
      if (node.min == 1 && node.max == 1) return AddBorderTo(inside, at_end);
      // The copy at the edge apart; at the end only where all copies are as long, so that the order stays.
      if (at_end && inside.kind != Kind::kBytes) return false;
      PatternNode edge = inside;
      if (!AddBorderTo(edge, at_end)) return false;
      PatternNode rest = node;
      rest.min -= 1;
      if (rest.max != PatternNode::kNoLimit) rest.max -= 1;
      node = Beside(std::move(edge), std::move(rest), at_end);
      return true;
    }
    case Kind::kConcat: {
      const std::size_t size = node.children.size();
      for (std::size_t i = 0; i < size; ++i) {
        PatternNode& child = node.children[at_end ? size - 1 - i : i];
        if (child.kind == Kind::kBorder) continue;
        if (!CanBeEmpty(child)) return AddBorderTo(child, at_end);
        // What stands at the edge when this part is empty.
        PatternNode inner = node;
        const auto cut = static_cast<std::ptrdiff_t>(at_end ? size - 1 - i : i);
        if (at_end) {
          inner.children.erase(inner.children.begin() + cut, inner.children.end());
        } else {
          inner.children.erase(inner.children.begin(), inner.children.begin() + cut + 1);
        }
        if (CanBeEmpty(inner)) return false;
        return AddBorderToOptional(child, EdgeBytes(inner, at_end), at_end);
      }
      return false;
    }
  }
  return false;
}

}  // namespace

LengthRange operator+(LengthRange a, LengthRange b) {
  const bool open = a.max == LengthRange::kNoLimit || b.max == LengthRange::kNoLimit;
  return {Limited(std::uint64_t{a.min} + b.min),
          open ? LengthRange::kNoLimit : Limited(std::uint64_t{a.max} + b.max)};
}

LengthRange LengthOf(const PatternNode& node) {
  switch (node.kind) {
    case Kind::kEmpty:
    case Kind::kBorder:
      return {};
    case Kind::kBytes:
      return {1, 1};
    case Kind::kConcat: {
      LengthRange sum;
      for (const PatternNode& child : node.children) sum = sum + LengthOf(child);
      return sum;
    }
    case Kind::kAlternate: {
      LengthRange range{LengthRange::kNoLimit, 0};
      for (const PatternNode& child : node.children) {
        const LengthRange length = LengthOf(child);
        range = {std::min(range.min, length.min), std::max(range.max, length.max)};
      }
      return range;
    }
    case Kind::kRepeat: {
      const LengthRange once = LengthOf(node.children.front());
      const bool open = once.max == LengthRange::kNoLimit || node.max == PatternNode::kNoLimit;
      return {Limited(std::uint64_t{once.min} * static_cast<std::uint64_t>(node.min)),
              once.max == 0 ? 0
              : open        ? LengthRange::kNoLimit
                     : Limited(std::uint64_t{once.max} * static_cast<std::uint64_t>(node.max))};
    }
  }
  return {};
}

bool AddBorder(PatternNode& node, bool at_end) {
  PatternNode changed = node;
  if (!AddBorderTo(changed, at_end)) return false;
  node = std::move(changed);
  return true;
}

}  // namespace agencywatch::rules::internal
