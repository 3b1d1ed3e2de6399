// What came of a fetch: every byte that went over the wire, and the outcome by its name.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/time.h"
#include "crawler/http_message.h"
#include "crawler/url.h"

namespace agencywatch::crawler {

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

}  // namespace agencywatch::crawler
