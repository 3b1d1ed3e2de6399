// Channels and walls: messages below one another, each a thing of its own with its own address and time, as Telegram's
// public previews (t.me/s/…) and pages with role="feed" have them.
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
  std::string link;  // as written; empty where it has none
  std::optional<core::Day> day;
};

// In page order, 500 at most; empty when the page is no such feed, which has two messages at least. A forum's thread is
// none (forum_thread.h).
[[nodiscard]] std::vector<FeedMessage> FindMessages(HtmlNode root);

}  // namespace agencywatch::crawler
