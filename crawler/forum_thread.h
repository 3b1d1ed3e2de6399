// Forum threads: the first post is the advert, and what the same author adds belongs to it.
#pragma once

#include "crawler/class_signs.h"
#include "crawler/html_tree.h"

namespace agencywatch::crawler {

// Takes the replies of others out of the tree. False, and nothing done, when the page is no thread.
bool KeepOnlyTheAuthor(HtmlTree& tree, HtmlNode root, ClassBook& classes);

}  // namespace agencywatch::crawler
