// A wage as the label of an advert gives it: "30 - 35 triệu/tháng", "1.200 yên/giờ", "NT$ 29.500", "2,000 - 2,400 USD".
#pragma once

#include <string_view>

#include "core/posting.h"

namespace agencywatch::crawler {

// The currency is the one that stands beside the amount; "triệu" alone means đồng.
// Fills salary_min, salary_max, salary_currency and salary_unit (HOUR, DAY, WEEK, MONTH, YEAR) where `text` says so
// plainly; "Thỏa thuận" leaves them empty. The finer reading of money in running text is the rules' business.
void ReadWage(std::string_view text, core::Posting& posting);

// The same from running text that has no label: what stands behind the first "lương", "thu nhập", "salary" … that has
// an amount in its sentence, or a line that is nothing but an amount for a time ("35 - 40 triệu/tháng").
void FindWage(std::string_view text, core::Posting& posting);

}  // namespace agencywatch::crawler
