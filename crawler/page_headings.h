// Headings of those parts of a page that are not its subject: other adverts, comments, the site's own boxes. `folded` is
// core::FoldPlain text.
#pragma once

#include <string_view>

namespace agencywatch::crawler {

// A heading over other adverts or articles: "Việc làm liên quan", "Tin khác", "Related jobs".
[[nodiscard]] bool IsRelatedHeading(std::string_view folded);

// The same in Chinese, Japanese and Korean, which folding leaves nothing of: `text` as written.
[[nodiscard]] bool IsForeignRelatedHeading(std::string_view text);

// Over what readers wrote: "Bình luận (3)", "Ý kiến bạn đọc", "Leave a reply".
[[nodiscard]] bool IsCommentsHeading(std::string_view folded);

// Over a box of the site's own: "Hỗ trợ trực tuyến", "Thống kê truy cập", "Tỷ giá".
[[nodiscard]] bool IsSideBoxHeading(std::string_view folded);

}  // namespace agencywatch::crawler
