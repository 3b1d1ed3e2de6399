// Crawls sources: takes what is due from the frontier, asks robots.txt and politeness, fetches, and hands every
// answer on. Wiring of crawler/ and db/; decides nothing about postings.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <pqxx/connection>
#include <stop_token>
#include <string>
#include <vector>

#include "cli/progress.h"
#include "cli/source_counts.h"
#include "core/log.h"
#include "core/time.h"
#include "crawler/fetcher.h"
#include "crawler/politeness.h"
#include "crawler/resolver.h"
#include "crawler/robots_policy.h"
#include "crawler/sources.h"
#include "db/frontier_store.h"
#include "db/lease_store.h"
#include "db/robots_store.h"

namespace agencywatch::cli {

struct CrawlSource {
  const crawler::Source* source = nullptr;
  std::int64_t id = 0;
  SourceCounts counts;
};

// What came of an address of a source, with all that its commit needs.
struct Visit {
  CrawlSource* source = nullptr;
  db::DueUrl url;
  db::LeaseKey lease;
  std::int64_t token = 0;
  int robots_line = 0;
  std::optional<crawler::FetchResult>
      result;                      // nullopt: robots.txt forbids it, and nothing was sent
  bool retry_in_this_run = false;  // it asked for a little patience
  std::optional<core::Instant> next_request;  // nothing may be sent to the origin before
};

// An answer to a robots.txt, as it is kept.
struct RobotsVisit {
  CrawlSource* source = nullptr;
  std::int64_t origin_id = 0;
  crawler::FetchResult result;
  std::optional<db::StoredRobots> robots;  // nullopt: a redirect, or the copy we have is still good
  std::vector<crawler::Url> sitemaps;      // of the same site
};

// What a visit did, once it is committed.
struct StoredVisit {
  CrawlSource* source = nullptr;
  std::int64_t url_id = 0;
  SourceCounts counts;
};

// Where answers go. Works on threads of its own; these functions are called on the crawl's thread.
class VisitSink {
 public:
  virtual ~VisitSink() = default;
  // False while there is enough to do: fetch no more.
  [[nodiscard]] virtual bool HasRoom() const = 0;
  virtual void Put(Visit visit) = 0;
  virtual void Put(RobotsVisit visit) = 0;
  // What was committed since the last call. Throws what went wrong in committing.
  [[nodiscard]] virtual std::vector<StoredVisit> TakeStored() = 0;
  // Waits until everything that was put is committed.
  virtual void Finish() = 0;
  // `wake` is called whenever TakeStored has something new, on any thread.
  virtual void OnStored(std::function<void()> wake) = 0;
};

struct CrawlOptions {
  std::string user_agent;
  std::string contact_email;
  std::string worker;  // under which leases are taken
  std::int64_t run_id = 0;
  core::Instant run_started;  // what is due by then is visited
};

// Visits everything due in `sources`, or until `stop`; what other workers have leased is waited for. Throws
// core::RetryLater when a lease was lost, or the database: what was not committed is due as before.
class Crawl {
 public:
  // A site that asks for more patience in one go is left for the next run.
  static constexpr std::chrono::minutes kPatience{2};

  // Everything passed by reference outlives the crawl.
  Crawl(CrawlOptions options, pqxx::connection& connection, VisitSink& sink,
        const core::Clock& clock, core::Log& log, Progress& progress);
  ~Crawl();

  void Run(std::vector<CrawlSource>& sources, const std::stop_token& stop);

 private:
  using SteadyTime = crawler::SteadyTime;
  struct OriginState;
  struct Queue;
  struct InFlight;

  void Refill(Queue& queue);
  bool StartNext(Queue& queue);
  bool MayStart(Queue& queue, OriginState& state);
  void StartPage(Queue& queue, OriginState& state);
  void StartRobots(Queue& queue, OriginState& state);
  void Submit(OriginState& state, InFlight flight, crawler::FetchRequest request);
  OriginState& StateOf(const db::DueUrl& due, const crawler::Url& url,
                       const crawler::Source& source);
  bool HoldLeases(Queue& queue, OriginState& state);
  bool Hold(const db::LeaseKey& lease, std::optional<std::int64_t>& token, SteadyTime& renew_at,
            std::chrono::seconds longest_request, bool& taken);
  void TakeUp(OriginState& state);
  void GiveUp(OriginState& state);
  void Close(Queue& queue, OriginState& state, const char* why);
  void DropWaiting(OriginState& state);
  bool OverBudget(Queue& queue);
  void TakeResults(std::vector<crawler::FetchResult> results);
  void TakeRobots(OriginState& state, crawler::FetchResult& result, Queue& queue);
  void UseRobots(OriginState& state, const db::StoredRobots& robots);
  void TakeStored();
  [[nodiscard]] bool IsDone(const Queue& queue) const;
  [[nodiscard]] std::chrono::milliseconds UntilNextStart() const;
  void ReleaseLeases();

  CrawlOptions options_;
  pqxx::connection& connection_;
  VisitSink& sink_;
  const core::Clock& clock_;
  core::Log& log_;
  Progress& progress_;
  crawler::Fetcher fetcher_;
  crawler::Resolver resolver_;
  crawler::Politeness politeness_;
  std::map<crawler::Origin, std::unique_ptr<OriginState>> origins_;
  std::vector<Queue> queues_;
  std::map<std::uint64_t, InFlight> in_flight_;
  std::uint64_t next_id_ = 1;
};

}  // namespace agencywatch::cli
