// How alerts are ordered, and until when a person should have looked at one.
#pragma once

#include <chrono>
#include <cstdint>

#include "core/assessment.h"
#include "core/time.h"

namespace agencywatch::alerts {

// Harm and freshness in one number, higher first. Trafficking stands before all others. Among the rest a step of the
// verdict weighs 20 points, the score up to 100, adverts and sites (reach) up to 20 together, and each day without a
// sight takes 2: so a fraud that was silent for ten days stands level with an equal unlicensed broker of today. The
// number does not change while time passes; only a new sight moves an alert up.
[[nodiscard]] std::int64_t QueueRank(core::Verdict verdict, int score, int adverts, int sites,
                                     core::Instant last_seen);

// Trafficking within a day, fraud within 3, an unlicensed broker within 7, a violation within 14.
[[nodiscard]] std::chrono::hours DueWithin(core::Verdict verdict);

}  // namespace agencywatch::alerts
