// Reports by people, and who gave them. An informant's name never leaves its schema but through one function, which asks
// for a reason and writes the reading down first.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

struct TipReport {
  core::Instant at;
  std::string channel;   // hotline 111, letter, zalo …; may be empty
  std::string place;     // may be empty
  std::string taken_by;  // a person's name
};
// Returns the report's id.
std::int64_t AddTipReport(pqxx::transaction_base& tx, std::int64_t posting_id,
                          const TipReport& report);
// Oldest first.
[[nodiscard]] std::vector<TipReport> TipReports(pqxx::transaction_base& tx,
                                                std::int64_t posting_id);

struct Informant {
  std::string name;
  std::string contact;
  std::string note;
  core::Instant received_at;
};
// At least one of name, contact and note is not empty.
void SaveInformant(pqxx::transaction_base& tx, std::int64_t posting_id, std::int64_t report_id,
                   const Informant& informant);
// Writes to the audit chain who reads and why, in the same transaction: commit it. Throws core::InputError without a
// reason.
[[nodiscard]] std::vector<Informant> ReadInformants(pqxx::transaction_base& tx,
                                                    std::int64_t posting_id,
                                                    const std::string& actor,
                                                    const std::string& reason, core::Instant now);

struct TipRow {
  std::int64_t posting_id = 0;
  std::string title;  // or the beginning of the body
  std::string verdict;
  int reports = 0;
  core::Instant last_at;
  std::string channel;  // of the last report
  std::string place;
  std::optional<std::int64_t> alert_number;
};
// Newest report first.
[[nodiscard]] std::vector<TipRow> ListTips(pqxx::transaction_base& tx, int limit);

}  // namespace agencywatch::db
