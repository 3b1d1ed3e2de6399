// Alerts as a tired person reads them on a terminal: who, why in the advert's own words, the article of law, what
// it links to, where the evidence lies.
#pragma once

#include <string>
#include <vector>

#include "core/time.h"
#include "db/alert_store.h"
#include "rules/reference_tables.h"

namespace agencywatch::alerts {

struct TextOptions {
  bool english = false;
  std::string command = "agencywatch";  // how the reader calls the program, for "what next"
};

// What stands above and below the queue.
struct QueueHead {
  core::Instant now;
  std::optional<core::Day> register_as_of;
  bool register_stale = false;
};

// The queue, gravest first. Control characters of crawled text are taken out.
[[nodiscard]] std::string QueueText(const std::vector<db::AlertSummary>& alerts,
                                    const std::vector<db::AlertCount>& counts,
                                    const QueueHead& head, const TextOptions& options);

// One alert in full. `law` names the articles.
[[nodiscard]] std::string AlertText(const db::AlertDetails& alert,
                                    const rules::ReferenceTables& law, const TextOptions& options);

// "Dấu hiệu mua bán người" / "Signs of trafficking".
[[nodiscard]] std::string VerdictTitle(core::Verdict verdict, bool english);

// Crawled text made safe for a terminal: control characters and direction marks out, white space collapsed, cut after
// `max_letters` code points with "…".
[[nodiscard]] std::string TerminalText(std::string_view text, std::size_t max_letters);

}  // namespace agencywatch::alerts
