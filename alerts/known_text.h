// What is known of a number or a name, in plain words.
#pragma once

#include <string>
#include <vector>

#include "core/register_view.h"
#include "db/known.h"

namespace agencywatch::alerts {

// Whole sentences, the gravest first: alerts with how they ended, adverts and sites, and that many use it. Never empty.
[[nodiscard]] std::vector<std::string> KnownSentences(const db::Known& known, bool english);
// The same for whoever sees referred alerts only, which `known` is reduced to.
[[nodiscard]] std::vector<std::string> ReferredSentences(const db::Known& known, bool english);
// "#3 · dấu hiệu lừa đảo · mới · tự xưng"; without the subject's label.
[[nodiscard]] std::string KnownAlertText(const db::KnownAlert& alert, bool english);

// "revoked since 1/2/2026": how an entry of the register stands on `day`.
[[nodiscard]] std::string StandingText(const core::RegisterEntry& entry, core::Day day, bool english);
// Whole words for one that may not recruit on `day`: "Not licensed today: revoked since 1/2/2026"; "" for one that may.
[[nodiscard]] std::string NotLicensedText(const core::RegisterEntry& entry, core::Day day, bool english);

}  // namespace agencywatch::alerts
