#include "crawler/politeness.h"

#include <algorithm>

namespace agencywatch::crawler {

std::chrono::milliseconds Manners::Pause() const {
  return std::max(delay, crawl_delay.value_or(std::chrono::milliseconds(0)));
}

void Politeness::SetManners(const Origin& origin, const Manners& manners) {
  origins_[origin].manners = manners;
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
  state.place.next = std::max(state.place.next, now + state.manners.Pause());
  if (state.manners.is_private || ip.empty()) return;
  Place& address = addresses_[ip];
  ++address.running;
  address.next = std::max(address.next, now + state.manners.Pause());
}

void Politeness::OnEnd(const Origin& origin, const std::string& started_ip,
                       const std::string& used_ip, const HttpHead& head, SteadyTime now,
                       core::Instant wall_now) {
  OriginState& state = origins_[origin];
  state.place.running = std::max(0, state.place.running - 1);
  if (!used_ip.empty()) state.last_ip = used_ip;
  if (!state.manners.is_private) {
    if (!started_ip.empty()) {
      Place& address = addresses_[started_ip];
      address.running = std::max(0, address.running - 1);
    }
    if (!used_ip.empty() && used_ip != started_ip) {
      Place& address = addresses_[used_ip];
      address.next = std::max(address.next, now + state.manners.Pause());
    }
  }
  if (head.status == 429 || head.status == 503) {
    const auto asked = ParseRetryAfter(head.Get("Retry-After"), wall_now);
    const int doublings = std::min(state.refusals, 10);
    const std::chrono::seconds own = kFirstBackOff * (1 << doublings);
    const std::chrono::seconds most = kMaxBackOff;
    state.place.next = std::max(state.place.next, now + std::min(asked.value_or(own), most));
    ++state.refusals;
  } else if (head.status != 0) {
    state.refusals = 0;
  }
}

const std::string& Politeness::LastAddress(const Origin& origin) const {
  static const std::string kNone;
  const auto found = origins_.find(origin);
  return found == origins_.end() ? kNone : found->second.last_ip;
}

}  // namespace agencywatch::crawler
