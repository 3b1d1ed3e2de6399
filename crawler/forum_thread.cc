#include "crawler/forum_thread.h"

#include <string>
#include <string_view>
#include <vector>

#include "core/fold.h"
#include "crawler/html_text.h"

namespace agencywatch::crawler {
namespace {

std::string AuthorOf(HtmlNode post, ClassBook& classes) {
  for (const HtmlNode child : post.children()) {
    if (!child.IsElement()) continue;
    if (classes.Of(child).author) return core::FoldPlain(LineOf(child)).substr(0, 60);
    if (std::string inner = AuthorOf(child, classes); !inner.empty()) return inner;
  }
  return {};
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

}  // namespace

bool KeepOnlyTheAuthor(HtmlTree& tree, HtmlNode root, ClassBook& classes) {
  const auto posts = FindThread(root, classes);
  if (posts.empty()) return false;
  const std::string author = AuthorOf(posts.front(), classes);
  bool first = true;
  for (HtmlNode post : posts) {
    if (!first && AuthorOf(post, classes) != author) tree.Remove(post);
    first = false;
  }
  return true;
}

}  // namespace agencywatch::crawler
