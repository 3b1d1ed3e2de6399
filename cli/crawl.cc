#include "cli/crawl.h"

#include <algorithm>
#include <deque>
#include <pqxx/pqxx>
#include <set>
#include <unordered_set>
#include <utility>
#include <variant>

#include "core/errors.h"
#include "db/run_store.h"
#include "db/source_store.h"

namespace agencywatch::cli {
namespace {

using crawler::FailReason;
using crawler::FetchResult;
using crawler::Page;
using crawler::Redirect;
using Steady = std::chrono::steady_clock;
using std::chrono::seconds;

constexpr seconds kLeaseTime{180};
constexpr seconds kBusyPause{3};  // until an origin that another worker has is looked at again
constexpr int kRefillUrls = 1000;
constexpr std::size_t kMaxInFlight = 64;

bool IsUnder(const FetchResult& result, int hundreds) {
  return result.exchange.head.status / 100 == hundreds;
}

// Nobody listens, or there is no such name.
bool NoConnection(const FetchResult& result) {
  const auto* failed = std::get_if<crawler::Failed>(&result.outcome);
  return failed != nullptr && (failed->reason == FailReason::kNameNotFound ||
                               failed->reason == FailReason::kConnectFailed ||
                               failed->reason == FailReason::kConnectTimeout);
}

// A robots.txt as far as it goes, one that is too large included (RFC 9309, 2.5); nullopt: no answer.
std::optional<std::string> RobotsBody(const FetchResult& result) {
  if (std::holds_alternative<Page>(result.outcome)) return std::string(result.body());
  const auto* failed = std::get_if<crawler::Failed>(&result.outcome);
  if (failed == nullptr || (failed->reason != FailReason::kBodyTooLarge &&
                            failed->reason != FailReason::kDecodedTooLarge)) {
    return std::nullopt;
  }
  constexpr std::size_t kMost = crawler::RobotsPolicy::kMaxBodyBytes;
  const auto& exchange = result.exchange;
  auto payload = crawler::RemoveTransferCoding(exchange.head, exchange.response_body, kMost);
  return crawler::RemoveContentCoding(exchange.head, std::move(payload.bytes), kMost).bytes;
}

}  // namespace

struct Crawl::OriginState {
  crawler::Origin origin;
  std::int64_t id = 0;
  std::set<const crawler::Source*> sources;  // whose manners hold
  crawler::Manners manners;
  seconds longest_request{60};

  db::LeaseKey lease;
  std::optional<std::int64_t> token;
  SteadyTime renew_at{};
  db::LeaseKey address_lease;  // key empty: none is needed, or not known yet
  std::optional<std::int64_t> address_token;
  SteadyTime address_renew_at{};
  SteadyTime busy_until{};  // another worker has it, or its address
  bool closed = false;      // not in this run any more
  std::string pinned_ip;    // the address that was leased

  std::optional<crawler::Url> robots_url;  // where to ask next: moves on with redirects
  int robots_hops = 0;
  bool robots_in_flight = false;
  std::optional<db::StoredRobots> stored_robots;  // of an earlier run
  std::optional<crawler::RobotsPolicy> robots;

