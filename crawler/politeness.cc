#include "crawler/politeness.h"

#include <algorithm>

namespace agencywatch::crawler {

std::chrono::milliseconds Manners::Pause() const {
  return std::max(delay, crawl_delay.value_or(std::chrono::milliseconds(0)));
}

Manners Manners::Gentler(const Manners& other) const {
  Manners both = *this;
  both.delay = std::max(delay, other.delay);
  if (other.crawl_delay)
    both.crawl_delay = std::max(crawl_delay.value_or(*other.crawl_delay), *other.crawl_delay);
  both.connections = std::min(connections, other.connections);
  both.is_private = is_private && other.is_private;
  return both;
}

void Politeness::SetManners(const Origin& origin, const Manners& manners) {
  origins_[origin].manners = manners;
}

void Politeness::NotBefore(const Origin& origin, SteadyTime at) {
  Place& place = origins_[origin].place;
  place.next = std::max(place.next, at);
}

std::chrono::milliseconds Politeness::PauseOf(const OriginState& state) {
  const std::chrono::milliseconds pause = state.manners.Pause();
  if (pause.count() == 0) return pause;
  const std::chrono::milliseconds most = kMaxAdapted;
  return std::max(pause, std::min(state.latency * kLatencyFactor, most));
}

std::optional<SteadyTime> Politeness::NextStart(const Origin& origin, const std::string& ip) const {
  const auto found = origins_.find(origin);
  if (found == origins_.end()) {
    const auto address = addresses_.find(ip);
    if (address == addresses_.end()) return SteadyTime{};
    if (address->second.running > 0) return std::nullopt;
    return address->second.next;
  }
  const OriginState& state = found->second;
  if (state.place.running >= state.manners.connections) return std::nullopt;
  SteadyTime next = state.place.next;
  if (state.manners.is_private || ip.empty()) return next;
  const auto address = addresses_.find(ip);
  if (address != addresses_.end()) {
    // One connection to an address; two origins that share it take turns. An origin that is allowed
    // more connections may have them to its own address.
    if (address->second.running >= state.manners.connections) return std::nullopt;
    next = std::max(next, address->second.next);
  }
  return next;
}

void Politeness::OnStart(const Origin& origin, const std::string& ip, SteadyTime now) {
  OriginState& state = origins_[origin];
  ++state.place.running;
  state.place.next = std::max(state.place.next, now + PauseOf(state));
  if (state.manners.is_private || ip.empty()) return;
  Place& address = addresses_[ip];
  ++address.running;
  address.next = std::max(address.next, now + PauseOf(state));
}

void Politeness::OnEnd(const Origin& origin, const Answer& answer, SteadyTime now,
                       core::Instant wall_now) {
  OriginState& state = origins_[origin];
  state.place.running = std::max(0, state.place.running - 1);
  state.unconnected = answer.no_connection ? state.unconnected + 1 : 0;
  if (answer.latency.count() > 0) {
    const bool first = state.latency.count() == 0;
    state.latency = first ? answer.latency : (state.latency * 3 + answer.latency) / 4;
  }
  if (!answer.used_ip.empty()) state.last_ip = answer.used_ip;
  if (!state.manners.is_private) {
    if (!answer.started_ip.empty()) {
      Place& address = addresses_[answer.started_ip];
      address.running = std::max(0, address.running - 1);
    }
    if (!answer.used_ip.empty() && answer.used_ip != answer.started_ip) {
      Place& address = addresses_[answer.used_ip];
      address.next = std::max(address.next, now + PauseOf(state));
    }
  }
  const int status = answer.head != nullptr ? answer.head->status : 0;
  if (status == 429 || status == 503) {
    const auto asked = ParseRetryAfter(answer.head->Get("Retry-After"), wall_now);
    const int doublings = std::min(state.refusals, 10);
    const std::chrono::milliseconds least = kFirstBackOff;
    const std::chrono::milliseconds own =
        std::max(state.manners.Pause() * 10, least) * (1 << doublings);
    const std::chrono::milliseconds most = kMaxBackOff;
    const std::chrono::milliseconds back_off = asked ? std::chrono::milliseconds(*asked) : own;
    state.place.next = std::max(state.place.next, now + std::min(back_off, most));
    ++state.refusals;
  } else if (status != 0) {
    state.refusals = 0;
  }
}

const std::string& Politeness::LastAddress(const Origin& origin) const {
  static const std::string kNone;
  const auto found = origins_.find(origin);
  return found == origins_.end() ? kNone : found->second.last_ip;
}

SteadyTime Politeness::PauseEnd(const Origin& origin) const {
  const auto found = origins_.find(origin);
  return found == origins_.end() ? SteadyTime{} : found->second.place.next;
}

bool Politeness::IsSilent(const Origin& origin) const {
  const auto found = origins_.find(origin);
  return found != origins_.end() && found->second.unconnected >= kSilentAfter;
}

}  // namespace agencywatch::crawler
