#include "crawler/message_feed.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "core/utf8.h"
#include "crawler/class_signs.h"
#include "crawler/html_text.h"
#include "crawler/job_particulars.h"
#include "crawler/page_teasers.h"

namespace agencywatch::crawler {
namespace {

constexpr std::size_t kMaxMessages = 500;
constexpr std::size_t kLeastBytes = 40;  // shorter ones say nothing that could be judged

// Outermost first: what is quoted in a message belongs to it.
void Collect(HtmlNode element, bool in_feed, std::vector<HtmlNode>& messages) {
  for (const HtmlNode child : element.children()) {
    if (!child.IsElement() || messages.size() >= kMaxMessages) continue;
    const bool feed = in_feed || child.attribute("role") == "feed";
    const bool telegram = child.attribute("data-post").find('/') != std::string_view::npos;
    const bool message = telegram || (feed && child.attribute("role") == "article");
    if (message && child.text_bytes() >= kLeastBytes)
      messages.push_back(child);
    else
      Collect(child, feed, messages);
  }
}

// The part that holds the words, beside names, counts and times.
HtmlNode WordsOf(HtmlNode message) {
  for (const HtmlNode node : message.below()) {
    if (!node.IsElement() || node.text_bytes() < kLeastBytes) continue;
    const std::string words = ClassWords(node);
    if (words.find(" text ") != std::string::npos || node.attribute("data-ad-preview") == "message")
      return node;
  }
  return message;
}

// The link around the time, else the first that leads to another page.
std::string LinkOf(HtmlNode message) {
  std::string first;
  for (const HtmlNode node : message.below()) {
    if (node.name() != "a") continue;
    const std::string_view target = node.attribute("href");
    if (target.empty() || target.front() == '#') continue;
    if (Holds(node, "time")) return std::string(target);
    if (first.empty() && IsOtherPage(target)) first = target;
  }
  return first;
}

}  // namespace

std::vector<FeedMessage> FindMessages(HtmlNode root) {
  std::vector<HtmlNode> elements;
  if (root.TreeUses("data-post") || root.TreeUses("role")) Collect(root, false, elements);
  std::vector<FeedMessage> messages;
  if (elements.size() < 2) return messages;
  for (const HtmlNode element : elements) {
    FeedMessage message;
    message.text = TextOf(WordsOf(element));
    constexpr std::size_t kTitleBytes = 160;
    message.title = core::Utf8Prefix(
        std::string_view(message.text).substr(0, message.text.find('\n')), kTitleBytes);
    message.link = LinkOf(element);
    message.day = FindTimeElement(element);
    messages.push_back(std::move(message));
  }
  return messages;
}

}  // namespace agencywatch::crawler
