// What happened to an alert, a line or a few for each event, in the reader's language.
#pragma once

#include <string>

#include "db/alert_queue.h"

namespace agencywatch::alerts {

// "new" / "mới"; of a closed one how it ended, too.
[[nodiscard]] std::string StateTitle(db::AlertState state, std::optional<db::ClosedAs> closed_as,
                                     bool english);

// Without time and actor; more lines than one only for an edit (what it took out and put in). No newline at the end.
[[nodiscard]] std::string EventText(const db::AlertEventRow& event, const db::AlertDetails& alert,
                                    bool english);

}  // namespace agencywatch::alerts
