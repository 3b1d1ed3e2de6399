// One nightly run: crawl the registers, then the other sources, judge, build alerts, close the run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "alerts/alert_builder.h"
#include "alerts/blind_spots.h"
#include "cli/context.h"
#include "cli/crawl.h"
#include "crawler/sources.h"
#include "db/register_store.h"

namespace agencywatch::cli {

struct RegisterOutcome {
  std::string source;
  int rows = 0;
  std::string failure;  // why nothing was imported; empty when all is well
  db::RegisterDiff diff;
};

struct ScanReport {
  std::int64_t run_id = 0;
  core::Instant started;
  std::optional<core::Instant> ended;  // nullopt: it was interrupted
  bool interrupted = false;
  std::vector<CrawlSource> sources;  // in the order of sources.yaml
  std::vector<RegisterOutcome> registers;
  std::vector<alerts::BlindSpotOfSource> still_blind;  // of sources that were not due, as a scan before left them
  std::vector<alerts::BlindSpotOfSource> of_workers;  // on other machines, since the last whole scan
  std::optional<core::Day> register_as_of;  // nullopt: there is no register
  bool register_stale = false;
  int assessed_again = 0;
  int evidence_kept = 0;  // captures copied out of the spool
  int spool_purged = 0;   // files
  std::int64_t postings_purged = 0;
  alerts::AlertCounts alerts;

  // Of the sources, those not due included, registers whose list was not taken in, and of workers.
  [[nodiscard]] std::vector<alerts::BlindSpotOfSource> BlindSpots() const;
  // A source failed, or what was seen cannot be relied on: exit code 1.
  [[nodiscard]] bool NeedsLook() const;
};

// Who is to be told.
enum class Telling {
  kRecipients,  // those of the settings: their messages are written with the run's end, and sent by SendDue
  kNobody       // what is new stays news for the next scan
};
// `sources` outlives the report. Throws core::CannotRun, also when another scan is running.
[[nodiscard]] ScanReport RunScan(Context& context, const crawler::SourceList& sources, Telling telling);

// The closing summary, for people; its counts add up.
[[nodiscard]] std::string ReportText(const ScanReport& report, bool english);
// The same as one JSON object, for the run's row.
[[nodiscard]] std::string ReportJson(const ScanReport& report);

}  // namespace agencywatch::cli
