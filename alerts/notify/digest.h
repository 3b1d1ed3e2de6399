// What the morning's message tells: what is new, what is overdue, and what could not be seen. Without personal data: a
// mail leaves the building. Whoever may know more opens the alert by its number.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "alerts/blind_spots.h"
#include "core/time.h"
#include "db/alert_queue.h"
#include "db/audit_store.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::alerts {

struct DigestAlert {
  std::int64_t number = 0;
  int score = 0;
  std::optional<db::News> news;  // nullopt: it is overdue
  std::string who;               // masked; may be empty
  std::string why_vi;
  std::string why_en;
  int adverts = 0;
  int sites = 0;
  std::vector<std::string> destinations;
  std::vector<std::string> provinces;
  std::optional<core::Instant> due;
};
// Alerts of one verdict.
struct DigestGroup {
  core::Verdict verdict = core::Verdict::kClear;
  std::int64_t count = 0;
  std::vector<DigestAlert> first;  // at most kShown, by rank
};
inline constexpr int kDigestShown = 8;

struct Digest {
  std::int64_t run_id = 0;
  core::Instant started;
  core::Instant ended;
  int sources = 0;
  int pages = 0;  // read, or unchanged
  int new_postings = 0;
  std::int64_t open = 0;             // alerts
  std::vector<DigestGroup> news;     // gravest first; none is empty
  std::vector<DigestGroup> overdue;  // the same
  std::vector<BlindSpotOfSource> blind_spots;
  std::optional<core::Day> register_as_of;  // nullopt: there is no register
  bool register_stale = false;
  db::AuditHead head;
};

// Fills in news (making `run_id` the run that tells of them), overdue alerts, the queue and the audit head.
void AddAlerts(pqxx::transaction_base& tx, Digest& digest);

// A subject's label as a mail may show it: contacts masked, names of enterprises as they are; nothing else, for it might
// be a person's name.
[[nodiscard]] std::string MailName(std::string_view label);

// Of what a recipient asked for.
[[nodiscard]] std::vector<DigestGroup> AtLeast(const std::vector<DigestGroup>& groups,
                                               core::Verdict least);
// And what they did not ask for: they are told how many there are.
[[nodiscard]] std::vector<DigestGroup> Below(const std::vector<DigestGroup>& groups,
                                             core::Verdict least);
[[nodiscard]] std::int64_t CountOf(const std::vector<DigestGroup>& groups);
// How many lines the blind-spot report has.
[[nodiscard]] std::size_t BlindSpotCount(const Digest& digest);

}  // namespace agencywatch::alerts
