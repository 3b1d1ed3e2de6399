// What is to be done about an answer, worked out without a database: the page read, its links chosen, what becomes
// of its address.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/crawl.h"
#include "core/time.h"
#include "crawler/page_reader.h"
#include "crawler/trap_rules.h"
#include "db/frontier_store.h"

namespace agencywatch::cli {

struct PageWork {
  Visit visit;
  std::optional<crawler::PageContent> content;  // of a page that was read
  std::vector<db::NewLink> links;               // wanted by the source, and in no trap
  db::UrlOutcome url;                           // without body_sha256 of a new page
  int SourceCounts::*kind = &SourceCounts::failed;
  SourceCounts counts;  // of this visit, without what only the database knows
};

// `traps` are those of the visit's source. Never throws for what is in the answer.
[[nodiscard]] PageWork ReadVisit(Visit visit, crawler::TrapRules& traps);

}  // namespace agencywatch::cli
