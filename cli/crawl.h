// Crawls sources: takes what is due from the frontier, asks robots.txt and politeness, fetches, and hands every
// answer on. Wiring of crawler/ and db/; decides nothing about postings.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <pqxx/connection>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "cli/progress.h"
#include "core/log.h"
#include "core/time.h"
#include "crawler/fetcher.h"
#include "crawler/politeness.h"
#include "crawler/robots_policy.h"
#include "crawler/sources.h"
#include "db/frontier_store.h"
#include "db/lease_store.h"

namespace agencywatch::cli {

// What happened at one source in one run; every visited address is in exactly one of the outcome counts.
struct SourceCounts {
  int visited = 0;
  int pages = 0;
  int unchanged = 0;  // 304
  int redirects = 0;
  int refused = 0;  // by robots.txt
  int gone = 0;     // 404, 410
  int failed = 0;
  std::map<std::string, int> failures;  // by name of outcome
  int postings = 0;                     // seen on pages read anew
  int new_postings = 0;
  int new_versions = 0;
  int withdrawn = 0;
  bool budget_reached = false;  // max_pages
  bool robots_unreachable = false;
};

struct CrawlSource {
  const crawler::Source* source = nullptr;
  std::int64_t id = 0;
  SourceCounts counts;
};

// An answer to a page of a source, with all that its commit needs.
struct Visit {
  CrawlSource* source = nullptr;
  db::DueUrl url;
  db::LeaseKey lease;
  std::int64_t token = 0;
  int robots_line = 0;
  crawler::FetchResult result;
};

// An answer to a robots.txt, as it is kept.
struct RobotsVisit {
  CrawlSource* source = nullptr;
  crawler::Origin origin;
  crawler::FetchResult result;
};

// Where answers go. Called on the crawl's thread, in batches, so that evidence is synced once for several.
class VisitSink {
 public:
  virtual ~VisitSink() = default;
  virtual void Take(std::vector<Visit> visits, std::vector<RobotsVisit> robots) = 0;
  // robots.txt forbids it: nothing was sent.
  virtual void TakeRefusal(CrawlSource& source, const db::DueUrl& url, const db::LeaseKey& lease,
                           std::int64_t token, int robots_line) = 0;
};

struct CrawlOptions {
  std::string user_agent;
  std::string contact_email;
  std::string worker;         // under which leases are taken
  core::Instant run_started;  // what is due by then is visited
};

// Visits everything due in `sources`, or until `stop`. Throws core::RetryLater when a lease was lost.
class Crawl {
 public:
  // Everything passed by reference outlives the crawl.
  Crawl(CrawlOptions options, pqxx::connection& connection, VisitSink& sink,
        const core::Clock& clock, core::Log& log, Progress& progress);
  ~Crawl();

  void Run(std::vector<CrawlSource>& sources, const std::stop_token& stop);

 private:
  struct OriginState;
  struct Queue;
  struct InFlight;

  void Refill(Queue& queue);
  bool StartNext(Queue& queue);
  void StartRobots(OriginState& state, Queue& queue, const crawler::Url& url);
  void Submit(OriginState& state, InFlight flight, crawler::FetchRequest request);
  OriginState& StateOf(const crawler::Origin& origin);
  bool HoldLease(OriginState& state);
  void TakeResults(std::vector<crawler::FetchResult> results);
  void TakeRobots(OriginState& state, crawler::FetchResult& result,
                  std::vector<RobotsVisit>& robots, Queue& queue);
  [[nodiscard]] std::chrono::milliseconds UntilNextStart() const;
  void ReleaseLeases();

  CrawlOptions options_;
  pqxx::connection& connection_;
  VisitSink& sink_;
  const core::Clock& clock_;
  core::Log& log_;
  Progress& progress_;
  crawler::Fetcher fetcher_;
  crawler::Politeness politeness_;
  std::map<crawler::Origin, OriginState> origins_;
  std::vector<Queue> queues_;
  std::map<std::uint64_t, InFlight> in_flight_;
  std::uint64_t next_id_ = 1;
};

}  // namespace agencywatch::cli
