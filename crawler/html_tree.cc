#include "crawler/html_tree.h"

#include <myhtml/callback.h>
#include <myhtml/myhtml.h>
#include <myhtml/token.h>
#include <myhtml/tree.h>

#include <algorithm>
#include <array>
#include <memory>
#include <new>
#include <optional>
#include <string>

#include "core/utf8.h"

namespace agencywatch::crawler {
namespace {

struct EngineDeleter {
  void operator()(myhtml_t* engine) const noexcept { myhtml_destroy(engine); }
};
struct TreeDeleter {
  void operator()(myhtml_tree_t* tree) const noexcept { myhtml_tree_destroy(tree); }
};

myhtml_t* Engine() {
  thread_local const std::unique_ptr<myhtml_t, EngineDeleter> engine = [] {
    std::unique_ptr<myhtml_t, EngineDeleter> made(myhtml_create());
    if (!made || myhtml_init(made.get(), MyHTML_OPTIONS_PARSE_MODE_SINGLE, 1, 0) != 0)
      throw std::bad_alloc();
    return made;
  }();
  return engine.get();
}

// A tree of this thread, empty. It is kept for the next page, for making one takes longer than parsing a small page.
// Its memory grows to what the largest page needed, and stays there.
myhtml_tree_t* Tree() {
  myhtml_t* const engine = Engine();  // made first, so that it goes last
  thread_local const std::unique_ptr<myhtml_tree_t, TreeDeleter> tree = [engine] {
    std::unique_ptr<myhtml_tree_t, TreeDeleter> made(myhtml_tree_create());
    if (!made || myhtml_tree_init(made.get(), engine) != 0) throw std::bad_alloc();
    return made;
  }();
  myhtml_tree_clean(tree.get());
  return tree.get();
}

struct Bounds {
  std::size_t nodes = 0;
  std::size_t tags = 0;  // '<' in the source
  bool cut = false;
  bool frames =
      false;  // a frameset may begin: the parser cuts texts that it ignores there within a letter
};

bool IsFrameset(std::string_view behind_less) {
  constexpr std::string_view kName = "frameset";
  if (behind_less.size() < kName.size()) return false;
  for (std::size_t i = 0; i < kName.size(); ++i)
    if ((behind_less[i] | 0x20) != kName[i]) return false;
  return true;
}

// Elements whose content the tokenizer treats on its own, and those that cannot hold others: dropping them would
// gain nothing, or would set their content free.
bool NeverDeepens(myhtml_tag_id_t tag) {
  switch (tag) {
    case MyHTML_TAG_SCRIPT:
    case MyHTML_TAG_STYLE:
    case MyHTML_TAG_TEXTAREA:
    case MyHTML_TAG_TITLE:
    case MyHTML_TAG_XMP:
    case MyHTML_TAG_IFRAME:
    case MyHTML_TAG_NOEMBED:
    case MyHTML_TAG_NOFRAMES:
    case MyHTML_TAG_NOSCRIPT:
    case MyHTML_TAG_PLAINTEXT:
    case MyHTML_TAG_BR:
    case MyHTML_TAG_IMG:
    case MyHTML_TAG_INPUT:
    case MyHTML_TAG_HR:
    case MyHTML_TAG_META:
    case MyHTML_TAG_LINK:
    case MyHTML_TAG__TEXT:
    case MyHTML_TAG__COMMENT:
    case MyHTML_TAG__DOCTYPE:
    case MyHTML_TAG__END_OF_FILE:
      return true;
    default:
      return false;
  }
}

// Turned into a comment, a token costs the tree builder nothing, and the texts around it stay.
void Drop(myhtml_token_node_t* token, Bounds& bounds) {
  token->tag_id = MyHTML_TAG__COMMENT;
  token->type = MyHTML_TOKEN_TYPE_COMMENT;
  bounds.cut = true;
}

void* BeforeToken(myhtml_tree_t* tree, myhtml_token_node_t* token, void* context) noexcept {
  auto& bounds = *static_cast<Bounds*>(context);
  if (bounds.nodes > kMaxHtmlNodes && token->tag_id != MyHTML_TAG__END_OF_FILE) {
    Drop(token, bounds);
    return context;
  }
  const bool start_tag = (token->type & MyHTML_TOKEN_TYPE_CLOSE) == 0;
  if (start_tag && tree->open_elements->length > kMaxHtmlDepth && !NeverDeepens(token->tag_id))
    Drop(token, bounds);
  return context;
}

void NodeInserted(myhtml_tree_t* /*tree*/, myhtml_tree_node_t* /*node*/, void* context) noexcept {
  ++static_cast<Bounds*>(context)->nodes;
}

bool IsNameStart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool IsNamePart(char c) {
  return IsNameStart(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':';
}

bool IsXmlName(const char* name) {
  if (name == nullptr || !IsNameStart(*name)) return false;
  for (const char* at = name; *at != '\0'; ++at)
    if (!IsNamePart(*at)) return false;
  return true;
}

std::string SafeName(const char* name) {
  std::string safe = name != nullptr && *name != '\0' ? name : "_";
  for (char& c : safe)
    if (!IsNamePart(c)) c = '_';
  if (!IsNameStart(safe[0])) safe[0] = '_';
  return safe;
}

void CopyAttributes(myhtml_tree_node_t* from, HtmlTree& to) {
  std::size_t count = 0;
  for (myhtml_tree_attr_t* attribute = myhtml_node_attribute_first(from);
       attribute != nullptr && count < kMaxAttributes;
       attribute = myhtml_attribute_next(attribute), ++count) {
    const char* name = myhtml_attribute_key(attribute, nullptr);
    if (!IsXmlName(name)) continue;
    std::size_t size = 0;
    const char* value = myhtml_attribute_value(attribute, &size);
    to.AddAttribute(name, value != nullptr ? std::string_view(value, size) : std::string_view());
  }
}

// nullopt where the element has no such attribute.
std::optional<std::string_view> AttributeOf(myhtml_tree_node_t* element, std::string_view wanted) {
  for (myhtml_tree_attr_t* attribute = myhtml_node_attribute_first(element); attribute != nullptr;
       attribute = myhtml_attribute_next(attribute)) {
    const char* name = myhtml_attribute_key(attribute, nullptr);
    if (name == nullptr || name != wanted) continue;
    const char* value = myhtml_attribute_value(attribute, nullptr);
    return value != nullptr ? std::string_view(value) : std::string_view();
  }
  return std::nullopt;
}

bool IsJsonLd(myhtml_tree_node_t* script) {
  return AttributeOf(script, "type").value_or("").find("ld+json") != std::string_view::npos;
}

// <template shadowrootmode="open"> is what a browser shows of the element around it, before what that holds itself.
// Source: WHATWG HTML, section 4.12.3.
bool IsShadowRoot(myhtml_tree_node_t* node, myhtml_tag_id_t tag) {
  return tag == MyHTML_TAG_TEMPLATE &&
         (AttributeOf(node, "shadowrootmode") || AttributeOf(node, "shadowroot"));
}

void Copy(myhtml_tree_t* tree, bool check_texts, HtmlTree& to) {
  myhtml_tree_node_t* const top = myhtml_tree_get_document(tree);
  myhtml_tree_node_t* from = myhtml_node_child(top);
  while (from != nullptr) {
    const myhtml_tag_id_t tag = myhtml_node_tag_id(from);
    if (tag == MyHTML_TAG__TEXT) {
      std::size_t size = 0;
      const char* text = myhtml_node_text(from, &size);
      if (text != nullptr && size > 0) {
        const std::string_view view(text, size);
        if (check_texts)
          to.AddText(core::MakeValidUtf8(view));
        else
          to.AddText(view);
      }
    } else if (tag != MyHTML_TAG__COMMENT && tag != MyHTML_TAG__DOCTYPE) {
      std::size_t size = 0;
      const char* name = myhtml_tag_name_by_id(tree, tag, &size);
      if (IsShadowRoot(from, tag))
        to.Open("div");
      else if (tag < MyHTML_TAG_LAST_ENTRY)
        to.Open({name, size});
      else
        to.Open(SafeName(name));
      CopyAttributes(from, to);
      if (myhtml_node_child(from) != nullptr && tag != MyHTML_TAG_STYLE &&
          (tag != MyHTML_TAG_SCRIPT || IsJsonLd(from))) {
        from = myhtml_node_child(from);
        continue;
      }
      to.Close();
    }
    while (from != nullptr && myhtml_node_next(from) == nullptr) {
      from = myhtml_node_parent(from);
      if (from == top) return;
      to.Close();
    }
    if (from != nullptr) from = myhtml_node_next(from);
  }
}

// The beginning of the page that holds at most kMaxHtmlTags tags.
std::string_view Within(std::string_view utf8, Bounds& bounds) {
  if (utf8.size() > kMaxHtmlBytes) {
    utf8 = core::Utf8Prefix(utf8, kMaxHtmlBytes);
    bounds.cut = true;
  }
  for (std::size_t at = utf8.find('<'); at != std::string_view::npos; at = utf8.find('<', at + 1))
    if (++bounds.tags > kMaxHtmlTags) {
      bounds.cut = true;
      return utf8.substr(0, at);
    } else if (IsFrameset(utf8.substr(at + 1))) {
      bounds.frames = true;
    }
  return utf8;
}

class ShownTable {
 public:
  ShownTable() {
    for (const std::string_view name :
         {"script", "style",    "template", "noscript", "svg",    "math",     "head",
          "iframe", "object",   "embed",    "select",   "option", "button",   "textarea",
          "input",  "video",    "audio",    "canvas",   "map",    "datalist", "dialog",
          "rp",     "noframes", "amp-ad",   "amp-embed"})
      Add(name, Shown::kNever);
    for (const std::string_view name :
         {"html", "body",    "address", "article", "aside",    "blockquote", "center", "details",
          "dd",   "div",     "dl",      "dt",      "fieldset", "figcaption", "figure", "footer",
          "form", "h1",      "h2",      "h3",      "h4",       "h5",         "h6",     "header",
          "hr",   "legend",  "li",      "main",    "menu",     "nav",        "ol",     "p",
          "pre",  "section", "summary", "table",   "tbody",    "thead",      "tfoot",  "tr",
          "td",   "th",      "caption", "ul",      "hgroup",   "search"})
      Add(name, Shown::kBlock);
  }

  [[nodiscard]] Shown Find(std::string_view name) const {
    if (name.empty()) return Shown::kInline;
    for (std::size_t at = HashOf(name);; ++at) {
      const Entry& entry = entries_[at % entries_.size()];
      if (entry.name.empty()) return Shown::kInline;
      if (entry.name == name) return entry.shown;
    }
  }

 private:
  struct Entry {
    std::string_view name;
    Shown shown = Shown::kInline;
  };

  static std::size_t HashOf(std::string_view name) {
    return name.size() * 37 + static_cast<unsigned char>(name.front()) * 11 +
           static_cast<unsigned char>(name.back()) * 5;
  }
  void Add(std::string_view name, Shown shown) {
    std::size_t at = HashOf(name);
    while (!entries_[at % entries_.size()].name.empty()) ++at;
    entries_[at % entries_.size()] = {name, shown};
  }

  std::array<Entry, 256> entries_;
};

Shown ShownAs(std::string_view name) {
  static const ShownTable table;
  return table.Find(name);
}
}  // namespace

HtmlTree::Piece HtmlTree::Keep(std::string_view text) {
  const Piece piece{static_cast<std::uint32_t>(texts_.size()),
                    static_cast<std::uint32_t>(text.size())};
  texts_.append(text);
  return piece;
}

std::uint32_t HtmlTree::Append(Kind kind, std::string_view text) {
  if (nodes_.empty()) {  // the root
    nodes_.emplace_back();
    open_.push_back(0);
    last_child_.push_back(0);
  }
  const auto at = static_cast<std::uint32_t>(nodes_.size());
  Node& node = nodes_.emplace_back();
  node.kind = kind;
  node.text = Keep(text);
  node.parent = open_.back();
  node.end = at + 1;
  node.previous = last_child_.back();
  node.first_attribute = static_cast<std::uint32_t>(attributes_.size());
  if (node.previous != 0) nodes_[node.previous].next = at;
  last_child_.back() = at;
  nodes_[0].end = at + 1;
  return at;
}

void HtmlTree::Reserve(std::size_t tags, std::size_t bytes) {
  nodes_.reserve(tags + 1);  // half of them end elements, and there are about as many texts
  attributes_.reserve(tags / 2);
  texts_.reserve(bytes);
}

void HtmlTree::Open(std::string_view name) {
  const std::uint32_t at = Append(Kind::kElement, name);
  nodes_[at].shown = ShownAs(name);
  nodes_[at].name_begin = HtmlName::BeginOf(name);
  open_.push_back(at);
  last_child_.push_back(0);
}

void HtmlTree::AddAttribute(std::string_view name, std::string_view value) {
  attributes_.push_back({Keep(name), Keep(value)});
  ++nodes_[open_.back()].attributes;
}

void HtmlTree::AddText(std::string_view text) {
  const std::uint32_t at = Append(Kind::kText, text);
  const auto bytes = static_cast<std::uint32_t>(core::Trim(text).size());
  nodes_[at].text_bytes = bytes;
  nodes_[open_.back()].text_bytes += bytes;
}

void HtmlTree::Close() {
  const std::uint32_t at = open_.back();
  open_.pop_back();
  last_child_.pop_back();
  nodes_[at].end = static_cast<std::uint32_t>(nodes_.size());
  if (nodes_[at].shown != Shown::kNever) nodes_[open_.back()].text_bytes += nodes_[at].text_bytes;
}

void HtmlTree::Remove(HtmlNode element) {
  Node& node = nodes_[element.at_];
  if (node.previous != 0) nodes_[node.previous].next = node.next;
  if (node.next != 0) nodes_[node.next].previous = node.previous;
  std::uint32_t bytes = node.shown == Shown::kNever ? 0 : node.text_bytes;
  for (std::uint32_t at = node.parent; bytes > 0; at = nodes_[at].parent) {
    nodes_[at].text_bytes -= bytes;
    if (at == 0 || nodes_[at].shown == Shown::kNever) break;
  }
  for (std::uint32_t at = element.at_; at < node.end; ++at) nodes_[at].kind = Kind::kRemoved;
}

std::string_view HtmlNode::attribute(std::string_view name) const {
  if (tree_ == nullptr) return {};
  const auto& node = tree_->nodes_[at_];
  for (std::uint32_t i = node.first_attribute; i < node.first_attribute + node.attributes; ++i) {
    const auto& attribute = tree_->attributes_[i];
    if (attribute.name.size == name.size() && tree_->Text(attribute.name) == name)
      return tree_->Text(attribute.value);
  }
  return {};
}

bool HtmlNode::HasAttribute(std::string_view name) const {
  return attribute(name).data() != nullptr;
}

bool HtmlNode::TreeUses(std::string_view attribute) const {
  return tree_ != nullptr &&
         std::any_of(tree_->attributes_.begin(), tree_->attributes_.end(), [&](const auto& one) {
           return one.name.size == attribute.size() && tree_->Text(one.name) == attribute;
         });
}

HtmlNode HtmlNode::child(std::string_view name) const {
  for (const HtmlNode one : children())
    if (one.IsElement() && one.name() == name) return one;
  return {};
}

std::string_view HtmlNode::child_value() const {
  for (const HtmlNode one : children())
    if (one.IsText()) return one.value();
  return {};
}

HtmlTree ParseHtml(std::string_view utf8) {
  HtmlTree made;
  Bounds bounds;
  utf8 = Within(utf8, bounds);
  myhtml_tree_t* const tree = Tree();
  myhtml_callback_before_token_done_set(tree, BeforeToken, &bounds);
  myhtml_callback_tree_node_insert_set(tree, NodeInserted, &bounds);
  // The only failures are those of memory; what was built until then is kept.
  if (myhtml_parse(tree, MyENCODING_UTF_8, utf8.data(), utf8.size()) != 0) bounds.cut = true;
  made.Reserve(bounds.tags, utf8.size());
  Copy(tree, bounds.frames, made);
  if (bounds.cut) made.set_cut();
  return made;
}

void CopyToXml(const HtmlTree& tree, pugi::xml_document& document) {
  document.reset();
  pugi::xml_node to = document;
  HtmlNode parent = tree.root();
  for (const HtmlNode node : tree.root().below()) {
    if (!node.IsElement() && !node.IsText()) continue;
    for (; parent != node.parent(); parent = parent.parent()) to = to.parent();
    if (node.IsText()) {
      to.append_child(pugi::node_pcdata).set_value(std::string(node.value()).c_str());
      continue;
    }
    to = to.append_child(std::string(node.name()).c_str());
    node.ForEachAttribute([&](std::string_view name, std::string_view value) {
      to.append_attribute(std::string(name).c_str()).set_value(std::string(value).c_str());
    });
    parent = node;
  }
}

namespace {

void AddXml(pugi::xml_node from, HtmlTree& to) {
  if (from.type() == pugi::node_pcdata || from.type() == pugi::node_cdata)
    return to.AddText(from.value());
  if (from.type() != pugi::node_element && from.type() != pugi::node_document) return;
  to.Open(from.name());
  for (const pugi::xml_attribute attribute : from.attributes())
    to.AddAttribute(attribute.name(), attribute.value());
  for (const pugi::xml_node child : from.children()) AddXml(child, to);
  to.Close();
}

}  // namespace

HtmlTree TreeOfXml(pugi::xml_node element) {
  HtmlTree tree;
  for (const pugi::xml_node child : element.children()) AddXml(child, tree);
  return tree;
}

}  // namespace agencywatch::crawler
