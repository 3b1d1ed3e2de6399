// A wage as the label of an advert gives it: "30 - 35 triệu/tháng", "1.200 yên/giờ", "NT$ 29.500", "2,000 - 2,400 USD".
#pragma once

#include <string_view>

#include "core/posting.h"

namespace agencywatch::crawler {

// Fills salary_min, salary_max, salary_currency and salary_unit (HOUR, DAY, WEEK, MONTH, YEAR) where `text` says so
// plainly; "Thỏa thuận" leaves them empty. The finer reading of money in running text is the rules' business.
void ReadWage(std::string_view text, core::Posting& posting);

}  // namespace agencywatch::crawler
