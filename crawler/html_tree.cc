#include "crawler/html_tree.h"

#include <myhtml/callback.h>
#include <myhtml/myhtml.h>
#include <myhtml/token.h>
#include <myhtml/tree.h>

#include <memory>
#include <new>
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
  bool cut = false;
};

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

void AppendElement(pugi::xml_node& to, const char* name) {
  if (IsXmlName(name)) {
    to = to.append_child(name);
    return;
  }
  std::string safe = name != nullptr && *name != '\0' ? name : "_";
  for (char& c : safe)
    if (!IsNamePart(c)) c = '_';
  if (!IsNameStart(safe[0])) safe[0] = '_';
  to = to.append_child(safe.c_str());
}

bool IsJsonLd(pugi::xml_node script) {
  return std::string_view(script.attribute("type").value()).find("ld+json") !=
         std::string_view::npos;
}

// The parser cuts some texts it is told to ignore (in framesets) within a letter.
void SetText(pugi::xml_node to, const char* text) {
  if (core::IsValidUtf8(text))
    to.set_value(text);
  else
    to.set_value(core::MakeValidUtf8(text).c_str());
}

void CopyAttributes(myhtml_tree_node_t* from, pugi::xml_node to) {
  std::size_t count = 0;
  for (myhtml_tree_attr_t* attribute = myhtml_node_attribute_first(from);
       attribute != nullptr && count < kMaxAttributes;
       attribute = myhtml_attribute_next(attribute), ++count) {
    const char* name = myhtml_attribute_key(attribute, nullptr);
    if (!IsXmlName(name)) continue;
    const char* value = myhtml_attribute_value(attribute, nullptr);
    to.append_attribute(name).set_value(value != nullptr ? value : "");
  }
}

void Copy(myhtml_tree_t* tree, pugi::xml_node root) {
  myhtml_tree_node_t* const top = myhtml_tree_get_document(tree);
  myhtml_tree_node_t* from = myhtml_node_child(top);
  pugi::xml_node to = root;
  while (from != nullptr) {
    const myhtml_tag_id_t tag = myhtml_node_tag_id(from);
    bool enter = false;
    if (tag == MyHTML_TAG__TEXT) {
      const char* text = myhtml_node_text(from, nullptr);
      if (text != nullptr && *text != '\0') SetText(to.append_child(pugi::node_pcdata), text);
    } else if (tag != MyHTML_TAG__COMMENT && tag != MyHTML_TAG__DOCTYPE) {
      pugi::xml_node parent = to;
      AppendElement(to, myhtml_tag_name_by_id(tree, tag, nullptr));
      CopyAttributes(from, to);
      enter = myhtml_node_child(from) != nullptr && tag != MyHTML_TAG_STYLE &&
              (tag != MyHTML_TAG_SCRIPT || IsJsonLd(to));
      if (!enter) to = parent;
    }
    if (enter) {
      from = myhtml_node_child(from);
      continue;
    }
    while (from != nullptr && myhtml_node_next(from) == nullptr) {
      from = myhtml_node_parent(from);
      if (from == top) return;
      to = to.parent();
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
  std::size_t tags = 0;
  for (std::size_t at = utf8.find('<'); at != std::string_view::npos; at = utf8.find('<', at + 1))
    if (++tags > kMaxHtmlTags) {
      bounds.cut = true;
      return utf8.substr(0, at);
    }
  return utf8;
}

}  // namespace

HtmlTree ParseHtml(std::string_view utf8, pugi::xml_document& document) {
  document.reset();
  Bounds bounds;
  utf8 = Within(utf8, bounds);
  myhtml_tree_t* const tree = Tree();
  myhtml_callback_before_token_done_set(tree, BeforeToken, &bounds);
  myhtml_callback_tree_node_insert_set(tree, NodeInserted, &bounds);
  // The only failures are those of memory; what was built until then is kept.
  if (myhtml_parse(tree, MyENCODING_UTF_8, utf8.data(), utf8.size()) != 0) bounds.cut = true;
  Copy(tree, document);
  return {bounds.cut};
}

}  // namespace agencywatch::crawler
