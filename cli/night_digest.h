// What a scan has to tell, out of its report and the store.
#pragma once

#include "alerts/notify/digest.h"
#include "cli/scan_run.h"

namespace agencywatch::cli {

// What the last scan could not see of those of these sources of which no page was due in this one: it stays unseen.
[[nodiscard]] std::vector<alerts::BlindSpotOfSource> StillBlind(pqxx::transaction_base& tx,
                                                                const std::vector<CrawlSource>& sources);

// Without the alerts, which alerts::AddAlerts adds. Asks the runs before this one how long each blind spot has lasted.
[[nodiscard]] alerts::Digest DigestOf(pqxx::transaction_base& tx, const ScanReport& report,
                                      core::Instant ended);

}  // namespace agencywatch::cli
