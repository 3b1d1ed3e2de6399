#include "cli/due_option.h"

#include "core/errors.h"

namespace agencywatch::cli {

std::optional<core::Instant> ReadDue(const std::string& text, core::Instant now) {
  if (text.empty()) return {};
  const auto day = core::ParseDay(text);
  const auto due = day ? std::optional{core::StartOfVietnamDay(core::AddDays(*day, 1))} : core::ParseInstant(text);
  if (!due || *due <= now) {
    throw core::InputError({"", 0, 0, "'" + text + "' is no day that is still to come",
                            "write it as 2026-12-31; the day itself is included"});
  }
  return due;
}

}  // namespace agencywatch::cli
