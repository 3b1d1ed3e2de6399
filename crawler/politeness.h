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
};

class Politeness {
 public:
  // A site that answers 429 or 503 is left alone for Retry-After (at most kMaxBackOff), without one
  // for kFirstBackOff, doubled each time until an answer is good again.
  static constexpr std::chrono::seconds kFirstBackOff{30};
  static constexpr std::chrono::hours kMaxBackOff{6};

  // Manners hold from now on; without them an origin is treated as by Manners{}.
  void SetManners(const Origin& origin, const Manners& manners);

  // The earliest time at which a request to `origin` may start; nullopt while its connections are
  // all in use (ask again after OnEnd). `ip` is the address it had last, or empty when not known.
  [[nodiscard]] std::optional<SteadyTime> NextStart(const Origin& origin,
                                                    const std::string& ip) const;

  // A request starts; its pause counts from here. Every OnStart is followed by one OnEnd.
  void OnStart(const Origin& origin, const std::string& ip, SteadyTime now);
  // It has ended. `started_ip` is what OnStart was told, `used_ip` the address the socket used (may
  // be empty, or another one: then its pause counts from here); `head` is empty (status 0) when
  // there was no answer.
  void OnEnd(const Origin& origin, const std::string& started_ip, const std::string& used_ip,
             const HttpHead& head, SteadyTime now, core::Instant wall_now);

  // The address the origin had last; empty when none is known.
  [[nodiscard]] const std::string& LastAddress(const Origin& origin) const;

 private:
  struct Place {
    SteadyTime next{};
    int running = 0;
  };
  struct OriginState {
    Manners manners;
    Place place;
    int refusals = 0;  // 429 and 503 in a row
    std::string last_ip;
  };
  std::map<Origin, OriginState> origins_;
  std::map<std::string, Place> addresses_;
};

}  // namespace agencywatch::crawler
