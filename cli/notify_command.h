// What `agencywatch scan` shares with `agencywatch notify`.
#pragma once

#include <string>

#include "cli/context.h"

namespace agencywatch::cli {

// Sends what is due, with a little patience. What a person should know of it; empty when nobody asked to be told. Throws
// nothing: what went wrong stands in the text.
[[nodiscard]] std::string SendMessages(Context& context) noexcept;

}  // namespace agencywatch::cli
