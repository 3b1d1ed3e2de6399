// The particulars that an advert gives in labelled lines ("Mức lương: 30 triệu"), and the day it was posted.
#pragma once

#include <optional>
#include <string_view>

#include "core/posting.h"
#include "core/time.h"
#include "crawler/html_tree.h"

namespace agencywatch::crawler {

// Fills those of the posting's fields that are empty from the labelled lines of `body`; the deadline from a sentence, too
// ("nộp hồ sơ trước ngày 05/04/2026").
void ReadParticulars(std::string_view body, core::Posting& posting);

// What its title says where the posting does not: a wage, a country ("Tuyển 40 thợ mộc đi Kuwait").
void ReadTitle(std::string_view title, core::Posting& posting);

// The day of the first <time> below `element`.
[[nodiscard]] std::optional<core::Day> FindTimeElement(HtmlNode element);

// "(Đăng ngày 12/11/2026)", "Thứ Năm, 12/11/2026 - 08:30": a short line near the top that is a date.
[[nodiscard]] std::optional<core::Day> FindDateLine(std::string_view body);

// "15 tháng 11, 2026 lúc 20:14 · Công khai": when something was shared, and with whom, as networks say above it.
[[nodiscard]] std::optional<core::Day> FindSharedDay(std::string_view context);

// "Hà Nội, ngày 02 tháng 6 năm 2026": how notices are signed, near their end.
[[nodiscard]] std::optional<core::Day> FindSignedDay(std::string_view body);

}  // namespace agencywatch::crawler
