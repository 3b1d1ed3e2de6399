// Which line of a page is its heading, by the document's title, by the mark-up, and by how headings are written where
// nothing marks them.
#pragma once

#include <cstddef>
#include <string_view>

#include "crawler/html_text.h"
#include "crawler/page_head.h"

namespace agencywatch::crawler {

// The number of the line among the page's; as many as there are lines when there is none. [first, last) are those of the
// main part.
[[nodiscard]] std::size_t FindHeading(const PageText& page, const PageHead& head, std::size_t first,
                                      std::size_t last);

// Headings were drawn, once: a picture that calls for workers, where the title says no more than whose page it is. Points
// into `page`; empty when there is none.
[[nodiscard]] std::string_view HeadingOfPictures(const PageText& page, const PageHead& head);

// The first piece of a document's title ("Tuyển 25 công nhân - Bến Mẫu") begins the heading.
[[nodiscard]] bool IsBeginning(std::string_view title, std::string_view heading);

}  // namespace agencywatch::crawler
