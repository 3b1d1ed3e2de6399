// A page as a tree: HTML parsed by the HTML5 algorithm (WHATWG HTML, section 13.2).
//
// The parser behind it is MyHTML (Debian's libmodest), because it follows HTML5 and is fast: measured on 17 KB pages
// about three times Gumbo and one and a half times libxml2, which does not follow HTML5. Nobody maintains it any
// more (neither Gumbo), so nothing of it shows in this header, and it gets nothing it has not been seen to survive:
// valid UTF-8 without NUL, with elements, attributes and depth bounded while it parses; what comes out is made valid
// again. libFuzzer with the address and undefined-behaviour sanitizers found one fault in 580,000 runs of it: joining
// two texts copies within one buffer by memcpy, forwards, onto bytes that are done with. Debian's C library copies that
// rightly (its memcpy is memmove); a sanitizer run that stumbles over it needs `interceptor_via_lib:libmodest`.
//
// The tree lies in three arrays, in page order, and knows of each element how much text is below it: walking pugixml's
// took most of the time of reading a page. pugixml's own tree is made from it where XPath is asked for (CopyToXml).
#pragma once

#include <cstddef>
#include <cstdint>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace agencywatch::crawler {

inline constexpr std::size_t kMaxHtmlBytes =
    4UL * 1024 * 1024;  // the rest of a longer page is not read
inline constexpr std::size_t kMaxHtmlTags =
    120'000;  // so many '<'; what stands behind them is not read
inline constexpr std::size_t kMaxHtmlNodes =
    300'000;  // elements made for formatting left open count too
inline constexpr std::size_t kMaxHtmlDepth =
    256;  // browsers stop near 512; deeper elements become siblings
inline constexpr std::size_t kMaxAttributes = 64;  // of one element

// How an element is shown, by its name.
enum class Shown : std::uint8_t { kInline, kBlock, kNever };

// An element's name. It is compared with a literal of up to eight letters as one number: readers ask little else.
class HtmlName {
 public:
  HtmlName() = default;
  HtmlName(std::string_view text, std::uint64_t begin) : text_(text), begin_(begin) {}
  // NOLINTNEXTLINE(google-explicit-constructor): a name is a text
  operator std::string_view() const { return text_; }

  // A literal, turned into that number while this is compiled.
  struct Literal {
    template <std::size_t kSize>
    // NOLINTNEXTLINE(google-explicit-constructor): names are compared with literals as such
    consteval Literal(const char (&literal)[kSize])
        : text(literal, kSize - 1), begin(BeginOf(text)) {}
    std::string_view text;
    std::uint64_t begin;
  };
  bool operator==(Literal literal) const {
    return begin_ == literal.begin &&
           (literal.text.size() <= sizeof begin_ || text_ == literal.text);
  }

  // Its first eight bytes; a shorter one is filled up with zeros.
  static constexpr std::uint64_t BeginOf(std::string_view text) {
    std::uint64_t begin = 0;
    for (std::size_t i = 0; i < text.size() && i < sizeof begin; ++i)
      begin |= static_cast<std::uint64_t>(static_cast<unsigned char>(text[i])) << (8 * i);
    return begin;
  }

 private:
  std::string_view text_;
  std::uint64_t begin_ = 0;
};

class HtmlTree;

// An element or a text of a tree, or none. Refers to the tree, which outlives it and is not moved meanwhile; so do the
// texts it gives. Of none, everything is empty.
class HtmlNode {
 public:
  HtmlNode() = default;
  explicit operator bool() const { return tree_ != nullptr; }
  bool operator==(const HtmlNode&) const = default;

  [[nodiscard]] bool IsElement() const;
  [[nodiscard]] bool IsText() const;
  [[nodiscard]] HtmlName name() const;           // of an element, in lower case
  [[nodiscard]] std::string_view value() const;  // of a text
  [[nodiscard]] Shown shown() const;
  // Of the texts below that may be shown, each without the blanks around it.
  [[nodiscard]] std::size_t text_bytes() const;
  [[nodiscard]] std::size_t id() const { return at_; }  // its place in the tree
  [[nodiscard]] bool TreeUses(
      std::string_view attribute) const;  // some element of its tree has one

