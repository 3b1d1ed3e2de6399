// The links of a page, and the address it gives itself.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "crawler/html_tree.h"
#include "crawler/page_head.h"
#include "crawler/url.h"

namespace agencywatch::crawler {

struct PageLink {
  std::string url;        // absolute, http or https, without fragment
  bool nofollow = false;  // rel=nofollow
  friend bool operator==(const PageLink&, const PageLink&) = default;
};

inline constexpr std::size_t kMaxLinksPerPage = 5000;

// What relative addresses on the page refer to: its <base>, else its own URL.
[[nodiscard]] std::optional<Url> BaseOf(const PageHead& head, const std::optional<Url>& page_url);

// In page order, each once: what the page leads to by links, rows that can be clicked, its next page or a refresh, and
// what of its own site it shows in frames.
[[nodiscard]] std::vector<PageLink> LinksOf(HtmlNode root, const std::optional<Url>& base);

// The canonical link, where it stays on the page's own site: one to another would give the advert away to it. Else the
// page's own URL, normalised; "" when there is none.
[[nodiscard]] std::string CanonicalOf(const PageHead& head, const std::optional<Url>& base,
                                      const std::optional<Url>& page_url);

// Both belong to one registrable domain.
[[nodiscard]] bool IsSameSite(const Url& a, const Url& b);

}  // namespace agencywatch::crawler