  int in_flight = 0;
};

struct Crawl::Queue {
  struct Item {
    db::DueUrl due;
    crawler::Url url;
  };
  CrawlSource* source = nullptr;
  std::map<OriginState*, std::deque<Item>> waiting;
  std::unordered_set<std::int64_t> started;  // fetched or being fetched, and not yet committed
  std::set<OriginState*> busy;               // had something due when another worker had them
  bool stale = true;                         // the frontier may have more than what waits here
  bool exhausted = false;                    // nothing more in this run
  std::int64_t visited = 0;                  // of the nightly budget
  Steady::time_point began = Steady::now();
};

struct Crawl::InFlight {
  Queue* queue = nullptr;
  OriginState* state = nullptr;
  std::string ip;                 // what politeness was told
  std::optional<db::DueUrl> url;  // nullopt: a robots.txt
  int robots_line = 0;
};

Crawl::Crawl(CrawlOptions options, pqxx::connection& connection, VisitSink& sink,
             const core::Clock& clock, core::Log& log, Progress& progress)
    : options_(std::move(options)),
      connection_(connection),
      sink_(sink),
      clock_(clock),
      log_(log),
      progress_(progress),
      fetcher_({options_.user_agent, options_.contact_email, kMaxInFlight}, clock),
      resolver_([this] { fetcher_.Wake(); }) {
  sink_.OnStored([this] { fetcher_.Wake(); });
}

Crawl::~Crawl() { sink_.OnStored({}); }

void Crawl::Run(std::vector<CrawlSource>& sources, const std::stop_token& stop) {
  queues_.clear();
  {
    pqxx::work tx(connection_);
    for (auto& source : sources) {
      Queue& queue = queues_.emplace_back();
      queue.source = &source;
      queue.visited = db::VisitedInRun(tx, options_.run_id, source.id);
    }
    tx.commit();
  }
  while (!stop.stop_requested()) {
    TakeStored();
    bool started = true;
    while (started && fetcher_.HasRoom() &&
           sink_.HasRoom()) {  // one of each source in turn: a slow site holds up nobody
      started = false;
      for (auto& queue : queues_) {
        if (fetcher_.HasRoom() && StartNext(queue)) started = true;
      }
    }
    if (std::all_of(queues_.begin(), queues_.end(),
                    [this](const Queue& queue) { return IsDone(queue); }))
      break;
    TakeResults(fetcher_.Poll(UntilNextStart(), stop));
  }
  sink_.Finish();
  TakeStored();
  ReleaseLeases();
}

bool Crawl::IsDone(const Queue& queue) const {
  return queue.waiting.empty() && queue.started.empty() && queue.busy.empty() &&
         (queue.exhausted || !queue.stale);
}

void Crawl::TakeStored() {
  std::unordered_set<CrawlSource*> touched;
  for (auto& stored : sink_.TakeStored()) {
    for (auto& queue : queues_) {
      if (queue.source != stored.source) continue;
      queue.started.erase(stored.url_id);
      queue.stale = true;
    }
    stored.source->counts.Add(stored.counts);
  }
}

void Crawl::Refill(Queue& queue) {
  const auto now = Steady::now();
  std::erase_if(queue.busy, [&](const OriginState* state) {
    if (state->busy_until > now) return false;
    queue.stale = true;
    return true;
  });
  if (queue.exhausted || !queue.stale || !queue.waiting.empty()) return;
  std::vector<std::int64_t> without;
  for (const auto& [origin, state] : origins_) {
    if (state->id != 0 && (state->closed || state->busy_until > now)) without.push_back(state->id);
  }
  pqxx::work tx(connection_);
  queue.visited = std::max(queue.visited, db::VisitedInRun(tx, options_.run_id, queue.source->id) +
                                              static_cast<std::int64_t>(queue.started.size()));
  const auto due = db::NextDue(tx, queue.source->id, options_.run_started,
                               kRefillUrls + static_cast<int>(queue.started.size()), without);
  tx.commit();
  queue.stale = false;
  for (const auto& url : due) {
    if (queue.started.contains(url.id)) continue;
    auto parsed = crawler::ParseUrl(url.url);
    if (!parsed || !parsed->IsHttp()) continue;  // the frontier holds none
    OriginState& state = StateOf(url, *parsed, *queue.source->source);
    queue.waiting[&state].push_back({url, std::move(*parsed)});
  }
}

Crawl::OriginState& Crawl::StateOf(const db::DueUrl& due, const crawler::Url& url,
                                   const crawler::Source& source) {
  auto& state = origins_[url.origin()];
  if (!state) {
    state = std::make_unique<OriginState>();
    state->origin = url.origin();
    state->lease = {db::LeaseKind::kOrigin, state->origin.Text()};
  }
  state->id = due.origin_id;
  if (state->sources.insert(&source).second) {
    const crawler::Manners manners{source.delay, {}, source.connections, source.is_private};
    state->manners = state->sources.size() == 1 ? manners : state->manners.Gentler(manners);
    politeness_.SetManners(state->origin, state->manners);
    state->longest_request =
        std::max(state->longest_request, std::chrono::ceil<seconds>(source.limits.fetch.total));
  }
  return *state;
}

bool Crawl::OverBudget(Queue& queue) {
  const crawler::Source& source = *queue.source->source;
  SourceCounts& counts = queue.source->counts;
  const bool pages = queue.visited >= source.max_pages;
  const bool time = Steady::now() - queue.began >= source.max_time;
  if (!pages && !time) return false;
  counts.budget_reached = counts.budget_reached || pages;
  counts.time_reached = counts.time_reached || !pages;
  queue.waiting.clear();
  queue.busy.clear();
  queue.exhausted = true;
  return true;
}

// Starts the first URL of the queue that may go now, or refuses it. False: nothing may go now.
bool Crawl::StartNext(Queue& queue) {
  Refill(queue);
  if (queue.waiting.empty() || OverBudget(queue)) return false;
  std::vector<OriginState*> origins;  // MayStart may take some out
  for (const auto& [state, items] : queue.waiting) origins.push_back(state);
  for (OriginState* state : origins) {
    if (!queue.waiting.contains(state) || !MayStart(queue, *state)) continue;
    if (state->robots) {
      StartPage(queue, *state);
    } else {
      StartRobots(queue, *state);
    }
    return true;
  }
  return false;
}

bool Crawl::MayStart(Queue& queue, OriginState& state) {
  if (state.closed) {
    queue.waiting.erase(&state);
    return false;
  }
  const auto now = Steady::now();
  if (state.robots_in_flight || state.busy_until > now) return false;
  if (politeness_.IsSilent(state.origin)) {
    queue.source->counts.silent = true;
    Close(queue, state, "silent");
    return false;
  }
  const auto start = politeness_.NextStart(state.origin, state.pinned_ip);
  if (start && *start > now + kPatience) {
    queue.source->counts.backed_off = true;
    Close(queue, state, "backed_off");
    return false;
  }
  return start && *start <= now && HoldLeases(queue, state);
}

void Crawl::StartPage(Queue& queue, OriginState& state) {
  CrawlSource& source = *queue.source;
  auto waiting = queue.waiting.find(&state);
  Queue::Item item = std::move(waiting->second.front());
  waiting->second.pop_front();
  if (waiting->second.empty()) queue.waiting.erase(waiting);
  queue.started.insert(item.due.id);
  ++queue.visited;
  const auto decision = state.robots->Check(item.url.PathAndQuery());
  if (!decision.allowed) {
    Visit visit;
    visit.source = &source;
    visit.url = std::move(item.due);
    visit.lease = state.lease;
    visit.token = *state.token;
    visit.robots_line = decision.line;
    source.counts.robots_unreachable =
        source.counts.robots_unreachable || state.robots->unreachable();
    sink_.Put(std::move(visit));
    return;
  }
  crawler::FetchRequest request;
  request.url = std::move(item.url);
  request.may_be_private = source.source->MayBePrivate(state.origin);
  request.tls = source.source->tls;
  request.etag = item.due.etag;
  request.last_modified = item.due.last_modified;
  request.limits = source.source->limits.fetch;
  request.pinned_ip = state.pinned_ip;
  Submit(state, {&queue, &state, {}, std::move(item.due), decision.line}, std::move(request));
}

void Crawl::StartRobots(Queue& queue, OriginState& state) {
  const crawler::Source& source = *queue.source->source;
  if (!state.robots_url) {
    state.robots_url = crawler::ParseUrl(state.origin.Text() + "/robots.txt");
  }
  state.robots_in_flight = true;
  crawler::FetchRequest request;
  request.url = *state.robots_url;
  request.may_be_private = source.MayBePrivate(request.url.origin());
  request.tls = source.tls;
  request.limits = source.limits.fetch;
  request.limits.body_bytes = crawler::RobotsPolicy::kMaxBodyBytes;
  request.limits.decoded_bytes = crawler::RobotsPolicy::kMaxBodyBytes;
  request.take_what_fits = true;
  if (request.url.origin() == state.origin) request.pinned_ip = state.pinned_ip;
  if (state.stored_robots && state.robots_hops == 0) {
    request.etag = state.stored_robots->etag;
    request.last_modified = state.stored_robots->last_modified;
  }
  Submit(state, {&queue, &state, {}, {}, 0}, std::move(request));
}

void Crawl::Submit(OriginState& state, InFlight flight, crawler::FetchRequest request) {
  request.id = next_id_++;
  flight.ip = state.pinned_ip;
  politeness_.OnStart(state.origin, flight.ip, Steady::now());
  ++state.in_flight;
  in_flight_.emplace(request.id, std::move(flight));
  fetcher_.Submit(std::move(request));
}

// Takes the lease when it is not held, and renews it so early that the longest request ends within it.
bool Crawl::Hold(const db::LeaseKey& lease, std::optional<std::int64_t>& token,
                 SteadyTime& renew_at, seconds longest_request, bool& taken) {
  const auto now = Steady::now();
  if (token && now < renew_at) return true;
  const seconds ttl = std::max(kLeaseTime, longest_request * 3);
  pqxx::work tx(connection_);
  taken = !token;
  if (!token) {
    token = db::TakeLease(tx, lease, options_.worker, ttl);
  } else if (!db::RenewLease(tx, lease, *token, ttl)) {
    throw core::RetryLater("the lease of " + lease.key + " went to another worker");
  }
  tx.commit();
  renew_at = now + (ttl - longest_request - seconds(5)) / 2;
  return token.has_value();
}

// Its own lease, and that of the address which the next request will use.
bool Crawl::HoldLeases(Queue& queue, OriginState& state) {
  bool taken = false;
  const auto busy = [&](const std::string& what) {
    log_.Info("busy_elsewhere", {{"lease", what}});
    state.busy_until = Steady::now() + kBusyPause;
    DropWaiting(state);
    return false;
  };
  if (!Hold(state.lease, state.token, state.renew_at, state.longest_request, taken)) {
    return busy(state.lease.key);
  }
  if (taken) {
    // What waits here may have been visited while another worker had it.
    DropWaiting(state);
    queue.stale = true;
    TakeUp(state);
    return false;
  }
  if (state.manners.is_private) return true;
  const auto may_go = [&] {
    const auto start = politeness_.NextStart(state.origin, state.pinned_ip);
    return start && *start <= Steady::now();
  };
  const auto ip = resolver_.Find(state.origin.host);
  if (!ip) return false;
  if (ip->empty()) {  // let the fetcher find that out, by name
    state.pinned_ip.clear();
    return true;
  }
  if (state.pinned_ip != *ip) {
    if (state.in_flight > 0) return false;
    pqxx::work tx(connection_);
    if (state.address_token) db::ReleaseLease(tx, state.address_lease, *state.address_token);
    tx.commit();
    state.address_token.reset();
    state.address_lease = {db::LeaseKind::kAddress, *ip};
    state.pinned_ip = *ip;
  }
  // Another origin of ours may hold the address already.
  for (const auto& [origin, other] : origins_) {
    if (other.get() != &state && other->address_token && other->pinned_ip == state.pinned_ip &&
        Hold(other->address_lease, other->address_token, other->address_renew_at,
             std::max(other->longest_request, state.longest_request), taken))
      return may_go();
  }
  if (Hold(state.address_lease, state.address_token, state.address_renew_at, state.longest_request,
           taken))
    return may_go();
  // Whoever has the address can go on with this origin, too.
  GiveUp(state);
  return busy(state.address_lease.key);
}

// What an earlier run or another worker left behind for whoever has the lease.
void Crawl::TakeUp(OriginState& state) {
  pqxx::work tx(connection_);
  const auto next = db::NextRequest(tx, state.id);
  auto robots = db::FindRobots(tx, state.id);
  tx.commit();
  const core::Instant now = clock_.Now();
  if (next && *next > now) politeness_.NotBefore(state.origin, Steady::now() + (*next - now));
  if (!robots || robots->status == 0 || robots->status >= 500) return;
  const bool fresh =
      now < robots->fetched_at + crawler::RobotsPolicy::kMaxAge && robots->fetched_at <= now;
  if (fresh) {
    UseRobots(state, *robots);
  } else if (robots->status == 200) {
    state.stored_robots = std::move(robots);
  }
}

void Crawl::GiveUp(OriginState& state) {
  if (!state.token) return;
  pqxx::work tx(connection_);
  db::ReleaseLease(tx, state.lease, *state.token);
  tx.commit();
  state.token.reset();
}

void Crawl::Close(Queue& queue, OriginState& state, const char* why) {
  state.closed = true;
  queue.waiting.erase(&state);
  queue.stale = true;
  log_.Warn("origin_left", {{"origin", state.origin.Text()}, {"why", why}});
}

// Takes its URLs out of all queues; they come back from the frontier once it may be had again.
void Crawl::DropWaiting(OriginState& state) {
  for (auto& queue : queues_) {
    if (queue.waiting.erase(&state) == 0) continue;
    if (state.busy_until > Steady::now()) queue.busy.insert(&state);
    queue.stale = true;
  }
}

void Crawl::TakeResults(std::vector<FetchResult> results) {
  for (auto& result : results) {
    const auto found = in_flight_.find(result.id);
    InFlight flight = std::move(found->second);
    in_flight_.erase(found);
    OriginState& state = *flight.state;
    --state.in_flight;
    const auto now = Steady::now();
    politeness_.OnEnd(state.origin,
                      {flight.ip, result.exchange.ip, &result.exchange.head,
                       result.exchange.first_byte, NoConnection(result)},
                      now, clock_.Now());
    if (!flight.url) {
      TakeRobots(state, result, *flight.queue);
      continue;
    }
    Visit visit;
    visit.source = flight.queue->source;
    visit.url = std::move(*flight.url);
    visit.lease = state.lease;
    visit.token = *state.token;
    visit.robots_line = flight.robots_line;
    const auto pause = politeness_.PauseEnd(state.origin) - now;
    if (pause > seconds(1)) visit.next_request = clock_.Now() + std::chrono::ceil<seconds>(pause);
    const int status = result.exchange.head.status;
    visit.retry_in_this_run =
        (status == 429 || status == 503) && visit.url.attempts < 2 && pause <= kPatience;
    visit.result = std::move(result);
    progress_.Show([&] {
      return visit.source->source->name + ": " + std::to_string(flight.queue->visited) + "  " +
             visit.url.url;
    });
    sink_.Put(std::move(visit));
  }
}

void Crawl::UseRobots(OriginState& state, const db::StoredRobots& robots) {
  state.robots = crawler::RobotsPolicy::FromResponse(robots.status, robots.body,
                                                     options_.user_agent, robots.fetched_at);
  state.manners.crawl_delay = state.robots->crawl_delay();
  politeness_.SetManners(state.origin, state.manners);
}

void Crawl::TakeRobots(OriginState& state, FetchResult& result, Queue& queue) {
  state.robots_in_flight = false;
  RobotsVisit visit;
  visit.source = queue.source;
  visit.origin_id = state.id;
  const auto* redirect = std::get_if<Redirect>(&result.outcome);
  if (redirect != nullptr && redirect->target && redirect->target->IsHttp() &&
      state.robots_hops < crawler::RobotsPolicy::kMaxRedirects) {
    ++state.robots_hops;
    state.robots_url = redirect->target;  // asked when politeness lets it
    visit.result = std::move(result);
    sink_.Put(std::move(visit));
    return;
  }
  db::StoredRobots robots;
  robots.fetched_at = clock_.Now();
  if (std::holds_alternative<crawler::NotModified>(result.outcome) && state.stored_robots) {
    robots = *state.stored_robots;
    robots.fetched_at = clock_.Now();
  } else if (auto body = RobotsBody(result)) {
    robots.status = result.exchange.head.status;
    if (IsUnder(result, 2)) robots.body = std::move(*body);
    if (state.robots_hops == 0) {
      robots.etag = result.exchange.head.Get("etag");
      robots.last_modified = result.exchange.head.Get("last-modified");
    }
  } else if (redirect != nullptr) {
    robots.status = result.exchange.head.status;
  }
  UseRobots(state, robots);
  const crawler::Source& source = *queue.source->source;
  if (state.robots->unreachable()) {
    log_.Warn("robots_unreachable",
              {{"source", source.key}, {"outcome", crawler::OutcomeName(result.outcome)}});
  }
  for (const auto& sitemap : state.robots->sitemaps()) {
    auto url = crawler::ParseUrl(sitemap, &*state.robots_url);
    if (url && url->IsHttp() && source.IsOnSite(*url)) visit.sitemaps.push_back(std::move(*url));
  }
  visit.robots = std::move(robots);
  visit.result = std::move(result);
  state.robots_url.reset();
  state.robots_hops = 0;
  sink_.Put(std::move(visit));
  queue.stale = true;
}

std::chrono::milliseconds Crawl::UntilNextStart() const {
  const auto now = Steady::now();
  auto next = now + seconds(1);
  const bool room = sink_.HasRoom();
  for (const auto& queue : queues_) {
    if (room && queue.stale && queue.waiting.empty() && !queue.exhausted) next = now;
    for (const auto& [state, items] : queue.waiting) {
      const auto start = politeness_.NextStart(state->origin, state->pinned_ip);
      if (start && *start > now && *start < next) next = *start;
    }
  }
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(next - now);
  return std::clamp(wait, std::chrono::milliseconds(1), std::chrono::milliseconds(1000));
}

void Crawl::ReleaseLeases() {
  pqxx::work tx(connection_);
  for (auto& [origin, state] : origins_) {
    if (state->token) db::ReleaseLease(tx, state->lease, *state->token);
    if (state->address_token) db::ReleaseLease(tx, state->address_lease, *state->address_token);
    state->token.reset();
    state->address_token.reset();
  }
  tx.commit();
}

}  // namespace agencywatch::cli
