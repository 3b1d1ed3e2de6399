// The night as a webhook gets it: one JSON object.
#pragma once

#include <string>
#include <string_view>

#include "alerts/notify/digest.h"
#include "alerts/notify/settings.h"

namespace agencywatch::alerts {

// {"type":"scan","id","run","started","ended","new":[{"verdict","count","alerts":[…]}],"overdue":[…],
//  "blind_spots":[{"source","kind","pages","why","nights","machine"}],"register":{"as_of","stale"},"open",
//  "below":{"new":N,"overdue":N},"audit_head":{"seq","sha256"},"text"}; `text` is the letter, for receivers that only show
// it. What the recipient did not ask for is left out, and counted in `below` where it is less grave only.
[[nodiscard]] std::string NightJson(const Digest& digest, const Recipient& recipient,
                                    std::string_view id);
// {"type":"no_scan","id","last_ended","audit_head","text"}
[[nodiscard]] std::string NoScanJson(core::Instant last, core::Instant now,
                                     const db::AuditHead& head, bool english, std::string_view id);
// {"type":"test","id","text"}
[[nodiscard]] std::string TestJson(core::Instant now, bool english, std::string_view id);

}  // namespace agencywatch::alerts
