// When an origin may be asked next, and how many requests may run at once: kept per origin and per
// IP address. Pure: it is told what happens and when, and asks no clock. Times are steady, in
// milliseconds.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "crawler/http_message.h"
#include "crawler/url.h"

namespace agencywatch::crawler {

using SteadyTime = std::chrono::steady_clock::time_point;

// How gently one origin is to be treated.
struct Manners {
  std::chrono::milliseconds delay{1000};                 // of the source
  std::optional<std::chrono::milliseconds> crawl_delay;  // of robots.txt; the longer one counts
  int connections = 1;                                   // at once
  bool is_private = false;                               // exempt from the per-address limit
  [[nodiscard]] std::chrono::milliseconds Pause() const;
  // Of two sources that share an origin, the gentler in everything.
  [[nodiscard]] Manners Gentler(const Manners& other) const;
};

// What ended, for OnEnd.
struct Answer {
  std::string started_ip;          // what OnStart was told
  std::string used_ip;             // the address the socket used; may be empty, or another one
  const HttpHead* head = nullptr;  // of the answer; null or with status 0 when there was none
  std::chrono::milliseconds latency{0};  // until the first byte
  bool no_connection = false;            // nobody listens, or no such name
};

class Politeness {
 public:
  // A site that answers 429 or 503 is left alone for Retry-After (at most kMaxBackOff), without one
  // for ten pauses (at least kFirstBackOff), doubled each time until an answer is good again.
  static constexpr std::chrono::seconds kFirstBackOff{1};
  static constexpr std::chrono::hours kMaxBackOff{6};
  // A site that needs long to answer is asked as seldom as five times its usual latency, at most
  // kMaxAdapted; not with a pause of zero, which asks for full speed.
  static constexpr int kLatencyFactor = 5;
  static constexpr std::chrono::seconds kMaxAdapted{60};
  // So many requests in a row without a connection, and the origin counts as silent.
  static constexpr int kSilentAfter = 5;

  // Manners hold from now on; without them an origin is treated as by Manners{}.
  void SetManners(const Origin& origin, const Manners& manners);
  // Nothing may start before; what an earlier run or another worker left behind.
  void NotBefore(const Origin& origin, SteadyTime at);

  // The earliest time at which a request to `origin` may start; nullopt while its connections are
  // all in use (ask again after OnEnd). `ip` is the address it had last, or empty when not known.
  [[nodiscard]] std::optional<SteadyTime> NextStart(const Origin& origin,
                                                    const std::string& ip) const;

  // A request starts; its pause counts from here. Every OnStart is followed by one OnEnd.
  void OnStart(const Origin& origin, const std::string& ip, SteadyTime now);
  void OnEnd(const Origin& origin, const Answer& answer, SteadyTime now, core::Instant wall_now);

  // The address the origin had last; empty when none is known.
  [[nodiscard]] const std::string& LastAddress(const Origin& origin) const;
  // When the origin's own pause or back-off ends, whatever its connections do.
  [[nodiscard]] SteadyTime PauseEnd(const Origin& origin) const;
  // It does not answer: the rest of its pages is better left for another night.
  [[nodiscard]] bool IsSilent(const Origin& origin) const;

 private:
  struct Place {
    SteadyTime next{};
    int running = 0;
  };
  struct OriginState {
    Manners manners;
    Place place;
    int refusals = 0;  // 429 and 503 in a row
    int unconnected = 0;                   // in a row
    std::chrono::milliseconds latency{0};  // smoothed
    std::string last_ip;
  };
  [[nodiscard]] static std::chrono::milliseconds PauseOf(const OriginState& state);
  std::map<Origin, OriginState> origins_;
  std::map<std::string, Place> addresses_;
};

}  // namespace agencywatch::crawler
