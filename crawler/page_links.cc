#include "crawler/page_links.h"

#include <re2/re2.h>

#include <string_view>
#include <unordered_set>
#include <utility>

#include "core/fold.h"
#include "core/utf8.h"

namespace agencywatch::crawler {

std::optional<Url> BaseOf(const PageHead& head, const std::optional<Url>& page_url) {
  if (head.base.empty()) return page_url;
  auto base = ParseUrl(head.base, page_url ? &*page_url : nullptr);
  return base && base->IsHttp() ? base : page_url;
}

namespace {

// The first group of `form` in `text`, trimmed.
std::string_view Captured(std::string_view text, const re2::RE2& form) {
  re2::StringPiece found;
  if (text.empty() ||
      !re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), form, &found))
    return {};
  return core::Trim({found.data(), found.size()});
}

// Where a click on the element leads, or where a browser goes by itself; empty for nowhere. `rows_lead`: the page may
// have rows that lead somewhere.
std::string_view TargetOf(HtmlNode node, bool rows_lead) {
  const HtmlName name = node.name();
  // <a href="#" class="load-more" data-url="/viec?page=2">
  if (rows_lead && node.attribute("class").find("more") != std::string_view::npos)
    if (const std::string_view more = node.attribute("data-url"); !more.empty()) return more;
  if (name == "a" || name == "area") return node.attribute("href");
  if (name == "link")
    return core::FoldPlain(node.attribute("rel")) == "next" ? node.attribute("href")
                                                            : std::string_view();
  if (name == "meta") {
    if (core::FoldPlain(node.attribute("http-equiv")) != "refresh") return {};
    static const re2::RE2 kRefresh(R"re((?i)^\s*\d*\s*[;,]?\s*url\s*=\s*['"]?([^'"]+))re");
    return Captured(node.attribute("content"), kRefresh);
  }
  if (!rows_lead) return {};
  if (const std::string_view href = node.attribute("data-href"); !href.empty()) return href;
  // "window.location.href='/don/17'", and not an address that is put together first.
  static const re2::RE2 kClick(
      R"re(location(?:\.href)?\s*(?:=|\.assign\(|\.replace\()\s*['"]([^'"]+)['"]\s*(?:[;)}]|$))re");
  return Captured(node.attribute("onclick"), kClick);
}

}  // namespace

std::vector<PageLink> LinksOf(HtmlNode root, const std::optional<Url>& base) {
  std::vector<PageLink> links;
  std::unordered_set<std::string> seen;
  std::unordered_set<std::string_view> written;  // menus stand on a page twice
  const bool rows_lead =
      root.TreeUses("data-href") || root.TreeUses("data-url") || root.TreeUses("onclick");
  for (const HtmlNode node : root.below()) {
    if (links.size() >= kMaxLinksPerPage) break;
    if (!node.IsElement()) continue;
    const HtmlName name = node.name();
    const bool frame = name == "frame" || name == "iframe";
    const std::string_view href =
        core::Trim(frame ? node.attribute("src") : TargetOf(node, rows_lead));
    if (href.empty() || href.front() == '#' || !written.insert(href).second) continue;
    auto url = ParseUrl(href, base ? &*base : nullptr);
    // Cloudflare's own service on every site behind it: hidden mail addresses, challenges.
    if (!url || !url->IsHttp() || url->path.starts_with("/cdn-cgi/")) continue;
    // Maps, films and advertising are shown in frames, too.
    if (frame && (!base || !IsSameSite(*url, *base))) continue;
    url->fragment.reset();
    std::string absolute = url->Href();
    if (!seen.insert(absolute).second) continue;
    const std::string_view rel = node.attribute("rel");
    const bool nofollow =
        !rel.empty() && (" " + core::FoldPlain(rel) + " ").find(" nofollow ") != std::string::npos;
    links.push_back({std::move(absolute), nofollow});
  }
  return links;
}

bool IsSameSite(const Url& a, const Url& b) {
  return a.host && b.host && RegistrableDomain(*a.host) == RegistrableDomain(*b.host);
}

std::string CanonicalOf(const PageHead& head, const std::optional<Url>& base,
                        const std::optional<Url>& page_url) {
  const std::string own = page_url ? Normalise(*page_url).Href() : std::string();
  if (head.canonical.empty()) return own;
  auto canonical = ParseUrl(core::Trim(head.canonical), base ? &*base : nullptr);
  if (!canonical || !canonical->IsHttp()) return own;
  if (page_url && !IsSameSite(*canonical, *page_url)) return own;
  canonical->fragment.reset();
  return canonical->Href();
}

}  // namespace agencywatch::crawler
