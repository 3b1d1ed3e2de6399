#include "crawler/feed.h"

#include <re2/re2.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <unordered_set>
#include <utility>

#include "core/day_text.h"
#include "core/fold.h"
#include "core/time.h"
#include "core/utf8.h"
#include "crawler/html_text.h"
#include "crawler/html_tree.h"
#include "crawler/page_links.h"
#include "crawler/page_parts.h"
#include "crawler/text_lines.h"
#include "crawler/url.h"

namespace agencywatch::crawler {
namespace {

std::string_view AttributeOf(pugi::xml_node element, const char* name) {
  return element.attribute(name).value();
}

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
  return markup ? TextOf(TreeOfXml(element).root()) : TextOfHtml(text);
}

// RFC 822 with the zones that occur, as RSS has it: "Thu, 12 Nov 2026 20:00:00 GMT".
std::optional<core::Instant> ParseRfc822(const std::string& text) {
  static const re2::RE2 kForm(
      R"((?i)(\d{1,2})[ -]([a-z]{3})[a-z]*[ -](\d{4}|\d{2})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([+-]\d{2}):?(\d{2})?)");
  static const re2::RE2 kNamed(
      R"((?i)(\d{1,2})[ -]([a-z]{3})[a-z]*[ -](\d{4}|\d{2})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(UT|UTC|GMT|Z|EST|EDT|CST|CDT|MST|MDT|PST|PDT)\b)");
  int day = 0;
  int year = 0;
  int hour = 0;
  int minute = 0;
  std::string month;
  std::string second;
  std::string zone;
  std::string zone_minute;
  int offset = 0;  // minutes east of Greenwich
  if (re2::RE2::PartialMatch(text, kForm, &day, &month, &year, &hour, &minute, &second, &zone,
                             &zone_minute)) {
    const int sign = zone[0] == '-' ? -1 : 1;
    offset =
        sign * ((zone[1] - '0') * 600 + (zone[2] - '0') * 60 +
                (zone_minute.empty() ? 0 : (zone_minute[0] - '0') * 10 + zone_minute[1] - '0'));
  } else if (re2::RE2::PartialMatch(text, kNamed, &day, &month, &year, &hour, &minute, &second,
                                    &zone)) {
    constexpr std::string_view kAmericans = "ecmp";  // EST is five hours behind, PST eight
    const std::string name = core::FoldPlain(zone);
    const std::size_t west =
        name.size() == 3 && name.ends_with('t') ? kAmericans.find(name[0]) : std::string_view::npos;
    if (west != std::string_view::npos)
      offset = -60 * (5 + static_cast<int>(west) - (name[1] == 'd' ? 1 : 0));
  } else {
    return std::nullopt;
  }
  constexpr std::string_view kMonths = "janfebmaraprmayjunjulaugsepoctnovdec";
  const std::size_t at = kMonths.find(core::FoldPlain(month));
  if (at == std::string_view::npos || at % 3 != 0 || hour > 24 || minute > 59) return std::nullopt;
  if (year < 100) year += year < 70 ? 2000 : 1900;
  const core::Day date{std::chrono::year(year),
                       std::chrono::month(static_cast<unsigned>(at / 3 + 1)),
                       std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(hour) +
         std::chrono::minutes(minute - offset);
}

// The day in Vietnam of an instant, else the day as it is written.
std::optional<core::Day> DayIn(pugi::xml_node element) {
  const std::string text = std::string(core::Trim(element.child_value()));
  if (text.size() > 11 && (text[10] == 'T' || text[10] == ' '))
    if (const auto instant = core::ParseInstant(text)) return core::VietnamDay(*instant);
  if (const auto instant = ParseRfc822(text)) return core::VietnamDay(*instant);
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
    if (entry.url.empty() || IsForeign(entry.url)) return;
    entry.updated = DayIn(Child(place, "lastmod"));
    Link(entry.url);
    content_.entries.push_back(std::move(entry));
  }

  void Line(std::string_view url) {
    PageEntry entry;
    entry.url = Absolute(core::Trim(url), {});
    if (entry.url.empty() || IsForeign(entry.url)) return;
    Link(entry.url);
    content_.entries.push_back(std::move(entry));
  }

 private:
  // A sitemap speaks for its own site only.
  bool IsForeign(const std::string& url) {
    const auto parsed = ParseUrl(url);
    if (!base_ || !parsed || IsSameSite(*parsed, *base_)) return false;
    ++content_.foreign_entries;
    return true;
  }

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

enum class Shape { kNone, kRss, kAtom, kSitemap };

Shape ShapeOf(pugi::xml_node root) {
  const std::string_view name = LocalName(root);
  if (name == "urlset" || name == "sitemapindex") return Shape::kSitemap;
  if (name == "rss" || name == "RDF") return Shape::kRss;
  return name == "feed" ? Shape::kAtom : Shape::kNone;
}

// What a document without one root that could be read has in its entries: from "<item" to "</item>", or to the next.
class EntryScanner {
 public:
  EntryScanner(std::string_view xml, std::string_view name) : xml_(xml), name_(name) {}

  // The next entry, as mark-up of its own; nullopt at the end.
  std::optional<std::string_view> Next() {
    const std::size_t begin = FindOpening(at_);
    if (begin == std::string_view::npos) return std::nullopt;
    const std::string closing = "</" + std::string(name_) + ">";
    const std::size_t next = FindOpening(begin + 1);
    std::size_t end = xml_.find(closing, begin);
    end = end == std::string_view::npos ? xml_.size() : end + closing.size();
    end = std::min(end, next);
    at_ = end;
    return xml_.substr(begin, end - begin);
  }

 private:
  std::size_t FindOpening(std::size_t from) const {
    const std::string opening = "<" + std::string(name_);
    for (std::size_t at = xml_.find(opening, from); at != std::string_view::npos;
         at = xml_.find(opening, at + 1)) {
      const std::size_t behind = at + opening.size();
      if (behind < xml_.size() &&
          std::string_view("> \t\r\n").find(xml_[behind]) != std::string_view::npos)
        return at;
    }
    return std::string_view::npos;
  }

  std::string_view xml_;
  std::string_view name_;
  std::size_t at_ = 0;
};

// An entry whose own mark-up is broken, as one whose fields hold nothing but text.
void MendEntry(std::string_view entry, std::string_view name, pugi::xml_document& document) {
  document.reset();
  pugi::xml_node root = document.append_child(std::string(name).c_str());
  for (const char* field :
       {"title", "link", "guid", "pubDate", "description", "content:encoded", "dc:date",
        "published", "updated", "summary", "content", "id", "loc", "lastmod"}) {
    const std::string opening = "<" + std::string(field);
    const std::string closing = "</" + std::string(field) + ">";
    const std::size_t begin = entry.find(opening);
    if (begin == std::string_view::npos) continue;
    const std::size_t open_end = entry.find('>', begin);
    if (open_end == std::string_view::npos) continue;
    pugi::xml_node child = root.append_child(field);
    const std::string_view head = entry.substr(begin, open_end - begin);
    if (const std::size_t href = head.find("href=");
        href != std::string_view::npos && href + 6 < head.size()) {
      const std::string_view value = head.substr(href + 6);
      child.append_attribute("href").set_value(
          std::string(value.substr(0, value.find(head[href + 5]))).c_str());
    }
    const std::size_t end = entry.find(closing, open_end);
    if (end == std::string_view::npos) continue;
    std::string_view text = core::Trim(entry.substr(open_end + 1, end - open_end - 1));
    constexpr std::string_view kCdata = "<![CDATA[";
    if (text.starts_with(kCdata))
      text = text.substr(kCdata.size(), text.rfind("]]>") - kCdata.size());
    child.append_child(pugi::node_pcdata).set_value(std::string(text).c_str());
  }
}

// Without a DTD (parse_doctype is off) only the five entities of XML and character references are known.
constexpr unsigned kParseOptions = pugi::parse_default | pugi::parse_ws_pcdata_single;

bool Load(std::string_view xml, pugi::xml_document& document) {
  return static_cast<bool>(
      document.load_buffer(xml.data(), xml.size(), kParseOptions, pugi::encoding_utf8));
}

void ReadBroken(std::string_view xml, Shape shape, std::string_view root_name, FeedReader& reader) {
  const std::string_view name = shape == Shape::kRss          ? "item"
                                : shape == Shape::kAtom       ? "entry"
                                : root_name == "sitemapindex" ? "sitemap"
                                                              : "url";
  EntryScanner entries(xml, name);
  pugi::xml_document document;
  for (std::size_t count = 0; count <= kMaxEntriesPerPage; ++count) {
    const auto entry = entries.Next();
    if (!entry) return;
    if (!Load(*entry, document)) MendEntry(*entry, name, document);
    if (shape == Shape::kSitemap)
      reader.Location(document.first_child());
    else
      reader.Entry(document.first_child());
  }
}

void ReadWhole(pugi::xml_node root, Shape shape, FeedReader& reader) {
  if (shape == Shape::kSitemap) {
    for (const pugi::xml_node place : root.children()) reader.Location(place);
    return;
  }
  const std::string_view name = shape == Shape::kRss ? "item" : "entry";
  for (const pugi::xml_node item : Child(root, "channel").children())
    if (LocalName(item) == name) reader.Entry(item);
  for (const pugi::xml_node item : root.children())
    if (LocalName(item) == name) reader.Entry(item);
}

}  // namespace

bool LooksLikeFeed(std::string_view utf8, std::string_view content_type) {
  const std::string type = core::FoldPlain(content_type);
  constexpr std::size_t kStartBytes = 4096;
  const std::string_view start = core::Trim(utf8.substr(0, kStartBytes));
  // What is sent as HTML is a feed if it says so at its very beginning.
  if (type.find("html") != std::string::npos && type.find("xhtml") == std::string::npos &&
      !start.starts_with("<?xml") && !start.starts_with("<rss") && !start.starts_with("<feed"))
    return false;
  for (const std::string_view root : {"<rss", "<feed", "<rdf:RDF", "<urlset", "<sitemapindex"}) {
    const std::size_t at = start.find(root);
    if (at != std::string_view::npos && start.substr(0, at).find("<html") == std::string_view::npos)
      return true;
  }
  return false;
}

bool ReadFeed(std::string_view utf8, std::string_view url, PageContent& content) {
  pugi::xml_document document;
  // What stands before the first '<' is a server's warning; XML allows nothing there.
  utf8.remove_prefix(std::min(utf8.find('<'), utf8.size()));
  const bool whole = Load(utf8, document);
  const pugi::xml_node root = document.document_element();
  const Shape shape = ShapeOf(root);
  if (shape == Shape::kNone) return false;
  content.cut = !whole;
  content.kind = shape == Shape::kSitemap ? PageKind::kSitemap : PageKind::kFeed;
  const pugi::xml_node channel = shape == Shape::kRss ? Child(root, "channel") : root;
  if (shape != Shape::kSitemap) content.title = Content(Child(channel, "title"));
  FeedReader reader(url, content);
  if (whole)
    ReadWhole(root, shape, reader);
  else
    ReadBroken(utf8, shape, LocalName(root), reader);
  for (const PageEntry& entry : content.entries)
    if (!entry.title.empty() && content.text.size() < kMaxBodyBytes)
      content.text += entry.title + "\n";
  return true;
}

namespace {

bool IsUrlLine(std::string_view line) {
  return (line.starts_with("http://") || line.starts_with("https://")) &&
         line.find_first_of(" <>") == std::string_view::npos;
}

}  // namespace

bool IsTextSitemap(std::string_view utf8, std::string_view content_type) {
  if (core::FoldPlain(content_type).find("html") != std::string::npos) return false;
  constexpr std::size_t kStartBytes = 16UL * 1024;
  const bool cut = utf8.size() > kStartBytes;
  std::string_view start = utf8.substr(0, kStartBytes);
  if (cut) start = start.substr(0, start.rfind('\n') + 1);
  std::size_t urls = 0;
  std::size_t others = 0;
  while (!start.empty()) {
    const std::size_t end = std::min(start.find('\n'), start.size());
    const std::string_view line = core::Trim(start.substr(0, end));
    start.remove_prefix(std::min(end + 1, start.size()));
    if (line.empty()) continue;
    const bool url = IsUrlLine(line);
    if (urls == 0 && !url) return false;
    ++(url ? urls : others);
  }
  // A line that somebody spoilt does not hide the others.
  constexpr std::size_t kSpoiltPercent = 10;
  return urls > 0 && others * 100 <= urls * kSpoiltPercent;
}

void ReadTextSitemap(std::string_view utf8, std::string_view url, PageContent& content) {
  content.kind = PageKind::kSitemap;
  FeedReader reader(url, content);
  ForEachLine(utf8, [&](std::string_view line) {
    if (content.entries.size() >= kMaxEntriesPerPage)
      content.cut = true;
    else if (IsUrlLine(core::Trim(line)))
      reader.Line(line);
  });
}

}  // namespace agencywatch::crawler
