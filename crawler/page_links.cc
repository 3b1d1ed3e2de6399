#include "crawler/page_links.h"

#include <algorithm>
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

// "0; url='/viec-lam/moi'", and what a program does: "window.location.href='/don/17'".
std::string_view AddressBehind(std::string_view text, std::string_view name) {
  const auto is_same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
  const auto found = std::search(text.begin(), text.end(), name.begin(), name.end(), is_same);
  if (found == text.end()) return {};
  text.remove_prefix(static_cast<std::size_t>(found - text.begin()) + name.size());
  text.remove_prefix(std::min(text.find_first_not_of(" =\t(")  , text.size()));
  const char quote = text.empty() ? '\0' : text.front();
  if (quote != '"' && quote != '\'') return text;
  text.remove_prefix(1);
  return text.substr(0, text.find(quote));
}

// Where a click on the element leads, or where a browser goes by itself; empty for nowhere. `rows_lead`: the page may
// have rows that lead somewhere.
std::string_view TargetOf(HtmlNode node, bool rows_lead) {
  const HtmlName name = node.name();
  if (name == "a" || name == "area") return node.attribute("href");
  if (name == "link") return core::FoldPlain(node.attribute("rel")) == "next" ? node.attribute("href") : std::string_view();
  if (name == "meta") {
    if (core::FoldPlain(node.attribute("http-equiv")) != "refresh") return {};
    return AddressBehind(node.attribute("content"), "url");
  }
  if (!rows_lead) return {};
  if (const std::string_view href = node.attribute("data-href"); !href.empty()) return href;
  const std::string_view click = node.attribute("onclick");
  // Without a quote, an address that is put together first.
  if (click.find("location") == std::string_view::npos || click.find("'") == std::string_view::npos) return {};
  const std::string_view href = AddressBehind(click, "location.href");
  return href.empty() ? AddressBehind(click, "location") : href;
}

}  // namespace

std::vector<PageLink> LinksOf(HtmlNode root, const std::optional<Url>& base) {
  std::vector<PageLink> links;
  std::unordered_set<std::string> seen;
  std::unordered_set<std::string_view> written;  // menus stand on a page twice
  const bool rows_lead = root.TreeUses("data-href") || root.TreeUses("onclick");
  for (const HtmlNode node : root.below()) {
    if (links.size() >= kMaxLinksPerPage) break;
    if (!node.IsElement()) continue;
    const HtmlName name = node.name();
    const bool frame = name == "frame" || name == "iframe";
    const std::string_view href = core::Trim(frame ? node.attribute("src") : TargetOf(node, rows_lead));
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
