// Lines of a page that are the site's own words to all its readers, amid the text or around it: counters, tools, greetings,
// imprints. `folded` is core::FoldPlain text.
#pragma once

#include <string_view>

#include "crawler/html_text.h"

namespace agencywatch::crawler {

// Who made the software.
[[nodiscard]] bool IsPlatformLine(std::string_view folded);

// "Đang truy cập: 17", "Tổng số điểm của bài viết là: 0 trong 0 đánh giá": what sites count.
[[nodiscard]] bool IsCounter(std::string_view folded);

// What sites count and whom they let write, in other writings, as written: "瀏覽人次：000118822", "您需要登錄後才可以回帖".
[[nodiscard]] bool IsForeignChrome(std::string_view text);

// What a page says of itself while it is read: "Đang tải…", "Cỡ chữ A- A+ Gửi email", "Processed in 0.04 second(s)",
// "Chị Lan vừa đăng ký 2 phút trước".
[[nodiscard]] bool IsOfPage(std::string_view folded);

// "Mẹo an toàn: Không đặt cọc trước khi ký hợp đồng.", "Quảng cáo": the site's own words amid the text.
[[nodiscard]] bool IsSideBoxLine(std::string_view folded);

// What sites say to everybody and what tells nobody who they are: greetings, counters, newsletters.
[[nodiscard]] bool IsBoilerplate(const TextLine& line);

// What sites say of themselves at their very bottom, marked as a footer or not.
[[nodiscard]] bool IsImprint(std::string_view folded);

// The same below the marked main part, where names and numbers of the site's firm stand, too.
[[nodiscard]] bool IsFirmLine(std::string_view folded);

}  // namespace agencywatch::crawler
