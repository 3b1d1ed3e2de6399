#include "crawler/forum_thread.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/fold.h"
#include "core/utf8.h"
#include "crawler/advert_words.h"
#include "crawler/advertiser_text.h"
#include "crawler/html_text.h"
#include "crawler/job_particulars.h"
#include "crawler/page_teasers.h"
#include "crawler/phrase_set.h"
#include "crawler/text_lines.h"

namespace agencywatch::crawler {
namespace {

// vBulletin names what somebody wrote "post_message_17", Discuz "postmessage_17", phpBB "postbody", in whatever stands
// around it.
bool IsMessage(HtmlNode node) {
  const HtmlName name = node.name();
  if (name == "div" || name == "blockquote")
    return node.attribute("id").starts_with("post_message_");
  if (name == "td") return node.attribute("id").starts_with("postmessage_");
  return name == "span" && node.attribute("class") == "postbody";
}

HtmlNode AuthorNode(HtmlNode post, ClassBook& classes) {
  for (const HtmlNode child : post.children()) {
    if (!child.IsElement()) continue;
    const bool is_author = classes.Of(child).author || child.attribute("class") == "name";
    if (is_author && child.text_bytes() > 0) return child;
    if (const HtmlNode inner = AuthorNode(child, classes)) return inner;
  }
  return {};
}

// XenForo writes the name into the post's own element; others show it beside the post.
std::string AuthorOf(HtmlNode post, ClassBook& classes) {
  constexpr std::size_t kMostBytes = 60;
  if (const std::string_view name = post.attribute("data-author"); !name.empty())
    return std::string(core::Utf8Prefix(name, kMostBytes));
  const HtmlNode node = AuthorNode(post, classes);
  return node ? std::string(core::Utf8Prefix(LineOf(node), kMostBytes)) : std::string();
}

// The posts of a thread: at least two siblings of one class, each with an author. Empty when this is no thread.
std::vector<HtmlNode> FindThread(HtmlNode element, ClassBook& classes) {
  std::vector<HtmlNode> posts;
  for (const HtmlNode child : element.children())
    if (classes.Of(child).post && !AuthorOf(child, classes).empty()) posts.push_back(child);
  if (posts.size() >= 2 && posts.size() <= 500) return posts;
  for (const HtmlNode child : element.children())
    if (child.IsElement())
      if (auto inner = FindThread(child, classes); !inner.empty()) return inner;
  return {};
}

// The siblings that hold a message each; empty unless each names its author.
std::vector<HtmlNode> FindMarkedPosts(HtmlNode root, ClassBook& classes) {
  constexpr std::size_t kMostMessages = 1000;
  std::vector<HtmlNode> messages;
  for (const HtmlNode node : root.below())
    if (messages.size() < kMostMessages && IsMessage(node)) messages.push_back(node);
  if (messages.size() < 2) return {};
  const auto is_above = [](HtmlNode element, HtmlNode node) {
    while (node && node != element) node = node.parent();
    return static_cast<bool>(node);
  };
  HtmlNode around = messages.front().parent();
  while (around && !is_above(around, messages.back())) around = around.parent();
  std::vector<HtmlNode> posts;
  for (HtmlNode post : messages) {
    while (post.parent() && post.parent() != around) post = post.parent();
    if (!posts.empty() && posts.back() == post) continue;
    if (AuthorOf(post, classes).empty()) return {};
    posts.push_back(post);
  }
  return posts.size() >= 2 ? posts : std::vector<HtmlNode>();
}

// What the author wrote, without name, date and signature; the post itself where that cannot be told.
HtmlNode WordsOf(HtmlNode post) {
  constexpr std::size_t kLeastBytes = 20;
  for (const HtmlNode node : post.below()) {
    if (!node.IsElement() || node.text_bytes() < kLeastBytes) continue;
    if (node.attribute("itemprop") == "text") return node;  // schema.org, as Discourse marks it
    if (IsMessage(node)) return node;
    const std::string words = ClassWords(node);
    for (const std::string_view name :
         {" content ", " message body ", " bb wrapper ", " post text ", " postcontent ",
          " post message ", " cooked ", " restore ", " entry content "})
      if (words.find(name) != std::string::npos) return node;
  }
  return post;
}

// "Tuyển 6 nữ làm dệt": the post's own subject, or its first line.
std::string TitleOf(HtmlNode post, std::string_view text) {
  constexpr std::size_t kTitleBytes = 160;
  for (const HtmlNode node : post.below()) {
    const HtmlName name = node.name();
    if (name != "h2" && name != "h3" && name != "h4") continue;
    std::string subject = LineOf(node);
    constexpr std::size_t kLeastBytes = 12;
    if (subject.size() >= kLeastBytes && !core::FoldPlain(subject).starts_with("re:"))
      return subject;
    break;
  }
  return std::string(core::Utf8Prefix(text.substr(0, text.find('\n')), kTitleBytes));
}

// It speaks of work, names what is paid, and tells whom to reach.
bool IsAdvert(HtmlNode words, std::string_view text) {
  constexpr std::size_t kLeastBytes = 80;
  constexpr std::size_t kMostBytes = 20'000;
  if (text.size() < kLeastBytes || text.size() > kMostBytes) return false;
  if (words.first_child().name() == "blockquote") return false;
  const std::string unmasked = core::Fold(text, core::Field::kBody).folded.text();
  if (!HasContact(unmasked) || CountJobWords(unmasked) == 0) return false;
  static const PhraseSet kMoney = {"luong",   "thu nhap", "phi",  "chi phi", "coc",
                                   "dat coc", "salary",   "wage", "fee",     "deposit"};
  bool names_sum = false;
  ForEachLine(unmasked, [&](std::string_view line) {
    names_sum |= line.find_first_of("0123456789") != std::string_view::npos && kMoney.IsIn(line);
  });
  return names_sum;
}

std::vector<FeedMessage> AdvertsIn(const std::vector<HtmlNode>& posts, ClassBook& classes) {
  std::vector<FeedMessage> adverts;
  for (const HtmlNode post : posts) {
    const HtmlNode words = WordsOf(post);
    FeedMessage message;
    message.text = TextOf(words);
    if (!IsAdvert(words, message.text)) continue;
    message.title = TitleOf(post, message.text);
    message.author = AuthorOf(post, classes);
    message.day = FindTimeElement(post);
    adverts.push_back(std::move(message));
  }
  return adverts;
}

// The largest part of a post around its author's name that holds nothing of what was written.
HtmlNode AuthorBox(HtmlNode post, ClassBook& classes) {
  constexpr std::size_t kMostBytes = 400;
  const HtmlNode words = WordsOf(post);
  HtmlNode box = AuthorNode(post, classes);
  if (!box || words == post) return {};
  const auto holds_words = [&](HtmlNode element) {
    for (HtmlNode at = words; at && at != post; at = at.parent())
      if (at == element) return true;
    return false;
  };
  if (holds_words(box)) return {};
  while (box.parent() != post && !holds_words(box.parent()) &&
         box.parent().text_bytes() <= kMostBytes)
    box = box.parent();
  return Holds(box, "time") || box.text_bytes() > kMostBytes ? HtmlNode() : box;
}

}  // namespace

ForumThread KeepOnlyTheAuthor(HtmlTree& tree, HtmlNode root, ClassBook& classes) {
  ForumThread thread;
  auto posts = FindThread(root, classes);
  if (posts.empty()) posts = FindMarkedPosts(root, classes);
  if (posts.empty()) return thread;
  thread.found = true;
  thread.author = AuthorOf(posts.front(), classes);
  const std::string name = core::FoldPlain(thread.author);
  std::vector<HtmlNode> others;
  for (const HtmlNode post : posts)
    if (core::FoldPlain(AuthorOf(post, classes)) != name) others.push_back(post);
  if (!others.empty()) {
    thread.adverts = AdvertsIn(posts, classes);
    const bool by_others =
        std::any_of(thread.adverts.begin(), thread.adverts.end(),
                    [&](const FeedMessage& one) { return core::FoldPlain(one.author) != name; });
    if (thread.adverts.size() < 2 || !by_others) thread.adverts.clear();
  }
  for (const HtmlNode post : others) tree.Remove(post);
  if (others.empty()) return thread;
  // What stands between the posts and behind them speaks to the forum's members.
  std::vector<HtmlNode> between;
  for (HtmlNode next = posts.front().next_sibling(); next; next = next.next_sibling())
    if (next.IsElement() && std::find(posts.begin(), posts.end(), next) == posts.end())
      between.push_back(next);
  for (const HtmlNode element : between) tree.Remove(element);
  for (const HtmlNode post : posts)
    if (std::find(others.begin(), others.end(), post) == others.end())
      if (const HtmlNode box = AuthorBox(post, classes)) tree.Remove(box);
  return thread;
}

}  // namespace agencywatch::crawler
