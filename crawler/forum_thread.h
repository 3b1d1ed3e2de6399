// Forum threads: the first post is the advert, and what the same author adds belongs to it. In some threads one after
// the other places an advert: each of them is one.
#pragma once

#include <string>
#include <vector>

#include "crawler/class_signs.h"
#include "crawler/html_tree.h"
#include "crawler/message_feed.h"

namespace agencywatch::crawler {

struct ForumThread {
  bool found = false;
  std::string author;  // of the first post, as written
  // Posts that are adverts by themselves, the first one among them; empty unless there are two at least. A short answer
  // ("ib mình nhé"), or one that begins with somebody else's words, is none.
  std::vector<FeedMessage> adverts;
};

// Takes the replies of others out of the tree, and what the software shows of the first author beside the posts.
// Nothing is done when the page is no thread.
[[nodiscard]] ForumThread KeepOnlyTheAuthor(HtmlTree& tree, HtmlNode root, ClassBook& classes);

}  // namespace agencywatch::crawler
