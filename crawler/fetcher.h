// Fetches pages over HTTP/1.1, many at once on one thread, and keeps every byte as it was sent.
//
// libcurl moves the bytes; content and transfer decoding, proxies, cookies and redirects are
// switched off in it, so that the capture is what the server sent and each hop passes robots.txt,
// the address guard and politeness again. Who may be asked, and when, is the caller's business
// (robots_policy.h, politeness.h); that no private address is talked to is ours, checked on the
// address the socket uses.
//
// main calls curl_global_init before the first Fetcher.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/time.h"
#include "crawler/fetch_limits.h"
#include "crawler/fetch_result.h"
#include "crawler/sources.h"
#include "crawler/url.h"

namespace agencywatch::crawler {

struct FetchRequest {
  std::uint64_t id = 0;  // the caller's; comes back with the result
  Url url;
  bool may_be_private = false;  // Source::MayBePrivate(url.origin())
  TlsCheck tls = TlsCheck::kVerify;
  std::string etag;  // validators of the copy we have, as received; empty: none
  std::string last_modified;
  FetchLimits limits;
  // The address to use, from Resolver; empty: libcurl resolves the name. The guard looks at it all
  // the same.
  std::string pinned_ip;
  // A body that is announced as too large is begun all the same, so that its beginning can be used
  // (robots.txt).
  bool take_what_fits = false;
};

struct FetcherOptions {
  std::string user_agent;  // sent as it is
  std::string from;        // mail address for the From header; may be empty
  std::size_t max_in_flight = 64;
};

// Not to be shared between threads.
class Fetcher {
 public:
  // `clock` outlives the fetcher.
  Fetcher(FetcherOptions options, const core::Clock& clock);
  ~Fetcher();  // drops what is in flight
  Fetcher(const Fetcher&) = delete;
  Fetcher& operator=(const Fetcher&) = delete;

  // Starts a fetch. A std::logic_error when there is no room.
  void Submit(FetchRequest request);
  // Returns as soon as something has ended, when `timeout` is over (also with nothing in flight: it
  // may serve as a sleep), when woken, or when `stop` is asked for.
  [[nodiscard]] std::vector<FetchResult> Poll(std::chrono::milliseconds timeout,
                                              const std::stop_token& stop = {});

  // Makes Poll return; may be called from any thread.
  void Wake() noexcept;

  [[nodiscard]] std::size_t in_flight() const;
  [[nodiscard]] bool HasRoom() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace agencywatch::crawler
