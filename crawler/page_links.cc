#include "crawler/page_links.h"

#include <string_view>
#include <unordered_set>
#include <utility>

#include "core/fold.h"
#include "core/utf8.h"
#include "crawler/html_text.h"

namespace agencywatch::crawler {
namespace {

void CollectLinks(pugi::xml_node element, const Url* base, std::unordered_set<std::string>& seen,
                  std::vector<PageLink>& links) {
  for (const pugi::xml_node child : element.children()) {
    if (links.size() >= kMaxLinksPerPage) return;
    if (child.type() != pugi::node_element) continue;
    const std::string_view name = child.name();
    if (name == "a" || name == "area") {
      const std::string_view href = core::Trim(AttributeOf(child, "href"));
      if (!href.empty() && href.front() != '#') {
        if (auto url = ParseUrl(href, base); url && url->IsHttp()) {
          url->fragment.reset();
          std::string absolute = url->Href();
          if (seen.insert(absolute).second) {
            const std::string_view rel = AttributeOf(child, "rel");
            const bool nofollow =
                !rel.empty() &&
                (" " + core::FoldPlain(rel) + " ").find(" nofollow ") != std::string::npos;
            links.push_back({std::move(absolute), nofollow});
          }
        }
      }
    }
    CollectLinks(child, base, seen, links);
  }
}

}  // namespace

std::optional<Url> BaseOf(const PageHead& head, const std::optional<Url>& page_url) {
  if (head.base.empty()) return page_url;
  auto base = ParseUrl(head.base, page_url ? &*page_url : nullptr);
  return base && base->IsHttp() ? base : page_url;
}

std::vector<PageLink> LinksOf(pugi::xml_node root, const std::optional<Url>& base) {
  std::vector<PageLink> links;
  std::unordered_set<std::string> seen;
  CollectLinks(root, base ? &*base : nullptr, seen, links);
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
