#include "crawler/message_feed.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "core/day_text.h"
#include "core/fold.h"
#include "core/utf8.h"
#include "crawler/advert_words.h"
#include "crawler/advertiser_text.h"
#include "crawler/class_signs.h"
#include "crawler/html_text.h"
#include "crawler/job_particulars.h"
#include "crawler/page_teasers.h"
#include "crawler/text_lines.h"

namespace agencywatch::crawler {
namespace {

constexpr std::size_t kMaxMessages = 500;
constexpr std::size_t kLeastBytes = 40;  // shorter ones say nothing that could be judged
constexpr std::size_t kTitleBytes = 160;

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

bool IsHeading(HtmlNode node) {
  const std::string_view name = node.name();
  return name.size() == 2 && name[0] == 'h' && name[1] >= '2' && name[1] <= '6';
}

// The link around the time, else the first that leads to another page, rather one that begins with a number ("12 tháng
// 11 lúc 09:00") than that of the author, who stands in a heading.
std::string LinkOf(HtmlNode message) {
  std::string first;
  bool is_numbered = false;
  for (const HtmlNode node : message.below()) {
    if (node.name() != "a") continue;
    const std::string_view target = node.attribute("href");
    if (target.empty() || target.front() == '#') continue;
    if (Holds(node, "time")) return std::string(target);
    if (is_numbered || !IsOtherPage(target)) continue;
    const std::string line = LineOf(node);
    is_numbered = !line.empty() && line[0] >= '0' && line[0] <= '9';
    if (is_numbered || first.empty()) first = target;
  }
  return first;
}

// Who wrote it, and from whom it was taken over.
std::string AuthorOf(HtmlNode message, HtmlNode words) {
  constexpr std::size_t kMostBytes = 120;
  std::string author;
  for (const HtmlNode node : message.below()) {
    if (node == words) break;
    if (!node.IsElement() || node.text_bytes() == 0 || node.text_bytes() > kMostBytes) continue;
    const std::string classes = ClassWords(node);
    if (!IsHeading(node) && classes.find(" author ") == std::string::npos &&
        classes.find(" forwarded ") == std::string::npos &&
        classes.find(" from name ") == std::string::npos)
      continue;
    const std::string line = LineOf(node);
    if (author.find(line) == std::string::npos) Append(author, line);
  }
  return author;
}

// The day that the box shows: in an element of its own that holds nothing else, or behind the time of day that it
// shows (Telegram's own export).
std::optional<core::Day> DayOfBox(HtmlNode box) {
  constexpr std::size_t kMostBytes = 60;
  std::optional<core::Day> day;
  for (const HtmlNode node : box.below()) {
    const HtmlNode text = node.first_child();
    if (!text.IsText() || text.next_sibling() || text.value().size() > kMostBytes) continue;
    if (auto found = FindDateLine(text.value())) day = found;
    if (const std::string_view title = node.attribute("title"); !day && title.size() <= kMostBytes)
      day = core::FindDayInText(title);
  }
  return day;
}

bool IsBox(HtmlNode element) {
  constexpr std::size_t kMostBytes = 20'000;
  if (element.text_bytes() < kLeastBytes || element.text_bytes() > kMostBytes) return false;
  for (const HtmlNode node : element.below()) {
    const HtmlName name = node.name();
    if (name == "h1" || name == "h2" || name == "h3" || name == "h4" || name == "form")
      return false;
    // A teaser.
    if (name == "a" && node.text_bytes() * 2 > element.text_bytes()) return false;
  }
  return DayOfBox(element).has_value();
}

// Boxes of one class below one another that make up most of the page.
std::vector<FeedMessage> FindWall(HtmlNode root) {
  const std::size_t most = root.text_bytes() * 6 / 10 + 1;
  HtmlNode at = root;
  constexpr int kMostDepth = 24;
  for (int depth = 0; depth < kMostDepth; ++depth) {
    HtmlNode inner;
    for (const HtmlNode child : at.children())
      if (child.IsElement() && child.shown() != Shown::kNever && child.text_bytes() >= most)
        inner = child;
    if (!inner) break;
    at = inner;
  }
  std::vector<HtmlNode> boxes;
  std::size_t bytes = 0;
  std::string of_class;
  for (const HtmlNode child : at.children()) {
    if (!child.IsElement() || child.text_bytes() < kLeastBytes) continue;
    const std::string name = FirstClassWord(child);
    if (boxes.empty()) of_class = name;
    if (name != of_class || !IsBox(child)) continue;
    boxes.push_back(child);
    bytes += child.text_bytes();
  }
  if (boxes.size() < 2 || boxes.size() > kMaxMessages || bytes < most) return {};
  // Below a heading, or something that tells whom to reach, they are what readers wrote.
  if (Holds(root, "h1")) return {};
  for (HtmlNode around = at, inner; around; inner = around, around = around.parent()) {
    for (const HtmlNode child : around.children())
      if (child.IsElement() && child != inner && child.shown() != Shown::kNever &&
          child.name() != "head" && std::find(boxes.begin(), boxes.end(), child) == boxes.end() &&
          HasContact(core::FoldPlain(LineOf(child))))
        return {};
    if (around == root) break;
  }
  std::vector<FeedMessage> messages;
  std::string author;  // those that one writes without a pause name nobody
  for (const HtmlNode box : boxes) {
    const HtmlNode words = WordsOf(box);
    FeedMessage message;
    message.text = TextOf(words);
    message.day = DayOfBox(box);
    if (std::string own = AuthorOf(box, words); !own.empty()) author = std::move(own);
    message.author = author;
    // "Lành updated her status." is no title.
    int best = -1;
    ForEachLine(message.text, [&](std::string_view line) {
      const int found = CountJobWords(core::FoldPlain(line));
      if (found <= best) return;
      best = found;
      message.title = core::Utf8Prefix(line, kTitleBytes);
    });
    messages.push_back(std::move(message));
  }
  return messages;
}

}  // namespace

std::vector<FeedMessage> FindMessages(HtmlNode root, bool is_thread) {
  std::vector<HtmlNode> elements;
  if (root.TreeUses("data-post") || root.TreeUses("role")) Collect(root, false, elements);
  if (elements.size() < 2) return is_thread ? std::vector<FeedMessage>() : FindWall(root);
  std::vector<FeedMessage> messages;
  for (const HtmlNode element : elements) {
    FeedMessage message;
    const HtmlNode words = WordsOf(element);
    message.text = TextOf(words);
    message.title = core::Utf8Prefix(
        std::string_view(message.text).substr(0, message.text.find('\n')), kTitleBytes);
    message.link = LinkOf(element);
    message.author = AuthorOf(element, words);
    message.day = FindTimeElement(element);
    messages.push_back(std::move(message));
  }
  return messages;
}

}  // namespace agencywatch::crawler
