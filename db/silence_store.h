// Silences: a person asks for quiet about a subject, an identifier or a source for a time. Alerts go on being built and
// kept; they are only left out of the queue, and a graver verdict than the silence covers is heard all the same.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/assessment.h"
#include "core/time.h"
#include "db/subject_store.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

struct NewSilence {
  // Exactly one of the three.
  std::optional<std::int64_t> subject_id;
  std::optional<IdentifierValue> identifier;  // that a subject controls
  std::string source;                         // key; covers alerts all of whose adverts stand there
  core::Verdict up_to = core::Verdict::kFraud;
  std::string by;
  std::string reason;
  core::Instant at;
  core::Instant ends_at;
};
// Writes the audit chain. Throws core::InputError for an unknown source, without a reason, and when somebody else keeps others
// off an alert of whoever it is about (triage_store.h: RequireUnlocked). Call ApplySilences afterwards.
std::int64_t AddSilence(pqxx::transaction_base& tx, const NewSilence& silence);
// Throws core::InputError when there is none of that id, or it is over.
void LiftSilence(pqxx::transaction_base& tx, std::int64_t id, const std::string& by,
                 const std::string& reason, core::Instant now);

// Brings alert.silenced_until up to date for all open alerts.
void ApplySilences(pqxx::transaction_base& tx, core::Instant now);

struct SilenceRow {
  std::int64_t id = 0;
  std::string about;  // "subject 17: label", "phone +84…", "source vieclam-demo"
  core::Verdict up_to = core::Verdict::kFraud;
  std::string by;
  std::string reason;
  core::Instant made_at;
  core::Instant ends_at;
  std::optional<core::Instant> lifted_at;
  int alerts = 0;  // open ones that it covers now
  // Over without anybody having lifted it, or nothing left that it covers: nobody needs it any more.
  bool stale = false;
};
// Not lifted ones, the next to end first; `all` shows the others too, `stale_only` only stale ones.
[[nodiscard]] std::vector<SilenceRow> ListSilences(pqxx::transaction_base& tx, core::Instant now,
                                                   bool all, bool stale_only);

}  // namespace agencywatch::db