  [[nodiscard]] std::string_view attribute(
      std::string_view name) const;  // empty when there is none
  [[nodiscard]] bool HasAttribute(std::string_view name) const;
  template <typename Use>  // use(name, value)
  void ForEachAttribute(Use use) const;

  [[nodiscard]] HtmlNode parent() const;
  [[nodiscard]] HtmlNode first_child() const;
  [[nodiscard]] HtmlNode next_sibling() const;
  [[nodiscard]] HtmlNode previous_sibling() const;
  [[nodiscard]] HtmlNode child(std::string_view name) const;  // the first of that name
  [[nodiscard]] std::string_view child_value() const;         // the first text in it

  template <HtmlNode (HtmlNode::*kNext)(HtmlNode) const>
  class Range;
  // Its children; all nodes below it in page order, which may be some that were taken out, neither element nor text.
  [[nodiscard]] auto children() const;
  [[nodiscard]] auto below() const;

 private:
  friend class HtmlTree;
  HtmlNode(const HtmlTree* tree, std::uint32_t at) : tree_(tree), at_(at) {}
  [[nodiscard]] HtmlNode NextChild(HtmlNode child) const { return child.next_sibling(); }
  [[nodiscard]] HtmlNode NextBelow(HtmlNode node) const;

  const HtmlTree* tree_ = nullptr;
  std::uint32_t at_ = 0;
};

template <HtmlNode (HtmlNode::*kNext)(HtmlNode) const>
class HtmlNode::Range {
 public:
  class Iterator {
   public:
    Iterator(HtmlNode of, HtmlNode at) : of_(of), at_(at) {}
    HtmlNode operator*() const { return at_; }
    Iterator& operator++() {
      at_ = (of_.*kNext)(at_);
      return *this;
    }
    bool operator!=(const Iterator& other) const { return at_ != other.at_; }

   private:
    HtmlNode of_;
    HtmlNode at_;
  };
  explicit Range(HtmlNode of) : of_(of) {}
  [[nodiscard]] Iterator begin() const { return {of_, of_.first_child()}; }
  [[nodiscard]] Iterator end() const { return {of_, {}}; }

 private:
  HtmlNode of_;
};

class HtmlTree {
 public:
  HtmlTree() = default;

  // Holds the page's elements; has neither name nor parent.
  [[nodiscard]] HtmlNode root() const { return nodes_.empty() ? HtmlNode() : HtmlNode(this, 0); }
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }
  [[nodiscard]] bool cut() const { return cut_; }  // one of the bounds was met

  // Takes an element out, with all below it.
  void Remove(HtmlNode element);

  // Builds a tree in page order; only for those who read one from elsewhere.
  void Reserve(std::size_t tags, std::size_t bytes);  // of the page's source
  void Open(std::string_view name);
  void AddAttribute(std::string_view name, std::string_view value);  // of the element just opened
  void AddText(std::string_view text);
  void Close();  // the element opened last
  void set_cut() { cut_ = true; }

 private:
  friend class HtmlNode;
  struct Piece {  // of texts_
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
  };
  struct Attribute {
    Piece name;
    Piece value;
  };
  enum class Kind : std::uint8_t { kElement, kText, kRemoved };
  struct Node {
    Piece text;  // an element's name, a text's value
    std::uint64_t name_begin = 0;
    std::uint32_t parent = 0;
    std::uint32_t end = 0;       // behind the last node below it
    std::uint32_t next = 0;      // sibling; 0: none
    std::uint32_t previous = 0;  // sibling; 0: none
    std::uint32_t first_attribute = 0;
    std::uint32_t text_bytes = 0;
    std::uint8_t attributes = 0;
    Kind kind = Kind::kElement;
    Shown shown = Shown::kInline;
  };

  [[nodiscard]] std::string_view Text(Piece piece) const {
    return std::string_view(texts_).substr(piece.begin, piece.size);
  }
  Piece Keep(std::string_view text);
  std::uint32_t Append(Kind kind, std::string_view text);

  std::vector<Node> nodes_;
  std::vector<Attribute> attributes_;
  std::string texts_;
  std::vector<std::uint32_t> open_;        // elements that are being built
  std::vector<std::uint32_t> last_child_;  // of each of them; 0: none yet
  bool cut_ = false;
};

