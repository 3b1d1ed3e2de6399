// What a period's figures are made of. All of it is read from what was written down when it happened (events, decisions,
// answers), as it was known at the period's end: later nights change nothing. A period is [begin, end).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"

namespace pqxx {
class transaction_base;
}

namespace agencywatch::db {

// An alert as it stood at the end.
struct AlertFigure {
  std::int64_t number = 0;
  std::string verdict;
  std::string state;
  std::string closed_as;  // empty: not closed
  std::optional<core::Instant> due;
  std::vector<std::string> destinations;  // ISO 3166 alpha-2
  std::vector<std::string> provinces;
  std::vector<std::string> indicators;
  std::optional<core::Instant> came;  // opened, reopened or returned within the period; the last time
};
// All that had been opened by then, by number.
[[nodiscard]] std::vector<AlertFigure> AlertsAt(pqxx::transaction_base& tx, core::Instant begin,
                                                core::Instant end);

// A decision of the period; handing an alert to a colleague is none.
struct DecisionFigure {
  std::int64_t alert_number = 0;
  std::string kind;
  std::string verdict;      // of what was judged
  std::string reason_code;  // of a dismissal
  // Since the alert came; for the first decision after that only.
  std::optional<std::chrono::seconds> waited;
};
[[nodiscard]] std::vector<DecisionFigure> DecisionsIn(pqxx::transaction_base& tx,
                                                      core::Instant begin, core::Instant end);

struct SourceFigure {
  std::string key;
  std::int64_t new_adverts = 0;  // first seen in the period
  std::int64_t adverts = 0;      // stood there at some time of the period
  std::int64_t tips = 0;         // reports taken in
  std::int64_t pages = 0;        // asked for
  std::int64_t failed = 0;       // of these, in vain
};
// Purged postings count as before. By key; sources without any of these are left out.
[[nodiscard]] std::vector<SourceFigure> SourcesIn(pqxx::transaction_base& tx, core::Instant begin,
                                                  core::Instant end);

struct CaseFigure {
  std::int64_t number = 0;
  bool opened = false;  // within the period
  bool closed = false;  // within the period, and closed at its end
  bool open = false;    // at its end
  std::string outcome;  // of a closed one
};
// Cases that were open at some time of the period.
[[nodiscard]] std::vector<CaseFigure> CasesIn(pqxx::transaction_base& tx, core::Instant begin,
                                              core::Instant end);

// Persons of one kind whom one of those cases affected, as counted at the end.
struct AffectedFigure {
  std::int64_t case_number = 0;
  std::string sex;
  std::string age_band;
  std::string purpose;
  std::string returned;
  std::vector<std::string> support;
  std::int64_t n = 0;
};
[[nodiscard]] std::vector<AffectedFigure> AffectedIn(pqxx::transaction_base& tx,
                                                     core::Instant begin, core::Instant end);

struct ReferralFigure {
  std::int64_t number = 0;
  std::string recipient_kind;
  bool sent = false;      // within the period
  bool answered = false;  // within the period
  std::string answer;     // the last one by its end; empty: none
};
// Sent or answered within the period.
[[nodiscard]] std::vector<ReferralFigure> ReferralsIn(pqxx::transaction_base& tx,
                                                      core::Instant begin, core::Instant end);

}  // namespace agencywatch::db
