// Channels and walls: messages below one another, each a thing of its own with its own time, as Telegram's public
// previews (t.me/s/…), pages with role="feed" and what social networks let their members take home have them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "crawler/html_tree.h"

namespace agencywatch::crawler {

struct FeedMessage {
  std::string title;  // its first line
  std::string text;
  std::string link;    // as written; empty where it has none
  std::string author;  // and whom it was forwarded from; empty where it does not say
  std::optional<core::Day> day;
};

// In page order, 500 at most; empty when the page is no such feed, which has two messages at least. Where no mark tells
// messages, boxes of one class that make up most of the page are some if each shows a day, no heading and no link to a
// page of its own. The posts of a forum's thread (forum_thread.h) are no such boxes.
[[nodiscard]] std::vector<FeedMessage> FindMessages(HtmlNode root, bool is_thread);

}  // namespace agencywatch::crawler
