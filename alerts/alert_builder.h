// From assessments to alerts: groups postings by who is behind them and keeps one open alert for each subject
// that needs a person's eye.
//
// Takes in only what has changed since it last ran, with all postings of the subjects concerned. Safe to run again at
// any time, also after a kill: what the store holds decides, and the same postings give the same subjects, ties and
// alerts. Never writes a person's decision, and goes by every judgement of theirs: what they have linked is one
// subject, what they have separated is two.
#pragma once

#include <pqxx/connection>
#include <string>

#include "core/register_view.h"
#include "core/time.h"

namespace agencywatch::alerts {

struct AlertCounts {
  int flagged = 0;   // postings with a verdict that is not clear, among those looked at
  int subjects = 0;  // behind them
  int opened = 0;
  int updated = 0;
  int reopened = 0;  // with those of recruiters who are back
  int unchanged = 0;
  int cleared = 0;  // nothing speaks for them any more
  int overdue = 0;  // whose due date is over since the last time
};

// Why alerts are built: a scan, or something that a person did. Goes into the events.
struct Occasion {
  std::string actor = "scan";
  std::string reason;
};

// `register_view` (may be null) tells which contacts are a licensed enterprise's own.
// Works in transactions of its own, one for a few hundred subjects.
AlertCounts BuildAlerts(pqxx::connection& connection, const core::RegisterView* register_view,
                        core::Instant now, const Occasion& occasion = {});

}  // namespace agencywatch::alerts
