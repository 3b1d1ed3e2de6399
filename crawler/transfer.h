// One fetch in libcurl: what it is told, what its callbacks keep and refuse, and what came of it. The fetcher's own; no
// one else sees libcurl.
#pragma once

#include <curl/curl.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "crawler/fetcher.h"

namespace agencywatch::crawler {

struct CurlEasyDeleter {
  void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};
using CurlEasy = std::unique_ptr<CURL, CurlEasyDeleter>;
struct CurlListDeleter {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using CurlList = std::unique_ptr<curl_slist, CurlListDeleter>;

// One fetch under way. Callbacks get its address, which stays the same until it has ended.
struct Transfer {
  FetchRequest request;
  FetchResult result;
  CurlEasy easy;
  CurlList headers;
  CurlList pinned;
  std::chrono::steady_clock::time_point start;
  std::size_t header_bytes = 0;
  bool head_ended = false;
  bool body_begun = false;
  std::optional<FailReason> reason;  // why a callback ended it
  std::string refused;               // "127.0.0.1 (loopback)": the guard said no
  std::array<char, CURL_ERROR_SIZE> error{};
};

// Sets everything on `transfer.easy`, which is new or was reset. The guard against private addresses is among it.
void Configure(Transfer& transfer, const std::string& user_agent, const std::string& from);

// libcurl ended it with `code`; nothing of what was taken in is changed but its head parsed.
[[nodiscard]] FetchOutcome OutcomeOf(CURLcode code, Transfer& transfer);

// Of the first certificate of the chain, in hexadecimal; empty on a connection that was opened for an earlier fetch.
[[nodiscard]] std::string LeafCertificateSha256(CURL* handle);

}  // namespace agencywatch::crawler
