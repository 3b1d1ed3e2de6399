// Crawls sources within a run: evidence, store and crawl wired together.
#pragma once

#include <map>
#include <pqxx/connection>
#include <string>
#include <vector>

#include "cli/context.h"
#include "cli/crawl.h"
#include "cli/page_store.h"
#include "cli/progress.h"
#include "crawler/sources.h"
#include "crawler/warc_writer.h"

namespace agencywatch::cli {

// Makes the sources known to the store (their ids go into `sources`) and their start pages to the frontier.
void SeedSources(pqxx::connection& connection, std::vector<CrawlSource>& sources,
                 core::Instant now);

class SourceCrawl {
 public:
  struct OfRun {
    std::int64_t id = 0;
    core::Instant started;
    std::string worker;
  };
  // Everything passed by reference outlives the crawl.
  SourceCrawl(Context& context, const crawler::SourceList& list, OfRun run, Progress& progress);

  // Visits what is due, adds to the sources' counts, and returns what register pages showed, by source key. Without
  // `judge` the next scan judges what is read. Throws core::RetryLater when the database went away.
  std::map<std::string, RegisterPages> Run(pqxx::connection& connection,
                                           std::vector<CrawlSource>& sources, const Judge* judge);

 private:
  Context& context_;
  const crawler::SourceList& list_;
  OfRun run_;
  Progress& progress_;
  crawler::WarcWriter warc_;
};

}  // namespace agencywatch::cli
