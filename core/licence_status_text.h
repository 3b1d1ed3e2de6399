// What lists of enterprises say of a licence in words: that it holds, is suspended, revoked, handed back or over, since
// when, and for which market or activity.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/register_view.h"
#include "core/time.h"

namespace agencywatch::core {

// The status a longer text speaks of ("Danh sách doanh nghiệp bị thu hồi giấy phép"); nullopt for none.
[[nodiscard]] std::optional<LicenceStatus> FindStatusInText(std::string_view text);

struct StatusReading {
  std::optional<LicenceStatus> status;  // without it nothing else is read
  std::optional<Day> from;
  std::optional<Day> to;  // of a suspension
  std::string market;     // as RegisterRow has it
  std::string activity;   // likewise
};

// "Tạm đình chỉ giúp việc gia đình, thị trường Đài Loan từ 01/02/2026 đến 30/04/2026"
[[nodiscard]] StatusReading ReadStatus(std::string_view text);

}  // namespace agencywatch::core
