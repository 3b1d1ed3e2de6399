#include "crawler/feed.h"

#include <cstddef>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <unordered_set>
#include <utility>

#include "core/day_text.h"
#include "core/utf8.h"
#include "crawler/html_text.h"
#include "crawler/url.h"

namespace agencywatch::crawler {
namespace {

std::string_view LocalName(pugi::xml_node element) {
  std::string_view name = element.name();
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node Child(pugi::xml_node element, std::string_view name) {
  for (const pugi::xml_node child : element.children())
    if (child.name() == name) return child;
  for (const pugi::xml_node child : element.children())
    if (LocalName(child) == name) return child;
  return {};
}

// All text directly in an element; mark-up inside it (Atom's xhtml) as text, too.
std::string Content(pugi::xml_node element) {
  std::string text;
  bool markup = false;
  for (const pugi::xml_node child : element.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata)
      text += child.value();
    markup |= child.type() == pugi::node_element;
  }
  return markup ? TextOf(element) : TextOfHtml(text);
}

std::optional<core::Day> DayIn(pugi::xml_node element) {
  const std::string text = std::string(core::Trim(element.child_value()));
  if (text.size() > 11 && text[10] == 'T')
    if (const auto instant = core::ParseInstant(text)) return core::VietnamDay(*instant);
  return core::FindDayInText(text);
}

class FeedReader {
 public:
  FeedReader(std::string_view url, PageContent& content)
      : content_(content), base_(ParseUrl(url)) {}

  void Entry(pugi::xml_node item) {
    if (content_.entries.size() >= kMaxEntriesPerPage) {
      content_.cut = true;
      return;
    }
    PageEntry entry;
    entry.title = Content(Child(item, "title"));
    for (const pugi::xml_node link : item.children()) {
      if (LocalName(link) != "link") continue;
      const std::string_view rel = AttributeOf(link, "rel");
      if (!rel.empty() && rel != "alternate") continue;
      const std::string_view href = AttributeOf(link, "href");
      entry.url = Absolute(href.empty() ? core::Trim(link.child_value()) : href, link);
      if (!entry.url.empty()) break;
    }
    if (entry.url.empty()) {
      const pugi::xml_node guid = Child(item, "guid");
      if (AttributeOf(guid, "isPermaLink") != "false")
        entry.url = Absolute(core::Trim(guid.child_value()), guid);
    }
    for (const char* name : {"pubDate", "published", "date", "issued", "created"})
      if (!entry.published) entry.published = DayIn(Child(item, name));
    for (const char* name : {"updated", "modified"})
      if (!entry.updated) entry.updated = DayIn(Child(item, name));
    for (const char* name : {"description", "summary"})
      if (entry.summary.empty()) entry.summary = Content(Child(item, name));
    pugi::xml_node full = item.child("content:encoded");
    if (!full) full = item.child("content");
    entry.content = Content(full);
    Link(entry.url);
    content_.entries.push_back(std::move(entry));
  }

  void Location(pugi::xml_node place) {
    if (content_.entries.size() >= kMaxEntriesPerPage) {
      content_.cut = true;
      return;
    }
    PageEntry entry;
    entry.url = Absolute(core::Trim(Child(place, "loc").child_value()), place);
    if (entry.url.empty()) return;
    entry.updated = DayIn(Child(place, "lastmod"));
    Link(entry.url);
    content_.entries.push_back(std::move(entry));
  }

 private:
  // Against xml:base of the elements around `at`, and the feed's own URL. Empty for what is no web address.
  std::string Absolute(std::string_view text, pugi::xml_node at) const {
    if (text.empty()) return {};
    std::optional<Url> base = base_;
    for (pugi::xml_node node = at; node; node = node.parent()) {
      const std::string_view own = AttributeOf(node, "xml:base");
      if (own.empty()) continue;
      if (auto url = ParseUrl(own, base ? &*base : nullptr)) base = std::move(url);
      break;
    }
    const auto url = ParseUrl(text, base ? &*base : nullptr);
    return url && url->IsHttp() ? url->Href() : std::string();
  }

  void Link(const std::string& url) {
    if (!url.empty() && content_.links.size() < kMaxLinksPerPage && seen_.insert(url).second)
      content_.links.push_back({url, false});
  }

  PageContent& content_;
  std::optional<Url> base_;
  std::unordered_set<std::string> seen_;
};

}  // namespace

bool ReadFeed(std::string_view utf8, std::string_view url, PageContent& content) {
  pugi::xml_document document;
  // No DTD is read (parse_doctype is off), so only the five entities of XML and character references are known.
  const auto result =
      document.load_buffer(utf8.data(), utf8.size(),
                           pugi::parse_default | pugi::parse_ws_pcdata_single, pugi::encoding_utf8);
  content.cut = !result;
  const pugi::xml_node root = document.document_element();
  const std::string_view name = LocalName(root);
  FeedReader reader(url, content);
  if (name == "urlset" || name == "sitemapindex") {
    content.kind = PageKind::kSitemap;
    for (const pugi::xml_node place : root.children()) reader.Location(place);
  } else if (name == "rss" || name == "RDF") {
    content.kind = PageKind::kFeed;
    const pugi::xml_node channel = Child(root, "channel");
    content.title = Content(Child(channel, "title"));
    for (const pugi::xml_node item : channel.children())
      if (LocalName(item) == "item") reader.Entry(item);
    for (const pugi::xml_node item : root.children())
      if (LocalName(item) == "item") reader.Entry(item);
  } else if (name == "feed") {
    content.kind = PageKind::kFeed;
    content.title = Content(Child(root, "title"));
    for (const pugi::xml_node entry : root.children())
      if (LocalName(entry) == "entry") reader.Entry(entry);
  } else {
    return false;
  }
  for (const PageEntry& entry : content.entries)
    if (!entry.title.empty() && content.text.size() < kMaxBodyBytes)
      content.text += entry.title + "\n";
  return true;
}

}  // namespace agencywatch::crawler
