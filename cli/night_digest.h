// What a scan has to tell, out of its report and the store.
#pragma once

#include "alerts/notify/digest.h"
#include "cli/scan_run.h"

namespace agencywatch::cli {

// Without the alerts, which alerts::AddAlerts adds. Asks the runs before this one how long each blind spot has lasted.
[[nodiscard]] alerts::Digest DigestOf(pqxx::transaction_base& tx, const ScanReport& report,
                                      core::Instant ended);

}  // namespace agencywatch::cli
