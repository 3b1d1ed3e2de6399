#include "crawler/page_links.h"

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

std::vector<PageLink> LinksOf(HtmlNode root, const std::optional<Url>& base) {
  std::vector<PageLink> links;
  std::unordered_set<std::string> seen;
  std::unordered_set<std::string_view> written;  // menus stand on a page twice
  for (const HtmlNode node : root.below()) {
    if (links.size() >= kMaxLinksPerPage) break;
    const HtmlName name = node.name();
    const bool frame = name == "frame" || name == "iframe";
    if (!frame && name != "a" && name != "area") continue;
    const std::string_view href = core::Trim(node.attribute(frame ? "src" : "href"));
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
