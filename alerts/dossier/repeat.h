// The way of the data gone once more, from what a dossier carries and nothing else: WARC bytes, page reader, rules,
// register, days. No database, no network, no settings.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/bagit.h"
#include "rules/engine.h"

namespace agencywatch::alerts {

struct RepeatedPosting {
  int n = 0;          // its number in the dossier
  std::string title;  // of the advert, or its address, or its text
  bool from_page = false;  // read out of a WARC record anew; false: judged on the text as it was taken in (a tip)
  int findings = 0;        // that were stated
  std::vector<std::string> differences;  // empty: the same result
};

struct Repetition {
  std::vector<RepeatedPosting> postings;
  std::vector<std::string> differences;  // of the dossier as a whole: records, rules, the audit chain
  std::vector<std::string> notes;        // what the reader should know and is no difference
  int records = 0;                       // WARC records whose bytes fit their own digests
  std::int64_t audit_links = 0;
  std::string audit_head;

  [[nodiscard]] bool Same() const;
};

struct RepeatOptions {
  std::vector<rules::PackFile> other_rules;  // judge by these instead; empty: by those in the dossier
  std::string program_version;               // of the running program
  bool english = false;
};

// `sealed` holds the files of the sealed part. Never throws for what is in them: what cannot be read is a difference.
[[nodiscard]] Repetition Repeat(const core::BagFiles& sealed, const RepeatOptions& options);

}  // namespace agencywatch::alerts
