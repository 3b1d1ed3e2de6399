// From assessments to alerts: groups postings by who is behind them and keeps one open alert for each subject
// that needs a person's eye.
//
// Safe to run again at any time, also after a kill: what the store holds decides, and the same postings give the
// same subjects, ties and alerts. Never writes a person's decision.
#pragma once

#include <pqxx/connection>

#include "core/register_view.h"
#include "core/time.h"

namespace agencywatch::alerts {

struct AlertCounts {
  int flagged = 0;   // postings with a verdict that is not clear
  int subjects = 0;  // behind them
  int opened = 0;
  int updated = 0;
  int reopened = 0;
  int unchanged = 0;
  int cleared = 0;  // nothing speaks for them any more
};

// `register_view` (may be null) tells which contacts are a licensed enterprise's own; actors in events are "scan".
// Works in transactions of its own, one for each subject.
AlertCounts BuildAlerts(pqxx::connection& connection, const core::RegisterView* register_view,
                        core::Instant now);

}  // namespace agencywatch::alerts
