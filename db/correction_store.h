// Corrections that persons named in the data were granted: what is right, beside what a page says. Shown wherever the
// value is; the evidence stays as it was (Law 91/2025/QH15, the right to have data corrected).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "db/subject_store.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

struct Correction {
  // One of the three.
  std::optional<IdentifierValue> identifier;  // phone, account, social, email
  std::optional<std::int64_t> posting_id;
  std::optional<std::int64_t> subject_id;  // `says` is shown as its label
  std::string says;
  std::int64_t request = 0;  // its number
  core::Instant at{};
};
void AddCorrections(pqxx::transaction_base& tx, const std::vector<Correction>& corrections, std::int64_t request,
                    const std::string& by, core::Instant at);
// They are shown no longer.
void WithdrawCorrections(pqxx::transaction_base& tx, std::int64_t request, core::Instant at);

// Those in force: of the postings and what they show, and of the subject (0: none) and its identifiers. Oldest first.
[[nodiscard]] std::vector<Correction> CorrectionsAbout(pqxx::transaction_base& tx, std::int64_t subject_id,
                                                       const std::vector<std::int64_t>& posting_ids);
// Those of all that is behind the alerts of a case.
[[nodiscard]] std::vector<Correction> CorrectionsOfCase(pqxx::transaction_base& tx, std::int64_t case_id);

}  // namespace agencywatch::db
