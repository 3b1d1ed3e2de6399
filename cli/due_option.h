// Days that people give as an end.
#pragma once

#include <optional>
#include <string>

#include "core/time.h"

namespace agencywatch::cli {

// The end of a day ("2026-12-31": the day itself is included), or an instant; nullopt for an empty text. Throws
// core::InputError for what is no time, or over.
[[nodiscard]] std::optional<core::Instant> ReadDue(const std::string& text, core::Instant now);

}  // namespace agencywatch::cli
