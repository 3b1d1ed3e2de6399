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
#include <string_view>
#include <variant>
#include <vector>

#include "core/time.h"
#include "crawler/fetch_limits.h"
#include "crawler/http_message.h"
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

// What went over the wire. Kept for every outcome, as far as it went: bytes are empty when none
// came.
struct Exchange {
  std::string request;        // the head as sent
  std::string response_head;  // status line to empty line; without 1xx answers
  std::string response_body;  // as sent: chunked and compressed where the server did so
  HttpHead head;              // response_head, parsed
  core::Instant at{};         // when the request was begun
  std::string ip;             // the address the socket used; empty when there was no connection
  std::uint16_t port = 0;
  std::string cert_sha256;  // hex, of the server's certificate in DER; empty without TLS
  std::chrono::milliseconds first_byte{0};  // since the start; 0 when none came
  std::chrono::milliseconds total{0};
};

enum class RefusedReason { kPrivateAddress, kScheme };
enum class FailReason {
  kNameNotFound,
  kConnectFailed,
  kCertificate,  // the certificate is not one we may trust (tls: verify)
  kTls,          // TLS could not be agreed on
  kConnectTimeout,
  kFirstByteTimeout,
  kTotalTimeout,
  kTooSlow,
  kConnectionLost,  // reset, or closed before an answer
  kTruncated,       // fewer bytes than announced
  kHeaderTooLarge,
  kBodyTooLarge,
  kDecodedTooLarge,
  kBadHttp,
  kBadCoding,  // chunks or compression broken, or a coding that was not offered
  kOther
};

// A complete answer that is neither a redirect nor a 304: the status is in exchange.head, and may
// be any.
struct Page {
  std::optional<std::string> payload;  // without transfer coding, where there was one
  std::optional<std::string> decoded;  // without content coding, where there was one
};
struct NotModified {};  // 304 to our validators
struct Redirect {
  std::optional<Url> target;  // nullopt: no Location that can be understood
};
struct Refused {
  RefusedReason reason = RefusedReason::kPrivateAddress;
  std::string detail;  // which address, of which kind
};
struct Failed {
  FailReason reason = FailReason::kOther;
  std::string detail;  // libcurl's words
};
using FetchOutcome = std::variant<Page, NotModified, Redirect, Refused, Failed>;

// "page", "not-modified", "redirect", "refused-private", "failed-first-byte-timeout" …: stable, for
// tables and reports.
[[nodiscard]] std::string OutcomeName(const FetchOutcome& outcome);

struct FetchResult {
  std::uint64_t id = 0;
  Url url;
  Exchange exchange;
  FetchOutcome outcome;

  // Of a Page: the body without transfer coding, still compressed if it was, and what readers read.
  // Both point into this result.
  [[nodiscard]] std::string_view payload() const;
  [[nodiscard]] std::string_view body() const;
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
