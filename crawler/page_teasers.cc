#include "crawler/page_teasers.h"

#include <string>
#include <unordered_set>
#include <vector>

#include "crawler/class_signs.h"

namespace agencywatch::crawler {
namespace {

// A link to another page with at least some words in it.
bool LinkWithText(HtmlNode element, std::string_view& target) {
  const auto is_link = [&](HtmlNode node) {
    constexpr std::size_t kTitleBytes = 5;
    if (node.name() != "a" || node.text_bytes() < kTitleBytes) return false;
    target = node.attribute("href");
    return IsOtherPage(target);
  };
  if (is_link(element)) return true;
  for (const HtmlNode node : element.below())
    if (is_link(node)) return true;
  return false;
}

void AddTeasers(HtmlNode root, Teasers& teasers) {
  struct Group {
    std::vector<HtmlNode> cards;
  };
  std::vector<HtmlNode> cards;
  for (const HtmlNode child : root.children()) {
    constexpr std::size_t kMostCards = 5000;
    if (cards.size() >= kMostCards) break;
    const HtmlName name = child.name();
    if (name == "div" || name == "li" || name == "article" || name == "section" || name == "tr" ||
        name == "a" || name == "p" || name == "dd" || name == "table")
      cards.push_back(child);
  }
  if (cards.size() < 3) cards.clear();
  std::unordered_map<std::string, Group> groups;
  for (const HtmlNode card : cards)
    groups[std::string(card.name()) + FirstClassWord(card)].cards.push_back(card);
  for (const auto& [key, group] : groups) {
    if (group.cards.size() < 3) continue;
    std::size_t with_link = 0;
    std::size_t linked_to_others = 0;
    std::size_t bytes = 0;
    std::unordered_set<std::string_view> targets;
    for (const HtmlNode card : group.cards) {
      constexpr std::size_t kCardBytes = 700;
      const std::size_t own = card.text_bytes();
      if (own >= kCardBytes) continue;
      // Parts of the page that share a class are no cards.
      if (Holds(card, "h1") || Holds(card, "nav")) continue;
      bytes += own;
      std::string_view target;
      const bool has = LinkWithText(card, target);
      with_link += has ? 1 : 0;
      if (has && targets.insert(target).second) ++linked_to_others;
    }
    if (with_link * 10 < group.cards.size() * 8 || linked_to_others < 3) continue;
    // A few words each: a menu, not teasers.
    constexpr std::size_t kMenuBytes = 40;
    const bool menu = bytes < group.cards.size() * kMenuBytes;
    for (const HtmlNode card : group.cards) teasers.emplace(card.id(), menu);
  }
  for (const HtmlNode child : root.children())
    if (child.IsElement() && child.shown() != Shown::kNever && !teasers.contains(child.id()))
      AddTeasers(child, teasers);
}

}  // namespace

Teasers FindTeasers(HtmlNode root) {
  Teasers teasers;
  AddTeasers(root, teasers);
  return teasers;
}

bool IsOtherPage(std::string_view href) {
  if (href.empty() || href.front() == '#') return false;
  for (const std::string_view scheme : {"tel:", "mailto:", "sms:", "javascript:", "zalo:", "viber:",
                                        "whatsapp:", "callto:", "/cdn-cgi/"})
    if (href.starts_with(scheme)) return false;
  const std::size_t host = href.find("//");
  if (host == std::string_view::npos) return true;
  const std::string_view there = href.substr(host + 2);
  for (const std::string_view chat : {"zalo.me/", "t.me/", "wa.me/", "m.me/", "line.me/",
                                      "www.facebook.com/", "facebook.com/"})
    if (there.starts_with(chat)) return false;
  return true;
}

bool Holds(HtmlNode element, std::string_view name) {
  for (const HtmlNode node : element.below())
    if (node.IsElement() && node.name() == name) return true;
  return false;
}

}  // namespace agencywatch::crawler
