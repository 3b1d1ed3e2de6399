// What is to be done about an answer, worked out without a database: the page read, its postings judged, its links
// chosen, its evidence packed, what becomes of its address.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/crawl.h"
#include "cli/judge.h"
#include "core/posting.h"
#include "core/time.h"
#include "crawler/page_reader.h"
#include "crawler/trap_rules.h"
#include "crawler/url.h"
#include "crawler/warc_pack.h"
#include "db/frontier_store.h"
#include "db/posting_index.h"

namespace agencywatch::cli {

// A posting or listing as a page showed it.
struct ShownPosting {
  core::Posting posting;
  // Of a page that was not read before, whose postings are most likely new: what takes long to work out.
  struct Prepared {
    db::PostingIndexEntry index;
    std::optional<Judge::Judgement> judgement;  // nullopt: it is judged later
  };
  std::optional<Prepared> prepared;
};

// A link that the source wants, if it leads into no trap.
struct FoundLink {
  crawler::Url url;      // normalised
  int step = 1;          // 0 for the target of a redirect
  int hops = 0;          // redirects, or sitemaps within sitemaps, in a row that led here
  bool sitemap = false;  // not a page: no trap
};

struct PageWork {
  Visit visit;
  std::optional<crawler::PageContent> content;  // of a page that was read; its postings are in `shown`
  std::vector<ShownPosting> shown;
  std::vector<FoundLink> found;  // each once
  std::optional<crawler::PackedFetch> evidence;  // unless it has to tell what it confirms
  bool alias = false;            // the page names another address for itself: that one is asked
  db::UrlOutcome url;            // without body_sha256 of a new page
  int SourceCounts::*kind = &SourceCounts::failed;
  SourceCounts counts;  // of this visit, without what only the database knows
};

// Any number of threads may call it. Without `judge`, postings are left unjudged. A register's pages show none. Never
// throws for what is in the answer.
[[nodiscard]] PageWork ReadVisit(Visit visit, const Judge* judge);

// The links that lead into no trap; the others are counted. `traps` are those of the visit's source, which remember what
// they let through: pages go through them in the order of the visits.
[[nodiscard]] std::vector<db::NewLink> LinksOutsideTraps(PageWork& work, crawler::TrapRules& traps);

}  // namespace agencywatch::cli
