// Forum threads: the first post is the advert, and what the same author adds belongs to it.
#pragma once

#include <pugixml.hpp>

namespace agencywatch::crawler {

// Takes the replies of others out of the tree. False, and nothing done, when the page is no thread.
bool KeepOnlyTheAuthor(pugi::xml_node root);

}  // namespace agencywatch::crawler
