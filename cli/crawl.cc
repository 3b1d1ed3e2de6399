#include "cli/crawl.h"

#include <algorithm>
#include <pqxx/pqxx>
#include <utility>
#include <variant>

#include "core/errors.h"

namespace agencywatch::cli {
namespace {

using crawler::FetchResult;
using crawler::Page;
using crawler::Redirect;
using Steady = std::chrono::steady_clock;

constexpr std::chrono::seconds kLeaseTime{180};  // longer than any request may take
constexpr int kRefillUrls = 256;

}  // namespace

struct Crawl::OriginState {
  crawler::Origin origin;
  db::LeaseKey lease;
  std::optional<std::int64_t> token;
  bool busy_elsewhere = false;  // another worker has it: leave it alone in this run
  Steady::time_point renew_at{};
  std::optional<crawler::Url> robots_url;  // where to ask next: moves on with redirects
  int robots_hops = 0;
  bool robots_in_flight = false;
  std::optional<crawler::RobotsPolicy> robots;
};

struct Crawl::Queue {
  CrawlSource* source = nullptr;
  std::deque<db::DueUrl> urls;
  std::set<std::int64_t> taken;  // handed out in this run, so that none is visited twice
  int in_flight = 0;             // with robots.txt
  int pages_in_flight = 0;       // without
  bool exhausted = false;
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
      fetcher_({options_.user_agent, options_.contact_email, 64}, clock) {}

Crawl::~Crawl() = default;

void Crawl::Run(std::vector<CrawlSource>& sources, const std::stop_token& stop) {
  queues_.clear();
  for (auto& source : sources) queues_.push_back({&source, {}, {}, 0, false});
  while (!stop.stop_requested()) {
    bool started = true;
    while (started &&
           fetcher_.HasRoom()) {  // one of each source in turn: a slow site holds up nobody
      started = false;
      for (auto& queue : queues_) {
        if (fetcher_.HasRoom() && StartNext(queue)) started = true;
      }
    }
    const bool waiting = std::any_of(queues_.begin(), queues_.end(), [](const Queue& queue) {
      return !queue.urls.empty() || queue.in_flight > 0;
    });
    if (!waiting) break;
    TakeResults(fetcher_.Poll(UntilNextStart(), stop));
  }
  ReleaseLeases();
}

void Crawl::Refill(Queue& queue) {
  if (queue.exhausted || !queue.urls.empty()) return;
  pqxx::work tx(connection_);
  const int limit = kRefillUrls + queue.in_flight;
  for (auto& url : db::NextDue(tx, queue.source->id, options_.run_started, limit)) {
    if (!queue.taken.contains(url.id)) queue.urls.push_back(std::move(url));
  }
  tx.commit();
  if (queue.urls.empty() && queue.in_flight == 0) queue.exhausted = true;
}

// Takes the first URL of the queue that may go now, and starts it or refuses it. False: nothing may go now.
bool Crawl::StartNext(Queue& queue) {
  Refill(queue);
  CrawlSource& source = *queue.source;
  for (auto it = queue.urls.begin(); it != queue.urls.end();) {
    if (source.counts.visited + queue.pages_in_flight >= source.source->max_pages) {
      source.counts.budget_reached = true;
      queue.urls.clear();
      queue.exhausted = true;
      return false;
    }
    const auto url = crawler::ParseUrl(it->url);
    OriginState* state = url && url->IsHttp() ? &StateOf(url->origin()) : nullptr;
    if (state == nullptr || !HoldLease(*state)) {
      queue.taken.insert(it->id);
      it = queue.urls.erase(it);
      continue;
    }
    const auto start = politeness_.NextStart(state->origin, politeness_.LastAddress(state->origin));
    if (!start || *start > Steady::now() || state->robots_in_flight) {
      ++it;
      continue;
    }
    if (!state->robots) {
      StartRobots(*state, queue, *url);
      return true;
    }
    db::DueUrl due = std::move(*it);
    queue.urls.erase(it);
    queue.taken.insert(due.id);
    const auto decision = state->robots->Check(url->PathAndQuery());
    if (!decision.allowed) {
      ++source.counts.visited;
      if (state->robots->unreachable()) {
        source.counts.robots_unreachable = true;
        ++source.counts.failed;
        ++source.counts.failures["robots-unreachable"];
      } else {
        ++source.counts.refused;
      }
      sink_.TakeRefusal(source, due, state->lease, *state->token, decision.line);
      return true;
    }
    crawler::FetchRequest request;
    request.url = *url;
    request.may_be_private = source.source->MayBePrivate(state->origin);
    request.tls = source.source->tls;
    request.etag = due.etag;
    request.last_modified = due.last_modified;
    Submit(*state, {&queue, state, {}, std::move(due), decision.line}, std::move(request));
    return true;
  }
  return false;
}

void Crawl::StartRobots(OriginState& state, Queue& queue, const crawler::Url& url) {
  const crawler::Source& source = *queue.source->source;
  if (!state.robots_url) {
    state.robots_url = crawler::ParseUrl("/robots.txt", &url);
    politeness_.SetManners(state.origin, {source.delay, {}, source.connections, source.is_private});
  }
  state.robots_in_flight = true;
  crawler::FetchRequest request;
  request.url = *state.robots_url;
  request.may_be_private = source.MayBePrivate(request.url.origin());
  request.tls = source.tls;
  request.limits.body_bytes = crawler::RobotsPolicy::kMaxBodyBytes;
  request.limits.decoded_bytes = crawler::RobotsPolicy::kMaxBodyBytes;
  Submit(state, {&queue, &state, {}, {}, 0}, std::move(request));
}

void Crawl::Submit(OriginState& state, InFlight flight, crawler::FetchRequest request) {
  request.id = next_id_++;
  flight.ip = politeness_.LastAddress(state.origin);
  politeness_.OnStart(state.origin, flight.ip, Steady::now());
  ++flight.queue->in_flight;
  if (flight.url) ++flight.queue->pages_in_flight;
  in_flight_.emplace(request.id, std::move(flight));
  fetcher_.Submit(std::move(request));
}

Crawl::OriginState& Crawl::StateOf(const crawler::Origin& origin) {
  auto [found, added] = origins_.try_emplace(origin);
  if (added) {
    found->second.origin = origin;
    found->second.lease = {db::LeaseKind::kOrigin, origin.Text()};
  }
  return found->second;
}

// Takes the lease when it is not held, and renews it in good time.
bool Crawl::HoldLease(OriginState& state) {
  if (state.busy_elsewhere) return false;
  const auto now = Steady::now();
  if (state.token && now < state.renew_at) return true;
  pqxx::work tx(connection_);
  if (!state.token) {
    state.token = db::TakeLease(tx, state.lease, options_.worker, kLeaseTime);
    state.busy_elsewhere = !state.token;
  } else if (!db::RenewLease(tx, state.lease, *state.token, kLeaseTime)) {
    throw core::RetryLater("the lease of " + state.lease.key + " went to another worker");
  }
  tx.commit();
  state.renew_at = now + kLeaseTime / 3;
  if (state.busy_elsewhere) log_.Warn("origin_busy", {{"origin", state.lease.key}});
  return state.token.has_value();
}

void Crawl::TakeResults(std::vector<FetchResult> results) {
  std::vector<Visit> visits;
  std::vector<RobotsVisit> robots;
  for (auto& result : results) {
    const auto found = in_flight_.find(result.id);
    InFlight flight = std::move(found->second);
    in_flight_.erase(found);
    OriginState& state = *flight.state;
    politeness_.OnEnd(state.origin, flight.ip, result.exchange.ip, result.exchange.head,
                      Steady::now(), clock_.Now());
    --flight.queue->in_flight;
    if (!flight.url) {
      TakeRobots(state, result, robots, *flight.queue);
      continue;
    }
    --flight.queue->pages_in_flight;
    ++flight.queue->source->counts.visited;
    progress_.Show(flight.queue->source->source->name + ": " +
                   std::to_string(flight.queue->source->counts.visited) + "  " + result.url.Href());
    visits.push_back({flight.queue->source, std::move(*flight.url), state.lease, *state.token,
                      flight.robots_line, std::move(result)});
  }
  if (!visits.empty() || !robots.empty()) sink_.Take(std::move(visits), std::move(robots));
}

void Crawl::TakeRobots(OriginState& state, FetchResult& result, std::vector<RobotsVisit>& robots,
                       Queue& queue) {
  state.robots_in_flight = false;
  const auto* redirect = std::get_if<Redirect>(&result.outcome);
  if (redirect != nullptr && redirect->target && redirect->target->IsHttp() &&
      state.robots_hops < crawler::RobotsPolicy::kMaxRedirects) {
    ++state.robots_hops;
    state.robots_url = redirect->target;  // asked when politeness lets it
    robots.push_back({queue.source, state.origin, std::move(result)});
    return;
  }
  const auto* page = std::get_if<Page>(&result.outcome);
  // A file that is too large is read as far as it goes; any other failure is no answer.
  const int status = page != nullptr || redirect != nullptr ? result.exchange.head.status : 0;
  state.robots = crawler::RobotsPolicy::FromResponse(
      status, page != nullptr ? page->body : std::string_view{}, options_.user_agent, clock_.Now());
  const crawler::Source& source = *queue.source->source;
  politeness_.SetManners(state.origin, {source.delay, state.robots->crawl_delay(),
                                        source.connections, source.is_private});
  if (state.robots->unreachable()) {
    log_.Warn("robots_unreachable",
              {{"source", source.key}, {"outcome", crawler::OutcomeName(result.outcome)}});
  }
  robots.push_back({queue.source, state.origin, std::move(result)});
}

std::chrono::milliseconds Crawl::UntilNextStart() const {
  const auto now = Steady::now();
  auto next = now + std::chrono::seconds(1);
  for (const auto& [origin, state] : origins_) {
    const auto start = politeness_.NextStart(origin, politeness_.LastAddress(origin));
    if (start && *start > now && *start < next) next = *start;
  }
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(next - now);
  return std::clamp(wait, std::chrono::milliseconds(1), std::chrono::milliseconds(1000));
}

void Crawl::ReleaseLeases() {
  pqxx::work tx(connection_);
  for (auto& [origin, state] : origins_) {
    if (state.token) db::ReleaseLease(tx, state.lease, *state.token);
    state.token.reset();
  }
  tx.commit();
}

}  // namespace agencywatch::cli
