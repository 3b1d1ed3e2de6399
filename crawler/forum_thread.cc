#include "crawler/forum_thread.h"

#include <string>
#include <string_view>
#include <vector>

#include "core/fold.h"
#include "crawler/html_text.h"

namespace agencywatch::crawler {
namespace {

std::string AuthorOf(pugi::xml_node post) {
  for (const pugi::xml_node child : post.children()) {
    if (child.type() != pugi::node_element) continue;
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
std::vector<pugi::xml_node> FindThread(pugi::xml_node element) {
  std::vector<pugi::xml_node> posts;
  for (const pugi::xml_node child : element.children()) {
    if (child.type() != pugi::node_element) continue;
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
  for (const pugi::xml_node child : element.children())
    if (child.type() == pugi::node_element)
      if (auto inner = FindThread(child); !inner.empty()) return inner;
  return {};
}

}  // namespace

bool KeepOnlyTheAuthor(pugi::xml_node root) {
  const auto posts = FindThread(root);
  if (posts.empty()) return false;
  const std::string author = AuthorOf(posts.front());
  bool first = true;
  for (pugi::xml_node post : posts) {
    if (!first && AuthorOf(post) != author) post.parent().remove_child(post);
    first = false;
  }
  return true;
}

}  // namespace agencywatch::crawler
