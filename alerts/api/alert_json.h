// An alert as a line of a list.
#pragma once

#include "alerts/api/api.h"
#include "db/alert_queue.h"

namespace agencywatch::alerts {

[[nodiscard]] Json SummaryOf(const db::AlertSummary& summary, bool masked, core::Instant now);

}  // namespace agencywatch::alerts
