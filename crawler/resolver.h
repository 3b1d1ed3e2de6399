// Names to addresses, on threads of its own, so that a slow name server holds up nobody. The crawl
// leases the address before it asks it for anything, and the fetcher uses that very address.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace agencywatch::crawler {

class Resolver {
 public:
  static constexpr std::chrono::minutes kMaxAge{10};  // an answer is used so long

  // `ready` is called on a thread of the resolver's whenever a name has been looked up.
  explicit Resolver(std::function<void()> ready);
  ~Resolver();
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  // The host's first address; empty: it has none. nullopt: it is being looked up, ask again when
  // `ready` was called. `host` as in Url; an IP address is its own answer.
  [[nodiscard]] std::optional<std::string> Find(const std::string& host);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;  // shared with the threads, which may be stuck in a look-up
};

}  // namespace agencywatch::crawler
