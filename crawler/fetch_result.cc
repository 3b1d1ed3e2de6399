#include "crawler/fetch_result.h"

namespace agencywatch::crawler {
namespace {

std::string_view FailName(FailReason reason) {
  switch (reason) {
    case FailReason::kNameNotFound:
      return "name-not-found";
    case FailReason::kConnectFailed:
      return "connect";
    case FailReason::kCertificate:
      return "certificate";
    case FailReason::kTls:
      return "tls";
    case FailReason::kConnectTimeout:
      return "connect-timeout";
    case FailReason::kFirstByteTimeout:
      return "first-byte-timeout";
    case FailReason::kTotalTimeout:
      return "total-timeout";
    case FailReason::kTooSlow:
      return "too-slow";
    case FailReason::kConnectionLost:
      return "connection-lost";
    case FailReason::kTruncated:
      return "truncated";
    case FailReason::kHeaderTooLarge:
      return "header-too-large";
    case FailReason::kBodyTooLarge:
      return "body-too-large";
    case FailReason::kDecodedTooLarge:
      return "decoded-too-large";
    case FailReason::kBadHttp:
      return "bad-http";
    case FailReason::kBadCoding:
      return "bad-coding";
    case FailReason::kOther:
      return "other";
  }
  return "";
}

}  // namespace

std::string OutcomeName(const FetchOutcome& outcome) {
  struct Namer {
    std::string operator()(const Page&) const { return "page"; }
    std::string operator()(const NotModified&) const { return "not-modified"; }
    std::string operator()(const Redirect&) const { return "redirect"; }
    std::string operator()(const Refused& refused) const {
      return refused.reason == RefusedReason::kPrivateAddress ? "refused-private"
                                                              : "refused-scheme";
    }
    std::string operator()(const Failed& failed) const {
      return "failed-" + std::string(FailName(failed.reason));
    }
  };
  return std::visit(Namer{}, outcome);
}

std::string_view FetchResult::payload() const {
  const auto& page = std::get<Page>(outcome);
  return page.payload ? *page.payload : exchange.response_body;
}

std::string_view FetchResult::body() const {
  const auto& page = std::get<Page>(outcome);
  return page.decoded ? std::string_view(*page.decoded) : payload();
}

}  // namespace agencywatch::crawler
