// What people may say when they dismiss an alert: a list, so that statistics can count it, and a free note beside it.
#pragma once

#include <span>
#include <string_view>

namespace agencywatch::alerts {

struct DismissalReason {
  std::string_view code;
  std::string_view title_vi;
  std::string_view title_en;
  bool needs_note;
};
[[nodiscard]] std::span<const DismissalReason> DismissalReasons();
// Null for an unknown code.
[[nodiscard]] const DismissalReason* FindDismissalReason(std::string_view code);

}  // namespace agencywatch::alerts
