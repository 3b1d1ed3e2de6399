// What the data law says about requests of persons named in the data: terms, grounds of refusal, and the extract they get.
// Sources: Law 91/2025/QH15 on the protection of personal data, articles 4, 14 and 19; Decree 356/2025/ND-CP (terms).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/working_days.h"
#include "db/request_store.h"

namespace agencywatch::alerts {

inline constexpr int kAcknowledgeWorkingDays = 2;
// Calendar days from the receipt: 10 to view or correct, 15 to restrict or object, 20 to delete. Extendable once, by no
// more than as many again.
[[nodiscard]] int TermInDays(db::RequestKind kind);

struct Deadlines {
  core::Day acknowledge_by;
  core::Day due;
};
[[nodiscard]] Deadlines DeadlinesOf(db::RequestKind kind, core::Instant received_at,
                                    const core::WorkingDays& days);
// The last day to which a request can be extended.
[[nodiscard]] core::Day LatestExtension(db::RequestKind kind, core::Day due, const core::WorkingDays& days);

struct RefusalGround {
  std::string_view code;
  std::string_view title_vi;
  std::string_view title_en;
};
[[nodiscard]] std::span<const RefusalGround> RefusalGrounds();
// Null for an unknown code.
[[nodiscard]] const RefusalGround* FindRefusalGround(std::string_view code);

[[nodiscard]] std::string RequestKindTitle(db::RequestKind kind, bool english);
[[nodiscard]] std::string RequestOutcomeTitle(db::RequestOutcome outcome, bool english);
// Of a row of the log: "acknowledged" / "đã phản hồi".
[[nodiscard]] std::string RequestEventTitle(const std::string& kind, bool english);

// "note on case 1, 20.11.2026".
[[nodiscard]] std::string HeldWordsText(const db::HeldWords& words, bool english);

// What the person is sent: which of their data are held, from where and since when; nothing of what was made of them, and
// nothing of anybody else's.
[[nodiscard]] std::string ExtractText(const db::RequestRow& request, const std::vector<db::HeldData>& held, const std::vector<db::HeldInformant>& informants,
                                      const std::vector<db::HeldWords>& words,                                      core::Instant now, bool english);

}  // namespace agencywatch::alerts
