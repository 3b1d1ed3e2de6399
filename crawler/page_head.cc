#include "crawler/page_head.h"

#include "core/day_text.h"
#include "core/fold.h"
#include "crawler/html_text.h"
#include "crawler/text_lines.h"

namespace agencywatch::crawler {
std::optional<core::Day> FindMarkedDay(std::string_view text) {
  const bool has_time = text.size() > 11 && text[10] == 'T';
  if (has_time)
    if (const auto instant = core::ParseInstant(text)) return core::VietnamDay(*instant);
  return core::FindDayInText(text);
}

namespace {

void ReadHeadBelow(HtmlNode element, PageHead& head) {
  for (const HtmlNode child : element.children()) {
    if (!child.IsElement()) continue;
    const HtmlName name = child.name();
    if (name == "title") {
      if (head.title.empty()) head.title = OneLine(child.child_value());
    } else if (name == "base") {
      if (head.base.empty()) head.base = child.attribute("href");
    } else if (name == "link") {
      if (head.canonical.empty() && core::FoldPlain(child.attribute("rel")) == "canonical")
        head.canonical = child.attribute("href");
    } else if (name == "meta") {
      std::string key(child.attribute("property"));
      if (key.empty()) key = child.attribute("name");
      key = core::FoldPlain(key);
      const std::string content = OneLine(child.attribute("content"));
      if (key == "og:title" && head.og_title.empty()) head.og_title = content;
      if (key == "og:description" || (key == "description" && head.description.empty()))
        head.description = content;
      if (key == "og:type" && head.og_type.empty()) head.og_type = core::FoldPlain(content);
      if ((key == "og:site_name" || key == "application-name") && head.site_name.empty())
        head.site_name = content;
      if ((key == "article:published_time" || key == "pubdate" || key == "date" ||
           key == "dc.date.issued" || key == "og:published_time") &&
          !head.published)
        head.published = FindMarkedDay(content);
    } else if (name == "head" || name == "html" || name == "noscript") {
      ReadHeadBelow(child, head);
    }
  }
}

}  // namespace

// Titles and links stand in the body of careless pages, too.
PageHead ReadPageHead(HtmlNode root) {
  PageHead head;
  ReadHeadBelow(root, head);
  const HtmlNode body = root.child("html").child("body");
  if (head.title.empty() || head.canonical.empty() || head.base.empty()) ReadHeadBelow(body, head);
  return head;
}

// "Hàn TIG đi Nhật Bản - Việc làm Ánh Sao" -> "Việc làm Ánh Sao"
std::string TitleSuffix(std::string_view title) {
  std::size_t best = std::string_view::npos;
  std::size_t behind = 0;
  for (const std::string_view mark : {" | ", " - ", " – ", " — ", " :: ", " » ", " • "}) {
    const std::size_t at = title.rfind(mark);
    if (at == std::string_view::npos || (best != std::string_view::npos && at < best)) continue;
    best = at;
    behind = at + mark.size();
  }
  return best == std::string_view::npos ? std::string()
                                        : std::string(core::Trim(title.substr(behind)));
}

std::string WithoutTitleSuffix(std::string_view title) {
  const std::string suffix = TitleSuffix(title);
  if (suffix.empty()) return std::string(title);
  std::string_view front = title.substr(0, title.size() - suffix.size());
  while (!front.empty() && std::string_view(" |-:").find(front.back()) != std::string_view::npos)
    front.remove_suffix(1);
  for (const std::string_view mark : {"–", "—", "»", "•"})
    if (front.ends_with(mark)) front.remove_suffix(mark.size());
  return std::string(core::Trim(front));
}

}  // namespace agencywatch::crawler
