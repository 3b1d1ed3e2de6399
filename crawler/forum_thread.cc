#include "crawler/forum_thread.h"

#include <string>
#include <string_view>
#include <vector>

#include "core/fold.h"
#include "crawler/class_signs.h"
#include "crawler/html_text.h"

namespace agencywatch::crawler {
namespace {

std::string AuthorOf(HtmlNode post) {
  for (const HtmlNode child : post.children()) {
    if (!child.IsElement()) continue;
    const std::string words = ClassWords(child);
    for (const std::string_view word :
         {" author ", " username ", " user ", " nick ", " poster ", " member ", " nguoi dang "})
      if (words.find(word) != std::string::npos)
        return core::FoldPlain(LineOf(child)).substr(0, 60);
    if (std::string inner = AuthorOf(child); !inner.empty()) return inner;
  }
  return {};
}

// The posts of a thread: at least two siblings of one class, each with an author. Empty when this is no thread.
std::vector<HtmlNode> FindThread(HtmlNode element) {
  std::vector<HtmlNode> posts;
  for (const HtmlNode child : element.children()) {
    if (!child.HasAttribute("class") && !child.HasAttribute("id")) continue;
    const std::string words = ClassWords(child);
    bool is_post = false;
    for (const std::string_view word :
         {" post ", " message ", " postbit ", " reply ", " bai viet ", " postcontainer "})
      is_post |= words.find(word) != std::string::npos;
    if (!is_post) continue;
    if (AuthorOf(child).empty()) continue;
    posts.push_back(child);
  }
  if (posts.size() >= 2 && posts.size() <= 500) return posts;
  for (const HtmlNode child : element.children())
    if (child.IsElement())
      if (auto inner = FindThread(child); !inner.empty()) return inner;
  return {};
}

}  // namespace

bool KeepOnlyTheAuthor(HtmlTree& tree, HtmlNode root) {
  const auto posts = FindThread(root);
  if (posts.empty()) return false;
  const std::string author = AuthorOf(posts.front());
  bool first = true;
  for (HtmlNode post : posts) {
    if (!first && AuthorOf(post) != author) tree.Remove(post);
    first = false;
  }
  return true;
}

}  // namespace agencywatch::crawler
