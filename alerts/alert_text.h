// Alerts as a tired person reads them on a terminal: who, why in the advert's own words, the article of law, what
// it links to, where the evidence lies.
#pragma once

#include <string>
#include <vector>

#include "core/time.h"
#include "db/alert_queue.h"
#include "rules/reference_tables.h"

namespace agencywatch::alerts {

struct TextOptions {
  bool english = false;
  std::string command = "agencywatch";  // how the reader calls the program, for "what next"
  core::Instant now;                    // what is overdue, locked or silenced
};

// What stands above and below the queue.
struct QueueHead {
  core::Instant now;
  std::optional<core::Day> register_as_of;
  bool register_stale = false;
  db::QueueCounts counts;
  // Of those that the reader asked for.
  std::int64_t matching = 0;
  int offset = 0;           // of the first one shown
  std::string next_page;    // the call that shows the next ones
};

// The queue as it was given. Control characters of crawled text are taken out.
[[nodiscard]] std::string QueueText(const std::vector<db::AlertSummary>& alerts,
                                    const QueueHead& head, const TextOptions& options);

// One alert in full. `law` names the articles.
[[nodiscard]] std::string AlertText(const db::AlertDetails& alert,
                                    const rules::ReferenceTables& law, const TextOptions& options);

// Thu tiền cọc trước khi ký hợp đồng; …: the heaviest `most` signs, each indicator once.
[[nodiscard]] std::string WhyInOneSentence(const std::vector<db::AlertReason>& reasons,
                                           std::size_t most, bool english);
// "điện thoại" / "phone".
[[nodiscard]] std::string IdentifierTitle(const std::string& kind, bool english);

// "điện thoại +84912000345: “không phải của người tuyển” (yêu cầu số 3, 21.11.2026)".
[[nodiscard]] std::string CorrectionText(const db::Correction& correction, bool english);

// "Dấu hiệu mua bán người" / "Signs of trafficking".
[[nodiscard]] std::string VerdictTitle(core::Verdict verdict, bool english);

// A subject's label, and that part of it is not shown because somebody asked for it.
[[nodiscard]] std::string LabelText(const std::string& label, std::size_t max_letters, bool english);

// Crawled text made safe for a terminal: control characters and direction marks out, white space collapsed, cut after
// `max_letters` code points with "…".
[[nodiscard]] std::string TerminalText(std::string_view text, std::size_t max_letters);

}  // namespace agencywatch::alerts
