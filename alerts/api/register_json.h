// An entry of the register as the site shows it.
#pragma once

#include "alerts/api/api.h"
#include "core/register_view.h"

namespace agencywatch::alerts {

// With its status on `day`.
[[nodiscard]] Json EntryOf(const core::RegisterEntry& entry, core::Day day);

}  // namespace agencywatch::alerts
