#include "crawler/page_frame.h"

#include <algorithm>
#include <vector>

namespace agencywatch::crawler {
namespace {

void CountLinks(HtmlNode element, std::size_t& links, std::size_t& bytes) {
  for (const HtmlNode child : element.children()) {
    if (!child.IsElement()) continue;
    if (child.name() == "a") {
      const std::size_t own = child.text_bytes();
      links += own > 0 ? 1 : 0;
      bytes += own;
    } else {
      CountLinks(child, links, bytes);
    }
  }
}

// Mostly links of a few words each.
bool LooksLikeMenu(HtmlNode element) {
  constexpr std::size_t kLongestBytes = 3000;
  const std::size_t all = element.text_bytes();
  if (all == 0 || all >= kLongestBytes) return false;
  std::size_t links = 0;
  std::size_t bytes = 0;
  CountLinks(element, links, bytes);
  constexpr std::size_t kWordsBytes = 45;
  return links >= 3 && bytes * 10 >= all * 6 && bytes <= links * kWordsBytes;
}

}  // namespace

std::unordered_map<std::size_t, Region> FindFrame(HtmlNode root) {
  std::unordered_map<std::size_t, Region> frame;
  const std::size_t body_bytes = std::max<std::size_t>(root.text_bytes(), 1);
  std::vector<HtmlNode> before;
  std::vector<HtmlNode> behind;
  bool menu = false;
  HtmlNode at = root;
  constexpr int kMaxFrameDepth = 16;
  for (int depth = 0; depth < kMaxFrameDepth; ++depth) {
    HtmlNode main;
    std::size_t bytes = 0;
    for (const HtmlNode child : at.children()) {
      if (!child.IsElement() || child.shown() == Shown::kNever) continue;
      const std::size_t own = child.text_bytes();
      if (own > bytes) {
        bytes = own;
        main = child;
      }
    }
    constexpr std::size_t kMostPercent = 40;
    if (!main || bytes * 100 < body_bytes * kMostPercent) break;
    const HtmlName name = main.name();
    if (name != "table" && name != "tbody" && name != "tr" && name != "td" && name != "center" &&
        name != "div" && name != "font" && name != "form")
      break;
    // Where the text itself begins, no frame goes on.
    if (menu && name != "tbody" && name != "tr" && name != "td") break;
    bool passed = false;
    std::vector<HtmlNode> menus;
    for (const HtmlNode child : at.children()) {
      passed |= child == main;
      if (!child.IsElement() || child == main || child.shown() == Shown::kNever) continue;
      const HtmlName beside = child.name();
      if (beside != "table" && beside != "tr" && beside != "td" && beside != "center") continue;
      if (LooksLikeMenu(child))
        menus.push_back(child);
      else
        (passed ? behind : before).push_back(child);
    }
    for (const HtmlNode child : menus) {
      frame.emplace(child.id(), Region::kAside);
      menu = true;
    }
    at = main;
  }
  if (!menu) return {};
  constexpr std::size_t kShortBytes = 800;  // more is text
  for (const HtmlNode part : before)
    if (part.text_bytes() < kShortBytes) frame.emplace(part.id(), Region::kHeader);
  for (const HtmlNode part : behind)
    if (part.text_bytes() < kShortBytes) frame.emplace(part.id(), Region::kFooter);
  return frame;
}

}  // namespace agencywatch::crawler