// The page's elements and texts: names in lower case, no comments, no doctype, the text of script only where its type
// is JSON-LD, no style. Attributes whose names XML does not allow are left out. The depth is at most
// 2 * kMaxHtmlDepth, so what walks the tree may recurse. `utf8` is valid UTF-8 without NUL (core/utf8.h) and need not
// outlive the call. Safe to call from several threads.
[[nodiscard]] HtmlTree ParseHtml(std::string_view utf8);

// The same tree for XPath, and what XPath or an XML parser found as a tree.
void CopyToXml(const HtmlTree& tree, pugi::xml_document& document);
[[nodiscard]] HtmlTree TreeOfXml(pugi::xml_node element);

inline bool HtmlNode::IsElement() const {
  return tree_ != nullptr && tree_->nodes_[at_].kind == HtmlTree::Kind::kElement;
}
inline bool HtmlNode::IsText() const {
  return tree_ != nullptr && tree_->nodes_[at_].kind == HtmlTree::Kind::kText;
}
inline HtmlName HtmlNode::name() const {
  if (!IsElement()) return {};
  const auto& node = tree_->nodes_[at_];
  return {tree_->Text(node.text), node.name_begin};
}
inline std::string_view HtmlNode::value() const {
  return IsText() ? tree_->Text(tree_->nodes_[at_].text) : std::string_view();
}
inline Shown HtmlNode::shown() const {
  return tree_ != nullptr ? tree_->nodes_[at_].shown : Shown::kInline;
}
inline std::size_t HtmlNode::text_bytes() const {
  return tree_ != nullptr ? tree_->nodes_[at_].text_bytes : 0;
}
template <typename Use>
void HtmlNode::ForEachAttribute(Use use) const {
  if (tree_ == nullptr) return;
  const auto& node = tree_->nodes_[at_];
  for (std::uint32_t i = node.first_attribute; i < node.first_attribute + node.attributes; ++i)
    use(tree_->Text(tree_->attributes_[i].name), tree_->Text(tree_->attributes_[i].value));
}
inline HtmlNode HtmlNode::parent() const {
  return tree_ != nullptr && at_ != 0 ? HtmlNode(tree_, tree_->nodes_[at_].parent) : HtmlNode();
}
inline HtmlNode HtmlNode::first_child() const {
  if (tree_ == nullptr || at_ + 1 >= tree_->nodes_[at_].end) return {};
  HtmlNode first(tree_, at_ + 1);
  while (first && !first.IsElement() && !first.IsText()) first = first.next_sibling();
  return first;
}
inline HtmlNode HtmlNode::next_sibling() const {
  const std::uint32_t next = tree_ != nullptr ? tree_->nodes_[at_].next : 0;
  return next != 0 ? HtmlNode(tree_, next) : HtmlNode();
}
inline HtmlNode HtmlNode::previous_sibling() const {
  const std::uint32_t previous = tree_ != nullptr ? tree_->nodes_[at_].previous : 0;
  return previous != 0 ? HtmlNode(tree_, previous) : HtmlNode();
}
inline HtmlNode HtmlNode::NextBelow(HtmlNode node) const {
  return node.at_ + 1 < tree_->nodes_[at_].end ? HtmlNode(tree_, node.at_ + 1) : HtmlNode();
}
inline auto HtmlNode::children() const { return Range<&HtmlNode::NextChild>(*this); }
inline auto HtmlNode::below() const { return Range<&HtmlNode::NextBelow>(*this); }

}  // namespace agencywatch::crawler
