// Calendar days as people write them, in Vietnamese and English: 12/11/2026, 12-11-2026, 12.11.2026, 2026-11-12,
// "ngày 12 tháng 11 năm 2026", "12 Tháng Mười Một, 2026", "12 Nov 2026", "November 12, 2026", "Nov 12 08:41:12 2026",
// "12 listopada 2026", 2026年11月12日, 令和8年11月12日, 115年11月12日 and, behind Chinese words, 115/11/12 (of the
// Republic of China). The day comes before the month, as in Vietnam,
// unless that is impossible (11/22/2026).
#pragma once

#include <optional>
#include <string_view>

#include "core/time.h"

namespace agencywatch::core {

// The first day written in `text`, with or without marks on the letters; nullopt when there is none or it is
// impossible (31/02/2026). A day without its year is not guessed at.
[[nodiscard]] std::optional<Day> FindDayInText(std::string_view text);

// "Cập nhật đến ngày 20/11/2026", "Tính đến 20/11/2026", "as of 20 November 2026" in a heading or paragraph.
[[nodiscard]] std::optional<Day> FindPublishedOn(std::string_view text);

}  // namespace agencywatch::core
