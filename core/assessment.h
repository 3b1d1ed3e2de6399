// What the rules make of one posting version. Immutable; names all that decided, so that it can be
// repeated.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/fact.h"
#include "core/posting.h"
#include "core/time.h"

namespace agencywatch::core {

// In rising order of gravity.
enum class Verdict { kClear, kViolation, kUnlicensed, kFraud, kTrafficking };
[[nodiscard]] std::string_view VerdictName(Verdict verdict);  // clear … trafficking
[[nodiscard]] std::optional<Verdict> FindVerdict(std::string_view name);

enum class Severity { kLow, kMedium, kHigh, kCritical };
[[nodiscard]] std::string_view SeverityName(Severity severity);
[[nodiscard]] std::optional<Severity> FindSeverity(std::string_view name);

// One rule satisfied on one version.
struct Finding {
  std::string rule;  // vi.fee.upfront_deposit
  int rule_version = 1;
  std::string indicator;  // fee.upfront_deposit
  Severity severity = Severity::kLow;
  int points = 0;
  std::vector<Place> spans;  // the words that decided, in order of place; may be empty for absence
  std::vector<std::size_t> fact_index;  // into Assessment::facts.facts
  std::vector<std::string> law;         // ids of law.yaml: L69-7.7
  std::string title_vi;
  std::string title_en;
  std::string why_vi;  // one sentence for this posting: numbers, days, names
  std::string why_en;
};

struct Assessment {
  Verdict verdict = Verdict::kClear;
  int score = 0;        // 0 … 100
  bool review = false;  // a person should look
  std::string genre;    // advert, tip, news, official_warning …
  Facts facts;
  std::vector<Finding> findings;      // only of stable rules; by points, then rule id
  std::optional<Day> register_as_of;  // nullopt: judged without a register
  bool register_stale = false;        // older than register_max_age: nothing was called unlisted
  // What the register said of the advertiser, in one line; may be empty.
  std::string register_note_vi;
  std::string register_note_en;
  std::string pack_sha256;  // hex
};

}  // namespace agencywatch::core
